import type { Device } from '../devices/devices.types.ts'
import type { Inventory } from '../devices/inventory.ts'
import type { Amount } from '../energy/energy.types.ts'
import { ratioOf, reactiveCounters } from '../energy/reactive-ratio.ts'
import type { Bucket } from '../telemetry/store.ts'
import { edgesOf } from '../telemetry/time-zone.ts'
import type { LeafCondition, ReactiveKind } from './condition.types.ts'
import { baselineSpans, type Consumption, type Deviation, meanOfHours, type OutlookDeps, windowOf } from './outlook.ts'
import type { OutlookView } from './slow-answers.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const EDGES_PER_QUERY = 1_440
const WEEKS_BACK_MS = 28 * DAY_MS

/** A counter's growth since the beginning, at ascending instants; straight lines in between. */
class Growth {
  readonly #at: readonly number[]
  readonly #sum: Float64Array
  readonly #known: Uint32Array

  constructor(edges: readonly number[], amounts: readonly Amount[]) {
    this.#at = edges
    this.#sum = new Float64Array(edges.length)
    this.#known = new Uint32Array(edges.length)
    for (let index = 1; index < edges.length; index++) {
      const known = amounts[index - 1]?.known ?? null
      this.#sum[index] = (this.#sum[index - 1] ?? 0) + (known ?? 0)
      this.#known[index] = (this.#known[index - 1] ?? 0) + (known === null ? 0 : 1)
    }
  }

  /** Null when nothing is known of the time. */
  between(from: number, to: number): number | null {
    const [first, last] = [this.#indexOf(from), this.#indexOf(to)]
    if ((this.#known[Math.ceil(last)] ?? 0) === (this.#known[Math.floor(first)] ?? 0)) return null
    return this.#sumAt(last) - this.#sumAt(first)
  }

  #sumAt(index: number): number {
    const below = this.#sum[Math.floor(index)] ?? 0
    const above = this.#sum[Math.ceil(index)] ?? below
    return below + (above - below) * (index % 1)
  }

  /** Between two instants the share of the way. */
  #indexOf(at: number): number {
    let [low, high] = [0, this.#at.length - 1]
    if (at <= (this.#at[low] ?? at)) return low
    if (at >= (this.#at[high] ?? at)) return high
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((this.#at[middle] ?? 0) <= at) low = middle
      else high = middle
    }
    const from = this.#at[low] ?? 0
    return low + (at - from) / ((this.#at[high] ?? at) - from)
  }
}

/**
 * The outlook of a replay: what a month of questions needs is read once per series, and every answer is then a
 * subtraction. Counters by the minute within the time that is replayed, by the hour before it.
 */
export class ReplayOutlook implements OutlookView {
  readonly #deps: OutlookDeps
  readonly #inventory: Inventory
  readonly #start: number
  readonly #end: number
  readonly #leadMs: number
  readonly #growths = new Map<string, Promise<Growth>>()
  readonly #hours = new Map<string, Promise<readonly Bucket[]>>()
  readonly #limits = new Map<string, Promise<number | null>>()

  constructor(deps: OutlookDeps, leaves: readonly LeafCondition[], start: number, end: number) {
    this.#deps = deps
    this.#inventory = deps.inventory
    this.#start = start
    this.#end = end
    this.#leadMs = Math.max(0, ...leaves.map(leadOf))
  }

  async baseline(deviceId: string, condition: Deviation, at: number): Promise<number | null> {
    const device = this.#inventory.devices.get(deviceId)
    if (!device) return null
    const zone = await this.#deps.timeZoneOf(device)
    const buckets = await remembered(this.#hours, `${deviceId} ${condition.metric}`, async () => {
      const edges = edgesOf('hourly', zone, this.#start - WEEKS_BACK_MS - DAY_MS, this.#end)
      return (await this.#deps.store.buckets(deviceId, [condition.metric], edges)).get(condition.metric) ?? []
    })
    return meanOfHours(buckets, baselineSpans(condition.baseline, zone, at), condition.minSamples)
  }

  async consumption(deviceId: string, condition: Consumption, at: number): Promise<number | null> {
    const device = this.#inventory.devices.get(deviceId)
    if (!device) return null
    const [start, end] = windowOf(condition, await this.#deps.timeZoneOf(device), at)
    if (end <= start) return 0
    const growth = await this.#growth(device, condition.metric, (edges) =>
      this.#deps.meters.energy(device, condition.metric, edges),
    )
    const used = growth.between(start, end)
    return used === null ? null : used / 1000
  }

  async reactive(deviceId: string, kind: ReactiveKind, at: number): Promise<number | null> {
    const device = this.#inventory.devices.get(deviceId)
    const { meters } = this.#deps
    const counters = device && reactiveCounters(meters, device)
    if (!device || !counters) return null
    const [start = at] = edgesOf('monthly', await this.#deps.timeZoneOf(device), at, at)
    const active = await this.#growth(device, 'energy_import', (edges) => meters.energy(device, 'energy_import', edges))
    const reactive = await this.#growth(
      device,
      counters[kind],
      async (edges) => (await meters.amounts(device, [counters[kind]], edges)).get(counters[kind]) ?? [],
    )
    return ratioOf(reactive.between(start, at), active.between(start, at))
  }

  async lawfulLimit(deviceId: string, kind: ReactiveKind, at: number): Promise<number | null> {
    const device = this.#inventory.devices.get(deviceId)
    if (!device) return null
    const day = Math.floor(at / DAY_MS)
    return remembered(this.#limits, `${deviceId} ${kind} ${day}`, () => this.#deps.lawfulLimit(device, kind, at))
  }

  #growth(
    device: Device,
    metric: string,
    read: (edges: readonly number[]) => Promise<readonly Amount[]>,
  ): Promise<Growth> {
    return remembered(this.#growths, `${device.id} ${metric}`, async () => {
      const edges: number[] = []
      for (let at = this.#start - this.#leadMs; at < this.#start; at += HOUR_MS) edges.push(at)
      for (let at = this.#start; at <= this.#end; at += MINUTE_MS) edges.push(at)
      const amounts: Amount[] = []
      for (let from = 0; from < edges.length - 1; from += EDGES_PER_QUERY)
        amounts.push(...(await read(edges.slice(from, from + EDGES_PER_QUERY + 1))))
      return new Growth(edges, amounts)
    })
  }
}

/** How long before the replay a leaf looks back. */
function leadOf(leaf: LeafCondition): number {
  if (leaf.type === 'reactive') return 32 * DAY_MS
  if (leaf.type !== 'consumption') return 0
  if (typeof leaf.window !== 'string') return leaf.window.seconds * 1000
  return { hour: 2 * HOUR_MS, day: 2 * DAY_MS, month: 63 * DAY_MS }[leaf.window]
}

function remembered<Value>(kept: Map<string, Promise<Value>>, key: string, make: () => Promise<Value>): Promise<Value> {
  const known = kept.get(key) ?? make()
  kept.set(key, known)
  return known
}
