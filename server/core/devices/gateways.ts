import { createHash, randomBytes } from 'node:crypto'
import type { Stores } from '../../storage/stores/stores.ts'
import { type Actor, requirePermission } from '../access.ts'
import type { Audit } from '../audit/audit.ts'
import type { Interlock } from '../control/interlock.ts'
import { duplicate, notFound, ruleViolation, stateConflict } from '../errors.ts'
import { newId } from '../ids.ts'
import type { Clock } from '../outside.ts'
import type { Page } from '../page.ts'
import type { Transact } from '../transact.ts'
import type { ConnectionFields, Gateway, GatewayType } from './devices.types.ts'
import type { Inventory } from './inventory.ts'

export interface GatewayDraft {
  readonly name: string
  readonly type: GatewayType
  readonly subregionId: string | null
  readonly isEnabled: boolean
  readonly connection: ConnectionFields
}

export interface GatewaysDeps {
  readonly stores: Stores
  readonly transact: Transact
  readonly audit: Audit
  readonly clock: Clock
  readonly inventory: Inventory
  /** What is locked out by its place does not leave it with its gateway. */
  readonly interlock: Interlock
  /** When a device was last heard. */
  readonly lastSeen: (deviceId: string) => number | null
  /** Told after a change is committed; resolves when it is in force. */
  readonly changed: (tenantId: string) => Promise<void>
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const NO_GATEWAY = { tr: 'Ağ geçidi bulunamadı', en: 'Gateway not found' }

/** Gateways: the paths on which devices are reached. */
export class Gateways {
  readonly #deps: GatewaysDeps

  constructor(deps: GatewaysDeps) {
    this.#deps = deps
  }

  async list(
    actor: Actor,
    filters: Parameters<Stores['devices']['gateways']>[1],
    page: Parameters<Stores['devices']['gateways']>[2],
  ): Promise<Page<Gateway>> {
    requirePermission(actor, 'gateways:read')
    const { items, total } = await this.#deps.stores.devices.gateways(actor.tenantId, filters, page)
    return {
      items: items.map((gateway) => this.#fresh(this.#deps.inventory.gateways.get(gateway.id) ?? gateway)),
      total,
    }
  }

  async get(actor: Actor, id: string): Promise<Gateway> {
    requirePermission(actor, 'gateways:read')
    return this.#fresh(await this.#own(actor, id))
  }

  /** Where the gateway signs in to the broker, the generated password is in the answer, and only there. */
  async add(actor: Actor, draft: GatewayDraft): Promise<{ gateway: Gateway; password: string | null }> {
    const made = await this.#deps.transact((stores) => this.addWithin(stores, actor, draft))
    await this.settle(made.gateway)
    return made
  }

  /** As `add`, inside a transaction of the caller's, who calls `settle` when that is committed. */
  async addWithin(
    stores: Stores,
    actor: Actor,
    draft: GatewayDraft,
  ): Promise<{ gateway: Gateway; password: string | null }> {
    requirePermission(actor, 'gateways:write')
    await this.#check(stores, actor, draft, null)
    const password = signsIn(draft) ? randomBytes(24).toString('base64url') : null
    const gateway: Gateway = {
      id: newId(),
      tenantId: actor.tenantId,
      ...draft,
      username: usernameOf(draft, null),
      passwordSha256: password === null ? null : sha256(password),
      configVersion: 1,
      isOnline: false,
      lastSeen: null,
      createdAt: this.#deps.clock.now(),
    }
    await stores.devices.saveGateway(gateway)
    await this.#deps.audit.append(stores, {
      tenantId: actor.tenantId,
      actor,
      action: 'create',
      entity: 'gateway',
      entityId: gateway.id,
      detail: { ...draft },
    })
    return { gateway, password }
  }

  /** @throws AppError BUSINESS_RULE_VIOLATION when the type would change: devices depend on it */
  async change(actor: Actor, id: string, change: Partial<GatewayDraft>): Promise<Gateway> {
    requirePermission(actor, 'gateways:write')
    const { subregionId } = await this.#own(actor, id)
    if (change.subregionId !== undefined && change.subregionId !== subregionId)
      await this.#deps.interlock.requireFree({ tenantId: actor.tenantId, gatewayId: id })
    const gateway = await this.#deps.transact(async (stores) => {
      const before = await this.#own(actor, id)
      if (change.type !== undefined && change.type !== before.type)
        throw ruleViolation({ tr: 'Ağ geçidinin türü değiştirilemez', en: 'The type of a gateway cannot be changed' })
      const after: Gateway = { ...before, ...change, configVersion: before.configVersion + 1 }
      await this.#check(stores, actor, after, id)
      const made = { ...after, username: usernameOf(after, before.username) }
      await stores.devices.saveGateway(made)
      await this.#deps.audit.append(stores, {
        tenantId: actor.tenantId,
        actor,
        action: 'update',
        entity: 'gateway',
        entityId: id,
        detail: { ...change },
      })
      return made
    })
    await this.settle(gateway)
    return gateway
  }

  async remove(actor: Actor, id: string): Promise<void> {
    requirePermission(actor, 'gateways:write')
    await this.#deps.transact(async (stores) => {
      const gateway = await this.#own(actor, id)
      if (await stores.devices.gatewayHasDevices(id))
        throw stateConflict({
          tr: 'Ağ geçidinde cihazlar var; önce onları silin',
          en: 'Devices still hang on the gateway; delete them first',
        })
      await stores.devices.removeGateway(id)
      await this.#deps.audit.append(stores, {
        tenantId: actor.tenantId,
        actor,
        action: 'delete',
        entity: 'gateway',
        entityId: id,
        detail: { name: gateway.name },
      })
    })
    this.#deps.inventory.gateways.delete(id)
    await this.#deps.changed(actor.tenantId)
  }

  /** A gateway is seen when any of its devices is. */
  #fresh(gateway: Gateway): Gateway {
    let lastSeen = gateway.lastSeen
    for (const device of this.#deps.inventory.devicesOfGateway(gateway.id)) {
      const seen = this.#deps.lastSeen(device.id)
      if (seen !== null && (lastSeen === null || seen > lastSeen)) lastSeen = seen
    }
    return { ...gateway, lastSeen }
  }

  /** Puts a committed gateway in force. */
  async settle(gateway: Gateway): Promise<void> {
    this.#deps.inventory.gateways.set(gateway.id, gateway)
    await this.#deps.changed(gateway.tenantId)
  }

  async #own(actor: Actor, id: string): Promise<Gateway> {
    const gateway = this.#deps.inventory.gateways.get(id)
    if (gateway?.tenantId !== actor.tenantId) throw notFound(NO_GATEWAY)
    return gateway
  }

  async #check(stores: Stores, actor: Actor, draft: GatewayDraft, except: string | null): Promise<void> {
    if (draft.subregionId && !(await stores.sites.subregion(actor.tenantId, draft.subregionId)))
      throw notFound({ tr: 'Alt bölge bulunamadı', en: 'Subregion not found' })
    const sameName = await stores.devices.gatewayIdByName(actor.tenantId, draft.name)
    if (sameName && sameName !== except)
      throw duplicate({ tr: 'Bu adla bir ağ geçidi zaten var', en: 'A gateway with this name already exists' })
    if (draft.type === 'zigbee') this.#checkBaseTopic(String(draft.connection.base_topic), except)
    if (draft.type !== 'mqtt') return
    const sameClient = await stores.devices.gatewayIdByUsername(String(draft.connection.client_id))
    if (sameClient && sameClient !== except)
      throw duplicate({ tr: 'Bu MQTT istemci kimliği zaten kullanılıyor', en: 'This MQTT client id is already in use' })
  }

  /** Bridges share one broker: none may hear or overwrite what is below another's base topic. */
  #checkBaseTopic(baseTopic: string, except: string | null): void {
    for (const other of this.#deps.inventory.gateways.values()) {
      if (other.type !== 'zigbee' || other.id === except) continue
      const taken = String(other.connection.base_topic)
      if (taken === baseTopic || taken.startsWith(`${baseTopic}/`) || baseTopic.startsWith(`${taken}/`))
        throw duplicate({
          tr: 'Bu ana konu (base_topic) başka bir Zigbee ağ geçidinin',
          en: 'This base topic belongs to another Zigbee gateway',
        })
    }
  }
}

const signsIn = ({ type }: GatewayDraft): boolean => type === 'mqtt' || type === 'zigbee'

/** A Zigbee bridge keeps the name it was given: its base topic may change, its sign-in must not. */
function usernameOf(draft: GatewayDraft, before: string | null): string | null {
  if (draft.type === 'mqtt') return String(draft.connection.client_id)
  return draft.type === 'zigbee' ? (before ?? `zigbee-${randomBytes(4).toString('hex')}`) : null
}
