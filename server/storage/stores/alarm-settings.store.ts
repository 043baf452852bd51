import type { Kysely } from 'kysely'
import {
  type AlarmSettings,
  DEFAULT_ALARM_SETTINGS,
  type PolicyManner,
} from '../../core/alarms/alarm-settings.types.ts'
import type { Ladder } from '../../core/alarms/ladder.ts'
import type { DB } from '../schema.ts'

const PREFIX = 'alarms:'

/** How alarms reach people: per tenant, and per policy where it differs. */
export class AlarmSettingsStore {
  readonly #db: Kysely<DB>

  constructor(db: Kysely<DB>) {
    this.#db = db
  }

  async all(): Promise<readonly (readonly [tenantId: string, settings: AlarmSettings])[]> {
    const rows = await this.#db.selectFrom('setting').selectAll().where('key', 'like', `${PREFIX}%`).execute()
    return rows.map(({ key, value }) => [
      key.slice(PREFIX.length),
      { ...DEFAULT_ALARM_SETTINGS, ...(JSON.parse(value) as Partial<AlarmSettings>) },
    ])
  }

  async save(tenantId: string, settings: AlarmSettings): Promise<void> {
    const value = JSON.stringify(settings)
    await this.#db
      .insertInto('setting')
      .values({ key: PREFIX + tenantId, value })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
      .execute()
  }

  async manners(): Promise<readonly (readonly [policyId: string, manner: PolicyManner])[]> {
    const rows = await this.#db.selectFrom('policy_annunciation').selectAll().execute()
    return rows.map((row) => [row.policy_id, { ladder: JSON.parse(row.ladder) as Ladder, reminderS: row.reminder_s }])
  }

  async saveManner(tenantId: string, policyId: string, manner: PolicyManner, at: number): Promise<void> {
    const changeable = { ladder: JSON.stringify(manner.ladder), reminder_s: manner.reminderS, updated_at: at }
    await this.#db
      .insertInto('policy_annunciation')
      .values({ policy_id: policyId, tenant_id: tenantId, ...changeable })
      .onConflict((conflict) => conflict.column('policy_id').doUpdateSet(changeable))
      .execute()
  }
}
