const formatters = new Map<string, Intl.DateTimeFormat>()

export const TIME_SHAPES = {
  time: { hour: '2-digit', minute: '2-digit' },
  seconds: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  day: { day: 'numeric', month: 'short' },
  date: { day: '2-digit', month: '2-digit', year: 'numeric' },
  weekday: { weekday: 'short', day: 'numeric', month: 'short' },
  dateTime: { day: '2-digit', month: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' },
  full: {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  },
  zone: { timeZoneName: 'short' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>
export type TimeShape = keyof typeof TIME_SHAPES

function formatter(locale: string, zone: string, shape: TimeShape): Intl.DateTimeFormat {
  const key = `${locale}/${zone}/${shape}`
  const known = formatters.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(locale, { ...TIME_SHAPES[shape], timeZone: zone, hourCycle: 'h23' })
  formatters.set(key, made)
  return made
}

export type Moment = string | number | Date

/** An instant in the site's zone, whatever the zone of this computer. */
export function formatTime(moment: Moment, locale: string, zone: string, shape: TimeShape): string {
  const date = new Date(moment)
  return Number.isNaN(date.getTime()) ? '—' : formatter(locale, zone, shape).format(date)
}

/** The zone's short name at that instant, e.g. "GMT+3". */
export function zoneName(moment: Moment, locale: string, zone: string): string {
  const parts = formatter(locale, zone, 'zone').formatToParts(new Date(moment))
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone
}

export interface AgeWords {
  s: string
  min: string
  h: string
  d: string
}

const MINUTE_S = 60
const HOUR_S = 3600
const DAY_S = 86_400

/** "45 s", "12 min", "3 h 20 min", "5 d": two figures at most, never a false precision. */
export function formatAge(ageMs: number, words: AgeWords): string {
  const seconds = Math.max(0, Math.floor(ageMs / 1000))
  if (seconds < 90) return `${seconds} ${words.s}`
  if (seconds < 90 * MINUTE_S) return `${Math.floor(seconds / MINUTE_S)} ${words.min}`
  if (seconds < DAY_S) {
    const minutes = Math.floor((seconds % HOUR_S) / MINUTE_S)
    const hours = `${Math.floor(seconds / HOUR_S)} ${words.h}`
    return minutes === 0 ? hours : `${hours} ${minutes} ${words.min}`
  }
  const hours = Math.floor((seconds % DAY_S) / HOUR_S)
  const days = Math.floor(seconds / DAY_S)
  return days > 6 || hours === 0 ? `${days} ${words.d}` : `${days} ${words.d} ${hours} ${words.h}`
}
