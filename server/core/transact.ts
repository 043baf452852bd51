import type { Stores } from '../storage/stores/stores.ts'

/** Runs a change and its audit entry as one transaction; see storage/transact.ts. */
export type Transact = <T>(run: (stores: Stores) => Promise<T>) => Promise<T>
