import type { Kysely } from 'kysely'
import type { DB } from '../schema.ts'

/** Values by name, as JSON. */
export class SettingsStore {
  readonly #db: Kysely<DB>

  constructor(db: Kysely<DB>) {
    this.#db = db
  }

  async get<T>(key: string): Promise<T | null> {
    const row = await this.#db.selectFrom('setting').select('value').where('key', '=', key).executeTakeFirst()
    return row ? (JSON.parse(row.value) as T) : null
  }

  async put(key: string, value: unknown): Promise<void> {
    const json = JSON.stringify(value)
    await this.#db
      .insertInto('setting')
      .values({ key, value: json })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: json }))
      .execute()
  }
}
