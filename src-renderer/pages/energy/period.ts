import { instantOf, wallTime } from '../../charts/zone.ts'

/** A calendar period of the site: what bills and comparisons are made of. */
export const UNITS = ['day', 'week', 'month', 'year'] as const
export type Unit = (typeof UNITS)[number]

export interface Period {
  readonly unit: Unit
  readonly start: number
  /** Exclusive. */
  readonly end: number
  readonly interval: 'hourly' | 'daily' | 'monthly'
  readonly isCurrent: boolean
}

const INTERVALS: Record<Unit, Period['interval']> = { day: 'hourly', week: 'daily', month: 'daily', year: 'monthly' }

interface Day {
  readonly year: number
  readonly month: number
  readonly day: number
}

const weekdayOf = ({ year, month, day }: Day): number => (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7

function bounds(unit: Unit, date: Day, zone: string): { start: number; end: number } {
  const { year, month, day } = date
  const monday = day - weekdayOf(date)
  switch (unit) {
    case 'day':
      return { start: instantOf(zone, year, month, day), end: instantOf(zone, year, month, day + 1) }
    case 'week':
      return { start: instantOf(zone, year, month, monday), end: instantOf(zone, year, month, monday + 7) }
    case 'month':
      return { start: instantOf(zone, year, month), end: instantOf(zone, year, month + 1) }
    case 'year':
      return { start: instantOf(zone, year, 1), end: instantOf(zone, year + 1, 1) }
  }
}

/** Reads `month:2026-11-01` from the address; anything else is this month. */
export function parsePeriod(text: string, now: number, zone: string): Period {
  const match = /^(day|week|month|year):(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  const named = UNITS.find((unit) => unit === (match?.[1] ?? text))
  const unit = named ?? 'month'
  const date = match ? { year: Number(match[2]), month: Number(match[3]), day: Number(match[4]) } : wallTime(now, zone)
  const { start, end } = bounds(unit, date, zone)
  return { unit, start, end, interval: INTERVALS[unit], isCurrent: start <= now && now < end }
}

/** For the address: the running period by its unit alone, so that a kept link stays the running one. */
export function writePeriod(unit: Unit, at: number, now: number, zone: string): string {
  const { year, month, day } = wallTime(at, zone)
  const { start, end } = bounds(unit, { year, month, day }, zone)
  if (start <= now && now < end) return unit
  const two = (part: number) => String(part).padStart(2, '0')
  return `${unit}:${year}-${two(month)}-${two(day)}`
}

/** The period before (−1) or after (+1), for the address. */
export function stepped(period: Period, by: -1 | 1, now: number, zone: string): string {
  // Noon of the last day before, or of the first day after: no clock change reaches it.
  const at = by < 0 ? period.start - 43_200_000 : period.end + 43_200_000
  return writePeriod(period.unit, at, now, zone)
}

/** `2026-11`, as the hub names a billing month. */
export function monthOf(at: number, zone: string): string {
  const { year, month } = wallTime(at, zone)
  return `${year}-${String(month).padStart(2, '0')}`
}

export function periodName(period: Period, locale: string, zone: string): string {
  const format = (at: number, shape: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...shape, timeZone: zone }).format(at)
  switch (period.unit) {
    case 'day':
      return format(period.start, { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' })
    case 'week': {
      const last = period.end - 43_200_000
      return `${format(period.start, { day: 'numeric', month: 'short' })} – ${format(last, { day: 'numeric', month: 'short', year: 'numeric' })}`
    }
    case 'month':
      return format(period.start, { month: 'long', year: 'numeric' })
    case 'year':
      return format(period.start, { year: 'numeric' })
  }
}
