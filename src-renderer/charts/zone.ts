/** Wall clock of a time zone: the site's, not the browser's. Zones are IANA names; instants are epoch milliseconds. */

export interface WallTime {
  readonly year: number
  /** 1–12 */
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}

const clocks = new Map<string, Intl.DateTimeFormat>()

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone)
  if (known) return known
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  clocks.set(zone, clock)
  return clock
}

export function wallTime(at: number, zone: string): WallTime {
  const parts = { year: 0, month: 1, day: 1, hour: 0, minute: 0, second: 0 }
  for (const { type, value } of clockOf(zone).formatToParts(at)) {
    if (type in parts) parts[type as keyof typeof parts] = Number(value)
  }
  return parts
}

/** Local time minus UTC at that instant, in milliseconds. */
export function zoneOffset(at: number, zone: string): number {
  const wall = wallTime(at, zone)
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second)
  return asUtc - Math.floor(at / 1000) * 1000
}

/**
 * The instant at which the zone's clocks show this wall time. Month, day and hour may overflow (day 32, month 13).
 * A time that a clock change skips gives the instant just after the change; one that happens twice gives the first.
 */
export function instantOf(zone: string, year: number, month: number, day = 1, hour = 0, minute = 0): number {
  const asUtc = Date.UTC(year, month - 1, day, hour, minute)
  const before = asUtc - zoneOffset(asUtc - 86_400_000, zone)
  const after = asUtc - zoneOffset(asUtc + 86_400_000, zone)
  const first = Math.min(before, after)
  const later = Math.max(before, after)
  if (first + zoneOffset(first, zone) === asUtc) return first
  if (later + zoneOffset(later, zone) === asUtc) return later
  return later
}

/** Midnight that began the day of `at`, `days` days further. */
export function dayStart(at: number, zone: string, days = 0): number {
  const wall = wallTime(at, zone)
  return instantOf(zone, wall.year, wall.month, wall.day + days)
}

/** "UTC+3", "UTC−4:30" */
export function offsetName(offset: number): string {
  const minutes = Math.round(Math.abs(offset) / 60_000)
  const rest = minutes % 60
  const sign = offset < 0 ? '−' : '+'
  return `UTC${sign}${Math.floor(minutes / 60)}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`
}

/** "Europe/Istanbul UTC+3"; both offsets when the clocks change within the range. */
export function zoneName(zone: string, start: number, end: number): string {
  const names = new Set([offsetName(zoneOffset(start, zone)), offsetName(zoneOffset(end, zone))])
  return `${zone} ${[...names].join(' / ')}`
}
