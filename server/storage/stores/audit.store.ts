import { type Kysely, type Selectable, sql } from 'kysely'
import type { AuditEntry } from '../../core/audit/audit.types.ts'
import type { Page, PageRequest } from '../../core/page.ts'
import type { DB } from '../schema.ts'

const toEntry = (row: Selectable<DB['audit_log']>): AuditEntry => ({
  seq: row.seq,
  tenantId: row.tenant_id,
  at: row.at,
  actorId: row.actor_id,
  actorEmail: row.actor_email,
  action: row.action,
  entity: row.entity,
  entityId: row.entity_id,
  detail: row.detail === null ? null : (JSON.parse(row.detail) as Record<string, unknown>),
  prevHash: row.prev_hash,
  hash: row.hash,
})

export class AuditStore {
  readonly #db: Kysely<DB>

  constructor(db: Kysely<DB>) {
    this.#db = db
  }

  async lastHash(tenantId: string): Promise<string | null> {
    const row = await this.#db
      .selectFrom('audit_log')
      .select('hash')
      .where('tenant_id', '=', tenantId)
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst()
    return row?.hash ?? null
  }

  async append(entry: Omit<AuditEntry, 'seq'>): Promise<void> {
    await this.#db
      .insertInto('audit_log')
      .values({
        tenant_id: entry.tenantId,
        at: entry.at,
        actor_id: entry.actorId,
        actor_email: entry.actorEmail,
        action: entry.action,
        entity: entry.entity,
        entity_id: entry.entityId,
        detail: entry.detail === null ? null : JSON.stringify(entry.detail),
        prev_hash: entry.prevHash,
        hash: entry.hash,
      })
      .execute()
  }

  async after(tenantId: string, seq: number, limit: number): Promise<readonly AuditEntry[]> {
    const rows = await this.#db
      .selectFrom('audit_log')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('seq', '>', seq)
      .orderBy('seq')
      .limit(limit)
      .execute()
    return rows.map(toEntry)
  }

  async list(
    tenantId: string,
    filters: { entity?: string; action?: string; actorId?: string; entityId?: string },
    page: PageRequest,
  ): Promise<Page<AuditEntry>> {
    let query = this.#db.selectFrom('audit_log').where('tenant_id', '=', tenantId)
    if (filters.entity !== undefined) query = query.where('entity', '=', filters.entity)
    if (filters.action !== undefined) query = query.where('action', '=', filters.action)
    if (filters.actorId !== undefined) query = query.where('actor_id', '=', filters.actorId)
    if (filters.entityId !== undefined) query = query.where('entity_id', '=', filters.entityId)
    const rows = await query.selectAll().orderBy('seq', page.sortOrder).limit(page.limit).offset(page.offset).execute()
    const count = await query.select(sql<number>`count(*)`.as('n')).executeTakeFirstOrThrow()
    return { items: rows.map(toEntry), total: Number(count.n) }
  }
}
