import { type Actor, requirePermission } from '../access.ts'
import type { Device } from '../devices/devices.types.ts'
import type { Inventory } from '../devices/inventory.ts'
import { notFound } from '../errors.ts'
import type { Interval } from '../telemetry/time-zone.ts'
import { difference, NOTHING, percentOf, plus, type Total, totalOf } from './amounts.ts'
import { checkSpan, edgesWithin, ownDevice, type Span } from './asked.ts'
import type { Amount } from './energy.types.ts'
import { consumersBelow, coverOf, generatorsBelow, keyOf, leavesOf, type SummaryKey, UNASSIGNED } from './hierarchy.ts'
import type { Meters } from './meters.ts'
import { type Previous, shifted } from './periods.ts'

export interface SiteConsumptionDeps {
  readonly inventory: Inventory
  readonly meters: Meters
  readonly timeZoneOf: (device: Device) => Promise<string>
  readonly tenantTimeZone: (tenantId: string) => Promise<string>
}

export interface GroupAmount extends Total {
  readonly key: string
  /** Null: the group has no name of its own. */
  readonly name: string | null
  readonly share: number | null
  readonly devices: readonly Device[]
  readonly missing: readonly Device[]
}

export interface Summary {
  readonly span: Span
  readonly timeZone: string
  readonly groups: readonly GroupAmount[]
  readonly total: Total
  /** What the meters at the top measured. */
  readonly metered: Total
  readonly generated: Total
  readonly losses: number | null
  readonly lossesPercent: number | null
}

export interface Line {
  readonly span: Span
  readonly total: Total
  readonly rows: readonly Amount[]
}

export interface Comparison {
  readonly timeZone: string
  readonly current: Line
  readonly previous: Line
  /** Against the same part of the previous period. */
  readonly changePercent: number | null
}

export interface TopConsumer extends Total {
  readonly device: Device
  readonly subregionId: string | null
  readonly share: number | null
}

/** What the site consumed, by place, kind and device. Amounts in Wh; each is counted once. */
export class SiteConsumption {
  readonly #deps: SiteConsumptionDeps

  constructor(deps: SiteConsumptionDeps) {
    this.#deps = deps
  }

  async summary(
    actor: Actor,
    request: Span & { readonly by: SummaryKey; readonly parent: string | null },
  ): Promise<Summary> {
    requirePermission(actor, 'measurements:read')
    checkSpan(request)
    const { inventory, meters } = this.#deps
    const { tops, groups } = this.#grouped(actor, request.by, request.parent)
    const span = this.#read([...tops, ...[...groups.values()].flat()], request)
    const edges = [span.start, span.end]
    const amounts = await Promise.all(
      [...groups].map(async ([key, devices]) => ({ key, devices, parts: await this.#totals(devices, edges) })),
    )
    const total = totalOf(amounts.flatMap(({ parts }) => parts))
    const metered = await this.#sumOf(tops, (device) => meters.net(device, edges))
    const generators = [...new Set(tops.flatMap((top) => generatorsBelow(meters, top)))]
    const generated =
      generators.length === 0 ? NOTHING : await this.#sumOf(generators, (device) => meters.generated(device, edges))
    const into = plus(metered, generated)
    const losses = tops.length === 0 || groups.size === 0 ? null : difference(into, total).whole
    return {
      span,
      timeZone: await this.#deps.tenantTimeZone(actor.tenantId),
      groups: amounts
        .map(({ key, devices, parts }) => {
          const sum = totalOf(parts)
          const missing = devices.filter((_device, i) => parts[i]?.whole === null)
          return { ...sum, key, name: nameOf(inventory, request.by, key), share: shareOf(sum, total), devices, missing }
        })
        .sort((a, b) => (b.known ?? -1) - (a.known ?? -1)),
      total,
      metered,
      generated,
      losses,
      lossesPercent: percentOf(losses, into.whole),
    }
  }

  async compare(
    actor: Actor,
    request: Span & {
      readonly deviceId: string | null
      readonly subregionId: string | null
      readonly interval: Interval
      readonly previous: Previous
    },
  ): Promise<Comparison> {
    requirePermission(actor, 'measurements:read')
    checkSpan(request)
    const { devices, timeZone } = await this.#compared(actor, request)
    const span = this.#read(devices, request)
    const before = shifted(timeZone, request, request.previous)
    const current = await this.#line(devices, request.interval, timeZone, span)
    const previous = await this.#line(devices, request.interval, timeZone, this.#read(devices, before.span))
    const alike = { start: before.span.start, end: Math.max(before.span.start, before.of(span.end)) }
    const reference = alike.end > alike.start ? totalOf(await this.#totals(devices, [alike.start, alike.end])) : null
    const change =
      current.total.whole === null || !reference || reference.whole === null
        ? null
        : current.total.whole - reference.whole
    return { timeZone, current, previous, changePercent: percentOf(change, reference?.whole ?? null) }
  }

  /** Consumers that no other meter stands below, the largest first. */
  async top(
    actor: Actor,
    request: Span & { readonly limit: number },
  ): Promise<{ span: Span; total: Total; items: readonly TopConsumer[] }> {
    requirePermission(actor, 'measurements:read')
    checkSpan(request)
    const { inventory, meters } = this.#deps
    const incomers = meters.incomers(actor.tenantId)
    const leaves = leavesOf(meters, incomers)
    const span = this.#read([...incomers, ...leaves], request)
    const edges = [span.start, span.end]
    const parts = await this.#totals(leaves, edges)
    const total = await this.#sumOf(incomers, (device) => meters.net(device, edges))
    const items = leaves
      .map((device, i) => {
        const part = parts[i] ?? totalOf([])
        return { ...part, device, subregionId: inventory.subregionOf(device)?.id ?? null, share: shareOf(part, total) }
      })
      .filter(({ known }) => known !== null)
      .sort((a, b) => (b.known ?? 0) - (a.known ?? 0))
    return { span, total, items: items.slice(0, request.limit) }
  }

  /** Groups of meters, and the meters at the top that measure all of them. */
  #grouped(
    actor: Actor,
    by: SummaryKey,
    parent: string | null,
  ): { readonly tops: readonly Device[]; readonly groups: ReadonlyMap<string, readonly Device[]> } {
    const { inventory, meters } = this.#deps
    const incomers = meters.incomers(actor.tenantId)
    if (parent === null) return { tops: incomers, groups: coverOf(meters, incomers, keyOf(inventory, by)) }
    const owner = [inventory.devices, inventory.subregions, inventory.regions].map((all) => all.get(parent))
    if (!owner.some((each) => each?.tenantId === actor.tenantId))
      throw notFound({ tr: 'Üst kayıt bulunamadı', en: 'The parent was not found' })
    const device = inventory.devices.get(parent)
    if (device) {
      const below = consumersBelow(meters, device)
      return { tops: [device], groups: new Map(below.map((child) => [child.id, [child]])) }
    }
    const isInside = (each: Device) =>
      inventory.subregionOf(each)?.id === parent || inventory.regionOf(each)?.id === parent
    const candidates = by === 'device' ? leavesOf(meters, incomers) : incomers
    const groups = [...coverOf(meters, candidates, keyOf(inventory, by))].flatMap(([key, devices]) => {
      const inside = devices.filter(isInside)
      return inside.length === 0 ? [] : ([[key, inside]] as const)
    })
    return { tops: incomers.filter((incomer) => inventory.regionOf(incomer)?.id === parent), groups: new Map(groups) }
  }

  async #compared(
    actor: Actor,
    { deviceId, subregionId }: { readonly deviceId: string | null; readonly subregionId: string | null },
  ): Promise<{ readonly devices: readonly Device[]; readonly timeZone: string }> {
    const { inventory, meters } = this.#deps
    if (deviceId !== null) {
      const device = ownDevice(inventory, actor, deviceId)
      return { devices: [device], timeZone: await this.#deps.timeZoneOf(device) }
    }
    const incomers = meters.incomers(actor.tenantId)
    const tenantZone = await this.#deps.tenantTimeZone(actor.tenantId)
    if (subregionId === null) return { devices: incomers, timeZone: tenantZone }
    const subregion = inventory.subregions.get(subregionId)
    if (subregion?.tenantId !== actor.tenantId)
      throw notFound({ tr: 'Alt bölge bulunamadı', en: 'Subregion not found' })
    const devices = coverOf(meters, incomers, keyOf(inventory, 'subregion')).get(subregionId) ?? []
    return { devices, timeZone: inventory.regions.get(subregion.regionId)?.timeZone ?? tenantZone }
  }

  async #line(devices: readonly Device[], interval: Interval, timeZone: string, span: Span): Promise<Line> {
    const edges = edgesWithin(interval, timeZone, span)
    const all = await Promise.all(devices.map((device) => this.#deps.meters.net(device, edges)))
    const rows = edges.slice(0, -1).map((start, i): Amount => {
      const parts = all.map((amounts) => amounts[i]).filter((amount) => amount !== undefined)
      const { known, quality } = totalOf(parts)
      return {
        start,
        end: edges[i + 1] ?? start,
        known,
        quality,
        coverage: Math.min(1, ...parts.map((part) => part.coverage)),
      }
    })
    return { span, total: totalOf(rows), rows }
  }

  #totals(devices: readonly Device[], edges: readonly number[]): Promise<readonly Total[]> {
    return Promise.all(devices.map(async (device) => totalOf(await this.#deps.meters.net(device, edges))))
  }

  async #sumOf(devices: readonly Device[], read: (device: Device) => Promise<readonly Amount[]>): Promise<Total> {
    return totalOf((await Promise.all(devices.map(read))).map(totalOf))
  }

  #read(devices: readonly Device[], { start, end }: Span): Span {
    return { start, end: Math.max(start, this.#deps.meters.readUntil(devices, end)) }
  }
}

function nameOf(inventory: Inventory, by: SummaryKey, key: string): string | null {
  if (by === 'device_type' || key === UNASSIGNED) return null
  const all = { region: inventory.regions, subregion: inventory.subregions, device: inventory.devices }[by]
  return all.get(key)?.name ?? null
}

const shareOf = (part: Total, total: Total): number | null =>
  part.known === null || total.whole === null || total.whole <= 0 ? null : part.known / total.whole
