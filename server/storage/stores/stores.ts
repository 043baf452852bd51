import type { Kysely } from 'kysely'
import type { DB } from '../schema.ts'
import { AlarmSettingsStore } from './alarm-settings.store.ts'
import { AlarmStateStore } from './alarm-state.store.ts'
import { AnnunciationsStore } from './annunciations.store.ts'
import { AuditStore } from './audit.store.ts'
import { DevicesStore } from './devices.store.ts'
import { EnergyStore } from './energy.store.ts'
import { EscalationsStore } from './escalations.store.ts'
import { ExportsStore } from './exports.store.ts'
import { FirmwareStore } from './firmware.store.ts'
import { GatewayConfigsStore } from './gateway-configs.store.ts'
import { HardwareStore } from './hardware.store.ts'
import { HolidaysStore } from './holidays.store.ts'
import { IdentityStore } from './identity.store.ts'
import { IncidentsStore } from './incidents.store.ts'
import { LotoStore } from './loto.store.ts'
import { LotoPinsStore } from './loto-pins.store.ts'
import { LotoPointsStore } from './loto-points.store.ts'
import { MailSettingsStore } from './mail-settings.store.ts'
import { MaintenanceStore } from './maintenance.store.ts'
import { NoticesStore } from './notices.store.ts'
import { OtaStore } from './ota.store.ts'
import { PoliciesStore } from './policies.store.ts'
import { PresenceStore } from './presence.store.ts'
import { SettingsStore } from './settings.store.ts'
import { SitesStore } from './sites.store.ts'
import { WidgetsStore } from './widgets.store.ts'
import { ZigbeeStore } from './zigbee.store.ts'

/** Every store over one connection: the database itself, or one transaction of it. */
export function makeStores(db: Kysely<DB>) {
  return {
    identity: new IdentityStore(db),
    sites: new SitesStore(db),
    devices: new DevicesStore(db),
    audit: new AuditStore(db),
    energy: new EnergyStore(db),
    hardware: new HardwareStore(db),
    loto: new LotoStore(db),
    lotoPins: new LotoPinsStore(db),
    lotoPoints: new LotoPointsStore(db),
    exports: new ExportsStore(db),
    policies: new PoliciesStore(db),
    holidays: new HolidaysStore(db),
    incidents: new IncidentsStore(db),
    alarmStates: new AlarmStateStore(db),
    alarmSettings: new AlarmSettingsStore(db),
    annunciations: new AnnunciationsStore(db),
    maintenance: new MaintenanceStore(db),
    escalations: new EscalationsStore(db),
    notices: new NoticesStore(db),
    mailSettings: new MailSettingsStore(db),
    widgets: new WidgetsStore(db),
    zigbee: new ZigbeeStore(db),
    settings: new SettingsStore(db),
    firmware: new FirmwareStore(db),
    ota: new OtaStore(db),
    gatewayConfigs: new GatewayConfigsStore(db),
    presence: new PresenceStore(db),
  }
}

export type Stores = ReturnType<typeof makeStores>
