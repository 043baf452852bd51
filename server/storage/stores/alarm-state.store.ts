import type { Kysely } from 'kysely'
import type { RuleState, StoredRuleState } from '../../core/alarms/alarm.types.ts'
import type { DB } from '../schema.ts'

const ROWS_PER_STATEMENT = 200

/** Where each policy stands on each device, so that a restart loses no delay that is running. */
export class AlarmStateStore {
  readonly #db: Kysely<DB>

  constructor(db: Kysely<DB>) {
    this.#db = db
  }

  async all(): Promise<readonly StoredRuleState[]> {
    const rows = await this.#db.selectFrom('alarm_state').selectAll().execute()
    return rows.map((row) => ({
      policyId: row.policy_id,
      subject: row.device_id,
      state: JSON.parse(row.state) as RuleState,
    }))
  }

  async save(states: readonly StoredRuleState[], at: number): Promise<void> {
    for (let from = 0; from < states.length; from += ROWS_PER_STATEMENT) {
      const rows = states.slice(from, from + ROWS_PER_STATEMENT).map((state) => ({
        policy_id: state.policyId,
        device_id: state.subject,
        state: JSON.stringify(state.state),
        updated_at: at,
      }))
      await this.#db
        .insertInto('alarm_state')
        .values(rows)
        .onConflict((conflict) =>
          conflict.columns(['policy_id', 'device_id']).doUpdateSet((excluded) => ({
            state: excluded.ref('excluded.state'),
            updated_at: excluded.ref('excluded.updated_at'),
          })),
        )
        .execute()
    }
  }

  async forget(policyId: string, subject: string): Promise<void> {
    await this.#db
      .deleteFrom('alarm_state')
      .where('policy_id', '=', policyId)
      .where('device_id', '=', subject)
      .execute()
  }
}
