import type { Device } from '../devices/devices.types.ts'
import type { Meters } from './meters.ts'

/** Names of the counters that tell a device's reactive energy. */
export interface ReactiveCounters {
  readonly inductive: string
  readonly capacitive: string
  /** Only import and export are counted, not the quadrants: inductive and capacitive are as good as equal to them. */
  readonly isQuadrantApproximate: boolean
}

/** Quadrant counters where the device has them; null where it counts no reactive energy. */
export function reactiveCounters(meters: Meters, device: Device): ReactiveCounters | null {
  const quadrants = { inductive: 'reactive_energy_inductive', capacitive: 'reactive_energy_capacitive' }
  if (meters.has(device, quadrants.inductive)) return { ...quadrants, isQuadrantApproximate: false }
  const directions = { inductive: 'reactive_energy_import', capacitive: 'reactive_energy_export' }
  if (meters.has(device, directions.inductive)) return { ...directions, isQuadrantApproximate: true }
  return null
}

/** Percent of the active energy; null when none was drawn. */
export const ratioOf = (reactive: number | null, active: number | null): number | null =>
  reactive === null || active === null || active <= 0 ? null : (100 * reactive) / active
