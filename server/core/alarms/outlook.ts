import type { Device } from '../devices/devices.types.ts'
import type { Inventory } from '../devices/inventory.ts'
import { isWhole } from '../energy/energy.types.ts'
import type { Meters } from '../energy/meters.ts'
import { ratioOf, reactiveCounters } from '../energy/reactive-ratio.ts'
import type { Bucket, TelemetryStore } from '../telemetry/store.ts'
import { edgesOf, instantOf, localTime } from '../telemetry/time-zone.ts'
import { BASELINE_HOURS, type Baseline, type LeafCondition, type ReactiveKind } from './condition.types.ts'

export interface OutlookDeps {
  readonly store: Pick<TelemetryStore, 'buckets'>
  readonly meters: Meters
  readonly inventory: Inventory
  /** Zone in which the device's hours, days and months begin. */
  readonly timeZoneOf: (device: Device) => Promise<string>
  /** What the law allows at a site, in percent; null where it sets no limit. */
  readonly lawfulLimit: (device: Device, kind: ReactiveKind, at: number) => Promise<number | null>
}

export type Consumption = Extract<LeafCondition, { type: 'consumption' }>
export type Deviation = Extract<LeafCondition, { type: 'deviation' }>

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** An hour that was read for less than this says little about itself. */
const MIN_COVERAGE = 0.5

/** What slow conditions are answered with, for the present and for any instant of the past alike. */
export class Outlook {
  readonly #deps: OutlookDeps

  constructor(deps: OutlookDeps) {
    this.#deps = deps
  }

  /** What is usual in the hour of `at`; null when fewer hours than asked for tell. */
  async baseline(deviceId: string, { metric, baseline, minSamples }: Deviation, at: number): Promise<number | null> {
    const device = this.#deps.inventory.devices.get(deviceId)
    if (!device) return null
    const spans = baselineSpans(baseline, await this.#deps.timeZoneOf(device), at)
    const edges = [...new Set(spans.flat())].sort((a, b) => a - b)
    const buckets = (await this.#deps.store.buckets(deviceId, [metric], edges)).get(metric) ?? []
    return meanOfHours(buckets, spans, minSamples)
  }

  /** kWh of the window that ends at `at` (or, for "less than", of the last whole one); null when it cannot be told. */
  async consumption(deviceId: string, condition: Consumption, at: number): Promise<number | null> {
    const device = this.#deps.inventory.devices.get(deviceId)
    if (!device) return null
    const isOver = looksBack(condition)
    const [start, end] = windowOf(condition, await this.#deps.timeZoneOf(device), at)
    if (end <= start) return 0
    const [amount] = await this.#deps.meters.energy(device, condition.metric, [start, end])
    // What is known of a running window is the least that it can be: enough to exceed a limit.
    if (!amount || amount.known === null || (isOver && !isWhole(amount))) return null
    return amount.known / 1000
  }

  /** Percent of active energy since the first of the month; null without counters or without active energy. */
  async reactive(deviceId: string, kind: ReactiveKind, at: number): Promise<number | null> {
    const device = this.#deps.inventory.devices.get(deviceId)
    const counters = device && reactiveCounters(this.#deps.meters, device)
    if (!device || !counters) return null
    const [start = at] = edgesOf('monthly', await this.#deps.timeZoneOf(device), at, at)
    if (at <= start) return null
    const [active] = await this.#deps.meters.energy(device, 'energy_import', [start, at])
    const reactive = (await this.#deps.meters.amounts(device, [counters[kind]], [start, at])).get(counters[kind])?.[0]
    return ratioOf(reactive?.known ?? null, active?.known ?? null)
  }

  async lawfulLimit(deviceId: string, kind: ReactiveKind, at: number): Promise<number | null> {
    const device = this.#deps.inventory.devices.get(deviceId)
    return device ? this.#deps.lawfulLimit(device, kind, at) : null
  }
}

/** "Less than" of a calendar window looks at the last whole one: each begins with nothing. */
export const looksBack = ({ window, operator }: Consumption): boolean =>
  typeof window === 'string' && (operator === '<' || operator === '<=')

const INTERVALS = { hour: 'hourly', day: 'daily', month: 'monthly' } as const

export function windowOf(condition: Consumption, timeZone: string, at: number): readonly [start: number, end: number] {
  const { window } = condition
  if (typeof window !== 'string') return [at - window.seconds * 1000, at]
  const [start = at] = edgesOf(INTERVALS[window], timeZone, at, at)
  if (!looksBack(condition)) return [start, at]
  const [before = start] = edgesOf(INTERVALS[window], timeZone, start - 1, start - 1)
  return [before, start]
}

/** The hours that a baseline is the mean of, newest first. */
export function baselineSpans(
  baseline: Baseline,
  timeZone: string,
  at: number,
): readonly (readonly [start: number, end: number])[] {
  const [hour = at] = edgesOf('hourly', timeZone, at, at)
  const local = localTime(timeZone, hour)
  return Array.from({ length: BASELINE_HOURS[baseline] }, (_, index) => {
    const back = index + 1
    if (baseline === 'mean_24h') return [hour - back * HOUR_MS, hour - index * HOUR_MS] as const
    const start = instantOf(timeZone, local - back * (baseline === 'same_hour_7d' ? DAY_MS : 7 * DAY_MS))
    return [start, start + HOUR_MS] as const
  })
}

export function meanOfHours(
  buckets: readonly Bucket[],
  spans: readonly (readonly [start: number, end: number])[],
  minSamples: number,
): number | null {
  const byStart = new Map(buckets.map((bucket) => [bucket.start, bucket]))
  const means = spans.flatMap(([start]) => {
    const bucket = byStart.get(start)
    return bucket && bucket.mean !== null && bucket.coverage >= MIN_COVERAGE ? [bucket.mean] : []
  })
  return means.length < minSamples ? null : means.reduce((sum, mean) => sum + mean, 0) / means.length
}
