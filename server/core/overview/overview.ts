import { type Actor, requirePermission } from '../access.ts'
import { type Device, isApplianceMeter } from '../devices/devices.types.ts'
import type { Inventory } from '../devices/inventory.ts'
import type { Clock, Quality } from '../outside.ts'
import type { LiveView } from '../telemetry/live.types.ts'
import type { TelemetryStore } from '../telemetry/store.ts'
import { edgesOf } from '../telemetry/time-zone.ts'

const DAY_MS = 86_400_000
const STEP_MS = 300_000
/** Long enough that ten open windows cost one computation, short enough to be today's figure. */
const ENERGY_CACHE_MS = 30_000
const TOP_DEVICES = 8

export interface OverviewAnswer {
  readonly powerKw: number | null
  /** Good only when every meter at the top answers: a partial sum is never shown as whole. */
  readonly powerQuality: Quality | null
  readonly energyTodayKwh: number | null
  readonly energyYesterdayKwh: number | null
  readonly devices: {
    readonly total: number
    readonly online: number
    readonly stale: number
    readonly offline: number
  }
  readonly gateways: { readonly total: number; readonly online: number }
  readonly powerSeries: { readonly start: number; readonly stepS: number; readonly values: readonly (number | null)[] }
  readonly topDevices: readonly { readonly device: Device; readonly powerKw: number }[]
}

export interface OverviewDeps {
  readonly store: TelemetryStore
  readonly live: LiveView
  readonly inventory: Inventory
  readonly clock: Clock
  readonly tenantTimeZone: (tenantId: string) => Promise<string>
}

type History = Pick<OverviewAnswer, 'energyTodayKwh' | 'energyYesterdayKwh' | 'powerSeries'>

/** The whole marina in a few figures. Power and energy are those of the meters that hang below no other meter. */
export class Overview {
  readonly #deps: OverviewDeps
  readonly #history = new Map<string, { at: number; answer: Promise<History> }>()

  constructor(deps: OverviewDeps) {
    this.#deps = deps
  }

  async of(actor: Actor): Promise<OverviewAnswer> {
    requirePermission(actor, 'measurements:read')
    const devices = [...this.#deps.inventory.devices.values()].filter((device) => device.tenantId === actor.tenantId)
    const gateways = [...this.#deps.inventory.gateways.values()].filter(
      (gateway) => gateway.tenantId === actor.tenantId && gateway.isEnabled,
    )
    const incomers = devices.filter((device) => this.#isIncomer(device))
    return {
      ...this.#power(incomers),
      ...(await this.#historyOf(actor.tenantId, incomers)),
      devices: this.#linkCounts(devices),
      gateways: { total: gateways.length, online: gateways.filter((gateway) => gateway.isOnline).length },
      topDevices: this.#top(devices),
    }
  }

  /** A meter of consumption at the top: it measures power, imports energy, and has no metering parent. */
  #isIncomer(device: Device): boolean {
    if (device.deviceType === 'inverter' || device.deviceType === 'battery' || device.deviceType === 'generator')
      return false
    return device.parentId === null && !isApplianceMeter(device) && this.#hasPower(device)
  }

  #hasPower(device: Device): boolean {
    return this.#deps.live.get(device.id)?.has('active_power') === true
  }

  #power(incomers: readonly Device[]): Pick<OverviewAnswer, 'powerKw' | 'powerQuality'> {
    if (incomers.length === 0) return { powerKw: null, powerQuality: null }
    let sumW = 0
    let quality: Quality = 'good'
    for (const device of incomers) {
      const power = this.#deps.live.get(device.id)?.get('active_power')
      if (!power || power.value === null) return { powerKw: null, powerQuality: power?.quality ?? 'comm_fail' }
      sumW += power.value
      if (power.quality !== 'good') quality = power.quality
    }
    return { powerKw: sumW / 1000, powerQuality: quality }
  }

  #linkCounts(devices: readonly Device[]): OverviewAnswer['devices'] {
    const online = devices.filter((device) => device.isOnline)
    const stale = online.filter((device) =>
      [...(this.#deps.live.get(device.id)?.values() ?? [])].some((entry) => entry.quality === 'stale'),
    ).length
    return { total: devices.length, online: online.length, stale, offline: devices.length - online.length }
  }

  #top(devices: readonly Device[]): OverviewAnswer['topDevices'] {
    const drawing = []
    for (const device of devices) {
      // Its breaker may hang below it: only what measures power there is counted there.
      if (this.#deps.inventory.childrenOf(device.id).some((child) => this.#hasPower(child))) continue
      const powerW = this.#deps.live.get(device.id)?.get('active_power')?.value
      if (typeof powerW === 'number' && powerW > 0) drawing.push({ device, powerKw: powerW / 1000 })
    }
    return drawing.sort((a, b) => b.powerKw - a.powerKw).slice(0, TOP_DEVICES)
  }

  #historyOf(tenantId: string, incomers: readonly Device[]): Promise<History> {
    const now = this.#deps.clock.now()
    const known = this.#history.get(tenantId)
    if (known && now - known.at < ENERGY_CACHE_MS) return known.answer
    const answer = this.#computeHistory(tenantId, incomers, now)
    this.#history.set(tenantId, { at: now, answer })
    answer.catch(() => this.#history.delete(tenantId))
    return answer
  }

  async #computeHistory(tenantId: string, incomers: readonly Device[], now: number): Promise<History> {
    const timeZone = await this.#deps.tenantTimeZone(tenantId)
    const days = edgesOf('daily', timeZone, now - DAY_MS, now).filter((edge) => edge <= now)
    const [yesterday, today] = [days[0] ?? now - DAY_MS, days[1] ?? now]
    const start = Math.floor((now - DAY_MS) / STEP_MS) * STEP_MS + STEP_MS
    const steps = Array.from({ length: Math.floor((now - start) / STEP_MS) + 1 }, (_, index) => start + index * STEP_MS)
    const energy = await Promise.all(
      incomers.map((device) => this.#deps.store.buckets(device.id, ['energy_import'], [yesterday, today, now])),
    )
    const power = await Promise.all(
      incomers.map((device) => this.#deps.store.buckets(device.id, ['active_power'], steps)),
    )
    const sumOf = (values: readonly (number | null | undefined)[]): number | null => {
      if (values.length === 0 || values.some((value) => value === null || value === undefined)) return null
      return values.reduce<number>((sum, value) => sum + (value ?? 0), 0) / 1000
    }
    return {
      energyYesterdayKwh: sumOf(energy.map((answer) => answer.get('energy_import')?.[0]?.increase)),
      energyTodayKwh: sumOf(energy.map((answer) => answer.get('energy_import')?.[1]?.increase)),
      powerSeries: {
        start,
        stepS: STEP_MS / 1000,
        values: steps
          .slice(0, -1)
          .map((_, index) => sumOf(power.map((answer) => answer.get('active_power')?.[index]?.mean))),
      },
    }
  }
}
