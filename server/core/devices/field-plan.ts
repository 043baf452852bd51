import type { DevicePlan, GatewayConnection, GatewayPlan } from '../outside.ts'
import type { Device, Gateway } from './devices.types.ts'
import type { Inventory } from './inventory.ts'
import type { Templates } from './templates.ts'

const DEFAULT_POLL_S = 5

/** Everything that the hardware runtime must talk to, with nothing left to look up. */
export function fieldPlan(inventory: Inventory, templates: Templates): readonly GatewayPlan[] {
  return [...inventory.gateways.values()].map((gateway) => ({
    id: gateway.id,
    name: gateway.name,
    isEnabled: gateway.isEnabled,
    connection: connectionOf(gateway),
    devices: inventory.devicesOfGateway(gateway.id).map((device) => devicePlan(device, templates)),
  }))
}

function devicePlan(device: Device, templates: Templates): DevicePlan {
  return {
    id: device.id,
    name: device.name,
    slaveId: device.slaveId,
    externalId: device.externalId,
    pollIntervalMs: (device.pollIntervalS ?? DEFAULT_POLL_S) * 1000,
    template: device.templateId === null ? null : templates.find(device.tenantId, device.templateId),
  }
}

/** The wire's fields were checked by the schema of their type when they came in. */
function connectionOf({ type, connection, username, passwordSha256 }: Gateway): GatewayConnection {
  const text = (key: string) => String(connection[key] ?? '')
  const number = (key: string) => Number(connection[key])
  switch (type) {
    case 'modbus_tcp':
    case 'modbus_rtu_tcp':
      return { type, host: text('host'), port: number('port') }
    case 'modbus_rtu':
      return {
        type,
        path: text('path'),
        baudRate: number('baud_rate'),
        parity: connection.parity === 'even' || connection.parity === 'odd' ? connection.parity : 'none',
        dataBits: connection.data_bits === 7 ? 7 : 8,
        stopBits: connection.stop_bits === 2 ? 2 : 1,
      }
    case 'mqtt':
      return { type, clientId: text('client_id'), username: username ?? '', passwordSha256: passwordSha256 ?? '' }
    case 'zigbee':
      return { type, baseTopic: text('base_topic'), username: username ?? '', passwordSha256: passwordSha256 ?? '' }
    default:
      return { type, options: connection }
  }
}
