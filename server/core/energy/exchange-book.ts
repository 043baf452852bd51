import { credit } from '../telemetry/counter.ts'
import type { MeterExchange } from './energy.types.ts'

/** Every meter exchange, in memory: what is read of a counter must be corrected by those that lie in it. */
export class ExchangeBook {
  readonly #byDevice = new Map<string, MeterExchange[]>()

  load(exchanges: readonly MeterExchange[]): void {
    for (const exchange of exchanges) this.add(exchange)
  }

  add(exchange: MeterExchange): void {
    const known = this.#byDevice.get(exchange.deviceId)
    if (known) known.push(exchange)
    else this.#byDevice.set(exchange.deviceId, [exchange])
  }

  /** All that were recorded for a device, newest record first. */
  recorded(deviceId: string): readonly MeterExchange[] {
    return [...(this.#byDevice.get(deviceId) ?? [])].reverse()
  }

  /** Those that hold, oldest first: of several at one instant the one recorded last. */
  of(deviceId: string, metric: string): readonly MeterExchange[] {
    const standing = new Map<number, MeterExchange>()
    for (const exchange of this.#byDevice.get(deviceId) ?? [])
      if (exchange.metric === metric) standing.set(exchange.at, exchange)
    return [...standing.values()].sort((a, b) => a.at - b.at)
  }
}

/**
 * An exchange stands in the telemetry as two readings: the old meter's last index a millisecond before, the new one's
 * first index at the instant. Between the two nothing was consumed, so what a counter's arithmetic makes of that step is
 * to be taken off the stretch that holds it.
 */
export const readingsOf = ({ at, oldEndIndex, newStartIndex }: MeterExchange) =>
  [
    { at: at - 1, value: oldEndIndex },
    { at, value: newStartIndex },
  ] as const

export const surplusOf = ({ oldEndIndex, newStartIndex }: MeterExchange, modulus: number | null): number =>
  credit(oldEndIndex, newStartIndex, modulus)

/** What the exchanges among them put too much into the stretch from start to end. */
export const surplusBetween = (
  exchanges: readonly MeterExchange[],
  start: number,
  end: number,
  modulus: number | null,
): number =>
  exchanges.reduce(
    (sum, exchange) => (exchange.at - 1 >= start && exchange.at - 1 < end ? sum + surplusOf(exchange, modulus) : sum),
    0,
  )
