import type { Stores } from '../../storage/stores/stores.ts'
import { type Actor, requirePermission } from '../access.ts'
import type { Audit } from '../audit/audit.ts'
import type { Inventory } from '../devices/inventory.ts'
import { notFound, stateConflict } from '../errors.ts'
import { newId } from '../ids.ts'
import type { Clock } from '../outside.ts'
import type { Page } from '../page.ts'
import type { Transact } from '../transact.ts'
import type { Hold, IsolationPoint, PointDraft } from './loto.types.ts'

export interface PointsDeps {
  readonly stores: Stores
  readonly transact: Transact
  readonly audit: Audit
  readonly clock: Clock
  readonly inventory: Inventory
  readonly changed: (tenantId: string) => Promise<void>
}

/** A point with the sessions that plan with it or hold it. */
export interface PointView {
  readonly point: IsolationPoint
  readonly holds: readonly Hold[]
}

type ListArguments = Parameters<Stores['lotoPoints']['list']>

/** Places at which energy is cut and held off. */
export class Points {
  readonly #deps: PointsDeps

  constructor(deps: PointsDeps) {
    this.#deps = deps
  }

  async list(actor: Actor, filters: ListArguments[1], page: ListArguments[2]): Promise<Page<PointView>> {
    requirePermission(actor, 'loto:read')
    const { lotoPoints } = this.#deps.stores
    const { items, total } = await lotoPoints.list(actor.tenantId, filters, page)
    const holds = await lotoPoints.holds(
      actor.tenantId,
      items.map(({ id }) => id),
    )
    return {
      items: items.map((point) => ({ point, holds: holds.filter(({ pointId }) => pointId === point.id) })),
      total,
    }
  }

  async add(actor: Actor, draft: PointDraft): Promise<PointView> {
    requirePermission(actor, 'loto:write')
    this.#checkPlace(actor, draft)
    const point = { ...draft, id: newId(), tenantId: actor.tenantId, createdAt: this.#deps.clock.now() }
    await this.#write(actor, 'create', point.id, { ...draft }, (stores) => stores.lotoPoints.save(point))
    return { point, holds: [] }
  }

  /** @throws AppError STATE_CONFLICT while a session plans with it or holds it */
  async change(actor: Actor, id: string, change: Partial<PointDraft>): Promise<PointView> {
    requirePermission(actor, 'loto:write')
    this.#checkPlace(actor, change)
    await this.#write(actor, 'update', id, { ...change }, async (stores) =>
      stores.lotoPoints.save({ ...(await this.#free(stores, actor, id)), ...change }),
    )
    return { point: await this.#own(this.#deps.stores, actor, id), holds: [] }
  }

  /** @throws AppError STATE_CONFLICT while a session plans with it or holds it */
  async remove(actor: Actor, id: string): Promise<void> {
    requirePermission(actor, 'loto:write')
    const { name } = await this.#own(this.#deps.stores, actor, id)
    await this.#write(actor, 'delete', id, { name }, async (stores) => {
      await this.#free(stores, actor, id)
      await stores.lotoPoints.remove(id, this.#deps.clock.now())
    })
  }

  async #free(stores: Stores, actor: Actor, id: string): Promise<IsolationPoint> {
    const point = await this.#own(stores, actor, id)
    if ((await stores.lotoPoints.holds(actor.tenantId, [id])).length > 0)
      throw stateConflict({
        tr: 'Bu nokta süren bir kilitleme oturumunda; oturum bitmeden değiştirilemez',
        en: 'A lock-out session holds this point; it can be changed once the session is over',
      })
    return point
  }

  async #own(stores: Stores, actor: Actor, id: string): Promise<IsolationPoint> {
    const point = await stores.lotoPoints.get(actor.tenantId, id)
    if (!point) throw notFound({ tr: 'İzolasyon noktası bulunamadı', en: 'Isolation point not found' })
    return point
  }

  #checkPlace(actor: Actor, { deviceId = null, subregionId = null }: Partial<PointDraft>): void {
    const { devices, subregions } = this.#deps.inventory
    if (deviceId !== null && devices.get(deviceId)?.tenantId !== actor.tenantId)
      throw notFound({ tr: 'Cihaz bulunamadı', en: 'Device not found' })
    if (subregionId !== null && subregions.get(subregionId)?.tenantId !== actor.tenantId)
      throw notFound({ tr: 'Alt bölge bulunamadı', en: 'Subregion not found' })
  }

  async #write(
    actor: Actor,
    action: 'create' | 'update' | 'delete',
    entityId: string,
    detail: Record<string, unknown>,
    change: (stores: Stores) => Promise<void>,
  ): Promise<void> {
    const { tenantId } = actor
    await this.#deps.transact(async (stores) => {
      await change(stores)
      await this.#deps.audit.append(stores, { tenantId, actor, action, entity: 'loto_point', entityId, detail })
    })
    await this.#deps.changed(tenantId)
  }
}
