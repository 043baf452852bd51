import type { Kysely } from 'kysely'
import type { DB } from '../schema.ts'
import { AlarmStateStore } from './alarm-state.store.ts'
import { AnnunciationsStore } from './annunciations.store.ts'
import { AuditStore } from './audit.store.ts'
import { DevicesStore } from './devices.store.ts'
import { EnergyStore } from './energy.store.ts'
import { HardwareStore } from './hardware.store.ts'
import { IdentityStore } from './identity.store.ts'
import { IncidentsStore } from './incidents.store.ts'
import { MaintenanceStore } from './maintenance.store.ts'
import { LotoStore } from './loto.store.ts'
import { LotoPinsStore } from './loto-pins.store.ts'
import { PoliciesStore } from './policies.store.ts'
import { SitesStore } from './sites.store.ts'
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
    policies: new PoliciesStore(db),
    incidents: new IncidentsStore(db),
    alarmStates: new AlarmStateStore(db),
    annunciations: new AnnunciationsStore(db),
    maintenance: new MaintenanceStore(db),
    zigbee: new ZigbeeStore(db),
  }
}

export type Stores = ReturnType<typeof makeStores>
