import type { Kysely, Selectable } from 'kysely'
import type { Hold, IsolationPoint, LockedPoint } from '../../core/loto/loto.types.ts'
import { HOLDING_STATES, LOCKING_STATES, type SessionState } from '../../core/loto/session.states.ts'
import type { Page, PageRequest } from '../../core/page.ts'
import { type Filters, listRows } from '../list.ts'
import type { DB } from '../schema.ts'
import { pointRow, toPoint } from './loto-rows.ts'

/** Isolation points, and who holds them. */
export class LotoPointsStore {
  readonly #db: Kysely<DB>

  constructor(db: Kysely<DB>) {
    this.#db = db
  }

  async list(
    tenantId: string,
    filters: Filters<'loto_point'>,
    page: PageRequest<keyof DB['loto_point']>,
  ): Promise<Page<IsolationPoint>> {
    const { items, total } = await listRows(this.#db, 'loto_point', tenantId, { ...filters, removed_at: null }, page)
    return { items: items.map((row) => toPoint(row as unknown as Selectable<DB['loto_point']>)), total }
  }

  async get(tenantId: string, id: string): Promise<IsolationPoint | null> {
    const [point] = await this.byId(tenantId, [id])
    return point ?? null
  }

  /** Removed ones are not there any more. */
  async byId(tenantId: string, ids: readonly string[]): Promise<readonly IsolationPoint[]> {
    if (ids.length === 0) return []
    const rows = await this.#db
      .selectFrom('loto_point')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('id', 'in', [...ids])
      .where('removed_at', 'is', null)
      .execute()
    return rows.map(toPoint)
  }

  async save(point: IsolationPoint): Promise<void> {
    const { id: _id, tenant_id: _tenant, created_at: _created, ...rest } = pointRow(point)
    await this.#db
      .insertInto('loto_point')
      .values(pointRow(point))
      .onConflict((conflict) => conflict.column('id').doUpdateSet(rest))
      .execute()
  }

  /** It stays for the sessions that used it. */
  async remove(id: string, at: number): Promise<void> {
    await this.#db.updateTable('loto_point').set({ removed_at: at }).where('id', '=', id).execute()
  }

  /** Sessions that plan with these points or hold them. */
  async holds(tenantId: string, pointIds: readonly string[]): Promise<readonly Hold[]> {
    if (pointIds.length === 0) return []
    const rows = await this.#db
      .selectFrom('loto_session_point as held')
      .innerJoin('loto_session as session', 'session.id', 'held.session_id')
      .select(['held.point_id', 'session.id as session_id', 'session.state'])
      .where('session.tenant_id', '=', tenantId)
      .where('session.state', 'in', [...HOLDING_STATES])
      .where('held.point_id', 'in', [...pointIds])
      .orderBy('session.number')
      .execute()
    return rows.map((row) => ({
      pointId: row.point_id,
      sessionId: row.session_id,
      state: row.state as SessionState,
    }))
  }

  /** Everything that is locked out now: what the interlock asks before anything is written. @param tenantId null = all */
  async locked(tenantId: string | null): Promise<readonly LockedPoint[]> {
    let query = this.#db
      .selectFrom('loto_session as session')
      .innerJoin('loto_session_point as held', 'held.session_id', 'session.id')
      .innerJoin('loto_point as point', 'point.id', 'held.point_id')
      .select([
        'point.id as point_id',
        'point.name as point_name',
        'point.device_id',
        'point.subregion_id',
        'session.id as session_id',
        'session.tenant_id',
        'session.number',
        'session.state',
        'session.applied_at',
      ])
      .where('session.state', 'in', [...LOCKING_STATES])
      .orderBy('session.number')
    if (tenantId !== null) query = query.where('session.tenant_id', '=', tenantId)
    const rows = await query.execute()
    return rows.map((row) => ({
      tenantId: row.tenant_id,
      pointId: row.point_id,
      pointName: row.point_name,
      deviceId: row.device_id,
      subregionId: row.subregion_id,
      sessionId: row.session_id,
      sessionNumber: row.number,
      state: row.state as SessionState,
      appliedAt: row.applied_at,
    }))
  }
}
