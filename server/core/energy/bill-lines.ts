import { type Amount, isWhole, type Tariff } from './energy.types.ts'
import type { IndexReading } from './meters.ts'

/** Part of a bill under one price. Indexes and energy in Wh. */
export interface BillLine {
  readonly start: number
  readonly end: number
  readonly startIndex: number | null
  readonly endIndex: number | null
  readonly energy: number | null
  readonly pricePerKwh: number | null
  readonly amount: number | null
}

const WH_PER_KWH = 1_000

/** Money to two decimals, half away from zero. */
export const round = (amount: number): number => Math.round((amount + Number.EPSILON) * 100) / 100

/** The price of energy in whole watt-hours: what the bill shows times the price is what it charges. */
export const priced = (energyWh: number, pricePerKwh: number): number =>
  round((Math.round(energyWh) / WH_PER_KWH) * pricePerKwh)

/** One line per stretch between edges, at which prices change. Tariffs come newest first. */
export function linesOf(
  edges: readonly number[],
  indexes: readonly IndexReading[],
  amounts: readonly Amount[],
  tariffs: readonly Tariff[],
): readonly BillLine[] {
  return amounts.map((amount, i): BillLine => {
    const { start, end } = amount
    const energy = isWhole(amount) ? amount.known : null
    const price = tariffs.find(({ validFrom }) => validFrom <= start)?.pricePerKwh ?? null
    return {
      start: edges[i] ?? start,
      end,
      startIndex: indexes[i]?.index ?? null,
      endIndex: indexes[i + 1]?.index ?? null,
      energy,
      pricePerKwh: price,
      amount: energy === null || price === null ? null : priced(energy, price),
    }
  })
}
