import { type Actor, requirePermission } from '../access.ts'
import type { Device } from '../devices/devices.types.ts'
import type { Inventory } from '../devices/inventory.ts'
import type { TelemetryStore } from '../telemetry/store.ts'
import { localTime } from '../telemetry/time-zone.ts'
import { checkSpan, edgesWithin, ownDevice, type Span } from './asked.ts'
import type { Meters } from './meters.ts'

export interface LoadShapeDeps {
  readonly store: Pick<TelemetryStore, 'buckets'>
  readonly inventory: Inventory
  readonly meters: Meters
  readonly timeZoneOf: (device: Device) => Promise<string>
}

/** Mean power over one step of time, in watts; null where too little of it was heard. */
interface Step {
  readonly start: number
  readonly end: number
  readonly watts: number | null
  readonly highest: number | null
  readonly coverage: number
}

export interface LoadCurve {
  readonly span: Span
  readonly timeZone: string
  readonly stepMinutes: number
  /** Highest single sample, and the step that it lies in. */
  readonly peak: { readonly watts: number; readonly at: number } | null
  readonly max: number | null
  readonly min: number | null
  readonly mean: number | null
  /** Mean over the highest step. */
  readonly loadFactor: number | null
  readonly coverage: number
  /** Watts that were reached or exceeded for so many percent of the time. */
  readonly duration: readonly (readonly [percent: number, watts: number])[]
  /** Mean by hour of the local day. */
  readonly profile: readonly (number | null)[]
}

export interface HeatCell {
  /** 1 Monday – 7 Sunday. */
  readonly weekday: number
  readonly hour: number
  readonly watts: number | null
  readonly hours: number
}

export interface HeatMap {
  readonly span: Span
  readonly timeZone: string
  readonly cells: readonly HeatCell[]
  readonly max: number | null
}

const HOUR_MS = 3_600_000
const QUARTER_MS = HOUR_MS / 4
const DAY_MS = 24 * HOUR_MS
/** Quarters of an hour, as demand is billed, up to here; whole hours, which are rolled up, beyond. */
const FINE_MS = 8 * DAY_MS
/** A step of which less was heard says nothing of its mean. */
const MIN_COVERAGE = 0.5
const DURATION_POINTS = 200

/** How a device's power is spread over time: curve, duration and rhythm of the week. */
export class LoadShape {
  readonly #deps: LoadShapeDeps

  constructor(deps: LoadShapeDeps) {
    this.#deps = deps
  }

  async curve(actor: Actor, deviceId: string, request: Span): Promise<LoadCurve> {
    const { device, span, timeZone } = await this.#asked(actor, deviceId, request)
    const isFine = span.end - span.start <= FINE_MS
    const hours = edgesWithin('hourly', timeZone, span)
    const steps = await this.#steps(device, isFine ? quarters(hours) : hours)
    const watts = steps.flatMap((step) => step.watts ?? [])
    const [max, min, mean] = [highestOf(watts), highestOf(watts.map((value) => -value)), meanOf(watts)]
    return {
      span,
      timeZone,
      stepMinutes: isFine ? 15 : 60,
      peak: peakOf(steps),
      max,
      min: min === null ? null : -min,
      mean,
      loadFactor: mean === null || max === null || max <= 0 ? null : mean / max,
      coverage: meanOf(steps.map(({ coverage }) => coverage)) ?? 0,
      duration: durationOf(watts),
      profile: Array.from({ length: 24 }, (_, hour) =>
        meanOf(steps.flatMap((step) => (hourAt(timeZone, step.start) === hour ? (step.watts ?? []) : []))),
      ),
    }
  }

  async heatMap(actor: Actor, deviceId: string, request: Span): Promise<HeatMap> {
    const { device, span, timeZone } = await this.#asked(actor, deviceId, request)
    const steps = await this.#steps(device, edgesWithin('hourly', timeZone, span))
    const bySlot = Array.from({ length: 7 * 24 }, (): number[] => [])
    for (const { start, watts } of steps) {
      if (watts === null) continue
      const local = localTime(timeZone, start)
      const weekday = (new Date(local).getUTCDay() + 6) % 7
      bySlot[weekday * 24 + new Date(local).getUTCHours()]?.push(watts)
    }
    const cells = bySlot.map(
      (watts, slot): HeatCell => ({
        weekday: Math.floor(slot / 24) + 1,
        hour: slot % 24,
        watts: meanOf(watts),
        hours: watts.length,
      }),
    )
    return { span, timeZone, cells, max: highestOf(cells.flatMap((cell) => cell.watts ?? [])) }
  }

  async #asked(actor: Actor, deviceId: string, request: Span) {
    requirePermission(actor, 'measurements:read')
    const device = ownDevice(this.#deps.inventory, actor, deviceId)
    checkSpan(request)
    const span = {
      start: request.start,
      end: Math.max(request.start, this.#deps.meters.readUntil([device], request.end)),
    }
    return { device, span, timeZone: await this.#deps.timeZoneOf(device) }
  }

  /** From measured power; from the energy counter over time for a device that measures no power. */
  async #steps(device: Device, edges: readonly number[]): Promise<readonly Step[]> {
    const { meters, store } = this.#deps
    if (edges.length < 2) return []
    if (meters.has(device, 'active_power')) {
      const buckets = (await store.buckets(device.id, ['active_power'], edges)).get('active_power') ?? []
      return buckets.map(({ start, end, mean, max, coverage }) => {
        const isHeard = coverage >= MIN_COVERAGE
        return { start, end, coverage, watts: isHeard ? mean : null, highest: max }
      })
    }
    const amounts = await meters.energy(device, 'energy_import', edges)
    return amounts.map(({ start, end, known, quality, coverage }) => {
      const watts = known === null || quality !== 'good' ? null : (known * HOUR_MS) / (end - start)
      return { start, end, coverage, watts, highest: watts }
    })
  }
}

const quarters = (hours: readonly number[]): readonly number[] =>
  hours.flatMap((edge, i) => {
    const next = hours[i + 1]
    if (next === undefined) return [edge]
    const inner = []
    for (let at = edge; at < next; at += QUARTER_MS) inner.push(at)
    return inner
  })

const hourAt = (timeZone: string, at: number): number => new Date(localTime(timeZone, at)).getUTCHours()

const meanOf = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length

const highestOf = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY)

function peakOf(steps: readonly Step[]): LoadCurve['peak'] {
  let peak: LoadCurve['peak'] = null
  for (const { start, highest } of steps)
    if (highest !== null && (peak === null || highest > peak.watts)) peak = { watts: highest, at: start }
  return peak
}

function durationOf(watts: readonly number[]): LoadCurve['duration'] {
  if (watts.length === 0) return []
  const sorted = [...watts].sort((a, b) => b - a)
  const points = Math.min(DURATION_POINTS, sorted.length)
  return Array.from({ length: points + 1 }, (_, i): readonly [number, number] => {
    const index = Math.min(sorted.length - 1, Math.floor((i / points) * sorted.length))
    return [(100 * i) / points, sorted[index] ?? 0]
  })
}
