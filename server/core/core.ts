import type { AlarmSettings } from './alarms/alarm-settings.ts'
import type { Alarms } from './alarms/alarms.ts'
import type { Holidays } from './alarms/holidays.ts'
import type { AlarmKpis } from './alarms/kpi.ts'
import type { Maintenance } from './alarms/maintenance.ts'
import type { Simulation } from './alarms/simulation.ts'
import type { Audit } from './audit/audit.ts'
import type { Control } from './control/control.ts'
import type { Devices } from './devices/devices.ts'
import type { Gateways } from './devices/gateways.ts'
import type { Inventory } from './devices/inventory.ts'
import type { Templates } from './devices/templates.ts'
import type { Energy } from './energy/energy.ts'
import type { Dispatcher } from './escalation/dispatcher.ts'
import type { Escalations } from './escalation/escalations.ts'
import type { WebhookKeys } from './escalation/webhook-keys.ts'
import type { Exports } from './exports/exports.ts'
import type { Firmware } from './firmware/firmware.ts'
import type { FirmwareTrust } from './firmware/firmware-trust.ts'
import type { Ota } from './firmware/ota.ts'
import type { OtaBatches } from './firmware/ota-batches.ts'
import type { GatewayConfigs } from './gateway-config/gateway-configs.ts'
import type { Diagnostics } from './hardware/diagnostics.ts'
import type { Identity } from './identity/identity.ts'
import type { People } from './identity/people.ts'
import type { Loto } from './loto/loto.ts'
import type { Mail } from './mail/mail.ts'
import type { Overview } from './overview/overview.ts'
import type { GatewayPresence } from './presence/gateway-presence.ts'
import type { Sites } from './sites/sites.ts'
import type { System } from './system/system.ts'
import type { Telemetry } from './telemetry/telemetry.ts'
import type { Widgets } from './widgets/widgets.ts'
import type { Claims } from './zigbee/claims.ts'
import type { Zigbee } from './zigbee/zigbee.ts'

/** Every feature that a route may call. Built once, in hub.ts. */
export interface Core {
  readonly identity: Identity
  readonly people: People
  readonly sites: Sites
  readonly gateways: Gateways
  readonly devices: Devices
  readonly templates: Templates
  readonly inventory: Inventory
  readonly gatewayConfigs: GatewayConfigs
  readonly presence: GatewayPresence
  readonly firmware: Firmware
  readonly firmwareTrust: FirmwareTrust
  readonly ota: Ota
  readonly otaBatches: OtaBatches
  readonly telemetry: Telemetry
  readonly energy: Energy
  readonly alarms: Alarms
  readonly alarmSimulation: Simulation
  readonly holidays: Holidays
  readonly maintenance: Maintenance
  readonly alarmSettings: AlarmSettings
  readonly alarmKpis: AlarmKpis
  readonly escalations: Escalations
  readonly dispatcher: Dispatcher
  readonly mail: Mail
  readonly webhookKeys: WebhookKeys
  readonly audit: Audit
  readonly system: System
  readonly diagnostics: Diagnostics
  readonly overview: Overview
  readonly exports: Exports
  readonly control: Control
  readonly loto: Loto
  readonly widgets: Widgets
  readonly zigbee: Zigbee
  readonly zigbeeClaims: Claims
}
