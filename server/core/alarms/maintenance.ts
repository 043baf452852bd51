import type { Stores } from '../../storage/stores/stores.ts'
import { type Actor, requirePermission } from '../access.ts'
import type { Audit } from '../audit/audit.ts'
import type { Device } from '../devices/devices.types.ts'
import type { Inventory } from '../devices/inventory.ts'
import { notFound, ruleViolation, stateConflict } from '../errors.ts'
import { newId } from '../ids.ts'
import type { Clock } from '../outside.ts'
import type { Page } from '../page.ts'
import type { Transact } from '../transact.ts'
import {
  type MaintenanceDraft,
  type MaintenanceState,
  type MaintenanceTarget,
  type MaintenanceView,
  type MaintenanceWindow,
  maintenanceState,
} from './maintenance.types.ts'

const DAY_MS = 86_400_000
export const MAX_MAINTENANCE_MS = 30 * DAY_MS
const MAX_DEPTH = 20

export interface MaintenanceDeps {
  readonly stores: Stores
  readonly transact: Transact
  readonly audit: Audit
  readonly clock: Clock
  readonly inventory: Inventory
  readonly changed: (entity: 'maintenance', tenantId: string) => void
}

/** Windows in which alarms of a part of the marina are recorded but call nobody. */
export class Maintenance {
  readonly #deps: MaintenanceDeps
  /** Those that are not over, by id. */
  readonly #ahead = new Map<string, MaintenanceWindow>()

  constructor(deps: MaintenanceDeps) {
    this.#deps = deps
  }

  async start(): Promise<void> {
    for (const window of await this.#deps.stores.maintenance.ahead(this.#deps.clock.now()))
      this.#ahead.set(window.id, window)
  }

  now(): number {
    return this.#deps.clock.now()
  }

  async list(
    actor: Actor,
    state: MaintenanceState | null,
    page: { readonly offset: number; readonly limit: number },
  ): Promise<Page<MaintenanceView>> {
    requirePermission(actor, 'alarms:read')
    return await this.#deps.stores.maintenance.list(actor.tenantId, state, this.#deps.clock.now(), page)
  }

  async add(actor: Actor, draft: MaintenanceDraft): Promise<MaintenanceView> {
    requirePermission(actor, 'alarms:write')
    const { clock, transact, audit } = this.#deps
    const now = clock.now()
    if (draft.endAt <= now || draft.endAt <= draft.startAt || draft.endAt - draft.startAt > MAX_MAINTENANCE_MS) {
      throw ruleViolation({
        tr: 'Bakım penceresi gelecekte bitmeli, başlangıcından sonra ve en çok 30 gün sürmelidir',
        en: 'A maintenance window must end in the future, after its start, and last at most 30 days',
      })
    }
    this.#requireTarget(actor, draft.target)
    const window: MaintenanceWindow = {
      ...draft,
      id: newId(),
      tenantId: actor.tenantId,
      endedAt: null,
      endedBy: null,
      createdBy: actor.userId,
      createdAt: now,
    }
    await transact(async (stores) => {
      await stores.maintenance.save(window)
      await audit.append(stores, {
        tenantId: actor.tenantId,
        actor,
        action: 'create',
        entity: 'maintenance',
        entityId: window.id,
        detail: { ...draft },
      })
    })
    this.#ahead.set(window.id, window)
    this.#deps.changed('maintenance', actor.tenantId)
    return { ...window, createdByEmail: actor.email, endedByEmail: null }
  }

  /** What still stands calls again within a second. @throws AppError STATE_CONFLICT when it is over already */
  async end(actor: Actor, id: string): Promise<MaintenanceView> {
    requirePermission(actor, 'alarms:write')
    const { clock, transact, audit, stores: read } = this.#deps
    const found = await read.maintenance.get(actor.tenantId, id)
    if (!found) throw notFound({ tr: 'Bakım penceresi bulunamadı', en: 'Maintenance window not found' })
    const now = clock.now()
    if (maintenanceState(found, now) === 'over')
      throw stateConflict({ tr: 'Bakım penceresi zaten bitti', en: 'The maintenance window is over already' })
    const ended: MaintenanceView = { ...found, endedAt: now, endedBy: actor.userId, endedByEmail: actor.email }
    await transact(async (stores) => {
      await stores.maintenance.save(ended)
      const note = { tenantId: actor.tenantId, actor, action: 'end', entity: 'maintenance', entityId: id }
      await audit.append(stores, note)
    })
    this.#ahead.delete(id)
    this.#deps.changed('maintenance', actor.tenantId)
    return ended
  }

  /** The window that covers the device, or the gateway when there is no device, at this moment. */
  covering(subject: { deviceId: string | null; gatewayId: string | null }): MaintenanceWindow | null {
    if (this.#ahead.size === 0) return null
    const now = this.#deps.clock.now()
    for (const window of this.#ahead.values()) {
      if (window.endAt <= now) this.#ahead.delete(window.id)
      else if (window.startAt <= now && this.#covers(window, subject)) return window
    }
    return null
  }

  #covers(window: MaintenanceWindow, subject: { deviceId: string | null; gatewayId: string | null }): boolean {
    const { inventory } = this.#deps
    const { kind, value } = window.target
    if (subject.deviceId === null) return this.#coversGateway(window.target, subject.gatewayId)
    let device = inventory.devices.get(subject.deviceId)
    if (device?.tenantId !== window.tenantId) return false
    if (kind !== 'device') return this.#isWithin(device, window.target)
    for (let depth = 0; device && depth < MAX_DEPTH; depth++) {
      if (device.id === value) return true
      device = device.parentId === null ? undefined : inventory.devices.get(device.parentId)
    }
    return false
  }

  #isWithin(device: Device, { kind, value }: MaintenanceTarget): boolean {
    const { inventory } = this.#deps
    if (kind === 'gateway') return device.gatewayId === value
    if (kind === 'device_type') return device.deviceType === value
    const subregion = inventory.subregionOf(device)
    return (kind === 'subregion' ? subregion?.id : subregion?.regionId) === value
  }

  #coversGateway({ kind, value }: MaintenanceTarget, gatewayId: string | null): boolean {
    const gateway = gatewayId === null ? undefined : this.#deps.inventory.gateways.get(gatewayId)
    if (!gateway) return false
    if (kind === 'gateway') return gateway.id === value
    if (kind === 'subregion') return gateway.subregionId === value
    const subregion = gateway.subregionId === null ? null : this.#deps.inventory.subregions.get(gateway.subregionId)
    return kind === 'region' && subregion?.regionId === value
  }

  #requireTarget(actor: Actor, { kind, value }: MaintenanceTarget): void {
    if (kind === 'device_type') return
    const { devices, gateways, subregions, regions } = this.#deps.inventory
    const found = { device: devices, gateway: gateways, subregion: subregions, region: regions }[kind].get(value)
    if (found?.tenantId !== actor.tenantId)
      throw notFound({ tr: 'Bakım hedefi bulunamadı', en: 'The target of the maintenance was not found' })
  }
}
