import type { Driver } from './driver.ts'

/**
 * The one list of drivers: connection type → lazy import. Types of gateways that are stored but have no driver yet
 * are absent here. An entry with `isService` is started with the field bus even if no gateway uses it yet.
 */
export const DRIVERS = {
  modbus_tcp: { load: () => modbus(), isService: false },
  modbus_rtu_tcp: { load: () => modbus(), isService: false },
  modbus_rtu: { load: () => modbus(), isService: false },
  mqtt: { load: async () => (await import('./drivers/mqtt/index.ts')).mqttDriver, isService: true },
} as const satisfies Record<string, { load: () => Promise<Driver>; isService: boolean }>

export type DriverId = keyof typeof DRIVERS
export const DRIVER_IDS = Object.keys(DRIVERS).filter(isDriverId)

export function isDriverId(type: string): type is DriverId {
  return Object.hasOwn(DRIVERS, type)
}

async function modbus(): Promise<Driver> {
  return (await import('./drivers/modbus/index.ts')).modbusDriver
}
