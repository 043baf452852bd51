import type { Alarms } from '../core/alarms/alarms.ts'
import { Diagnostics } from '../core/hardware/diagnostics.ts'
import type { FieldBus } from '../core/outside.ts'
import type { TelemetryStore } from '../core/telemetry/store.ts'
import type { CounterGuard } from '../ingest/counter-guard.ts'
import { Freshness } from '../ingest/freshness.ts'
import { HubIntake, type IntakeDeps } from '../ingest/intake.ts'
import { Links } from '../ingest/links.ts'
import type { LiveMap } from '../ingest/live.ts'
import type { Job } from '../jobs/jobs.ts'
import { expire } from '../jobs/retention.ts'
import type { Base } from './base.ts'

const MINUTE_MS = 60_000

export interface IntakePartDeps extends Base, Pick<IntakeDeps, 'changed' | 'linked' | 'onReports' | 'onClaim'> {
  readonly store: TelemetryStore
  readonly live: LiveMap
  readonly guard: CounterGuard
  readonly alarms: Alarms
  /** Resolves once the hardware runtime is connected. */
  readonly hardware: Promise<Pick<FieldBus, 'describe' | 'serialPorts'>>
  /** To the windows of one tenant. */
  readonly tell: (tenantId: string, message: object) => void
}

export interface IntakePart {
  readonly intake: HubIntake
  readonly freshness: Freshness
  readonly diagnostics: Diagnostics
  readonly jobs: readonly Job[]
  lastSeen(deviceId: string): number | null
  saveLastSeen(): Promise<void>
}

/** What the hardware hands in, how fresh it is, and what could not be understood of it. */
export function intakePart(deps: IntakePartDeps): IntakePart {
  const { clock, stores, store, alarms, hardware, tell, linked } = deps
  const links = new Links(deps)
  const freshness = new Freshness({
    ...deps,
    linked: (all) => links.devices(all),
    doubted: (readings) => alarms.onReadings(readings),
  })
  const diagnostics = new Diagnostics({
    ...deps,
    fieldBus: {
      describe: async (deviceId) => (await hardware).describe(deviceId),
      serialPorts: async () => (await hardware).serialPorts(),
    },
    received: (tenantId) => tell(tenantId, { type: 'changed', entity: 'inbox' }),
  })
  const intake = new HubIntake({
    ...deps,
    freshness,
    diagnostics,
    linked: (all) => {
      links.gateways(all)
      linked(all)
    },
  })
  const lastSeen = (deviceId: string) => freshness.lastSeen(deviceId)
  const saveLastSeen = () => links.save(lastSeen)
  return {
    intake,
    freshness,
    diagnostics,
    lastSeen,
    saveLastSeen,
    jobs: [
      { name: 'last seen', everyMs: MINUTE_MS, run: saveLastSeen },
      { name: 'retention', everyMs: 10 * MINUTE_MS, run: () => expire(store, clock) },
      { name: 'faults', everyMs: 10 * MINUTE_MS, run: () => stores.hardware.trimFaults() },
      { name: 'inbox', everyMs: 10 * MINUTE_MS, run: () => stores.hardware.trimInbox() },
    ],
  }
}
