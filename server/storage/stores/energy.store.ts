import type { Kysely, Selectable } from 'kysely'
import type { CounterEvent, CounterEventKind, MeterExchange, ReactiveLimit } from '../../core/energy/energy.types.ts'
import type { DB } from '../schema.ts'

/** Settings that hold from a day on. */
export type DatedKind = 'tariff' | 'reactive_rule'

export interface DatedSetting {
  readonly validFrom: number
  readonly body: unknown
}

const flag = (value: boolean): 0 | 1 => (value ? 1 : 0)

const toExchange = (row: Selectable<DB['meter_exchange']>): MeterExchange => ({
  id: row.id,
  tenantId: row.tenant_id,
  deviceId: row.device_id,
  metric: row.metric,
  at: row.at,
  oldEndIndex: row.old_end_index,
  newStartIndex: row.new_start_index,
  note: row.note,
  createdAt: row.created_at,
  createdBy: row.created_by,
})
const toEvent = (row: Selectable<DB['counter_event']>): CounterEvent => ({
  tenantId: row.tenant_id,
  deviceId: row.device_id,
  metric: row.metric,
  at: row.at,
  kind: row.kind as CounterEventKind,
  from: row.from_index,
  to: row.to_index,
})
const toLimit = (row: Selectable<DB['reactive_limit']>): ReactiveLimit => ({
  id: row.id,
  tenantId: row.tenant_id,
  deviceId: row.device_id,
  validFrom: row.valid_from,
  installedKva: row.installed_kva,
  connectionKw: row.connection_kw,
  isSinglePhase: row.is_single_phase === 1,
  inductivePercent: row.inductive_percent,
  capacitivePercent: row.capacitive_percent,
  isExempt: row.is_exempt === 1,
  createdAt: row.created_at,
})

/** Meter exchanges, counter events, reactive limits, tariffs and rules. */
export class EnergyStore {
  readonly #db: Kysely<DB>

  constructor(db: Kysely<DB>) {
    this.#db = db
  }

  /** In the order in which they were recorded. */
  async everyExchange(): Promise<readonly MeterExchange[]> {
    return (await this.#db.selectFrom('meter_exchange').selectAll().orderBy('seq').execute()).map(toExchange)
  }

  async addExchange(exchange: MeterExchange): Promise<void> {
    await this.#db
      .insertInto('meter_exchange')
      .values({
        id: exchange.id,
        tenant_id: exchange.tenantId,
        device_id: exchange.deviceId,
        metric: exchange.metric,
        at: exchange.at,
        old_end_index: exchange.oldEndIndex,
        new_start_index: exchange.newStartIndex,
        note: exchange.note,
        created_at: exchange.createdAt,
        created_by: exchange.createdBy,
      })
      .execute()
  }

  async addEvents(events: readonly CounterEvent[]): Promise<void> {
    if (events.length === 0) return
    await this.#db
      .insertInto('counter_event')
      .values(
        events.map((event) => ({
          tenant_id: event.tenantId,
          device_id: event.deviceId,
          metric: event.metric,
          at: event.at,
          kind: event.kind,
          from_index: event.from,
          to_index: event.to,
        })),
      )
      .execute()
  }

  /** Oldest first; at most `limit`, the newest ones. */
  async events(deviceId: string, start: number, end: number, limit: number): Promise<readonly CounterEvent[]> {
    const rows = await this.#db
      .selectFrom('counter_event')
      .selectAll()
      .where('device_id', '=', deviceId)
      .where('at', '>=', start)
      .where('at', '<', end)
      .orderBy('at', 'desc')
      .orderBy('seq', 'desc')
      .limit(limit)
      .execute()
    return rows.reverse().map(toEvent)
  }

  async limits(tenantId: string): Promise<readonly ReactiveLimit[]> {
    const rows = await this.#db
      .selectFrom('reactive_limit')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .orderBy('valid_from', 'desc')
      .orderBy('created_at', 'desc')
      .execute()
    return rows.map(toLimit)
  }

  async addLimit(limit: ReactiveLimit): Promise<void> {
    await this.#db
      .insertInto('reactive_limit')
      .values({
        id: limit.id,
        tenant_id: limit.tenantId,
        device_id: limit.deviceId,
        valid_from: limit.validFrom,
        installed_kva: limit.installedKva,
        connection_kw: limit.connectionKw,
        is_single_phase: flag(limit.isSinglePhase),
        inductive_percent: limit.inductivePercent,
        capacitive_percent: limit.capacitivePercent,
        is_exempt: flag(limit.isExempt),
        created_at: limit.createdAt,
      })
      .execute()
  }

  async removeLimit(id: string): Promise<void> {
    await this.#db.deleteFrom('reactive_limit').where('id', '=', id).execute()
  }

  /** Newest first. */
  async dated(tenantId: string, kind: DatedKind): Promise<readonly DatedSetting[]> {
    const rows = await this.#db
      .selectFrom('energy_setting')
      .select(['valid_from', 'body'])
      .where('tenant_id', '=', tenantId)
      .where('kind', '=', kind)
      .orderBy('valid_from', 'desc')
      .execute()
    return rows.map((row) => ({ validFrom: row.valid_from, body: JSON.parse(row.body) as unknown }))
  }

  /** Adds a setting, or replaces the one of the same day. */
  async saveDated(tenantId: string, kind: DatedKind, setting: DatedSetting, now: number): Promise<void> {
    const changeable = { body: JSON.stringify(setting.body), created_at: now }
    await this.#db
      .insertInto('energy_setting')
      .values({ tenant_id: tenantId, kind, valid_from: setting.validFrom, ...changeable })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'kind', 'valid_from']).doUpdateSet(changeable))
      .execute()
  }
}
