import { type Kysely, type Selectable, type SqlBool, sql } from 'kysely'
import type { HandoverView, LotoSession, PointSummary, SessionEvent } from '../../core/loto/loto.types.ts'
import { OPEN_STATES, type SessionState } from '../../core/loto/session.states.ts'
import type { Page, PageRequest } from '../../core/page.ts'
import type { Filters } from '../list.ts'
import type { DB } from '../schema.ts'
import {
  eventRow,
  handoverRow,
  lockRow,
  sessionRow,
  toEvent,
  toHandover,
  toLock,
  toSession,
  toSummary,
  toVerification,
  verificationRow,
} from './loto-rows.ts'

export interface SessionFilter {
  readonly columns?: Filters<'loto_session'>
  readonly states?: readonly SessionState[]
  readonly pointId?: string
  readonly workerId?: string
}

/** Lock-out sessions with everything that hangs on them, and their append-only history. */
export class LotoStore {
  readonly #db: Kysely<DB>

  constructor(db: Kysely<DB>) {
    this.#db = db
  }

  async session(tenantId: string, id: string): Promise<LotoSession | null> {
    const rows = await this.#db
      .selectFrom('loto_session')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .execute()
    return (await this.#whole(rows))[0] ?? null
  }

  async sessionIdOfLock(lockId: string): Promise<string | null> {
    const row = await this.#db.selectFrom('loto_lock').select('session_id').where('id', '=', lockId).executeTakeFirst()
    return row?.session_id ?? null
  }

  async sessionIdOfHandover(id: string): Promise<string | null> {
    const row = await this.#db.selectFrom('loto_handover').select('session_id').where('id', '=', id).executeTakeFirst()
    return row?.session_id ?? null
  }

  async sessions(
    tenantId: string,
    filter: SessionFilter,
    page: PageRequest<keyof DB['loto_session']>,
  ): Promise<Page<LotoSession>> {
    const conditions = [sql<SqlBool>`tenant_id = ${tenantId}`]
    if (filter.states !== undefined) conditions.push(sql<SqlBool>`state in (${sql.join([...filter.states])})`)
    for (const [column, value] of Object.entries(filter.columns ?? {}))
      if (value !== undefined) conditions.push(sql<SqlBool>`${sql.ref(column)} = ${value}`)
    if (filter.pointId !== undefined)
      conditions.push(
        sql<SqlBool>`id in (select session_id from loto_session_point where point_id = ${filter.pointId})`,
      )
    if (filter.workerId !== undefined)
      conditions.push(
        sql<SqlBool>`id in (select session_id from loto_session_worker where user_id = ${filter.workerId})`,
      )
    const matching = this.#db.selectFrom('loto_session').where((where) => where.and(conditions))
    const nulls = page.sortOrder === 'asc' ? sql`asc nulls first` : sql`desc nulls last`
    const rows = await matching
      .selectAll()
      .orderBy(sql`${sql.ref(page.sortBy)} ${nulls}`)
      .orderBy('number', page.sortOrder)
      .limit(page.limit)
      .offset(page.offset)
      .execute()
    const count = await matching.select((select) => select.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
    return { items: await this.#whole(rows), total: Number(count.total) }
  }

  /** Sessions in which somebody still has something to do, oldest first. */
  async openSessions(tenantId: string): Promise<readonly LotoSession[]> {
    const rows = await this.#db
      .selectFrom('loto_session')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('state', 'in', [...OPEN_STATES])
      .orderBy('number')
      .execute()
    return this.#whole(rows)
  }

  async lastNumber(tenantId: string): Promise<number> {
    const row = await this.#db
      .selectFrom('loto_session')
      .select((select) => select.fn.max('number').as('last'))
      .where('tenant_id', '=', tenantId)
      .executeTakeFirst()
    return Number(row?.last ?? 0)
  }

  /** Writes a session whole. Locks are only ever added or marked as removed: no statement here deletes one. */
  async saveSession(session: LotoSession): Promise<void> {
    const row = sessionRow(session)
    const { id: _id, tenant_id: _tenant, number: _number, created_at: _created, ...rest } = row
    await this.#db
      .insertInto('loto_session')
      .values(row)
      .onConflict((conflict) => conflict.column('id').doUpdateSet(rest))
      .execute()
    await this.#savePlan(session)
    for (const [position, lock] of session.locks.entries()) {
      const saved = lockRow(session.id, lock, position)
      await this.#db
        .insertInto('loto_lock')
        .values(saved)
        .onConflict((conflict) =>
          conflict.column('id').doUpdateSet({ removed_at: saved.removed_at, removal: saved.removal }),
        )
        .execute()
    }
    for (const handover of session.handovers) {
      const saved = handoverRow(session.id, handover)
      await this.#db
        .insertInto('loto_handover')
        .values(saved)
        .onConflict((conflict) =>
          conflict.column('id').doUpdateSet({ status: saved.status, decided_at: saved.decided_at }),
        )
        .execute()
    }
  }

  async #savePlan({ id, points, workers, verifications }: LotoSession): Promise<void> {
    for (const table of ['loto_session_point', 'loto_session_worker', 'loto_verification'] as const)
      await this.#db.deleteFrom(table).where('session_id', '=', id).execute()
    if (points.length > 0)
      await this.#db
        .insertInto('loto_session_point')
        .values(points.map((point, position) => ({ session_id: id, point_id: point.id, position })))
        .execute()
    if (workers.length > 0)
      await this.#db
        .insertInto('loto_session_worker')
        .values(
          workers.map((worker, position) => ({
            session_id: id,
            user_id: worker.id,
            position,
            name: worker.name,
            email: worker.email,
          })),
        )
        .execute()
    if (verifications.length > 0)
      await this.#db
        .insertInto('loto_verification')
        .values(verifications.map((each) => verificationRow(id, each)))
        .execute()
  }

  async appendEvent(sessionId: string, event: SessionEvent): Promise<void> {
    await this.#db.insertInto('loto_event').values(eventRow(sessionId, event)).execute()
  }

  async events(sessionId: string): Promise<readonly SessionEvent[]> {
    const rows = await this.#db
      .selectFrom('loto_event')
      .selectAll()
      .where('session_id', '=', sessionId)
      .orderBy('seq')
      .execute()
    return rows.map(toEvent)
  }

  async handover(id: string): Promise<HandoverView | null> {
    const row = await this.#handovers().where('offer.id', '=', id).executeTakeFirst()
    return row ? toView(row) : null
  }

  /** Open offers to somebody or from them. */
  async offersOf(userId: string): Promise<readonly HandoverView[]> {
    const rows = await this.#handovers()
      .where('offer.status', '=', 'offered')
      .where((where) => where.or([where('offer.to_id', '=', userId), where('offer.from_id', '=', userId)]))
      .orderBy('offer.offered_at')
      .execute()
    return rows.map(toView)
  }

  #handovers() {
    return this.#db
      .selectFrom('loto_handover as offer')
      .innerJoin('loto_session as session', 'session.id', 'offer.session_id')
      .selectAll('offer')
      .select(['session.number', 'session.title'])
  }

  async #whole(rows: readonly Selectable<DB['loto_session']>[]): Promise<readonly LotoSession[]> {
    const ids = rows.map(({ id }) => id)
    if (ids.length === 0) return []
    const points = await this.#db
      .selectFrom('loto_session_point as held')
      .innerJoin('loto_point as point', 'point.id', 'held.point_id')
      .selectAll('point')
      .select('held.session_id')
      .where('held.session_id', 'in', ids)
      .orderBy('held.position')
      .execute()
    const workers = await this.#db
      .selectFrom('loto_session_worker')
      .selectAll()
      .where('session_id', 'in', ids)
      .orderBy('position')
      .execute()
    const verifications = await this.#db
      .selectFrom('loto_verification')
      .selectAll()
      .where('session_id', 'in', ids)
      .orderBy('verified_at')
      .execute()
    const locks = await this.#db
      .selectFrom('loto_lock')
      .selectAll()
      .where('session_id', 'in', ids)
      .orderBy('position')
      .execute()
    const handovers = await this.#db
      .selectFrom('loto_handover')
      .selectAll()
      .where('session_id', 'in', ids)
      .where('status', '=', 'offered')
      .orderBy('offered_at')
      .execute()
    return rows.map((row) => {
      const own = <T extends { session_id: string }>(all: readonly T[]) =>
        all.filter((each) => each.session_id === row.id)
      return toSession(row, {
        points: own(points).map((point): PointSummary => toSummary(point)),
        workers: own(workers).map(({ user_id: id, name, email }) => ({ id, name, email })),
        verifications: own(verifications).map(toVerification),
        locks: own(locks).map(toLock),
        handovers: own(handovers).map(toHandover),
      })
    })
  }
}

const toView = (row: Selectable<DB['loto_handover']> & { number: number; title: string }): HandoverView => ({
  ...toHandover(row),
  sessionId: row.session_id,
  sessionNumber: row.number,
  sessionTitle: row.title,
})
