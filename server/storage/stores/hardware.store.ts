import { type Kysely, sql } from 'kysely'
import type { InboxEntry } from '../../core/hardware/diagnostics.ts'
import { newId } from '../../core/ids.ts'
import type { Fault, InboxMessage } from '../../core/outside.ts'
import type { Page } from '../../core/page.ts'
import type { DB } from '../schema.ts'

/** Rows that one (client, topic, reason) flood cannot exceed: a broken gateway may invent topics. */
const MAX_INBOX_ROWS = 1_000
const MAX_FAULT_ROWS = 50_000

/** Faults of devices and the inbox of messages that could not be understood. */
export class HardwareStore {
  readonly #db: Kysely<DB>

  constructor(db: Kysely<DB>) {
    this.#db = db
  }

  async addFaults(faults: readonly Fault[]): Promise<void> {
    if (faults.length === 0) return
    const rows = faults.map(({ gatewayId, deviceId, at, kind, code, message }) => ({
      gateway_id: gatewayId,
      device_id: deviceId,
      at,
      kind,
      code,
      message: message.slice(0, 300),
    }))
    await this.#db.insertInto('fault').values(rows).execute()
  }

  async faultsOf(deviceId: string, limit: number): Promise<Page<Fault>> {
    const rows = await this.#db
      .selectFrom('fault')
      .selectAll()
      .where('device_id', '=', deviceId)
      .orderBy('seq', 'desc')
      .limit(limit)
      .execute()
    const count = await this.#db
      .selectFrom('fault')
      .select(sql<number>`count(*)`.as('n'))
      .where('device_id', '=', deviceId)
      .executeTakeFirstOrThrow()
    const items = rows.map(
      (row): Fault => ({
        gatewayId: row.gateway_id,
        deviceId: row.device_id,
        at: row.at,
        kind: row.kind as Fault['kind'],
        code: row.code,
        message: row.message,
      }),
    )
    return { items, total: Number(count.n) }
  }

  /** Keeps the newest faults only. */
  async trimFaults(): Promise<void> {
    const newest = await this.#db.selectFrom('fault').select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst()
    if (newest)
      await this.#db
        .deleteFrom('fault')
        .where('seq', '<=', newest.seq - MAX_FAULT_ROWS)
        .execute()
  }

  async addInbox(message: InboxMessage, tenantId: string | null): Promise<void> {
    const { clientId, topic, reason, sample, at, gatewayId } = message
    await this.#db
      .insertInto('inbox')
      .values({
        id: newId(),
        tenant_id: tenantId,
        gateway_id: gatewayId,
        client_id: clientId,
        topic: topic.slice(0, 512),
        reason,
        sample,
        count: 1,
        first_at: at,
        last_at: at,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['client_id', 'topic', 'reason'])
          .doUpdateSet({ sample, last_at: at, count: sql<number>`inbox.count + 1` }),
      )
      .execute()
  }

  async trimInbox(): Promise<void> {
    const oldest = this.#db
      .selectFrom('inbox')
      .select('id')
      .orderBy('last_at', 'desc')
      .limit(1_000_000)
      .offset(MAX_INBOX_ROWS)
    await this.#db.deleteFrom('inbox').where('id', 'in', oldest).execute()
  }

  async inbox(tenantId: string, page: { offset: number; limit: number }): Promise<Page<InboxEntry>> {
    const query = this.#db.selectFrom('inbox').where('tenant_id', '=', tenantId)
    const rows = await query.selectAll().orderBy('last_at', 'desc').limit(page.limit).offset(page.offset).execute()
    const count = await query.select(sql<number>`count(*)`.as('n')).executeTakeFirstOrThrow()
    const items = rows.map(
      (row): InboxEntry => ({
        id: row.id,
        tenantId: row.tenant_id,
        gatewayId: row.gateway_id,
        clientId: row.client_id,
        topic: row.topic,
        reason: row.reason,
        sample: row.sample,
        count: row.count,
        firstAt: row.first_at,
        lastAt: row.last_at,
      }),
    )
    return { items, total: Number(count.n) }
  }

  async removeInbox(tenantId: string, id: string): Promise<boolean> {
    const result = await this.#db
      .deleteFrom('inbox')
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .executeTakeFirst()
    return result.numDeletedRows > 0n
  }
}
