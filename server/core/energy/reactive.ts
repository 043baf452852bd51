import type { Stores } from '../../storage/stores/stores.ts'
import { type Actor, requirePermission } from '../access.ts'
import type { Device } from '../devices/devices.types.ts'
import type { Inventory } from '../devices/inventory.ts'
import type { Clock } from '../outside.ts'
import { type Total, totalOf } from './amounts.ts'
import { checkSpan, edgesWithin, ownDevice, type Span } from './asked.ts'
import type { Amount } from './energy.types.ts'
import { generatorsBelow } from './hierarchy.ts'
import type { Meters } from './meters.ts'
import { monthOf, monthSpan } from './periods.ts'
import type { Contributor, Flows, LoadSide, ReactiveAnswer } from './reactive.types.ts'
import { daysOf, mapFlows, notesOf, reasonOf, unattributedOf } from './reactive-days.ts'
import { forecastRatio, hoursUntilBreach, type Pair } from './reactive-forecast.ts'
import { type LimitsInForce, statusOf } from './reactive-limits.ts'
import { type ReactiveCounters, ratioOf, reactiveCounters } from './reactive-ratio.ts'
import type { ReactiveRules } from './reactive-rules.ts'

export interface ReactiveDeps {
  readonly stores: Pick<Stores, 'energy'>
  readonly inventory: Inventory
  readonly meters: Meters
  readonly rules: ReactiveRules
  readonly clock: Clock
  readonly timeZoneOf: (device: Device) => Promise<string>
}

const HOUR_MS = 3_600_000
const RATE_MS = 7 * 24 * HOUR_MS

/**
 * Reactive over active energy of a billing period, from index differences: inductive and capacitive apart, never netted,
 * never from a mean power factor.
 */
export class Reactive {
  readonly #deps: ReactiveDeps

  constructor(deps: ReactiveDeps) {
    this.#deps = deps
  }

  /** Of a month of the site's zone, this one when none is named, or of any span. */
  async ratio(
    actor: Actor,
    deviceId: string,
    wanted: { readonly month: string | null } | Span,
  ): Promise<ReactiveAnswer> {
    requirePermission(actor, 'measurements:read')
    const { inventory, meters, clock, rules } = this.#deps
    const device = ownDevice(inventory, actor, deviceId)
    const timeZone = await this.#deps.timeZoneOf(device)
    const now = clock.now()
    const span = 'start' in wanted ? wanted : monthSpan(timeZone, wanted.month ?? monthOf(timeZone, now))
    checkSpan(span)
    const measuredUntil = Math.max(span.start, meters.readUntil([device], span.end))
    const isCurrent = span.start <= now && now < span.end
    const counters = reactiveCounters(meters, device)
    const edges = edgesWithin('daily', timeZone, { start: span.start, end: measuredUntil })
    const daily = await this.#flows(device, counters, edges)
    const total = mapFlows(daily, totalOf)
    const reason = reasonOf(counters, daily, total)
    const ratios =
      reason === null
        ? {
            inductiveRatio: ratioOf(total.inductive.known, total.active.known),
            capacitiveRatio: ratioOf(total.capacitive.known, total.active.known),
          }
        : { inductiveRatio: null, capacitiveRatio: null }
    const limits = await rules.limitsOf(device, Math.min(measuredUntil, span.end - 1))
    const outlook =
      isCurrent && reason === null && counters
        ? await this.#outlook(device, counters, total, limits, measuredUntil, span.end)
        : null
    const contributors = await this.#contributors(device, total.inductive.known, [span.start, measuredUntil])
    const loadSide = reason === null ? await this.#loadSide(device, total, [span.start, measuredUntil]) : null
    const isQuadrantApproximate = counters?.isQuadrantApproximate ?? false
    return {
      device,
      isBillingMeter: await rules.isBillingMeter(device),
      period: { ...span, measuredUntil, isCurrent, timeZone },
      ...total,
      ...ratios,
      reason,
      limits,
      forecast: outlook?.forecast ?? null,
      hoursUntilBreach: outlook?.hoursUntilBreach ?? { inductive: null, capacitive: null },
      isQuadrantApproximate,
      isEstimated: [total.active, total.inductive, total.capacitive].some(({ quality }) => quality === 'estimated'),
      status: statusOf(limits, ratios.inductiveRatio, ratios.capacitiveRatio),
      notes: notesOf(total, isQuadrantApproximate, loadSide),
      days: daysOf(daily, timeZone, edges),
      contributors,
      unattributed: unattributedOf(total.inductive.whole, contributors),
      loadSide,
    }
  }

  async #flows(
    device: Device,
    counters: ReactiveCounters | null,
    edges: readonly number[],
  ): Promise<Flows<readonly Amount[]>> {
    const { meters } = this.#deps
    const active = await meters.energy(device, 'energy_import', edges)
    const series = counters
      ? await meters.amounts(device, [counters.inductive, counters.capacitive], edges)
      : new Map<string, readonly Amount[]>()
    const of = (metric: string | undefined) => (metric === undefined ? undefined : series.get(metric)) ?? []
    return { active, inductive: of(counters?.inductive), capacitive: of(counters?.capacitive) }
  }

  /** The mean rate of the last seven days, or of as many as were read, is taken to go on. */
  async #outlook(
    device: Device,
    counters: ReactiveCounters,
    soFar: Flows<Total>,
    limits: LimitsInForce,
    until: number,
    end: number,
  ): Promise<Pick<ReactiveAnswer, 'forecast' | 'hoursUntilBreach'> | null> {
    const [begin] = await this.#deps.meters.indexes(device, counters.inductive, [until - RATE_MS])
    const from = begin?.before !== null && begin !== undefined ? until - RATE_MS : (begin?.after ?? until)
    const hours = (until - from) / HOUR_MS
    if (hours < 1) return null
    const recent = mapFlows(await this.#flows(device, counters, [from, until]), totalOf)
    const pairs = (direction: 'inductive' | 'capacitive') => ({
      soFar: pairOf(soFar, direction, 1),
      perHour: pairOf(recent, direction, hours),
    })
    const [inductive, capacitive] = [pairs('inductive'), pairs('capacitive')]
    const left = end - until
    return {
      forecast: {
        inductiveRatio: forecastRatio(inductive.soFar, inductive.perHour, left),
        capacitiveRatio:
          soFar.capacitive.known === null ? null : forecastRatio(capacitive.soFar, capacitive.perHour, left),
        from,
      },
      hoursUntilBreach:
        limits.band === 'exempt'
          ? { inductive: null, capacitive: null }
          : {
              inductive: hoursUntilBreach(inductive.soFar, inductive.perHour, limits.inductivePercent, left),
              capacitive: hoursUntilBreach(capacitive.soFar, capacitive.perHour, limits.capacitivePercent, left),
            },
    }
  }

  /** Meters right below that count reactive energy, the largest first. */
  async #contributors(
    device: Device,
    inductiveOfAll: number | null,
    edges: readonly [number, number],
  ): Promise<readonly Contributor[]> {
    const found = await Promise.all(
      this.#reactiveBelow(device).map(async ({ child, counters }): Promise<Contributor> => {
        const { active, inductive, capacitive } = mapFlows(await this.#flows(child, counters, edges), totalOf)
        const share =
          inductive.whole === null || inductiveOfAll === null || inductiveOfAll <= 0
            ? null
            : inductive.whole / inductiveOfAll
        return {
          device: child,
          active: active.whole,
          inductive: inductive.whole,
          capacitive: capacitive.whole,
          inductiveRatio: ratioOf(inductive.whole, active.whole),
          share,
        }
      }),
    )
    return found.sort((a, b) => (b.inductive ?? -1) - (a.inductive ?? -1))
  }

  #reactiveBelow(device: Device): readonly { readonly child: Device; readonly counters: ReactiveCounters }[] {
    const { meters } = this.#deps
    return meters.below(device).flatMap((child) => {
      const counters = reactiveCounters(meters, child)
      return counters ? [{ child, counters }] : this.#reactiveBelow(child)
    })
  }

  /** What the ratio would be without the site's own generation, which takes active energy off the meter and leaves the reactive. */
  async #loadSide(device: Device, total: Flows<Total>, edges: readonly [number, number]): Promise<LoadSide | null> {
    const { meters } = this.#deps
    const generators = generatorsBelow(meters, device)
    if (generators.length === 0) return null
    const each = await Promise.all(generators.map((generator) => meters.generated(generator, edges)))
    const generated = totalOf(each.map(totalOf)).whole
    const net = totalOf(await meters.net(device, edges)).known
    if (generated === null || net === null) return null
    const active = net + generated
    return {
      active,
      generated,
      inductiveRatio: ratioOf(total.inductive.known, active),
      capacitiveRatio: ratioOf(total.capacitive.known, active),
    }
  }
}

const pairOf = (flows: Flows<Total>, direction: 'inductive' | 'capacitive', hours: number): Pair => ({
  active: (flows.active.known ?? 0) / hours,
  reactive: (flows[direction].known ?? 0) / hours,
})
