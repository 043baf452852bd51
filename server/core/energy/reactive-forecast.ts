import { ratioOf } from './reactive-ratio.ts'

const HOUR_MS = 3_600_000

/** Active and reactive energy of one direction, in Wh and varh. */
export interface Pair {
  readonly active: number
  readonly reactive: number
}

/** Ratio at the period's end if the rest of it goes on like the days from which the rates come (per hour). */
export function forecastRatio(soFar: Pair, perHour: Pair, remainingMs: number): number | null {
  const hours = remainingMs / HOUR_MS
  return ratioOf(soFar.reactive + perHour.reactive * hours, soFar.active + perHour.active * hours)
}

/**
 * Hours until the ratio of the period so far reaches the limit at these rates: 0 when it is over already, null when it does
 * not come to that before the period ends.
 */
export function hoursUntilBreach(soFar: Pair, perHour: Pair, limitPercent: number, remainingMs: number): number | null {
  const limit = limitPercent / 100
  const room = limit * soFar.active - soFar.reactive
  if (soFar.active > 0 && room < 0) return 0
  const closing = perHour.reactive - limit * perHour.active
  if (closing <= 0) return null
  const hours = room / closing
  return hours <= remainingMs / HOUR_MS ? hours : null
}
