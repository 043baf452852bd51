import type { Interlock } from '../core/control/interlock.ts'
import { Devices } from '../core/devices/devices.ts'
import { Gateways } from '../core/devices/gateways.ts'
import { Templates } from '../core/devices/templates.ts'
import type { TemplateSpec } from '../core/outside.ts'
import { Sites } from '../core/sites/sites.ts'
import type { TelemetryStore } from '../core/telemetry/store.ts'
import type { LiveMap } from '../ingest/live.ts'
import type { Base } from './base.ts'

export interface DevicesPartDeps extends Base {
  readonly store: TelemetryStore
  readonly live: LiveMap
  /** The built-in templates. */
  readonly library: readonly TemplateSpec[]
  readonly interlock: Interlock
  readonly lastSeen: (deviceId: string) => number | null
  readonly forgetCounters: (deviceId: string) => void
  /** Resolves when the change is in force. */
  readonly changed: (entity: string, tenantId: string) => Promise<void>
}

/** Places, gateways, devices, and the templates that say what devices measure. */
export function devicesPart(deps: DevicesPartDeps) {
  const { store, live, log, changed, forgetCounters } = deps
  const forget = (deviceId: string) => {
    live.forget(deviceId)
    forgetCounters(deviceId)
    store
      .forgetDevice(deviceId)
      .catch((error: unknown) =>
        log.error({ deviceId, error: String(error) }, 'telemetry of a deleted device not removed'),
      )
  }
  const templates = new Templates({ ...deps, changed: (tenantId) => changed('device_template', tenantId) })
  return {
    templates,
    sites: new Sites({ ...deps, changed: (entity, tenantId) => void changed(entity, tenantId) }),
    gateways: new Gateways({ ...deps, changed: (tenantId) => changed('gateway', tenantId) }),
    devices: new Devices({
      ...deps,
      templates,
      changed: (tenantId) => changed('device', tenantId),
      removed: forget,
    }),
  }
}
