import { type Kysely, type Selectable, sql } from 'kysely'
import type { Json } from '../../core/gateway-config/canonical.ts'
import { OPEN_PUSHES, type PushState } from '../../core/gateway-config/config.states.ts'
import type { ConfigPush, ConfigReport } from '../../core/gateway-config/config.types.ts'
import type { Page } from '../../core/page.ts'
import type { DB } from '../schema.ts'

const toPush = (row: Selectable<DB['gateway_config_push']>): ConfigPush => ({
  id: row.id,
  tenantId: row.tenant_id,
  gatewayId: row.gateway_id,
  version: row.version,
  hash: row.hash,
  config: JSON.parse(row.body) as Json,
  state: row.state as PushState,
  waitsFor: row.waits_for as ConfigPush['waitsFor'],
  error: row.error,
  rollbackOf: row.rollback_of,
  createdAt: row.created_at,
  createdBy: row.created_by,
  sentAt: row.sent_at,
  deadlineAt: row.deadline_at,
  finishedAt: row.finished_at,
})

/** Configurations that were sent to gateways, and what they reported. */
export class GatewayConfigsStore {
  readonly #db: Kysely<DB>

  constructor(db: Kysely<DB>) {
    this.#db = db
  }

  async save(push: ConfigPush): Promise<void> {
    const changing = {
      state: push.state,
      waits_for: push.waitsFor,
      error: push.error,
      sent_at: push.sentAt,
      deadline_at: push.deadlineAt,
      finished_at: push.finishedAt,
    }
    await this.#db
      .insertInto('gateway_config_push')
      .values({
        id: push.id,
        tenant_id: push.tenantId,
        gateway_id: push.gatewayId,
        version: push.version,
        hash: push.hash,
        body: JSON.stringify(push.config),
        rollback_of: push.rollbackOf,
        created_at: push.createdAt,
        created_by: push.createdBy,
        ...changing,
      })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(changing))
      .execute()
  }

  async push(id: string): Promise<ConfigPush | null> {
    const row = await this.#db.selectFrom('gateway_config_push').selectAll().where('id', '=', id).executeTakeFirst()
    return row ? toPush(row) : null
  }

  lastPush(gatewayId: string): Promise<ConfigPush | null> {
    return this.#newest(gatewayId, null)
  }

  /** At most one is open per gateway. */
  openPush(gatewayId: string): Promise<ConfigPush | null> {
    return this.#newest(gatewayId, OPEN_PUSHES)
  }

  lastAcknowledged(gatewayId: string): Promise<ConfigPush | null> {
    return this.#newest(gatewayId, ['acknowledged'])
  }

  async openPushes(): Promise<readonly ConfigPush[]> {
    const rows = await this.#db
      .selectFrom('gateway_config_push')
      .selectAll()
      .where('state', 'in', OPEN_PUSHES)
      .orderBy('created_at')
      .execute()
    return rows.map(toPush)
  }

  /** Newest first. */
  async pushes(gatewayId: string, page: { offset: number; limit: number }): Promise<Page<ConfigPush>> {
    const own = this.#db.selectFrom('gateway_config_push').where('gateway_id', '=', gatewayId)
    const rows = await own.selectAll().orderBy('version', 'desc').limit(page.limit).offset(page.offset).execute()
    const count = await own.select(sql<number>`count(*)`.as('n')).executeTakeFirstOrThrow()
    return { items: rows.map(toPush), total: Number(count.n) }
  }

  /** The configuration behind a hash that the hub once sent. */
  async configByHash(gatewayId: string, hash: string): Promise<Json> {
    const row = await this.#db
      .selectFrom('gateway_config_push')
      .select('body')
      .where('gateway_id', '=', gatewayId)
      .where('hash', '=', hash)
      .limit(1)
      .executeTakeFirst()
    return row ? (JSON.parse(row.body) as Json) : null
  }

  async report(gatewayId: string): Promise<ConfigReport | null> {
    const row = await this.#db
      .selectFrom('gateway_config_report')
      .selectAll()
      .where('gateway_id', '=', gatewayId)
      .executeTakeFirst()
    return row
      ? {
          gatewayId,
          hash: row.hash,
          version: row.version,
          config: row.body === null ? null : (JSON.parse(row.body) as Json),
          reportedAt: row.reported_at,
        }
      : null
  }

  async saveReport(report: ConfigReport): Promise<void> {
    const changing = {
      hash: report.hash,
      version: report.version,
      body: report.config === null ? null : JSON.stringify(report.config),
      reported_at: report.reportedAt,
    }
    await this.#db
      .insertInto('gateway_config_report')
      .values({ gateway_id: report.gatewayId, ...changing })
      .onConflict((conflict) => conflict.column('gateway_id').doUpdateSet(changing))
      .execute()
  }

  async #newest(gatewayId: string, states: readonly PushState[] | null): Promise<ConfigPush | null> {
    let query = this.#db.selectFrom('gateway_config_push').selectAll().where('gateway_id', '=', gatewayId)
    if (states !== null) query = query.where('state', 'in', states)
    const row = await query.orderBy('version', 'desc').limit(1).executeTakeFirst()
    return row ? toPush(row) : null
  }
}
