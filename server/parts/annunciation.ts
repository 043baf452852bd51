import { AlarmSettings } from '../core/alarms/alarm-settings.ts'
import type { AnnunciationDeps } from '../core/alarms/engine.ts'
import { Maintenance } from '../core/alarms/maintenance.ts'
import type { Audit } from '../core/audit/audit.ts'
import type { Inventory } from '../core/devices/inventory.ts'
import type { Clock } from '../core/outside.ts'
import type { Transact } from '../core/transact.ts'
import type { Stores } from '../storage/stores/stores.ts'
import { type EscalationPartDeps, escalationPart } from './escalation.ts'

export interface AnnunciationPartDeps {
  readonly stores: Stores
  readonly transact: Transact
  readonly audit: Audit
  readonly clock: Clock
  readonly inventory: Inventory
  readonly isLockedOut: (deviceId: string) => boolean
  /** To the windows of one tenant. */
  readonly tell: (tenantId: string, message: object) => void
}

/** How alarms reach people, or why they do not. */
export function annunciationPart(all: AnnunciationPartDeps & EscalationPartDeps) {
  const { isLockedOut, tell, ...deps } = all
  const changed = (entity: string, tenantId: string) => tell(tenantId, { type: 'changed', entity })
  const maintenance = new Maintenance({ ...deps, changed })
  const alarmSettings = new AlarmSettings({ ...deps, changed })
  const escalation = escalationPart(all, alarmSettings)
  const annunciation: AnnunciationDeps = {
    isLockedOut,
    maintenanceOf: (subject) => maintenance.covering(subject),
    mannerOf: (incident) => alarmSettings.mannerOf(incident),
    maxShelvingMs: (tenantId, severity) => alarmSettings.maxShelvingMs(tenantId, severity),
    recorded: escalation.recorded,
    floodChanged: (tenantId, flood) =>
      tell(tenantId, {
        type: 'flood',
        since: flood.since === null ? null : new Date(flood.since).toISOString(),
        count: flood.count,
      }),
  }
  return {
    maintenance,
    alarmSettings,
    escalation,
    annunciation,
    async start(): Promise<void> {
      await maintenance.start()
      await alarmSettings.start()
      await escalation.start()
    },
  }
}
