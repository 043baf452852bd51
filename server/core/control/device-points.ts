import type { Device } from '../devices/devices.types.ts'
import type { Inventory } from '../devices/inventory.ts'
import type { Templates } from '../devices/templates.ts'
import type { PointSpec } from '../outside.ts'
import type { ZigbeeNetworks } from '../zigbee/network.ts'
import type { Exposed } from '../zigbee/zigbee.types.ts'

export interface DevicePointsDeps {
  readonly templates: Templates
  readonly inventory: Inventory
  readonly networks: Pick<ZigbeeNetworks, 'node'>
}

/** What of a device can be written: its template declares it, or a Zigbee node says so itself. */
export function pointsOf(device: Device, { templates, inventory, networks }: DevicePointsDeps): readonly PointSpec[] {
  if (device.templateId !== null) return templates.find(device.tenantId, device.templateId)?.points ?? []
  if (inventory.gateways.get(device.gatewayId)?.type !== 'zigbee' || device.externalId === null) return []
  const node = networks.node(device.gatewayId, device.externalId)
  return (node?.exposes ?? []).filter(({ kind, isSettable }) => kind === 'binary' && isSettable).map(nodeSwitch)
}

/** Zigbee2MQTT calls the one relay of a plug or a lamp `state`, those of a strip `state_l1`, `state_left`, … */
const RELAY = /^state(?:_(.+))?$/

function nodeSwitch({ property }: Exposed): PointSpec {
  const relay = RELAY.exec(property)
  const suffix = relay?.[1] === undefined ? '' : ` ${relay[1]}`
  const effect = (on: boolean) =>
    relay === null
      ? null
      : on
        ? { tr: 'açılır: bağlı olana enerji verilir', en: 'turns on: what is connected gets power' }
        : { tr: 'kapanır: bağlı olanın enerjisi kesilir', en: 'turns off: what is connected loses power' }
  return {
    key: property,
    name: relay === null ? { tr: property, en: property } : { tr: `Anahtar${suffix}`, en: `Switch${suffix}` },
    kind: 'switch',
    metric: property,
    unit: '',
    min: null,
    max: null,
    step: null,
    options: [
      { value: 0, name: { tr: 'Kapalı', en: 'Off' }, effect: effect(false) },
      { value: 1, name: { tr: 'Açık', en: 'On' }, effect: effect(true) },
    ],
    energising: relay === null ? null : [1],
    register: null,
  }
}
