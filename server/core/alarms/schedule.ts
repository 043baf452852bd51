import { instantOf, localTime } from '../telemetry/time-zone.ts'

export const HOLIDAY_RULES = ['ignore', 'exclude', 'only'] as const
export type HolidayRule = (typeof HOLIDAY_RULES)[number]

/** Local times of day, "08:00" to "24:00". An end not after its start is on the next day. */
export interface ScheduleWindow {
  /** 1 = Monday … 7 = Sunday: the days on which the window begins. */
  readonly days: readonly number[]
  readonly from: string
  readonly to: string
}

/** When a policy is judged. A window belongs to the day on which it begins: that day decides on holiday and season. */
export interface Schedule {
  /** IANA name; null: the tenant's. */
  readonly timeZone: string | null
  readonly windows: readonly ScheduleWindow[]
  readonly holidays: HolidayRule
  /** "MM-DD", both ends included; from 11-01 to 03-31 goes over the new year. */
  readonly season: { readonly from: string; readonly to: string } | null
}

/** A tenant's clock and the days on which it rests, as "YYYY-MM-DD". */
export interface Calendar {
  readonly timeZone: string
  readonly holidays: ReadonlySet<string>
}

const DAY_MS = 24 * 3_600_000
const MINUTE_MS = 60_000
const DAYS_AHEAD = 8

/** Whether a schedule is open at an instant, and until when that surely holds: look again then. */
export function openAt(schedule: Schedule, calendar: Calendar, at: number): { isOpen: boolean; until: number } {
  const zone = schedule.timeZone ?? calendar.timeZone
  const today = Math.floor(localTime(zone, at) / DAY_MS) * DAY_MS
  const open: { from: number; to: number }[] = []
  for (let day = -1; day <= DAYS_AHEAD; day++) open.push(...windowsOf(schedule, calendar, zone, today + day * DAY_MS))
  open.sort((a, b) => a.from - b.from)
  let until: number | null = null
  for (const { from, to } of open) {
    if (until === null && from > at) return { isOpen: false, until: from }
    if (until === null ? to > at : from <= until) until = Math.max(until ?? 0, to)
  }
  if (until !== null) return { isOpen: true, until }
  return { isOpen: false, until: instantOf(zone, today + DAYS_AHEAD * DAY_MS) }
}

/** @param date a local midnight, spelled as if it were UTC */
function windowsOf(schedule: Schedule, calendar: Calendar, zone: string, date: number) {
  if (!isDayOf(schedule, calendar, date)) return []
  const weekday = new Date(date).getUTCDay() || 7
  return schedule.windows.flatMap(({ days, from, to }) => {
    if (!days.includes(weekday)) return []
    const start = minutesOf(from)
    const end = minutesOf(to) > start ? minutesOf(to) : minutesOf(to) + DAY_MS / MINUTE_MS
    const window = { from: instantOf(zone, date + start * MINUTE_MS), to: instantOf(zone, date + end * MINUTE_MS) }
    // A window that the change to summer time swallows does not take place.
    return window.to > window.from ? [window] : []
  })
}

function isDayOf({ holidays, season }: Schedule, calendar: Calendar, date: number): boolean {
  const iso = new Date(date).toISOString().slice(0, 10)
  if (holidays !== 'ignore' && calendar.holidays.has(iso) !== (holidays === 'only')) return false
  if (season === null) return true
  const day = iso.slice(5)
  const { from, to } = season
  return from <= to ? from <= day && day <= to : from <= day || day <= to
}

function minutesOf(time: string): number {
  const [hours = '0', minutes = '0'] = time.split(':')
  return Number(hours) * 60 + Number(minutes)
}
