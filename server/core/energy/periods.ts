import { edgesOf, instantOf, localTime } from '../telemetry/time-zone.ts'
import type { Span } from './asked.ts'

export const PREVIOUS = ['period', 'year'] as const
export type Previous = (typeof PREVIOUS)[number]

const DAY_MS = 86_400_000

/** "2026-05" as the month of a zone. */
export function monthSpan(timeZone: string, month: string): Span {
  const [year = 1970, number = 1] = month.split('-').map(Number)
  const at = (months: number) => instantOf(timeZone, Date.UTC(year, number - 1 + months, 1))
  return { start: at(0), end: at(1) }
}

/** The month that an instant lies in, as "2026-05". */
export const monthOf = (timeZone: string, at: number): string =>
  new Date(localTime(timeZone, at)).toISOString().slice(0, 7)

/** The day that an instant lies in, as "2026-05-31". */
export const dayOf = (timeZone: string, at: number): string =>
  new Date(localTime(timeZone, at)).toISOString().slice(0, 10)

/** Days that a span touches, in the zone's own calendar. */
export const daysIn = (timeZone: string, { start, end }: Span): number =>
  end <= start ? 0 : edgesOf('daily', timeZone, start, end).length - 1

/**
 * The period before a span, or the same one a year earlier, by the local calendar: whole months go back by months, all
 * else by its length on the clock. `of` takes an instant of the span to its counterpart.
 */
export function shifted(
  timeZone: string,
  { start, end }: Span,
  previous: Previous,
): { readonly span: Span; readonly of: (at: number) => number } {
  const [from, to] = [localTime(timeZone, start), localTime(timeZone, end)]
  const months = previous === 'year' ? 12 : isMonthStart(from) && isMonthStart(to) ? monthsBetween(from, to) : 0
  const back = (local: number) => (months > 0 ? minusMonths(local, months) : local - (to - from))
  const of = (at: number) => instantOf(timeZone, back(localTime(timeZone, at)))
  return { span: { start: of(start), end: of(end) }, of }
}

const isMonthStart = (local: number): boolean => local % DAY_MS === 0 && new Date(local).getUTCDate() === 1

const monthsBetween = (from: number, to: number): number => {
  const [a, b] = [new Date(from), new Date(to)]
  return (b.getUTCFullYear() - a.getUTCFullYear()) * 12 + b.getUTCMonth() - a.getUTCMonth()
}

/** The 31st of a month that has none becomes its last day. */
function minusMonths(local: number, months: number): number {
  const date = new Date(local)
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() - months]
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return Date.UTC(year, month, Math.min(date.getUTCDate(), lastDay)) + (((local % DAY_MS) + DAY_MS) % DAY_MS)
}
