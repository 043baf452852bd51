import type { Stores } from '../../storage/stores/stores.ts'
import { type Actor, requirePermission } from '../access.ts'
import type { Audit } from '../audit/audit.ts'
import type { Inventory } from '../devices/inventory.ts'
import { duplicate, notFound, stateConflict } from '../errors.ts'
import { newId } from '../ids.ts'
import type { Clock } from '../outside.ts'
import type { Page } from '../page.ts'
import type { Transact } from '../transact.ts'
import type { Region, Subregion } from './sites.types.ts'

type RegionDraft = Omit<Region, 'id' | 'tenantId' | 'createdAt'>
type SubregionDraft = Omit<Subregion, 'id' | 'tenantId' | 'createdAt'>

export interface SitesDeps {
  readonly stores: Stores
  readonly transact: Transact
  readonly audit: Audit
  readonly clock: Clock
  readonly inventory: Inventory
  /** Told after a change is committed. */
  readonly changed: (entity: 'region' | 'subregion', tenantId: string) => void
}

const NO_REGION = { tr: 'Bölge bulunamadı', en: 'Region not found' }
const NO_SUBREGION = { tr: 'Alt bölge bulunamadı', en: 'Subregion not found' }

/** Regions and subregions: where things are. */
export class Sites {
  readonly #deps: SitesDeps

  constructor(deps: SitesDeps) {
    this.#deps = deps
  }

  async regions(
    actor: Actor,
    filters: Parameters<Stores['sites']['regions']>[1],
    page: Parameters<Stores['sites']['regions']>[2],
  ): Promise<Page<Region>> {
    requirePermission(actor, 'sites:read')
    return this.#deps.stores.sites.regions(actor.tenantId, filters, page)
  }

  async region(actor: Actor, id: string): Promise<Region> {
    requirePermission(actor, 'sites:read')
    return this.#region(this.#deps.stores, actor, id)
  }

  async addRegion(actor: Actor, draft: RegionDraft): Promise<Region> {
    requirePermission(actor, 'sites:write')
    return this.#write(actor, 'region', 'create', async (stores) => {
      await this.#regionNameFree(stores, actor, draft.name, null)
      const region: Region = { id: newId(), tenantId: actor.tenantId, ...draft, createdAt: this.#deps.clock.now() }
      await stores.sites.saveRegion(region)
      return { result: region, id: region.id, detail: draft }
    })
  }

  async changeRegion(actor: Actor, id: string, change: Partial<RegionDraft>): Promise<Region> {
    requirePermission(actor, 'sites:write')
    return this.#write(actor, 'region', 'update', async (stores) => {
      const region: Region = { ...(await this.#region(stores, actor, id)), ...change }
      await this.#regionNameFree(stores, actor, region.name, id)
      await stores.sites.saveRegion(region)
      return { result: region, id, detail: change }
    })
  }

  /** @throws AppError STATE_CONFLICT while subregions stand in it */
  async removeRegion(actor: Actor, id: string): Promise<void> {
    requirePermission(actor, 'sites:write')
    await this.#write(actor, 'region', 'delete', async (stores) => {
      const region = await this.#region(stores, actor, id)
      if (await stores.sites.regionHasSubregions(id))
        throw stateConflict({
          tr: 'Bölgenin alt bölgeleri var; önce onları silin',
          en: 'The region still has subregions; delete them first',
        })
      await stores.sites.removeRegion(id)
      return { result: undefined, id, detail: { name: region.name } }
    })
  }

  async subregions(
    actor: Actor,
    filters: Parameters<Stores['sites']['subregions']>[1],
    page: Parameters<Stores['sites']['subregions']>[2],
  ): Promise<Page<Subregion>> {
    requirePermission(actor, 'sites:read')
    return this.#deps.stores.sites.subregions(actor.tenantId, filters, page)
  }

  async subregion(actor: Actor, id: string): Promise<Subregion> {
    requirePermission(actor, 'sites:read')
    return this.#subregion(this.#deps.stores, actor, id)
  }

  async sitePlans(actor: Actor): Promise<readonly Subregion[]> {
    requirePermission(actor, 'sites:read')
    return this.#deps.stores.sites.withSitePlan(actor.tenantId)
  }

  async addSubregion(actor: Actor, draft: SubregionDraft): Promise<Subregion> {
    requirePermission(actor, 'sites:write')
    return this.#write(actor, 'subregion', 'create', async (stores) => {
      await this.#region(stores, actor, draft.regionId)
      await this.#subregionNameFree(stores, draft.regionId, draft.name, null)
      const subregion: Subregion = {
        id: newId(),
        tenantId: actor.tenantId,
        ...draft,
        createdAt: this.#deps.clock.now(),
      }
      await stores.sites.saveSubregion(subregion)
      return { result: subregion, id: subregion.id, detail: { name: draft.name, region_id: draft.regionId } }
    })
  }

  async changeSubregion(actor: Actor, id: string, change: Partial<SubregionDraft>): Promise<Subregion> {
    requirePermission(actor, 'sites:write')
    return this.#write(actor, 'subregion', 'update', async (stores) => {
      const subregion: Subregion = { ...(await this.#subregion(stores, actor, id)), ...change }
      await this.#region(stores, actor, subregion.regionId)
      await this.#subregionNameFree(stores, subregion.regionId, subregion.name, id)
      await stores.sites.saveSubregion(subregion)
      const { sitePlan, ...small } = change
      return { result: subregion, id, detail: { ...small, ...(sitePlan !== undefined && { site_plan: 'changed' }) } }
    })
  }

  /** @throws AppError STATE_CONFLICT while gateways or devices stand in it */
  async removeSubregion(actor: Actor, id: string): Promise<void> {
    requirePermission(actor, 'sites:write')
    await this.#write(actor, 'subregion', 'delete', async (stores) => {
      const subregion = await this.#subregion(stores, actor, id)
      if (await stores.sites.subregionIsInUse(id))
        throw stateConflict({
          tr: 'Alt bölgede ağ geçidi veya cihaz var; önce onları taşıyın',
          en: 'Gateways or devices stand in the subregion; move them first',
        })
      await stores.sites.removeSubregion(id)
      return { result: undefined, id, detail: { name: subregion.name } }
    })
  }

  async #write<T>(
    actor: Actor,
    entity: 'region' | 'subregion',
    action: string,
    run: (stores: Stores) => Promise<{ result: T; id: string; detail: Record<string, unknown> }>,
  ): Promise<T> {
    const { result, id } = await this.#deps.transact(async (stores) => {
      const done = await run(stores)
      await this.#deps.audit.append(stores, {
        tenantId: actor.tenantId,
        actor,
        action,
        entity,
        entityId: done.id,
        detail: done.detail,
      })
      return done
    })
    await this.#mirror(entity, actor.tenantId, id)
    this.#deps.changed(entity, actor.tenantId)
    return result
  }

  /** Takes over into memory what is committed now. */
  async #mirror(entity: 'region' | 'subregion', tenantId: string, id: string): Promise<void> {
    const { stores, inventory } = this.#deps
    if (entity === 'region') {
      const region = await stores.sites.region(tenantId, id)
      if (region) inventory.regions.set(id, region)
      else inventory.regions.delete(id)
      return
    }
    const subregion = await stores.sites.subregion(tenantId, id)
    if (subregion) inventory.subregions.set(id, subregion)
    else inventory.subregions.delete(id)
  }

  async #region(stores: Stores, actor: Actor, id: string): Promise<Region> {
    const region = await stores.sites.region(actor.tenantId, id)
    if (!region) throw notFound(NO_REGION)
    return region
  }

  async #subregion(stores: Stores, actor: Actor, id: string): Promise<Subregion> {
    const subregion = await stores.sites.subregion(actor.tenantId, id)
    if (!subregion) throw notFound(NO_SUBREGION)
    return subregion
  }

  async #regionNameFree(stores: Stores, actor: Actor, name: string, except: string | null): Promise<void> {
    const id = await stores.sites.regionIdByName(actor.tenantId, name)
    if (id && id !== except)
      throw duplicate({ tr: 'Bu adla bir bölge zaten var', en: 'A region with this name already exists' })
  }

  async #subregionNameFree(stores: Stores, regionId: string, name: string, except: string | null): Promise<void> {
    const id = await stores.sites.subregionIdByName(regionId, name)
    if (id && id !== except)
      throw duplicate({
        tr: 'Bu bölgede bu adla bir alt bölge zaten var',
        en: 'A subregion with this name already exists in the region',
      })
  }
}
