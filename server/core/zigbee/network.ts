import type { Stores } from '../../storage/stores/stores.ts'
import type { Inventory } from '../devices/inventory.ts'
import type { GatewayReport, Quality, Reading } from '../outside.ts'
import { type DescribedNode, readInfo, readNodes, readOnline } from './bridge-words.ts'
import { nodeValues } from './node-values.ts'
import type { BridgeInfo, ZigbeeNode } from './zigbee.types.ts'

export interface NetworkDeps {
  readonly stores: Stores
  readonly inventory: Inventory
  /** Of what nodes tell: good, or simulated in a demo. */
  readonly quality: Quality
  /** Takes what adopted nodes measured. */
  readonly readings: (batch: readonly Reading[]) => Promise<void>
  readonly changed: (gatewayId: string) => void
  /** Told of every `bridge/info`. */
  readonly informed: (gatewayId: string, info: BridgeInfo) => void
}

interface AwaitedState {
  readonly gatewayId: string
  readonly ieee: string
  readonly property: string
  resolve(value: number): void
}

const AVAILABILITY = '/availability'

/** What is known of every Zigbee network: kept over a restart, because a bridge tells its list only when it changes. */
export class ZigbeeNetworks {
  readonly #deps: NetworkDeps
  readonly #nodes = new Map<string, Map<string, ZigbeeNode>>()
  readonly #infos = new Map<string, BridgeInfo>()
  readonly #awaited = new Set<AwaitedState>()
  /** By gateway and address. Kept for who is made a device between two of its messages. */
  readonly #lastSaid = new Map<string, Pick<Reading, 'at' | 'values'>>()

  constructor(deps: NetworkDeps) {
    this.#deps = deps
  }

  async load(): Promise<void> {
    for (const node of await this.#deps.stores.zigbee.everyNode()) this.#keep(node)
  }

  nodes(gatewayId: string): readonly ZigbeeNode[] {
    return [...(this.#nodes.get(gatewayId)?.values() ?? [])]
  }

  node(gatewayId: string, ieee: string): ZigbeeNode | null {
    return this.#nodes.get(gatewayId)?.get(ieee) ?? null
  }

  info(gatewayId: string): BridgeInfo | null {
    return this.#infos.get(gatewayId) ?? null
  }

  /** The next state of a property that the node tells; null when given up. */
  nextState(gatewayId: string, ieee: string, property: string) {
    const { promise, resolve } = Promise.withResolvers<number | null>()
    const awaited: AwaitedState = { gatewayId, ieee, property, resolve }
    this.#awaited.add(awaited)
    const giveUp = () => {
      this.#awaited.delete(awaited)
      resolve(null)
    }
    return { value: promise, giveUp }
  }

  /** Hands on what a node said last, for the device that it has just become. */
  async repeat(gatewayId: string, ieee: string): Promise<void> {
    const node = this.node(gatewayId, ieee)
    const said = this.#lastSaid.get(`${gatewayId} ${ieee}`)
    if (node && said) await this.#measured(node, said.at, said.values)
  }

  async forget(gatewayId: string): Promise<void> {
    for (const { ieee } of this.nodes(gatewayId)) this.#lastSaid.delete(`${gatewayId} ${ieee}`)
    this.#nodes.delete(gatewayId)
    this.#infos.delete(gatewayId)
    await this.#deps.stores.zigbee.removeNodesOf(gatewayId)
  }

  /** Takes one message of a bridge. Topics that say nothing to us are left alone. */
  async take({ gatewayId, topic, payload, isRetained, at }: GatewayReport): Promise<void> {
    if (topic === 'bridge/info') this.#inform(gatewayId, readInfo(payload, at))
    else if (topic === 'bridge/devices') await this.#describe(gatewayId, readNodes(payload), at)
    else if (topic.startsWith('bridge/')) return
    else if (topic.endsWith(AVAILABILITY))
      await this.#availability(gatewayId, topic.slice(0, -AVAILABILITY.length), readOnline(payload), at)
    // A retained state may have been said a year ago.
    else if (!isRetained) await this.#state(gatewayId, topic, payload, at)
  }

  #inform(gatewayId: string, info: BridgeInfo | null): void {
    if (!info) return
    this.#infos.set(gatewayId, info)
    this.#deps.informed(gatewayId, info)
    this.#deps.changed(gatewayId)
  }

  async #describe(gatewayId: string, described: readonly DescribedNode[] | null, at: number): Promise<void> {
    if (described === null) return
    const { zigbee } = this.#deps.stores
    const before = this.#nodes.get(gatewayId) ?? new Map<string, ZigbeeNode>()
    const here = new Set(described.map(({ ieee }) => ieee))
    for (const [ieee] of before) {
      if (here.has(ieee)) continue
      before.delete(ieee)
      this.#lastSaid.delete(`${gatewayId} ${ieee}`)
      await zigbee.removeNode(gatewayId, ieee)
    }
    for (const entry of described) {
      const known = before.get(entry.ieee)
      const node: ZigbeeNode = {
        isAvailable: known?.isAvailable ?? null,
        linkQuality: known?.linkQuality ?? null,
        lastSeen: known?.lastSeen ?? null,
        firstSeen: known?.firstSeen ?? at,
        ...entry,
        gatewayId,
      }
      this.#keep(node)
      await zigbee.saveNode(node)
    }
    this.#deps.changed(gatewayId)
  }

  /** An unreachable node's values are withdrawn at once: the bridge knows better than any rhythm. */
  async #availability(gatewayId: string, name: string, isAvailable: boolean | null, at: number): Promise<void> {
    const node = this.#named(gatewayId, name)
    if (!node || isAvailable === null || node.isAvailable === isAvailable) return
    const after = { ...node, isAvailable }
    this.#keep(after)
    await this.#deps.stores.zigbee.saveNode(after)
    const device = this.#deviceOf(after)
    const empty = isAvailable || !device ? {} : emptyValues(after)
    if (device && Object.keys(empty).length > 0)
      await this.#deps.readings([{ deviceId: device, at, values: empty, quality: 'comm_fail' }])
    this.#deps.changed(gatewayId)
  }

  async #state(gatewayId: string, name: string, payload: string, at: number): Promise<void> {
    const node = this.#named(gatewayId, name)
    const said = node ? nodeValues(payload, node) : null
    if (!node || !said) return
    // Kept in memory: the row follows with the next change of its description.
    this.#keep({ ...node, lastSeen: at, linkQuality: said.linkQuality ?? node.linkQuality })
    for (const awaited of this.#awaited) {
      const value = said.values[awaited.property]
      if (awaited.gatewayId === gatewayId && awaited.ieee === node.ieee && typeof value === 'number')
        awaited.resolve(value)
    }
    this.#lastSaid.set(`${gatewayId} ${node.ieee}`, { at, values: said.values })
    await this.#measured(node, at, said.values)
  }

  async #measured(node: ZigbeeNode, at: number, values: Reading['values']): Promise<void> {
    const deviceId = this.#deviceOf(node)
    if (deviceId && Object.keys(values).length > 0)
      await this.#deps.readings([{ deviceId, at, values, quality: this.#deps.quality }])
  }

  /** Topics carry the friendly name, or the address where none was given. */
  #named(gatewayId: string, name: string): ZigbeeNode | null {
    for (const node of this.#nodes.get(gatewayId)?.values() ?? [])
      if (node.friendlyName === name || node.ieee === name) return node
    return null
  }

  #deviceOf(node: ZigbeeNode): string | null {
    for (const device of this.#deps.inventory.devicesOfGateway(node.gatewayId))
      if (device.externalId === node.ieee) return device.id
    return null
  }

  #keep(node: ZigbeeNode): void {
    const nodes = this.#nodes.get(node.gatewayId) ?? new Map<string, ZigbeeNode>()
    this.#nodes.set(node.gatewayId, nodes.set(node.ieee, node))
  }
}

/** Every metric of a node, as missing. */
function emptyValues(node: ZigbeeNode): Readonly<Record<string, null>> {
  const nothing = Object.fromEntries(node.exposes.map(({ property }) => [property, null]))
  const said = nodeValues(JSON.stringify(nothing), node)
  return Object.fromEntries(Object.keys(said?.values ?? {}).map((metric) => [metric, null]))
}
