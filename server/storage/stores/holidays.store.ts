import type { Kysely } from 'kysely'
import type { Holiday } from '../../core/alarms/holidays.ts'
import type { DB } from '../schema.ts'

const ROWS_PER_STATEMENT = 200

/** Each tenant's days of rest. */
export class HolidaysStore {
  readonly #db: Kysely<DB>

  constructor(db: Kysely<DB>) {
    this.#db = db
  }

  async of(tenantId: string): Promise<readonly Holiday[]> {
    return this.#db
      .selectFrom('holiday')
      .select(['date', 'name'])
      .where('tenant_id', '=', tenantId)
      .orderBy('date')
      .execute()
  }

  async replace(tenantId: string, holidays: readonly Holiday[]): Promise<void> {
    await this.#db.deleteFrom('holiday').where('tenant_id', '=', tenantId).execute()
    for (let from = 0; from < holidays.length; from += ROWS_PER_STATEMENT) {
      const rows = holidays.slice(from, from + ROWS_PER_STATEMENT)
      await this.#db
        .insertInto('holiday')
        .values(rows.map(({ date, name }) => ({ tenant_id: tenantId, date, name })))
        .execute()
    }
  }
}
