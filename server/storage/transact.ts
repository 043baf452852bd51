import type { Kysely } from 'kysely'
import type { Transact } from '../core/transact.ts'
import type { DB } from './schema.ts'
import { makeStores } from './stores/stores.ts'

/**
 * One writer at a time, on both dialects: the audit chain needs an order, and SQLite has one writer anyway. An awaited
 * statement inside `run` cannot be interleaved with others: Kysely gives the transaction its own connection.
 */
export function makeTransact(db: Kysely<DB>): Transact {
  let tail: Promise<unknown> = Promise.resolve()
  return (run) => {
    const turn = tail.then(() => db.transaction().execute((trx) => run(makeStores(trx))))
    tail = turn.catch(() => undefined)
    return turn
  }
}
