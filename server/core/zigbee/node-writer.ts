import type { Inventory } from '../devices/inventory.ts'
import type { Clock, FieldBus, WriteOutcome, WriteRequest } from '../outside.ts'
import type { ZigbeeNetworks } from './network.ts'
import type { Exposed, ZigbeeNode } from './zigbee.types.ts'

const ECHO_MS = 10_000
type Bus = Pick<FieldBus, 'write' | 'publish'>

export interface NodeWriterDeps {
  readonly bus: Promise<Bus>
  readonly inventory: Inventory
  readonly networks: ZigbeeNetworks
  readonly clock: Clock
}

/**
 * The field bus with writes to Zigbee nodes: `…/{ieee}/set`, confirmed by the state that the node tells afterwards. A
 * bridge says nothing when a node did not take it, so silence is no confirmation. Stands behind the interlock like the
 * bus itself.
 */
export function busWithNodes({ bus, inventory, networks, clock }: NodeWriterDeps): Bus {
  const publish: Bus['publish'] = async (message) => (await bus).publish(message)
  return {
    publish,
    async write(request) {
      const device = inventory.devices.get(request.deviceId)
      const gateway = device ? inventory.gateways.get(device.gatewayId) : undefined
      if (!device || gateway?.type !== 'zigbee') return (await bus).write(request)
      const node = device.externalId ? networks.node(gateway.id, device.externalId) : null
      const exposed = node?.exposes.find(({ property, isSettable }) => property === request.point && isSettable)
      if (!node || !exposed) return notWritten('the node does not take this point')
      return writeNode(node, exposed, request)
    },
  }

  async function writeNode(node: ZigbeeNode, exposed: Exposed, { value }: WriteRequest): Promise<WriteOutcome> {
    const wanted = wireValue(exposed, value)
    if (wanted === null) return notWritten('the node has no word for this value')
    const echo = networks.nextState(node.gatewayId, node.ieee, exposed.property)
    const deadline = clock.after(ECHO_MS, echo.giveUp)
    try {
      const { isConnected } = await publish({
        gatewayId: node.gatewayId,
        topic: `${node.ieee}/set`,
        payload: JSON.stringify({ [exposed.property]: wanted }),
        isRetained: false,
      })
      if (!isConnected) return notWritten('the bridge is not connected')
      const readBack = await echo.value
      return { readBack, isConfirmed: readBack === value, cause: readBack === null ? 'the node did not answer' : null }
    } finally {
      deadline.stop()
      echo.giveUp()
    }
  }
}

function wireValue(exposed: Exposed, value: number): string | number | boolean | null {
  if (exposed.kind === 'binary') return value === 1 ? exposed.valueOn : value === 0 ? exposed.valueOff : null
  return exposed.kind === 'numeric' ? value : null
}

const notWritten = (cause: string): WriteOutcome => ({ readBack: null, isConfirmed: false, cause })
