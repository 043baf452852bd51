import type { Words } from '../errors.ts'
import type { Clock, Quality } from '../outside.ts'
import type { LiveView } from '../telemetry/live.types.ts'
import { metricWords, unitOf } from '../telemetry/metrics.ts'
import type { Lockouts } from './lockouts.ts'
import type { LockedPoint } from './loto.types.ts'
import { displayNumber } from './session.words.ts'

/** Where a touch begins to be dangerous: extra-low voltage ends at 50 V AC (IEC 61140). */
export const DEAD_BELOW_V = 50
/** Above the noise of a current transformer with nothing on it. */
export const DEAD_BELOW_A = 0.5
const LOOK_EVERY_MS = 1_000

/** A device under an applied lock-out that shows energy. */
export interface Energised {
  readonly tenantId: string
  readonly deviceId: string
  readonly pointIds: readonly string[]
  readonly sessionIds: readonly string[]
  readonly metric: string
  readonly value: number
  readonly unit: string
}

/** How the watch speaks to the alarms: by device, as often as it likes. */
export interface EnergisedAlarm {
  raise(finding: {
    readonly tenantId: string
    readonly deviceId: string
    readonly message: Words
    readonly metric: string
    readonly value: number
  }): void
  clear(deviceId: string): void
  /** Devices whose alarm stands from before a restart. */
  standing(): Promise<readonly string[]>
}

export interface EnergisedWatchDeps {
  readonly clock: Clock
  readonly live: LiveView
  readonly lockouts: Lockouts
  readonly alarm: EnergisedAlarm
  readonly changed: (tenantId: string) => void
}

/** A simulated marina must warn as a real one does. */
const MEASURED: ReadonlySet<Quality> = new Set(['good', 'simulated'])

type Verdict = { readonly metric: string; readonly value: number } | 'dead' | 'unknown'

/**
 * Reads telemetry against the locks: whatever is locked, tagged and verified dead must be dead. Everything below a point is
 * looked at too, because energy may come from the other end. A lost device proves nothing either way: what stood goes on.
 */
export class EnergisedWatch {
  readonly #deps: EnergisedWatchDeps
  #tick: { stop(): void } | null = null
  #found: ReadonlyMap<string, Energised> = new Map()
  /** Devices that the alarms were told of. */
  #alarmed = new Set<string>()

  constructor(deps: EnergisedWatchDeps) {
    this.#deps = deps
  }

  async start(): Promise<void> {
    if (this.#tick) return
    this.#alarmed = new Set(await this.#deps.alarm.standing())
    this.#tick = this.#deps.clock.every(LOOK_EVERY_MS, () => this.look())
  }

  stop(): void {
    this.#tick?.stop()
    this.#tick = null
  }

  get found(): readonly Energised[] {
    return [...this.#found.values()]
  }

  look(): void {
    const before = this.#found
    const now = new Map<string, Energised>()
    const unknown = new Set<string>()
    for (const { device, points } of this.#deps.lockouts.isolatedDevices()) {
      const verdict = this.#judge(device.id, Math.min(...points.map(({ appliedAt }) => appliedAt ?? 0)))
      const last = before.get(device.id)
      if (verdict === 'unknown') {
        unknown.add(device.id)
        if (last) now.set(device.id, last)
      } else if (verdict !== 'dead') {
        now.set(device.id, energised(device, points, verdict))
        this.#raise(device.name, points, { ...device, deviceId: device.id, ...verdict })
      }
    }
    for (const deviceId of this.#alarmed) {
      if (now.has(deviceId) || unknown.has(deviceId)) continue
      this.#deps.alarm.clear(deviceId)
      this.#alarmed.delete(deviceId)
    }
    this.#found = now
    for (const tenantId of changedTenants(before, now)) this.#deps.changed(tenantId)
  }

  /** Only what was measured well, and after the lock-out was applied. */
  #judge(deviceId: string, appliedAt: number): Verdict {
    let isKnown = false
    for (const [metric, { at, value, quality }] of this.#deps.live.get(deviceId) ?? []) {
      const limit = limitOf(metric)
      if (limit === null || !MEASURED.has(quality) || value === null || at <= appliedAt) continue
      if (Math.abs(value) > limit) return { metric, value }
      isKnown = true
    }
    return isKnown ? 'dead' : 'unknown'
  }

  #raise(
    deviceName: string,
    points: readonly LockedPoint[],
    { tenantId, deviceId, metric, value }: { tenantId: string; deviceId: string; metric: string; value: number },
  ): void {
    const where = points
      .map(({ pointName, sessionNumber }) => `${pointName}, ${displayNumber(sessionNumber)}`)
      .join('; ')
    const words = metricWords(metric)
    const shown = `${value.toFixed(1)} ${unitOf(metric) ?? ''}`.trim()
    const message: Words = {
      tr: `KİLİT ALTINDA ENERJİ: ${deviceName}, ${words.tr} ${shown} (${where})`,
      en: `ENERGISED UNDER LOCKOUT: ${deviceName}, ${words.en} ${shown} (${where})`,
    }
    this.#alarmed.add(deviceId)
    this.#deps.alarm.raise({ tenantId, deviceId, message, metric, value })
  }
}

const limitOf = (metric: string): number | null =>
  /^voltage(_l\d+)?$/.test(metric) ? DEAD_BELOW_V : /^current(_l\d|_n)?$/.test(metric) ? DEAD_BELOW_A : null

const energised = (
  device: { readonly id: string; readonly tenantId: string },
  points: readonly LockedPoint[],
  { metric, value }: { metric: string; value: number },
): Energised => ({
  tenantId: device.tenantId,
  deviceId: device.id,
  pointIds: [...new Set(points.map(({ pointId }) => pointId))],
  sessionIds: [...new Set(points.map(({ sessionId }) => sessionId))],
  metric,
  value,
  unit: unitOf(metric) ?? '',
})

function changedTenants(
  before: ReadonlyMap<string, Energised>,
  after: ReadonlyMap<string, Energised>,
): ReadonlySet<string> {
  const came = [...after.values()].filter(({ deviceId }) => !before.has(deviceId))
  const went = [...before.values()].filter(({ deviceId }) => !after.has(deviceId))
  return new Set([...came, ...went].map(({ tenantId }) => tenantId))
}
