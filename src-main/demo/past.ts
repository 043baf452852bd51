import { dayStart, localDay } from './load/site-time.ts'
import type { DemoDevice } from './marina.ts'

/** What happened in the marina before the demo began, as every marina has had it. */

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Days of history with every value. Before them, back to the first of a month, counters alone and by the hour. */
export const FULL_DAYS = 30
const WHOLE_MONTHS = 2

/** Midnight of the first of the month two months before: a month can be billed, and compared with the one before it. */
export function pastBegins(startedAt: number): number {
  const today = new Date(localDay(startedAt) * DAY_MS)
  const first = Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - WHOLE_MONTHS, 1)
  return dayStart(first / DAY_MS)
}

/** The pedestal of berths B09 to B12, whose meter's calibration ran out. */
export const EXCHANGED_PEDESTAL = 'b-p03'
const EXCHANGED_DAYS_AGO = 12
/** What the old meter had counted more than the recalibrated one that took its place. */
export const EXCHANGE_SURPLUS_WH = 38_412_600

export const exchangedAt = (startedAt: number): number =>
  dayStart(localDay(startedAt) - EXCHANGED_DAYS_AGO) + 10 * HOUR_MS + 23 * 60_000

/** Watt-hours by which the meter that hung there then differs from the one of today. */
export const indexSurplus = (
  { key }: Pick<DemoDevice, 'key'>,
  metric: string,
  at: number,
  startedAt: number,
): number =>
  key === EXCHANGED_PEDESTAL && metric === 'energy_import' && at < exchangedAt(startedAt) ? EXCHANGE_SURPLUS_WH : 0

const SILENT_GATEWAY = 'gw-pontoon-d'
const SILENT_DAYS_AGO = 6
const SILENT_HOURS = 9

/** A night in which the cabinet of pontoon D had lost its uplink: nothing was read of its pedestals over midnight. */
export function isSilent({ gateway }: Pick<DemoDevice, 'gateway'>, at: number, startedAt: number): boolean {
  if (gateway !== SILENT_GATEWAY) return false
  const from = dayStart(localDay(startedAt) - SILENT_DAYS_AGO) + 19.5 * HOUR_MS
  return at >= from && at < from + SILENT_HOURS * HOUR_MS
}
