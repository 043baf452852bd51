import type { Stores } from '../../storage/stores/stores.ts'
import { type Actor, requirePermission } from '../access.ts'
import type { Audit } from '../audit/audit.ts'
import type { Interlock } from '../control/interlock.ts'
import { duplicate, notFound, ruleViolation, stateConflict } from '../errors.ts'
import { newId } from '../ids.ts'
import type { Clock } from '../outside.ts'
import type { Page } from '../page.ts'
import type { Transact } from '../transact.ts'
import type { Device, DeviceNode, GatewayType } from './devices.types.ts'
import type { Inventory } from './inventory.ts'
import type { Templates } from './templates.ts'

export type DeviceDraft = Omit<Device, 'id' | 'tenantId' | 'createdAt' | 'isOnline' | 'lastSeen'>

export interface DevicesDeps {
  readonly stores: Stores
  readonly transact: Transact
  readonly audit: Audit
  readonly clock: Clock
  readonly inventory: Inventory
  readonly templates: Templates
  /** A locked-out device stays where it hangs: elsewhere, or under another address, it would be out from under its lock. */
  readonly interlock: Interlock
  /** Told after a change is committed; resolves when it is in force. */
  readonly changed: (tenantId: string) => Promise<void>
  /** Forgets what was measured; told after the device is gone. */
  readonly removed: (deviceId: string) => void
  /** When a device was last heard, to the second; its row lags behind by up to a minute. */
  readonly lastSeen: (deviceId: string) => number | null
}

/** What makes a device this one, at this place. */
const BEARINGS = ['gatewayId', 'parentId', 'subregionId', 'slaveId', 'externalId', 'templateId'] as const

const NO_DEVICE = { tr: 'Cihaz bulunamadı', en: 'Device not found' }

/** Devices: what is measured and, later, controlled. */
export class Devices {
  readonly #deps: DevicesDeps

  constructor(deps: DevicesDeps) {
    this.#deps = deps
  }

  async list(
    actor: Actor,
    filters: Parameters<Stores['devices']['devices']>[1],
    page: Parameters<Stores['devices']['devices']>[2],
  ): Promise<Page<Device>> {
    requirePermission(actor, 'devices:read')
    const { items, total } = await this.#deps.stores.devices.devices(actor.tenantId, filters, page)
    return { items: items.map((device) => this.#fresh(this.#deps.inventory.devices.get(device.id) ?? device)), total }
  }

  /** Every device of the tenant, from memory. */
  index(actor: Actor): readonly Device[] {
    requirePermission(actor, 'devices:read')
    return [...this.#deps.inventory.devices.values()]
      .filter((device) => device.tenantId === actor.tenantId)
      .map((device) => this.#fresh(device))
  }

  get(actor: Actor, id: string): Device {
    requirePermission(actor, 'devices:read')
    return this.#fresh(this.#own(actor, id))
  }

  children(actor: Actor, id: string): readonly Device[] {
    requirePermission(actor, 'devices:read')
    this.#own(actor, id)
    return this.#deps.inventory.childrenOf(id)
  }

  /** The device with its ancestors (root first) and everything below it. */
  hierarchy(actor: Actor, id: string): { device: Device; ancestors: readonly Device[]; tree: DeviceNode } {
    requirePermission(actor, 'devices:read')
    const device = this.#own(actor, id)
    const ancestors: Device[] = []
    for (let parent = this.#parentOf(device); parent; parent = this.#parentOf(parent)) ancestors.unshift(parent)
    const nodeOf = (of: Device): DeviceNode => ({
      device: of,
      children: this.#deps.inventory.childrenOf(of.id).map(nodeOf),
    })
    return { device, ancestors, tree: nodeOf(device) }
  }

  /** @throws AppError RESOURCE_NOT_FOUND, DUPLICATE_ENTRY, BUSINESS_RULE_VIOLATION */
  async add(actor: Actor, draft: DeviceDraft): Promise<Device> {
    requirePermission(actor, 'devices:write')
    const device = await this.#deps.transact(async (stores) => {
      const id = newId()
      const made = await this.#checked(stores, {
        id,
        tenantId: actor.tenantId,
        ...draft,
        isOnline: false,
        lastSeen: null,
        createdAt: this.#deps.clock.now(),
      })
      await stores.devices.saveDevice(made)
      await this.#deps.audit.append(stores, {
        tenantId: actor.tenantId,
        actor,
        action: 'create',
        entity: 'device',
        entityId: id,
        detail: { ...draft },
      })
      return made
    })
    this.#deps.inventory.setDevice(device)
    await this.#deps.changed(actor.tenantId)
    return device
  }

  /** @throws AppError STATE_CONFLICT when it would move a device that is locked out */
  async change(actor: Actor, id: string, change: Partial<DeviceDraft>): Promise<Device> {
    requirePermission(actor, 'devices:write')
    const before = this.#own(actor, id)
    if (BEARINGS.some((field) => change[field] !== undefined && change[field] !== before[field]))
      await this.#deps.interlock.requireFree({ tenantId: actor.tenantId, deviceId: id })
    await this.#deps.transact(async (stores) => {
      const made = await this.#checked(stores, { ...this.#own(actor, id), ...change })
      await stores.devices.saveDevice(made)
      await this.#deps.audit.append(stores, {
        tenantId: actor.tenantId,
        actor,
        action: 'update',
        entity: 'device',
        entityId: id,
        detail: { ...change },
      })
      this.#deps.inventory.setDevice({
        ...made,
        isOnline: this.#own(actor, id).isOnline,
        lastSeen: this.#own(actor, id).lastSeen,
      })
    })
    await this.#deps.changed(actor.tenantId)
    return this.#own(actor, id)
  }

  /** @throws AppError STATE_CONFLICT while devices hang below it, or it is locked out */
  async remove(actor: Actor, id: string): Promise<void> {
    requirePermission(actor, 'devices:write')
    this.#own(actor, id)
    await this.#deps.interlock.requireFree({ tenantId: actor.tenantId, deviceId: id })
    await this.#deps.transact(async (stores) => {
      const device = this.#own(actor, id)
      if (await stores.devices.hasChildren(id))
        throw stateConflict({
          tr: 'Cihazın alt cihazları var; önce onları taşıyın',
          en: 'Other devices hang below this one; move them first',
        })
      await stores.devices.removeDevice(id)
      await this.#deps.audit.append(stores, {
        tenantId: actor.tenantId,
        actor,
        action: 'delete',
        entity: 'device',
        entityId: id,
        detail: { name: device.name },
      })
    })
    this.#deps.inventory.dropDevice(id)
    this.#deps.removed(id)
    await this.#deps.changed(actor.tenantId)
  }

  #fresh(device: Device): Device {
    return { ...device, lastSeen: this.#deps.lastSeen(device.id) ?? device.lastSeen }
  }

  #own(actor: Actor, id: string): Device {
    const device = this.#deps.inventory.devices.get(id)
    if (device?.tenantId !== actor.tenantId) throw notFound(NO_DEVICE)
    return device
  }

  #parentOf(device: Device): Device | null {
    return (device.parentId ? this.#deps.inventory.devices.get(device.parentId) : undefined) ?? null
  }

  /** Checks everything that a device leans on, and settles its template id and its MQTT name. */
  async #checked(stores: Stores, device: Device): Promise<Device> {
    const gateway = await stores.devices.gateway(device.tenantId, device.gatewayId)
    if (!gateway) throw notFound({ tr: 'Ağ geçidi bulunamadı', en: 'Gateway not found' })
    if (device.subregionId && !(await stores.sites.subregion(device.tenantId, device.subregionId)))
      throw notFound({ tr: 'Alt bölge bulunamadı', en: 'Subregion not found' })
    const template = device.templateId === null ? null : this.#deps.templates.find(device.tenantId, device.templateId)
    if (device.templateId !== null && !template)
      throw notFound({ tr: 'Cihaz şablonu bulunamadı', en: 'Device template not found' })
    this.#checkParent(device)
    const isNamed = gateway.type === 'mqtt' || gateway.type === 'zigbee'
    const externalId = isNamed ? (device.externalId ?? device.id) : null
    const checked = { ...device, externalId, templateId: template?.id ?? null }
    await this.#checkAddress(stores, gateway.type, checked)
    return checked
  }

  /** The address on the gateway: slave_id on Modbus, external_id on MQTT, each once. */
  async #checkAddress(
    stores: Stores,
    gatewayType: GatewayType,
    { id, gatewayId, slaveId, externalId }: Device,
  ): Promise<void> {
    const isModbus = gatewayType.startsWith('modbus')
    if (isModbus && slaveId === null)
      throw ruleViolation({ tr: 'Modbus cihazı için slave_id zorunludur', en: 'A Modbus device needs a slave_id' })
    if (!isModbus && slaveId !== null)
      throw ruleViolation({
        tr: 'slave_id yalnızca Modbus cihazlarında kullanılır',
        en: 'slave_id is for Modbus devices only',
      })
    const sameSlave = slaveId === null ? null : await stores.devices.deviceIdBySlave(gatewayId, slaveId)
    if (sameSlave && sameSlave !== id)
      throw duplicate({
        tr: 'Bu ağ geçidinde aynı slave_id ile bir cihaz zaten var',
        en: 'A device with this slave_id already exists on the gateway',
      })
    const sameName = externalId === null ? null : await stores.devices.deviceIdByExternal(gatewayId, externalId)
    if (sameName && sameName !== id)
      throw duplicate({
        tr: 'Bu ağ geçidinde aynı external_id ile bir cihaz zaten var',
        en: 'A device with this external_id already exists on the gateway',
      })
  }

  #checkParent(device: Device): void {
    if (device.parentId === null) return
    const parent = this.#deps.inventory.devices.get(device.parentId)
    if (parent?.tenantId !== device.tenantId)
      throw notFound({ tr: 'Üst cihaz bulunamadı', en: 'Parent device not found' })
    for (let above: Device | null = parent; above; above = this.#parentOf(above)) {
      if (above.id === device.id)
        throw ruleViolation({ tr: 'Bir cihaz kendi altına yerleştirilemez', en: 'A device cannot hang below itself' })
    }
  }
}
