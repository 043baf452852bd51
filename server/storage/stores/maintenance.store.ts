import type { Kysely, Selectable } from 'kysely'
import type {
  MaintenanceState,
  MaintenanceTarget,
  MaintenanceView,
  MaintenanceWindow,
} from '../../core/alarms/maintenance.types.ts'
import type { Page } from '../../core/page.ts'
import type { DB } from '../schema.ts'

const toWindow = (row: Selectable<DB['maintenance_window']>): MaintenanceWindow => ({
  id: row.id,
  tenantId: row.tenant_id,
  target: JSON.parse(row.target) as MaintenanceTarget,
  reason: row.reason,
  startAt: row.start_at,
  endAt: row.end_at,
  endedAt: row.ended_at,
  endedBy: row.ended_by,
  createdBy: row.created_by,
  createdAt: row.created_at,
})

/** Maintenance windows, those of the past included. */
export class MaintenanceStore {
  readonly #db: Kysely<DB>

  constructor(db: Kysely<DB>) {
    this.#db = db
  }

  /** All tenants' windows that are active or planned. */
  async ahead(now: number): Promise<readonly MaintenanceWindow[]> {
    const rows = await this.#db
      .selectFrom('maintenance_window')
      .selectAll()
      .where('ended_at', 'is', null)
      .where('end_at', '>', now)
      .orderBy('start_at')
      .orderBy('id')
      .execute()
    return rows.map(toWindow)
  }

  /** Those that end last come first. */
  async list(
    tenantId: string,
    state: MaintenanceState | null,
    now: number,
    page: { readonly offset: number; readonly limit: number },
  ): Promise<Page<MaintenanceView>> {
    const rows = await this.#views(tenantId, state, now)
      .orderBy('maintenance_window.end_at', 'desc')
      .orderBy('maintenance_window.id')
      .limit(page.limit)
      .offset(page.offset)
      .execute()
    const count = await this.#where(tenantId, state, now)
      .select((select) => select.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow()
    return {
      items: rows.map((row) => ({
        ...toWindow(row),
        createdByEmail: row.created_by_email,
        endedByEmail: row.ended_by_email,
      })),
      total: Number(count.total),
    }
  }

  async get(tenantId: string, id: string): Promise<MaintenanceView | null> {
    const row = await this.#views(tenantId, null, 0).where('maintenance_window.id', '=', id).executeTakeFirst()
    return row ? { ...toWindow(row), createdByEmail: row.created_by_email, endedByEmail: row.ended_by_email } : null
  }

  async save(window: MaintenanceWindow): Promise<void> {
    const changeable = { end_at: window.endAt, ended_at: window.endedAt, ended_by: window.endedBy }
    await this.#db
      .insertInto('maintenance_window')
      .values({
        id: window.id,
        tenant_id: window.tenantId,
        target: JSON.stringify(window.target),
        reason: window.reason,
        start_at: window.startAt,
        created_by: window.createdBy,
        created_at: window.createdAt,
        ...changeable,
      })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(changeable))
      .execute()
  }

  #views(tenantId: string, state: MaintenanceState | null, now: number) {
    return this.#where(tenantId, state, now)
      .leftJoin('user as creator', 'creator.id', 'maintenance_window.created_by')
      .leftJoin('user as ender', 'ender.id', 'maintenance_window.ended_by')
      .selectAll('maintenance_window')
      .select(['creator.email as created_by_email', 'ender.email as ended_by_email'])
  }

  #where(tenantId: string, state: MaintenanceState | null, now: number) {
    const all = this.#db.selectFrom('maintenance_window').where('maintenance_window.tenant_id', '=', tenantId)
    if (state === null) return all
    if (state === 'over')
      return all.where((where) =>
        where.or([where('maintenance_window.ended_at', 'is not', null), where('maintenance_window.end_at', '<=', now)]),
      )
    return all
      .where('maintenance_window.ended_at', 'is', null)
      .where('maintenance_window.end_at', '>', now)
      .where('maintenance_window.start_at', state === 'active' ? '<=' : '>', now)
  }
}
