import type { Kysely } from 'kysely'
import type { DB } from '../schema.ts'
import { AlarmStateStore } from './alarm-state.store.ts'
import { AuditStore } from './audit.store.ts'
import { DevicesStore } from './devices.store.ts'
import { HardwareStore } from './hardware.store.ts'
import { IdentityStore } from './identity.store.ts'
import { IncidentsStore } from './incidents.store.ts'
import { PoliciesStore } from './policies.store.ts'
import { SitesStore } from './sites.store.ts'

/** Every store over one connection: the database itself, or one transaction of it. */
export function makeStores(db: Kysely<DB>) {
  return {
    identity: new IdentityStore(db),
    sites: new SitesStore(db),
    devices: new DevicesStore(db),
    audit: new AuditStore(db),
    hardware: new HardwareStore(db),
    policies: new PoliciesStore(db),
    incidents: new IncidentsStore(db),
    alarmStates: new AlarmStateStore(db),
  }
}

export type Stores = ReturnType<typeof makeStores>
