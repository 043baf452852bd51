import type { AlarmEvents } from '../core/alarms/alarm.types.ts'
import { Alarms } from '../core/alarms/alarms.ts'
import { AlarmKpis } from '../core/alarms/kpi.ts'
import type { Energy } from '../core/energy/energy.ts'
import type { Events } from '../core/events.ts'
import type { LiveView } from '../core/telemetry/live.types.ts'
import type { TelemetryStore } from '../core/telemetry/store.ts'
import { alarmEvaluation } from './alarm-evaluation.ts'
import { type AnnunciationPartDeps, annunciationPart } from './annunciation.ts'
import type { EscalationPartDeps } from './escalation.ts'

export interface AlarmsPartDeps extends AnnunciationPartDeps, EscalationPartDeps {
  readonly store: TelemetryStore
  readonly live: LiveView
  readonly events: Events<AlarmEvents>
  readonly energy: Energy
  readonly tenantTimeZone: (tenantId: string) => Promise<string>
  /** Told after a policy's change is committed. */
  readonly policyChanged: (tenantId: string) => void
}

/** Alarms: what they are judged with, how they are kept, and how they reach people. */
export function alarmsPart(deps: AlarmsPartDeps) {
  const { stores, clock, tell, policyChanged } = deps
  const { annunciation, maintenance, alarmSettings, escalation, start } = annunciationPart(deps)
  const { outlook, simulation, holidays } = alarmEvaluation({
    ...deps,
    changed: async (tenantId) => {
      await alarms.reload()
      tell(tenantId, { type: 'changed', entity: 'holiday' })
    },
  })
  const alarms: Alarms = new Alarms({
    ...deps,
    annunciation,
    outlook,
    changed: (_policy, tenantId) => policyChanged(tenantId),
  })
  return {
    core: {
      alarms,
      alarmSimulation: simulation,
      holidays,
      maintenance,
      alarmSettings,
      alarmKpis: new AlarmKpis({ stores, clock, alarms, settings: alarmSettings }),
      escalations: escalation.escalations,
      dispatcher: escalation.dispatcher,
      mail: escalation.mail,
      webhookKeys: escalation.webhookKeys,
    },
    jobs: escalation.jobs,
    async start(): Promise<void> {
      await start()
      await alarms.start()
    },
    async stop(): Promise<void> {
      await alarms.stop()
      await escalation.stop()
    },
  }
}
