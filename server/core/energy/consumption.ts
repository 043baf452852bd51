import type { Stores } from '../../storage/stores/stores.ts'
import { type Actor, requirePermission } from '../access.ts'
import type { Device } from '../devices/devices.types.ts'
import type { Inventory } from '../devices/inventory.ts'
import type { TelemetryStore } from '../telemetry/store.ts'
import type { Interval } from '../telemetry/time-zone.ts'
import { difference, NOTHING, percentOf, plus, type Total, totalOf } from './amounts.ts'
import { checkSpan, edgesWithin, ownDevice, type Span } from './asked.ts'
import type { Amount, CounterEvent, MeterExchange } from './energy.types.ts'
import type { ExchangeBook } from './exchange-book.ts'
import type { Meters } from './meters.ts'

export interface ConsumptionDeps {
  readonly stores: Pick<Stores, 'energy'>
  readonly store: Pick<TelemetryStore, 'around'>
  readonly inventory: Inventory
  readonly meters: Meters
  readonly exchanges: ExchangeBook
  readonly timeZoneOf: (device: Device) => Promise<string>
}

/** A stretch without readings over which the counter's course was interpolated. */
export interface Gap {
  readonly from: number
  readonly to: number
}

export interface ChildAmount extends Total {
  readonly device: Device
  readonly isGenerator: boolean
}

export interface Children {
  /** Wh drawn by the meters right below. */
  readonly sum: Total
  readonly generated: Total
  readonly isComplete: boolean
  readonly missing: readonly Device[]
  /** What the meter itself measured and no meter below did: cables, transformer, unmetered loads. */
  readonly losses: number | null
  readonly lossesPercent: number | null
  readonly items: readonly ChildAmount[]
}

export interface ConsumptionAnswer {
  readonly device: Device
  readonly timeZone: string
  readonly total: Total
  readonly exported: Total
  readonly startIndex: number | null
  readonly endIndex: number | null
  readonly reason: 'no_energy_counter' | 'no_data' | null
  readonly rows: readonly { readonly drawn: Amount; readonly given: Amount | null }[]
  readonly events: readonly CounterEvent[]
  readonly exchanges: readonly MeterExchange[]
  readonly gaps: readonly Gap[]
  readonly children: Children | null
}

const MAX_EVENTS = 500
/** Edges looked at for the gaps that cross them. */
const MAX_GAP_EDGES = 200

/** What one device consumed, hour by hour to month by month. Amounts in Wh. */
export class Consumption {
  readonly #deps: ConsumptionDeps

  constructor(deps: ConsumptionDeps) {
    this.#deps = deps
  }

  /** @throws AppError VALIDATION_ERROR when end is not after start or the rows are too many */
  async of(
    actor: Actor,
    deviceId: string,
    request: Span & { readonly interval: Interval; readonly withChildren: boolean },
  ): Promise<ConsumptionAnswer> {
    requirePermission(actor, 'measurements:read')
    const { inventory, meters, stores, exchanges } = this.#deps
    const device = ownDevice(inventory, actor, deviceId)
    checkSpan(request)
    const timeZone = await this.#deps.timeZoneOf(device)
    const span = { start: request.start, end: Math.max(request.start, meters.readUntil([device], request.end)) }
    const edges = edgesWithin(request.interval, timeZone, span)
    const drawn = await meters.energy(device, 'energy_import', edges)
    const given =
      meters.counters(device, 'energy_export').length === 0 ? null : await meters.energy(device, 'energy_export', edges)
    const total = totalOf(drawn)
    const [first, last] = meters.has(device, 'energy_import')
      ? await meters.indexes(device, 'energy_import', [span.start, span.end])
      : []
    return {
      device,
      timeZone,
      total,
      exported: totalOf(given ?? []),
      startIndex: first?.index ?? null,
      endIndex: last?.index ?? null,
      reason: !meters.isMeter(device) ? 'no_energy_counter' : total.known === null ? 'no_data' : null,
      rows: drawn.map((amount, i) => ({ drawn: amount, given: given?.[i] ?? null })),
      events: await stores.energy.events(deviceId, span.start, span.end, MAX_EVENTS),
      exchanges: meters
        .counters(device, 'energy_import')
        .flatMap((metric) => exchanges.of(deviceId, metric))
        .filter(({ at }) => at >= span.start && at < span.end),
      gaps: await this.#gaps(device, drawn),
      children: request.withChildren ? await this.#children(device, span) : null,
    }
  }

  /** A gap shows as estimated rows on both sides of an edge; the readings around that edge tell how far it reaches. */
  async #gaps(device: Device, rows: readonly Amount[]): Promise<readonly Gap[]> {
    const crossed = rows
      .filter(({ quality }, i) => quality === 'estimated' && rows[i + 1]?.quality === 'estimated')
      .map(({ end }) => end)
      .slice(0, MAX_GAP_EDGES)
    const [metric] = this.#deps.meters.counters(device, 'energy_import')
    if (crossed.length === 0 || metric === undefined) return []
    const gaps = new Map<number, Gap>()
    for (const { before, after } of await this.#deps.store.around(device.id, metric, crossed))
      if (before && after) gaps.set(before.at, { from: before.at, to: after.at })
    return [...gaps.values()]
  }

  async #children(device: Device, { start, end }: Span): Promise<Children> {
    const { meters } = this.#deps
    const edges = [start, end]
    const own = totalOf(await meters.net(device, edges))
    const items = await Promise.all(
      meters.below(device).map(async (child): Promise<ChildAmount> => {
        const isGenerator = meters.isGenerator(child)
        const amounts = isGenerator ? await meters.generated(child, edges) : await meters.net(child, edges)
        return { device: child, isGenerator, ...totalOf(amounts) }
      }),
    )
    const [generators, consumers] = [
      items.filter((item) => item.isGenerator),
      items.filter((item) => !item.isGenerator),
    ]
    const sum = totalOf(consumers)
    const generated = generators.length === 0 ? NOTHING : totalOf(generators)
    const losses = items.length === 0 ? null : difference(plus(own, generated), sum).whole
    return {
      sum,
      generated,
      isComplete: sum.whole !== null && generated.whole !== null,
      missing: items.filter(({ whole }) => whole === null).map((item) => item.device),
      losses,
      lossesPercent: percentOf(losses, plus(own, generated).whole),
      items: items.sort((a, b) => (b.known ?? -1) - (a.known ?? -1)),
    }
  }
}
