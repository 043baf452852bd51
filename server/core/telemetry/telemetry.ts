import { type Actor, requirePermission } from '../access.ts'
import type { Severity } from '../alarms/alarm.types.ts'
import type { Device } from '../devices/devices.types.ts'
import type { Inventory } from '../devices/inventory.ts'
import type { Templates } from '../devices/templates.ts'
import { invalid, notFound } from '../errors.ts'
import type { Quality } from '../outside.ts'
import { type AggregateRow, aggregate } from './aggregate.ts'
import type { LiveView } from './live.types.ts'
import { unitOf } from './metrics.ts'
import type { Point, TelemetryStore } from './store.ts'
import type { Interval } from './time-zone.ts'

export interface MeasuredValue {
  readonly metric: string
  readonly value: number | null
  readonly unit: string
  readonly quality: Quality
  readonly at: number
  /** Name of an enum value or of the bits that are set, when the template knows them. */
  readonly label: string | null
}

export interface SeriesAnswer {
  readonly series: ReadonlyMap<
    string,
    { readonly unit: string; readonly points: readonly Point[]; readonly decimated: boolean }
  >
  readonly nextStart: number | null
}

export interface TelemetryDeps {
  readonly store: TelemetryStore
  readonly live: LiveView
  readonly inventory: Inventory
  readonly templates: Templates
  readonly tenantTimeZone: (tenantId: string) => Promise<string>
  readonly lastSeen: (deviceId: string) => number | null
  /** Worst severity of a device's open incidents, or null. */
  readonly alarmOf: (deviceId: string) => Severity | null
}

/** Raw samples in one answer (additions.md). */
const RAW_PAGE = 50_000
const MAX_METRICS = 50

/** What was and is measured. */
export class Telemetry {
  readonly #deps: TelemetryDeps

  constructor(deps: TelemetryDeps) {
    this.#deps = deps
  }

  /** Current values of one device, in the template's order. */
  latest(actor: Actor, deviceId: string): readonly MeasuredValue[] {
    requirePermission(actor, 'measurements:read')
    return this.#values(this.#own(actor, deviceId))
  }

  /** Every device that the caller may see, with its current values and worst alarm. */
  map(
    actor: Actor,
    filters: {
      deviceType?: string | undefined
      subregionId?: string | undefined
      gatewayId?: string | undefined
      isOnline?: boolean | undefined
    },
  ): readonly { device: Device; alarmSeverity: Severity | null; values: readonly MeasuredValue[] }[] {
    requirePermission(actor, 'measurements:read')
    const seen = []
    for (const device of this.#deps.inventory.devices.values()) {
      if (device.tenantId !== actor.tenantId) continue
      if (filters.deviceType !== undefined && device.deviceType !== filters.deviceType) continue
      if (filters.gatewayId !== undefined && device.gatewayId !== filters.gatewayId) continue
      if (filters.isOnline !== undefined && device.isOnline !== filters.isOnline) continue
      if (filters.subregionId !== undefined && this.#deps.inventory.subregionOf(device)?.id !== filters.subregionId)
        continue
      seen.push({
        device: { ...device, lastSeen: this.#deps.lastSeen(device.id) ?? device.lastSeen },
        alarmSeverity: this.#deps.alarmOf(device.id),
        values: this.#values(device),
      })
    }
    return seen
  }

  /** Hourly to monthly figures in the site's time zone. @throws AppError VALIDATION_ERROR when end is not after start */
  async aggregated(
    actor: Actor,
    deviceId: string,
    range: { start: number; end: number; interval: Interval },
  ): Promise<readonly AggregateRow[]> {
    requirePermission(actor, 'measurements:read')
    const device = this.#own(actor, deviceId)
    checkRange(range)
    return aggregate(this.#deps.store, deviceId, { ...range, timeZone: await this.timeZoneOf(device) })
  }

  /** Raw samples by page, or at most `maxPoints` per metric with minima and maxima kept. */
  async series(
    actor: Actor,
    deviceId: string,
    request: { metrics: readonly string[]; start: number; end: number; maxPoints: number | null },
  ): Promise<SeriesAnswer> {
    requirePermission(actor, 'measurements:read')
    const device = this.#own(actor, deviceId)
    checkRange(request)
    const metrics = request.metrics.length > 0 ? request.metrics : await this.#deps.store.metrics(deviceId)
    if (metrics.length > MAX_METRICS)
      throw invalid({
        tr: `En çok ${MAX_METRICS} metrik istenebilir`,
        en: `At most ${MAX_METRICS} metrics can be asked for`,
      })
    const { start, end } = request
    if (request.maxPoints === null) {
      const page = await this.#deps.store.raw({ deviceId, metrics, start, end, limit: RAW_PAGE })
      const series = metrics.map(
        (metric) =>
          [
            metric,
            { unit: this.unit(device, metric), points: page.series.get(metric) ?? [], decimated: false },
          ] as const,
      )
      return { series: new Map(series), nextStart: page.nextStart }
    }
    const envelope = await this.#deps.store.envelope({ deviceId, metrics, start, end, maxPoints: request.maxPoints })
    const series = metrics.map(
      (metric) =>
        [metric, { unit: this.unit(device, metric), points: [], decimated: false, ...envelope.get(metric) }] as const,
    )
    return { series: new Map(series), nextStart: null }
  }

  /** The zone in which a device's days begin: its region's, else its tenant's. */
  async timeZoneOf(device: Device): Promise<string> {
    return this.#deps.inventory.regionOf(device)?.timeZone ?? (await this.#deps.tenantTimeZone(device.tenantId))
  }

  unit(device: Device, metric: string): string {
    return unitOf(metric) ?? this.#registerOf(device, metric)?.unit ?? ''
  }

  #values(device: Device): readonly MeasuredValue[] {
    const values: MeasuredValue[] = []
    for (const [metric, { at, value, quality }] of this.#deps.live.get(device.id) ?? []) {
      values.push({
        metric,
        value,
        unit: this.unit(device, metric),
        quality,
        at,
        label: value === null ? null : this.#label(device, metric, value),
      })
    }
    return values
  }

  #label(device: Device, metric: string, value: number): string | null {
    const register = this.#registerOf(device, metric)
    if (!register?.labels) return null
    if (register.type !== 'bitfield') return register.labels[String(value)] ?? null
    return Object.entries(register.labels)
      .filter(([bit]) => Math.floor(value / 2 ** Number(bit)) % 2 === 1)
      .map(([, name]) => name)
      .join(', ')
  }

  #registerOf(device: Device, metric: string) {
    const template = device.templateId === null ? null : this.#deps.templates.find(device.tenantId, device.templateId)
    return template?.registers.find((register) => register.metric === metric)
  }

  #own(actor: Actor, deviceId: string): Device {
    const device = this.#deps.inventory.devices.get(deviceId)
    if (device?.tenantId !== actor.tenantId) throw notFound({ tr: 'Cihaz bulunamadı', en: 'Device not found' })
    return device
  }
}

function checkRange({ start, end }: { start: number; end: number }): void {
  if (end <= start)
    throw invalid({ tr: 'Bitiş zamanı başlangıçtan sonra olmalıdır', en: 'The end must be after the start' })
}
