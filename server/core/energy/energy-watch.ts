import type { Device } from '../devices/devices.types.ts'
import type { Inventory } from '../devices/inventory.ts'
import type { Clock } from '../outside.ts'
import { edgesOf } from '../telemetry/time-zone.ts'
import { isWhole } from './energy.types.ts'
import type { Meters } from './meters.ts'
import { ratioOf, reactiveCounters } from './reactive-ratio.ts'

export interface MonthToDate {
  /** Percent of the month's active energy so far; null when that is zero. */
  readonly inductiveRatio: number | null
  readonly capacitiveRatio: number | null
}

export interface EnergyWatchDeps {
  readonly meters: Meters
  readonly inventory: Inventory
  readonly clock: Clock
  /** Zone in which the device's months begin. */
  readonly timeZoneOf: (device: Device) => Promise<string>
}

/** A figure is worked out anew at most so often, however many rules ask for it. */
const KEEP_MS = 30_000
const MAX_KEPT = 5_000

/** Energy figures for those who watch: alarms ask again and again, and get an answer that is at most half a minute old. */
export class EnergyWatch {
  readonly #deps: EnergyWatchDeps
  readonly #ratios: Kept<MonthToDate | null>
  readonly #amounts: Kept<number | null>

  constructor(deps: EnergyWatchDeps) {
    this.#deps = deps
    this.#ratios = new Kept(deps.clock)
    this.#amounts = new Kept(deps.clock)
  }

  /** From the first of the month, in the site's zone, to `at`. Null when the device is unknown or its counters tell nothing. */
  reactiveMonthToDate(deviceId: string, at: number): Promise<MonthToDate | null> {
    return this.#ratios.of(`${deviceId} ${Math.floor(at / KEEP_MS)}`, () => this.#reactive(deviceId, at))
  }

  /** kWh drawn; null unless the readings span the time. */
  consumption(deviceId: string, fromMs: number, toMs: number): Promise<number | null> {
    const key = `${deviceId} ${toMs - fromMs} ${Math.floor(toMs / KEEP_MS)}`
    return this.#amounts.of(key, () => this.#consumption(deviceId, fromMs, toMs))
  }

  async #reactive(deviceId: string, at: number): Promise<MonthToDate | null> {
    const { meters, inventory } = this.#deps
    const device = inventory.devices.get(deviceId)
    const counters = device && reactiveCounters(meters, device)
    if (!device || !counters) return null
    const [start = at] = edgesOf('monthly', await this.#deps.timeZoneOf(device), at, at)
    const [active] = await meters.energy(device, 'energy_import', [start, at])
    const series = await meters.amounts(device, [counters.inductive, counters.capacitive], [start, at])
    const known = (metric: string) => series.get(metric)?.[0]?.known ?? null
    if (!active || active.known === null || known(counters.inductive) === null) return null
    return {
      inductiveRatio: ratioOf(known(counters.inductive), active.known),
      capacitiveRatio: ratioOf(known(counters.capacitive), active.known),
    }
  }

  async #consumption(deviceId: string, fromMs: number, toMs: number): Promise<number | null> {
    const device = this.#deps.inventory.devices.get(deviceId)
    if (!device || toMs <= fromMs) return null
    const [amount] = await this.#deps.meters.energy(device, 'energy_import', [fromMs, toMs])
    return amount && isWhole(amount) && amount.known !== null ? amount.known / 1000 : null
  }
}

/** Answers that are good for a while. */
class Kept<T> {
  readonly #clock: Clock
  readonly #answers = new Map<string, { readonly until: number; readonly answer: Promise<T> }>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  of(key: string, work: () => Promise<T>): Promise<T> {
    const now = this.#clock.now()
    const kept = this.#answers.get(key)
    if (kept && kept.until > now) return kept.answer
    if (this.#answers.size >= MAX_KEPT) this.#answers.clear()
    const answer = work()
    this.#answers.set(key, { until: now + KEEP_MS, answer })
    answer.catch(() => this.#answers.delete(key))
    return answer
  }
}
