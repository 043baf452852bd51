import { clamp } from './noise.ts'
import { localHour } from './site-time.ts'

const CAPACITY_WH = 14_400
const NOMINAL_VOLTS = 51.2
const LOWEST = 38
const HIGHEST = 96
/** Hours of the local day at which the battery of the office turns: charging by day, carrying the evening. */
const CHARGE_FROM = 9.5
const CHARGE_TO = 15.5
const DISCHARGE_FROM = 18
const DISCHARGE_TO = 24

export interface Battery {
  /** %. */
  readonly soc: number
  /** Watts, positive while charging. */
  readonly watts: number
  readonly volts: number
  readonly amps: number
}

const eased = (part: number): number => part * part * (3 - 2 * part)

function chargeAt(hour: number): number {
  const gained = eased(clamp((hour - CHARGE_FROM) / (CHARGE_TO - CHARGE_FROM), 0, 1))
  const spent = eased(clamp((hour - DISCHARGE_FROM) / (DISCHARGE_TO - DISCHARGE_FROM), 0, 1))
  return LOWEST + (HIGHEST - LOWEST) * (gained - spent)
}

/** The battery behind the office: the same round every day, its power the slope of its charge. */
export function officeBattery(at: number): Battery {
  const hour = localHour(at)
  const slopePerHour = (chargeAt(Math.min(hour + 0.01, 24)) - chargeAt(Math.max(hour - 0.01, 0))) / 0.02
  const watts = (slopePerHour / 100) * CAPACITY_WH
  const soc = chargeAt(hour)
  const volts = NOMINAL_VOLTS + (soc - 60) * 0.022 + watts * 0.00012
  return { soc, watts, volts, amps: watts / volts }
}
