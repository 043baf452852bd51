import { type Kysely, type Selectable, type SelectQueryBuilder, sql } from 'kysely'
import { ACTIVE_STATES, type OtaState } from '../../core/firmware/ota.states.ts'
import type { OtaBatch, OtaEvent, OtaUpdate, UnitFirmware } from '../../core/firmware/ota.types.ts'
import type { Page, PageRequest } from '../../core/page.ts'
import type { DB } from '../schema.ts'
import { changingOf, plannedOf, toBatch, toEvent, toUnit, toUpdate } from './ota-rows.ts'

export interface OtaFilter {
  readonly states?: readonly OtaState[] | undefined
  readonly firmwareId?: string | undefined
  readonly gatewayId?: string | undefined
  readonly deviceId?: string | undefined
  readonly batchId?: string | undefined
}

/** Updates, batches, and what units say that they run. */
export class OtaStore {
  readonly #db: Kysely<DB>

  constructor(db: Kysely<DB>) {
    this.#db = db
  }

  async list(
    tenantId: string,
    filter: OtaFilter,
    page: PageRequest<'created_at' | 'finished_at' | 'state' | 'attempt'>,
  ): Promise<Page<OtaUpdate>> {
    const narrowed = <Output>(start: SelectQueryBuilder<DB, 'ota_update', Output>) => {
      let query = start.where('tenant_id', '=', tenantId)
      if (filter.states) query = query.where('state', 'in', filter.states)
      if (filter.firmwareId) query = query.where('firmware_id', '=', filter.firmwareId)
      if (filter.gatewayId) query = query.where('gateway_id', '=', filter.gatewayId)
      if (filter.deviceId) query = query.where('device_id', '=', filter.deviceId)
      if (filter.batchId) query = query.where('batch_id', '=', filter.batchId)
      return query
    }
    const rows = await narrowed(this.#db.selectFrom('ota_update').selectAll())
      .orderBy(page.sortBy, page.sortOrder)
      .orderBy('id', page.sortOrder)
      .limit(page.limit)
      .offset(page.offset)
      .execute()
    const count = await narrowed(
      this.#db.selectFrom('ota_update').select(sql<number>`count(*)`.as('n')),
    ).executeTakeFirstOrThrow()
    return { items: rows.map(toUpdate), total: Number(count.n) }
  }

  async get(tenantId: string, id: string): Promise<OtaUpdate | null> {
    const update = await this.find(id)
    return update?.tenantId === tenantId ? update : null
  }

  async find(id: string): Promise<OtaUpdate | null> {
    const row = await this.#db.selectFrom('ota_update').selectAll().where('id', '=', id).executeTakeFirst()
    return row ? toUpdate(row) : null
  }

  /** What holds the gateway, oldest first. */
  activeOf(gatewayId: string): Promise<readonly OtaUpdate[]> {
    return this.#updates((query) => query.where('gateway_id', '=', gatewayId).where('state', 'in', ACTIVE_STATES))
  }

  queued(gatewayId: string | null): Promise<readonly OtaUpdate[]> {
    return this.#updates((query) => {
      const queued = query.where('state', '=', 'queued')
      return gatewayId === null ? queued : queued.where('gateway_id', '=', gatewayId)
    })
  }

  /** What has outlasted its deadline. */
  due(now: number): Promise<readonly OtaUpdate[]> {
    return this.#updates((query) => query.where('state', 'in', ACTIVE_STATES).where('deadline_at', '<=', now))
  }

  ofBatch(batchId: string): Promise<readonly OtaUpdate[]> {
    return this.#updates((query) => query.where('batch_id', '=', batchId))
  }

  /** Every attempt of the chain that this one belongs to, the first one first. */
  async chainOf(update: OtaUpdate): Promise<readonly OtaUpdate[]> {
    const chain = [update]
    for (let first = update; first.retryOf !== null; ) {
      const before = await this.find(first.retryOf)
      if (!before) break
      chain.unshift(before)
      first = before
    }
    for (let last = update; ; ) {
      const [next] = await this.#updates((query) => query.where('retry_of', '=', last.id))
      if (!next) return chain
      chain.push(next)
      last = next
    }
  }

  async save(update: OtaUpdate): Promise<void> {
    const changing = changingOf(update)
    await this.#db
      .insertInto('ota_update')
      .values({ ...plannedOf(update), ...changing })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(changing))
      .execute()
  }

  async addEvent(updateId: string, event: OtaEvent): Promise<void> {
    await this.#db
      .insertInto('ota_event')
      .values({
        update_id: updateId,
        at: event.at,
        action: event.action,
        from_state: event.fromState,
        to_state: event.toState,
        actor_id: event.actorId,
        detail: event.detail === null ? null : JSON.stringify(event.detail),
      })
      .execute()
  }

  async events(updateId: string): Promise<readonly OtaEvent[]> {
    const rows = await this.#db
      .selectFrom('ota_event')
      .selectAll()
      .where('update_id', '=', updateId)
      .orderBy('seq')
      .execute()
    return rows.map(toEvent)
  }

  async saveBatch(batch: OtaBatch): Promise<void> {
    const changing = {
      state: batch.state,
      opened_wave: batch.openedWave,
      forgiven_failures: batch.forgivenFailures,
      pause_reason: batch.pauseReason,
      finished_at: batch.finishedAt,
    }
    await this.#db
      .insertInto('ota_batch')
      .values({
        id: batch.id,
        tenant_id: batch.tenantId,
        firmware_id: batch.firmwareId,
        waves: JSON.stringify(batch.waves),
        error_threshold_percent: batch.errorThresholdPercent,
        created_at: batch.createdAt,
        created_by: batch.createdBy,
        ...changing,
      })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(changing))
      .execute()
  }

  async batch(tenantId: string, id: string): Promise<OtaBatch | null> {
    const batch = await this.findBatch(id)
    return batch?.tenantId === tenantId ? batch : null
  }

  async findBatch(id: string): Promise<OtaBatch | null> {
    const row = await this.#db.selectFrom('ota_batch').selectAll().where('id', '=', id).executeTakeFirst()
    return row ? toBatch(row) : null
  }

  async runningBatches(): Promise<readonly OtaBatch[]> {
    return (await this.#db.selectFrom('ota_batch').selectAll().where('state', '=', 'running').execute()).map(toBatch)
  }

  /** Newest first. */
  async batches(tenantId: string, page: { offset: number; limit: number }): Promise<Page<OtaBatch>> {
    const own = this.#db.selectFrom('ota_batch').where('tenant_id', '=', tenantId)
    const rows = await own
      .selectAll()
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .limit(page.limit)
      .offset(page.offset)
      .execute()
    const count = await own.select(sql<number>`count(*)`.as('n')).executeTakeFirstOrThrow()
    return { items: rows.map(toBatch), total: Number(count.n) }
  }

  async unit(unitId: string): Promise<UnitFirmware | null> {
    const row = await this.#db.selectFrom('unit_firmware').selectAll().where('unit_id', '=', unitId).executeTakeFirst()
    return row ? toUnit(row) : null
  }

  async units(tenantId: string): Promise<readonly UnitFirmware[]> {
    const rows = await this.#db.selectFrom('unit_firmware').selectAll().where('tenant_id', '=', tenantId).execute()
    return rows.map(toUnit)
  }

  /** A report without type or revision does not make them unknown. */
  async saveUnit(tenantId: string, unit: UnitFirmware): Promise<void> {
    const changing = {
      gateway_id: unit.gatewayId,
      version: unit.version,
      reported_at: unit.reportedAt,
      ...(unit.deviceType !== null && { device_type: unit.deviceType }),
      ...(unit.hwRevision !== null && { hw_revision: unit.hwRevision }),
    }
    await this.#db
      .insertInto('unit_firmware')
      .values({
        unit_id: unit.unitId,
        tenant_id: tenantId,
        device_type: unit.deviceType,
        hw_revision: unit.hwRevision,
        ...changing,
      })
      .onConflict((conflict) => conflict.column('unit_id').doUpdateSet(changing))
      .execute()
  }

  async #updates(
    narrow: (
      query: SelectQueryBuilder<DB, 'ota_update', Selectable<DB['ota_update']>>,
    ) => SelectQueryBuilder<DB, 'ota_update', Selectable<DB['ota_update']>>,
  ): Promise<readonly OtaUpdate[]> {
    const rows = await narrow(this.#db.selectFrom('ota_update').selectAll())
      .orderBy('created_at')
      .orderBy('wave')
      .orderBy('id')
      .execute()
    return rows.map(toUpdate)
  }
}
