import type { Kysely, Selectable } from 'kysely'
import type { Page, PageRequest } from '../../core/page.ts'
import type { Region, Subregion } from '../../core/sites/sites.types.ts'
import { type Filters, listRows } from '../list.ts'
import type { DB } from '../schema.ts'

const toRegion = (row: Selectable<DB['region']>): Region => ({
  id: row.id,
  tenantId: row.tenant_id,
  name: row.name,
  description: row.description,
  latitude: row.latitude,
  longitude: row.longitude,
  timeZone: row.time_zone,
  createdAt: row.created_at,
})
const toSubregion = (row: Selectable<DB['subregion']>): Subregion => ({
  id: row.id,
  tenantId: row.tenant_id,
  regionId: row.region_id,
  name: row.name,
  description: row.description,
  latitude: row.latitude,
  longitude: row.longitude,
  sitePlan: row.site_plan === null ? null : (JSON.parse(row.site_plan) as Record<string, unknown>),
  createdAt: row.created_at,
})

export class SitesStore {
  readonly #db: Kysely<DB>

  constructor(db: Kysely<DB>) {
    this.#db = db
  }

  async regions(
    tenantId: string,
    filters: Filters<'region'>,
    page: PageRequest<keyof DB['region']>,
  ): Promise<Page<Region>> {
    const { items, total } = await listRows(this.#db, 'region', tenantId, filters, page)
    return { items: items.map((row) => toRegion(row as unknown as Selectable<DB['region']>)), total }
  }

  async region(tenantId: string, id: string): Promise<Region | null> {
    const row = await this.#db
      .selectFrom('region')
      .selectAll()
      .where('id', '=', id)
      .where('tenant_id', '=', tenantId)
      .executeTakeFirst()
    return row ? toRegion(row) : null
  }

  async everyRegion(): Promise<readonly Region[]> {
    return (await this.#db.selectFrom('region').selectAll().execute()).map(toRegion)
  }

  async everySubregion(): Promise<readonly Subregion[]> {
    return (await this.#db.selectFrom('subregion').selectAll().execute()).map(toSubregion)
  }

  async regionIdByName(tenantId: string, name: string): Promise<string | null> {
    const row = await this.#db
      .selectFrom('region')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('name', '=', name)
      .executeTakeFirst()
    return row?.id ?? null
  }

  async saveRegion(region: Region): Promise<void> {
    const rest = {
      name: region.name,
      description: region.description,
      latitude: region.latitude,
      longitude: region.longitude,
      time_zone: region.timeZone,
    }
    await this.#db
      .insertInto('region')
      .values({ id: region.id, tenant_id: region.tenantId, created_at: region.createdAt, ...rest })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(rest))
      .execute()
  }

  async removeRegion(id: string): Promise<void> {
    await this.#db.deleteFrom('region').where('id', '=', id).execute()
  }

  async regionHasSubregions(id: string): Promise<boolean> {
    return (
      (await this.#db.selectFrom('subregion').select('id').where('region_id', '=', id).limit(1).executeTakeFirst()) !==
      undefined
    )
  }

  async subregions(
    tenantId: string,
    filters: Filters<'subregion'>,
    page: PageRequest<keyof DB['subregion']>,
  ): Promise<Page<Subregion>> {
    const { items, total } = await listRows(this.#db, 'subregion', tenantId, filters, page)
    return { items: items.map((row) => toSubregion(row as unknown as Selectable<DB['subregion']>)), total }
  }

  async subregion(tenantId: string, id: string): Promise<Subregion | null> {
    const row = await this.#db
      .selectFrom('subregion')
      .selectAll()
      .where('id', '=', id)
      .where('tenant_id', '=', tenantId)
      .executeTakeFirst()
    return row ? toSubregion(row) : null
  }

  async subregionIdByName(regionId: string, name: string): Promise<string | null> {
    const row = await this.#db
      .selectFrom('subregion')
      .select('id')
      .where('region_id', '=', regionId)
      .where('name', '=', name)
      .executeTakeFirst()
    return row?.id ?? null
  }

  async withSitePlan(tenantId: string): Promise<readonly Subregion[]> {
    const rows = await this.#db
      .selectFrom('subregion')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('site_plan', 'is not', null)
      .orderBy('created_at')
      .execute()
    return rows.map(toSubregion)
  }

  async saveSubregion(subregion: Subregion): Promise<void> {
    const rest = {
      region_id: subregion.regionId,
      name: subregion.name,
      description: subregion.description,
      latitude: subregion.latitude,
      longitude: subregion.longitude,
      site_plan: subregion.sitePlan === null ? null : JSON.stringify(subregion.sitePlan),
    }
    await this.#db
      .insertInto('subregion')
      .values({ id: subregion.id, tenant_id: subregion.tenantId, created_at: subregion.createdAt, ...rest })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(rest))
      .execute()
  }

  async removeSubregion(id: string): Promise<void> {
    await this.#db.deleteFrom('widget').where('subregion_id', '=', id).execute()
    await this.#db.deleteFrom('subregion').where('id', '=', id).execute()
  }

  async subregionIsInUse(id: string): Promise<boolean> {
    const gateway = await this.#db
      .selectFrom('gateway')
      .select('id')
      .where('subregion_id', '=', id)
      .limit(1)
      .executeTakeFirst()
    const device = await this.#db
      .selectFrom('device')
      .select('id')
      .where('subregion_id', '=', id)
      .limit(1)
      .executeTakeFirst()
    return gateway !== undefined || device !== undefined
  }
}
