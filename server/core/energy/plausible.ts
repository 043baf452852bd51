import type { Device, DeviceType } from '../devices/devices.types.ts'

/** The most that a device of a kind can draw, generously, in watts. */
const MOST_W: Record<DeviceType, number> = {
  pedestal: 150_000,
  breaker: 1_000_000,
  sensor: 25_000,
  zigbee: 25_000,
  energy_analyzer: 5_000_000,
  inverter: 1_000_000,
  battery: 1_000_000,
  generator: 5_000_000,
  other: 5_000_000,
}
const MARGIN = 1.2
const HOUR_MS = 3_600_000
/** Many meters move their index only once a minute; a step may hold that much whatever the time between two reads. */
const LEAST_MS = 60_000
/** Coarsest step of an energy register: a count of whole kWh. */
const COARSE_STEP = 1_000

/** Wh or varh that a device's counter can add in a time: more is a misreading until it is read again. */
export const mostIn =
  ({ deviceType }: Pick<Device, 'deviceType'>) =>
  (durationMs: number): number =>
    (MOST_W[deviceType] * MARGIN * Math.max(durationMs, LEAST_MS)) / HOUR_MS + COARSE_STEP
