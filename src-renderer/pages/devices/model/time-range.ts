import { dayStart, instantOf, wallTime } from '../../../charts/zone.ts'
import type { Interval } from '../wire.ts'

/** Ranges of a chart. The address holds a name, or two instants once somebody has zoomed. */
export const RANGES = ['hour', 'day', 'week', 'month', 'year'] as const
export type RangeName = (typeof RANGES)[number]

export interface TimeRange {
  readonly name: RangeName | 'custom'
  readonly start: number
  readonly end: number
}

const HOUR = 3_600_000
const DAY = 24 * HOUR
const LENGTH: Record<RangeName, number> = { hour: HOUR, day: DAY, week: 7 * DAY, month: 30 * DAY, year: 365 * DAY }
/** The end moves by steps, so that a chart is not asked for anew at every tick of the clock. */
const STEP: Record<RangeName, number> = {
  hour: 10_000,
  day: 60_000,
  week: 10 * 60_000,
  month: HOUR,
  year: 6 * HOUR,
}

export function stepOf(name: string): number {
  return isRangeName(name) ? STEP[name] : 60_000
}

const isRangeName = (text: string): text is RangeName => RANGES.some((name) => name === text)

/** Reads `day` or `1730000000000-1730086400000`; anything else is a day. */
export function parseRange(text: string, now: number): TimeRange {
  const custom = /^(\d{10,14})-(\d{10,14})$/.exec(text)
  if (custom) {
    const start = Number(custom[1])
    const end = Number(custom[2])
    if (end - start >= 1000) return { name: 'custom', start, end }
  }
  const name = isRangeName(text) ? text : 'day'
  const end = Math.ceil(now / STEP[name]) * STEP[name]
  return { name, start: end - LENGTH[name], end }
}

export function writeRange(start: number, end: number): string {
  return `${Math.round(start)}-${Math.round(end)}`
}

export function shifted(range: TimeRange, steps: number): string {
  const by = (range.end - range.start) * steps
  return writeRange(range.start + by, range.end + by)
}

/** The last so many whole intervals and the running one, begun at midnight, Monday or the first of the site's month. */
export function energySpan(interval: Interval, now: number, zone: string): { start: number; end: number } {
  const end = Math.ceil(now / HOUR) * HOUR
  if (interval === 'hourly') return { start: dayStart(now, zone, -1), end }
  if (interval === 'daily') return { start: dayStart(now, zone, -30), end }
  if (interval === 'weekly') {
    const { year, month, day } = wallTime(now, zone)
    const weekday = (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7
    return { start: dayStart(now, zone, -weekday - 25 * 7), end }
  }
  const { year, month } = wallTime(now, zone)
  return { start: instantOf(zone, year, month - 23), end }
}

/** For an <input type="datetime-local">: the site's wall time. */
export function toLocalInput(at: number, zone: string): string {
  const { year, month, day, hour, minute } = wallTime(at, zone)
  const two = (part: number): string => String(part).padStart(2, '0')
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`
}

export function fromLocalInput(text: string, zone: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/.exec(text)
  if (!match) return null
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = match.slice(1).map(Number)
  return instantOf(zone, year, month, day, hour, minute)
}
