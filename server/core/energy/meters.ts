import { type Device, isApplianceMeter } from '../devices/devices.types.ts'
import type { Inventory } from '../devices/inventory.ts'
import type { Templates } from '../devices/templates.ts'
import type { Clock } from '../outside.ts'
import { credit } from '../telemetry/counter.ts'
import type { LiveView } from '../telemetry/live.types.ts'
import type { Bucket, TelemetryStore } from '../telemetry/store.ts'
import { type Amount, type AmountQuality, worstOf } from './energy.types.ts'
import { type ExchangeBook, surplusBetween } from './exchange-book.ts'

export interface MetersDeps {
  readonly store: Pick<TelemetryStore, 'buckets' | 'around'>
  readonly live: LiveView
  readonly inventory: Inventory
  readonly templates: Pick<Templates, 'find'>
  readonly exchanges: ExchangeBook
  readonly clock: Clock
}

/** What a counter showed at an instant. */
export interface IndexReading {
  /** Wh or varh; null when nothing was read before the instant. */
  readonly index: number | null
  /** When the readings on either side were taken. */
  readonly before: number | null
  readonly after: number | null
}

const HOUR_MS = 3_600_000
/** What a meter has counted within this time need not have been read yet. */
const FRESH_MS = 30 * 60_000
/** Rounding of shares of time. */
const SLACK_MS = 1_000
const PHASES = ['l1', 'l2', 'l3'] as const
/** Kinds of devices that give energy to the site. */
const GENERATORS: ReadonlySet<string> = new Set(['inverter', 'generator'])

/** Reads counters as amounts and indexes, with resets, wraps, gaps and meter exchanges accounted for. */
export class Meters {
  readonly #deps: MetersDeps

  constructor(deps: MetersDeps) {
    this.#deps = deps
  }

  /** Whether the device has ever said anything of a metric. */
  has(device: Device, metric: string): boolean {
    return this.#deps.live.get(device.id)?.has(metric) === true
  }

  /** The counter of that name, or those of its phases where only they are there. */
  counters(device: Device, metric: string): readonly string[] {
    if (this.has(device, metric)) return [metric]
    return PHASES.map((phase) => `${metric}_${phase}`).filter((name) => this.has(device, name))
  }

  isMeter(device: Device): boolean {
    return this.counters(device, 'energy_import').length > 0
  }

  isGenerator(device: Device): boolean {
    return GENERATORS.has(device.deviceType) && (this.isMeter(device) || this.has(device, 'active_power'))
  }

  #isBalanced(device: Device): boolean {
    return this.isMeter(device) && !isApplianceMeter(device)
  }

  /** Nearest devices below that measure energy, generators among them. */
  below(device: Device): readonly Device[] {
    return this.#deps.inventory
      .childrenOf(device.id)
      .flatMap((child) => (this.#isBalanced(child) || this.isGenerator(child) ? [child] : this.below(child)))
  }

  /** Metering devices without one above them, generators left out. */
  incomers(tenantId: string): readonly Device[] {
    return [...this.#deps.inventory.devices.values()].filter(
      (device) =>
        device.tenantId === tenantId &&
        this.#isBalanced(device) &&
        !this.isGenerator(device) &&
        !this.#hasMeterAbove(device),
    )
  }

  /** How far a request can be answered by now: to the newest reading that all of these meters have, if they are read at all. */
  readUntil(devices: readonly Device[], end: number): number {
    const now = this.#deps.clock.now()
    let until = Math.min(end, now)
    for (const device of devices) {
      for (const counter of this.counters(device, 'energy_import')) {
        const at = this.#deps.live.get(device.id)?.get(counter)?.at ?? 0
        if (at >= now - FRESH_MS) until = Math.min(until, at)
      }
    }
    return until
  }

  /** Metric → one amount per interval of `edges`. Metrics that the device does not have are left out. */
  async amounts(
    device: Device,
    metrics: readonly string[],
    edges: readonly number[],
  ): Promise<ReadonlyMap<string, readonly Amount[]>> {
    const present = metrics.filter((metric) => this.has(device, metric))
    if (present.length === 0 || edges.length < 2) return new Map()
    const buckets = await this.#deps.store.buckets(device.id, present, edges)
    const now = this.#deps.clock.now()
    return new Map(
      [...buckets].map(([metric, series]) => {
        const exchanges = this.#deps.exchanges.of(device.id, metric)
        const modulus = exchanges.length === 0 ? null : this.modulus(device, metric)
        return [
          metric,
          series.map((bucket) => amountOf(bucket, surplusBetween(exchanges, bucket.start, bucket.end, modulus), now)),
        ]
      }),
    )
  }

  /** Energy drawn (`energy_import`) or given (`energy_export`); phases are added up where there is no total. */
  async energy(
    device: Device,
    metric: 'energy_import' | 'energy_export',
    edges: readonly number[],
  ): Promise<readonly Amount[]> {
    const counters = this.counters(device, metric)
    const series = await this.amounts(device, counters, edges)
    return edges.slice(0, -1).map((start, i) => {
      const parts = counters.map((counter) => series.get(counter)?.[i])
      return sumOfPhases(start, edges[i + 1] ?? start, parts)
    })
  }

  /** Drawn less given back, in Wh: what a consumer takes from the bars it hangs on. */
  async net(device: Device, edges: readonly number[]): Promise<readonly Amount[]> {
    const drawn = await this.energy(device, 'energy_import', edges)
    if (!this.#hasGiven(device)) return drawn
    return subtract(drawn, await this.energy(device, 'energy_export', edges))
  }

  /** Wh that a generator gave. One without a counter is reckoned from its mean power. */
  async generated(device: Device, edges: readonly number[]): Promise<readonly Amount[]> {
    if (this.counters(device, 'energy_export').length > 0) {
      const given = await this.energy(device, 'energy_export', edges)
      return this.isMeter(device) ? subtract(given, await this.energy(device, 'energy_import', edges)) : given
    }
    if (this.isMeter(device)) return this.energy(device, 'energy_import', edges)
    const power = await this.#deps.store.buckets(device.id, ['active_power'], edges)
    return (power.get('active_power') ?? []).map(amountFromPower)
  }

  /** An export counter that stands at zero has never counted: most meters have one and few ever need it. */
  #hasGiven(device: Device): boolean {
    return this.counters(device, 'energy_export').some(
      (metric) => this.#deps.live.get(device.id)?.get(metric)?.value !== 0,
    )
  }

  /** What a counter showed at each instant, interpolated between the readings around it. */
  async indexes(device: Device, metric: string, instants: readonly number[]): Promise<readonly IndexReading[]> {
    const around = await this.#deps.store.around(device.id, metric, instants)
    const modulus = this.modulus(device, metric)
    return around.map(({ before, after }, i) => {
      const at = instants[i] ?? 0
      const [from, to] = [before?.at ?? null, after?.at ?? null]
      if (!before) return { index: null, before: from, after: to }
      if (!after || before.at === at) return { index: before.value, before: from, after: to }
      const share = (at - before.at) / (after.at - before.at)
      const index = before.value + credit(before.value, after.value, modulus) * share
      return { index: modulus !== null && index >= modulus ? index - modulus : index, before: from, after: to }
    })
  }

  /** Where the counter starts again from zero, as its template tells. */
  modulus(device: Device, metric: string): number | null {
    const template = device.templateId === null ? null : this.#deps.templates.find(device.tenantId, device.templateId)
    return template?.registers.find((register) => register.metric === metric)?.counter?.modulus ?? null
  }

  #hasMeterAbove(device: Device): boolean {
    const parent = device.parentId === null ? undefined : this.#deps.inventory.devices.get(device.parentId)
    return parent !== undefined && (this.isMeter(parent) || this.#hasMeterAbove(parent))
  }
}

function amountOf(bucket: Bucket, surplus: number, now: number): Amount {
  const { start, end, increase, coverage } = bucket
  return {
    start,
    end,
    known: increase === null ? null : increase - surplus,
    quality: qualityOf(bucket, now),
    coverage,
  }
}

function qualityOf({ start, end, increase, spanned, isInterpolated }: Bucket, now: number): AmountQuality {
  if (increase === null) return 'missing'
  const notYetReadMs = Math.max(0, end - Math.max(start, now - FRESH_MS))
  if ((1 - spanned) * (end - start) > notYetReadMs + SLACK_MS) return 'partial'
  return isInterpolated ? 'estimated' : 'good'
}

/** A phase that is missing makes the sum partial: it must not pass for the whole. */
function sumOfPhases(start: number, end: number, parts: readonly (Amount | undefined)[]): Amount {
  const present = parts.filter((part) => part !== undefined)
  const [only] = present
  if (only && present.length === 1 && parts.length === 1) return only
  const known = present.flatMap((part) => part.known ?? [])
  const quality = worstOf(present.map((part) => part.quality))
  return {
    start,
    end,
    known: known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0),
    quality: quality === 'missing' && known.length > 0 ? 'partial' : quality,
    coverage: present.length === 0 ? 0 : Math.min(...present.map((part) => part.coverage)),
  }
}

const subtract = (from: readonly Amount[], less: readonly Amount[]): readonly Amount[] =>
  from.map((amount, i) => {
    const other = less[i]
    const known = amount.known === null || other?.known === null ? null : amount.known - (other?.known ?? 0)
    return { ...amount, known, quality: worstOf([amount.quality, other?.quality ?? 'good']) }
  })

/** Wh of a device that has power but no counter: its mean power times the time. Never better than estimated. */
function amountFromPower({ start, end, mean, coverage }: Bucket): Amount {
  return {
    start,
    end,
    known: mean === null ? null : (mean * (end - start)) / HOUR_MS,
    quality: mean === null ? 'missing' : coverage < 0.5 ? 'partial' : 'estimated',
    coverage,
  }
}
