import type { Audit } from '../core/audit/audit.ts'
import type { Inventory } from '../core/devices/inventory.ts'
import type { Clock, Log } from '../core/outside.ts'
import type { Transact } from '../core/transact.ts'
import type { Stores } from '../storage/stores/stores.ts'

/** What nearly every feature is built from. */
export interface Base {
  readonly stores: Stores
  readonly transact: Transact
  readonly audit: Audit
  readonly clock: Clock
  readonly log: Log
  readonly inventory: Inventory
}
