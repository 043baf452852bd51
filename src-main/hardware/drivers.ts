import type { Driver } from './driver.ts'

/**
 * The one list of drivers: connection type → lazy import. Types of gateways that are stored but have no driver yet
 * are absent here.
 */
export const DRIVERS = {
  modbus_tcp: { load: () => modbus() },
  modbus_rtu_tcp: { load: () => modbus() },
  modbus_rtu: { load: () => modbus() },
  mqtt: { load: () => mqtt() },
  /** Zigbee2MQTT: gateways of the same broker, with topics of their own. */
  zigbee: { load: () => mqtt() },
} as const satisfies Record<string, { load: () => Promise<Driver> }>

export type DriverId = keyof typeof DRIVERS
export const DRIVER_IDS = Object.keys(DRIVERS).filter(isDriverId)

export function isDriverId(type: string): type is DriverId {
  return Object.hasOwn(DRIVERS, type)
}

async function mqtt(): Promise<Driver> {
  return (await import('./drivers/mqtt/index.ts')).mqttDriver
}

async function modbus(): Promise<Driver> {
  return (await import('./drivers/modbus/index.ts')).modbusDriver
}
