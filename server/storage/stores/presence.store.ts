import type { Kysely, Selectable } from 'kysely'
import type { SessionTruth } from '../../core/presence/session-truth.ts'
import type { DB } from '../schema.ts'

const toTruth = (row: Selectable<DB['broker_session']>): SessionTruth => ({
  connectedAt: row.connected_at,
  endedAt: row.ended_at,
  undatedEndAt: row.undated_end_at,
})

/** What an external broker has said of its clients. */
export class PresenceStore {
  readonly #db: Kysely<DB>

  constructor(db: Kysely<DB>) {
    this.#db = db
  }

  async session(clientId: string): Promise<SessionTruth | null> {
    const row = await this.#db
      .selectFrom('broker_session')
      .selectAll()
      .where('client_id', '=', clientId)
      .executeTakeFirst()
    return row ? toTruth(row) : null
  }

  async all(): Promise<readonly (SessionTruth & { readonly clientId: string; readonly heardAt: number })[]> {
    const rows = await this.#db.selectFrom('broker_session').selectAll().execute()
    return rows.map((row) => ({ clientId: row.client_id, heardAt: row.heard_at, ...toTruth(row) }))
  }

  async save(clientId: string, truth: SessionTruth, reason: string | null, heardAt: number): Promise<void> {
    const changing = {
      connected_at: truth.connectedAt,
      ended_at: truth.endedAt,
      undated_end_at: truth.undatedEndAt,
      reason,
      heard_at: heardAt,
    }
    await this.#db
      .insertInto('broker_session')
      .values({ client_id: clientId, ...changing })
      .onConflict((conflict) => conflict.column('client_id').doUpdateSet(changing))
      .execute()
  }
}
