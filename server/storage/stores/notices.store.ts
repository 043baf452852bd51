import type { Kysely, Selectable } from 'kysely'
import type { Audience, Channel, Notice, NoticeStatus } from '../../core/escalation/escalation.types.ts'
import type { Page } from '../../core/page.ts'
import type { DB } from '../schema.ts'

const ROWS_PER_STATEMENT = 50

const toNotice = (row: Selectable<DB['notice']>): Notice => ({
  id: row.id,
  tenantId: row.tenant_id,
  incidentId: row.incident_id,
  escalationId: row.escalation_id,
  onceKey: row.once_key,
  channel: row.channel as Channel,
  audience: row.audience === null ? null : (JSON.parse(row.audience) as Audience),
  recipient: row.recipient,
  status: row.status as NoticeStatus,
  dueAt: row.due_at,
  nextAttemptAt: row.next_attempt_at,
  attempts: row.attempts,
  lastError: row.last_error,
  settledAt: row.settled_at,
  createdAt: row.created_at,
})

const PENDING = ['waiting', 'queued'] as const

/** The outbox: steps whose time will come, and messages to one recipient each. */
export class NoticesStore {
  readonly #db: Kysely<DB>

  constructor(db: Kysely<DB>) {
    this.#db = db
  }

  /** What was added before under the same key stays as it is. */
  async add(notices: readonly Notice[]): Promise<void> {
    for (let from = 0; from < notices.length; from += ROWS_PER_STATEMENT) {
      const rows = notices.slice(from, from + ROWS_PER_STATEMENT).map((notice) => ({
        id: notice.id,
        tenant_id: notice.tenantId,
        incident_id: notice.incidentId,
        escalation_id: notice.escalationId,
        once_key: notice.onceKey,
        channel: notice.channel,
        audience: notice.audience === null ? null : JSON.stringify(notice.audience),
        recipient: notice.recipient,
        status: notice.status,
        due_at: notice.dueAt,
        next_attempt_at: notice.nextAttemptAt,
        attempts: notice.attempts,
        last_error: notice.lastError,
        settled_at: notice.settledAt,
        created_at: notice.createdAt,
      }))
      await this.#db
        .insertInto('notice')
        .values(rows)
        .onConflict((conflict) => conflict.column('once_key').doNothing())
        .execute()
    }
  }

  async due(status: 'waiting' | 'queued', now: number, limit: number): Promise<readonly Notice[]> {
    const rows = await this.#db
      .selectFrom('notice')
      .selectAll()
      .where('status', '=', status)
      .where('next_attempt_at', '<=', now)
      .orderBy('next_attempt_at')
      .orderBy('due_at')
      .limit(limit)
      .execute()
    return rows.map(toNotice)
  }

  async stillQueued(ids: readonly string[]): Promise<ReadonlySet<string>> {
    if (ids.length === 0) return new Set()
    const rows = await this.#db
      .selectFrom('notice')
      .select('id')
      .where('id', 'in', [...ids])
      .where('status', '=', 'queued')
      .execute()
    return new Set(rows.map((row) => row.id))
  }

  /** @returns whether there was anything to settle; `from` asks that it still be in that status */
  async settle(
    ids: readonly string[],
    status: NoticeStatus,
    at: number,
    from: NoticeStatus | null = null,
  ): Promise<boolean> {
    let update = this.#db
      .updateTable('notice')
      .set({ status, settled_at: at, last_error: null })
      .where('id', 'in', [...ids])
    if (from !== null) update = update.where('status', '=', from)
    const { numUpdatedRows } = await update.executeTakeFirstOrThrow()
    return numUpdatedRows > 0n
  }

  async failed(
    id: string,
    how: { readonly reason: string; readonly nextAttemptAt: number; readonly isOver: boolean; readonly at: number },
  ): Promise<void> {
    await this.#db
      .updateTable('notice')
      .set((update) => ({
        attempts: update('attempts', '+', 1),
        last_error: how.reason,
        next_attempt_at: how.nextAttemptAt,
        ...(how.isOver && { status: 'failed', settled_at: how.at }),
      }))
      .where('id', '=', id)
      .where('status', '=', 'queued')
      .execute()
  }

  async cancelOfIncident(incidentId: string, at: number): Promise<void> {
    await this.#cancel(at).where('incident_id', '=', incidentId).execute()
  }

  async cancelOfEscalation(escalationId: string, at: number): Promise<void> {
    await this.#cancel(at).where('escalation_id', '=', escalationId).execute()
  }

  async list(
    tenantId: string,
    filter: { readonly incidentId?: string; readonly status?: NoticeStatus },
    page: { readonly offset: number; readonly limit: number },
  ): Promise<Page<Notice>> {
    let found = this.#db.selectFrom('notice').where('tenant_id', '=', tenantId)
    if (filter.incidentId !== undefined) found = found.where('incident_id', '=', filter.incidentId)
    if (filter.status !== undefined) found = found.where('status', '=', filter.status)
    const rows = await found
      .selectAll()
      .orderBy('created_at', 'desc')
      .orderBy('due_at', 'desc')
      .orderBy('id')
      .limit(page.limit)
      .offset(page.offset)
      .execute()
    const count = await found.select((select) => select.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
    return { items: rows.map(toNotice), total: Number(count.total) }
  }

  /** What is settled since before a moment is history. */
  async forget(before: number): Promise<void> {
    await this.#db.deleteFrom('notice').where('settled_at', '<', before).where('status', 'not in', PENDING).execute()
  }

  #cancel(at: number) {
    return this.#db.updateTable('notice').set({ status: 'cancelled', settled_at: at }).where('status', 'in', PENDING)
  }
}
