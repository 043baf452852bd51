import type { Stores } from '../../storage/stores/stores.ts'
import { type Actor, requirePermission } from '../access.ts'
import type { Audit } from '../audit/audit.ts'
import type { Devices } from '../devices/devices.ts'
import type { Device, Gateway } from '../devices/devices.types.ts'
import type { Gateways } from '../devices/gateways.ts'
import type { Inventory } from '../devices/inventory.ts'
import { duplicate, notFound, ruleViolation } from '../errors.ts'
import type { Transact } from '../transact.ts'
import { MAX_JOIN_S } from './join-window.ts'
import type { ZigbeeNetworks } from './network.ts'
import type { BridgeRequests } from './requests.ts'
import type { BridgeInfo, ZigbeeNode } from './zigbee.types.ts'

export interface ZigbeeDeps {
  readonly stores: Stores
  readonly transact: Transact
  readonly audit: Audit
  readonly inventory: Inventory
  readonly gateways: Gateways
  readonly devices: Devices
  readonly networks: ZigbeeNetworks
  readonly requests: BridgeRequests
  readonly changed: (tenantId: string) => void
}

export interface ZigbeeGateway {
  readonly gateway: Gateway
  readonly info: BridgeInfo | null
  readonly nodeCount: number
  readonly adoptedCount: number
}

/** A node, and the device that it was made; null = in the network, but not a device here. */
export interface NodeView {
  readonly node: ZigbeeNode
  readonly device: Device | null
}

/** Sleeping nodes tell once in a while: two and a half of these are a day and an hour. */
const BATTERY_PERIOD_S = 36_000
/** Mains nodes tell on change, and at least once an hour; the bridge's availability is quicker than either. */
const MAINS_PERIOD_S = 1_800
const SWITCH_TEMPLATE = 'zigbee-switch'

/** Zigbee networks behind bridges: letting nodes in, making devices of them, sending them off. */
export class Zigbee {
  readonly #deps: ZigbeeDeps

  constructor(deps: ZigbeeDeps) {
    this.#deps = deps
  }

  list(actor: Actor): readonly ZigbeeGateway[] {
    requirePermission(actor, 'zigbee:read')
    return [...this.#deps.inventory.gateways.values()]
      .filter((gateway) => gateway.tenantId === actor.tenantId && gateway.type === 'zigbee')
      .map((gateway) => this.#view(gateway))
  }

  async get(actor: Actor, id: string): Promise<ZigbeeGateway> {
    requirePermission(actor, 'zigbee:read')
    return this.#view(this.#own(actor, id))
  }

  async change(
    actor: Actor,
    id: string,
    change: { name?: string; subregionId?: string | null; isEnabled?: boolean; baseTopic?: string },
  ): Promise<ZigbeeGateway> {
    requirePermission(actor, 'zigbee:write')
    this.#own(actor, id)
    const { baseTopic, ...rest } = change
    const connection = baseTopic === undefined ? {} : { connection: { base_topic: baseTopic } }
    return this.#view(await this.#deps.gateways.change(actor, id, { ...rest, ...connection }))
  }

  /** @throws AppError STATE_CONFLICT while devices hang on it */
  async remove(actor: Actor, id: string): Promise<void> {
    requirePermission(actor, 'zigbee:write')
    this.#own(actor, id)
    await this.#deps.gateways.remove(actor, id)
    await this.#deps.networks.forget(id)
  }

  nodes(actor: Actor, id: string): readonly NodeView[] {
    requirePermission(actor, 'zigbee:read')
    this.#own(actor, id)
    return this.#deps.networks.nodes(id).map((node) => ({ node, device: this.#deviceOf(node) }))
  }

  /** Opens the network for `durationS` seconds; the bridge closes it, and the hub sees to it that it did. */
  async openJoin(actor: Actor, id: string, durationS: number): Promise<void> {
    requirePermission(actor, 'zigbee:write')
    const gateway = this.#own(actor, id)
    if (durationS < 1 || durationS > MAX_JOIN_S)
      throw ruleViolation({
        tr: `Katılım süresi 1–${MAX_JOIN_S} saniye olabilir`,
        en: `A join window lasts 1–${MAX_JOIN_S} seconds`,
      })
    await this.#note(actor, gateway, 'open_join', { duration_s: durationS })
    // `value` is what versions before 2.0 read.
    await this.#deps.requests.ask(gateway, 'permit_join', { time: durationS, value: true })
    this.#deps.changed(actor.tenantId)
  }

  async closeJoin(actor: Actor, id: string): Promise<void> {
    requirePermission(actor, 'zigbee:write')
    const gateway = this.#own(actor, id)
    await this.#note(actor, gateway, 'close_join', {})
    await this.shut(gateway)
    this.#deps.changed(actor.tenantId)
  }

  /** The hub's own closing, when a window stayed open. */
  async shut(gateway: Pick<Gateway, 'id' | 'tenantId'>): Promise<void> {
    await this.#deps.requests.ask(gateway, 'permit_join', { time: 0, value: false })
  }

  /** Makes a device of a node, so that it is measured, drawn and judged like any other. */
  async adopt(
    actor: Actor,
    id: string,
    ieee: string,
    wanted: { name: string; subregionId: string | null; parentId: string | null },
  ): Promise<Device> {
    requirePermission(actor, 'zigbee:write')
    const node = this.#node(actor, id, ieee)
    if (this.#deviceOf(node)) throw duplicate({ tr: 'Bu düğüm zaten bir cihaz', en: 'This node already is a device' })
    if (node.kind === 'Coordinator')
      throw ruleViolation({ tr: 'Koordinatör bir cihaz olamaz', en: 'The coordinator cannot be a device' })
    if (node.interview !== 'successful')
      throw ruleViolation({
        tr: 'Düğümün tanınması bitmedi; biraz bekleyin ya da yeniden eşleştirin',
        en: 'The node is not interviewed yet; wait a little or pair it again',
      })
    const device = await this.#deps.devices.add(actor, {
      name: wanted.name,
      deviceType: 'zigbee',
      gatewayId: id,
      slaveId: null,
      externalId: ieee,
      templateId: isSwitch(node) ? SWITCH_TEMPLATE : null,
      subregionId: wanted.subregionId,
      parentId: wanted.parentId,
      latitude: null,
      longitude: null,
      pollIntervalS: node.isBattery ? BATTERY_PERIOD_S : MAINS_PERIOD_S,
    })
    await this.#deps.networks.repeat(id, ieee)
    this.#deps.changed(actor.tenantId)
    return device
  }

  /** Sends a node out of the network. Its device, if any, stays with its history and goes silent. */
  async expel(actor: Actor, id: string, ieee: string): Promise<void> {
    requirePermission(actor, 'zigbee:write')
    const node = this.#node(actor, id, ieee)
    const gateway = this.#own(actor, id)
    await this.#note(actor, gateway, 'expel', { ieee, name: node.friendlyName })
    await this.#deps.requests.ask(gateway, 'device/remove', { id: ieee })
    this.#deps.changed(actor.tenantId)
  }

  #view(gateway: Gateway): ZigbeeGateway {
    const nodes = this.#deps.networks.nodes(gateway.id).filter(({ kind }) => kind !== 'Coordinator')
    return {
      gateway,
      info: this.#deps.networks.info(gateway.id),
      nodeCount: nodes.length,
      adoptedCount: nodes.filter((node) => this.#deviceOf(node)).length,
    }
  }

  #own(actor: Actor, id: string): Gateway {
    const gateway = this.#deps.inventory.gateways.get(id)
    if (gateway?.tenantId !== actor.tenantId || gateway.type !== 'zigbee')
      throw notFound({ tr: 'Zigbee ağ geçidi bulunamadı', en: 'Zigbee gateway not found' })
    return gateway
  }

  #node(actor: Actor, id: string, ieee: string): ZigbeeNode {
    this.#own(actor, id)
    const node = this.#deps.networks.node(id, ieee)
    if (!node) throw notFound({ tr: 'Zigbee düğümü bulunamadı', en: 'Zigbee node not found' })
    return node
  }

  #deviceOf(node: ZigbeeNode): Device | null {
    return (
      this.#deps.inventory.devicesOfGateway(node.gatewayId).find(({ externalId }) => externalId === node.ieee) ?? null
    )
  }

  #note(actor: Actor, gateway: Gateway, action: string, detail: Readonly<Record<string, unknown>>): Promise<void> {
    const { audit, transact } = this.#deps
    return transact((stores) =>
      audit.append(stores, {
        tenantId: gateway.tenantId,
        actor,
        action,
        entity: 'zigbee_gateway',
        entityId: gateway.id,
        detail,
      }),
    )
  }
}

/** A plug or relay: `state`, that can be set. */
const isSwitch = (node: ZigbeeNode): boolean =>
  node.exposes.some(({ property, kind, isSettable }) => property === 'state' && kind === 'binary' && isSettable)
