import type { Kysely } from 'kysely'
import type { MailSettings } from '../../core/mail/mail.types.ts'
import type { DB } from '../schema.ts'

const PREFIX = 'mail:'

/** Each tenant's mail server, without its password. */
export class MailSettingsStore {
  readonly #db: Kysely<DB>

  constructor(db: Kysely<DB>) {
    this.#db = db
  }

  async all(): Promise<readonly (readonly [tenantId: string, settings: MailSettings])[]> {
    const rows = await this.#db.selectFrom('setting').selectAll().where('key', 'like', `${PREFIX}%`).execute()
    return rows.map(({ key, value }) => [key.slice(PREFIX.length), JSON.parse(value) as MailSettings])
  }

  async save(tenantId: string, settings: MailSettings): Promise<void> {
    const value = JSON.stringify(settings)
    await this.#db
      .insertInto('setting')
      .values({ key: PREFIX + tenantId, value })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
      .execute()
  }
}
