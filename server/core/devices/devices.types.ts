import type { TemplateSpec } from '../outside.ts'

export const DEVICE_TYPES = [
  'energy_analyzer',
  'inverter',
  'pedestal',
  'breaker',
  'sensor',
  'battery',
  'generator',
  'zigbee',
  'other',
] as const
export type DeviceType = (typeof DEVICE_TYPES)[number]

export const GATEWAY_TYPES = ['modbus_tcp', 'modbus_rtu_tcp', 'modbus_rtu', 'mqtt', 'zigbee', 'nmea0183'] as const
export type GatewayType = (typeof GATEWAY_TYPES)[number]

/** Connection as the wire has it (snake_case), checked by the contract's schema for its type. */
export type ConnectionFields = Readonly<Record<string, string | number>>

export interface Gateway {
  readonly id: string
  readonly tenantId: string
  readonly subregionId: string | null
  readonly name: string
  readonly type: GatewayType
  readonly isEnabled: boolean
  readonly connection: ConnectionFields
  /** MQTT only. The password itself is shown once and kept nowhere. */
  readonly username: string | null
  readonly passwordSha256: string | null
  /** Grows with every change that the gateway must know of. */
  readonly configVersion: number
  readonly isOnline: boolean
  readonly lastSeen: number | null
  readonly createdAt: number
}

export interface Device {
  readonly id: string
  readonly tenantId: string
  readonly gatewayId: string
  readonly subregionId: string | null
  readonly parentId: string | null
  readonly templateId: string | null
  readonly name: string
  readonly deviceType: DeviceType
  readonly slaveId: number | null
  readonly externalId: string | null
  readonly latitude: number | null
  readonly longitude: number | null
  readonly pollIntervalS: number | null
  readonly isOnline: boolean
  readonly lastSeen: number | null
  readonly createdAt: number
}

/**
 * Plugs measure one appliance of a load that is metered as a whole: in a balance of the site they would be counted twice,
 * or stand for the rest of that load.
 */
export const isApplianceMeter = ({ deviceType }: Pick<Device, 'deviceType'>): boolean => deviceType === 'zigbee'

/** A tenant's own version of a built-in template: same id, its registers replaced. */
export interface TemplateOverride {
  readonly id: string
  readonly tenantId: string
  readonly key: string
  readonly baseId: string | null
  readonly body: TemplateSpec
  readonly version: number
  readonly createdAt: number
  readonly updatedAt: number
}

export interface DeviceNode {
  readonly device: Device
  readonly children: readonly DeviceNode[]
}
