import type { Kysely, Selectable } from 'kysely'
import type { Policy, Severity, Target } from '../../core/alarms/alarm.types.ts'
import type { Condition } from '../../core/alarms/condition.types.ts'
import type { Schedule } from '../../core/alarms/schedule.ts'
import type { Page, PageRequest } from '../../core/page.ts'
import { type Filters, listRows } from '../list.ts'
import type { DB } from '../schema.ts'

const toPolicy = (row: Selectable<DB['alarm_policy']>): Policy => ({
  id: row.id,
  tenantId: row.tenant_id,
  name: row.name,
  severity: row.severity as Severity,
  isEnabled: row.is_enabled === 1,
  target: JSON.parse(row.target) as Target,
  condition: JSON.parse(row.condition) as Condition,
  onDelayS: row.on_delay_s,
  offDelayS: row.off_delay_s,
  deadband: row.deadband,
  schedule: row.schedule === null ? null : (JSON.parse(row.schedule) as Schedule),
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

/** Alarm policies. */
export class PoliciesStore {
  readonly #db: Kysely<DB>

  constructor(db: Kysely<DB>) {
    this.#db = db
  }

  async all(): Promise<readonly Policy[]> {
    return (await this.#db.selectFrom('alarm_policy').selectAll().orderBy('created_at').orderBy('id').execute()).map(
      toPolicy,
    )
  }

  async list(
    tenantId: string,
    filters: Filters<'alarm_policy'>,
    page: PageRequest<keyof DB['alarm_policy']>,
  ): Promise<Page<Policy>> {
    const { items, total } = await listRows(this.#db, 'alarm_policy', tenantId, filters, page)
    return { items: items.map((row) => toPolicy(row as unknown as Selectable<DB['alarm_policy']>)), total }
  }

  async get(tenantId: string, id: string): Promise<Policy | null> {
    const row = await this.#db
      .selectFrom('alarm_policy')
      .selectAll()
      .where('id', '=', id)
      .where('tenant_id', '=', tenantId)
      .executeTakeFirst()
    return row ? toPolicy(row) : null
  }

  async save(policy: Policy): Promise<void> {
    const changeable = {
      name: policy.name,
      severity: policy.severity,
      is_enabled: policy.isEnabled ? (1 as const) : (0 as const),
      target: JSON.stringify(policy.target),
      condition: JSON.stringify(policy.condition),
      on_delay_s: policy.onDelayS,
      off_delay_s: policy.offDelayS,
      deadband: policy.deadband,
      schedule: policy.schedule === null ? null : JSON.stringify(policy.schedule),
      updated_at: policy.updatedAt,
    }
    await this.#db
      .insertInto('alarm_policy')
      .values({ id: policy.id, tenant_id: policy.tenantId, created_at: policy.createdAt, ...changeable })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(changeable))
      .execute()
  }

  async remove(id: string): Promise<void> {
    await this.#db.deleteFrom('alarm_state').where('policy_id', '=', id).execute()
    await this.#db.deleteFrom('alarm_policy').where('id', '=', id).execute()
  }
}
