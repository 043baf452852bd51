import type { Kysely } from 'kysely'
import type { DB } from '../schema.ts'

export interface PinRecord {
  readonly hash: string | null
  /** Wrong ones in a row. */
  readonly failures: number
  readonly lockedUntil: number | null
}

/** PINs of people at the board, and how often they were got wrong. */
export class LotoPinsStore {
  readonly #db: Kysely<DB>

  constructor(db: Kysely<DB>) {
    this.#db = db
  }

  async get(userId: string): Promise<PinRecord> {
    const row = await this.#db.selectFrom('loto_pin').selectAll().where('user_id', '=', userId).executeTakeFirst()
    return { hash: row?.pin_hash ?? null, failures: row?.failures ?? 0, lockedUntil: row?.locked_until ?? null }
  }

  async save(userId: string, { hash, failures, lockedUntil }: PinRecord, now: number): Promise<void> {
    const rest = { pin_hash: hash, failures, locked_until: lockedUntil, updated_at: now }
    await this.#db
      .insertInto('loto_pin')
      .values({ user_id: userId, ...rest })
      .onConflict((conflict) => conflict.column('user_id').doUpdateSet(rest))
      .execute()
  }
}
