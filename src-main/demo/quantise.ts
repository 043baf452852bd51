import type { RegisterSpec } from '../../server/core/outside.ts'

/**
 * What is left of a value after a trip through its register. History is rounded as the meter itself rounds, so that a
 * counter's first live reading is not below its last seeded one. Rounding never reverses two values' order.
 */
export function quantiserOf(spec: RegisterSpec): (value: number) => number {
  const divisor = Math.round(1 / spec.scale)
  const isFraction = Math.abs(spec.scale) < 1 && Math.abs(1 / spec.scale - divisor) < 1e-6
  const up = isFraction ? (raw: number) => raw / divisor + spec.offset : (raw: number) => raw * spec.scale + spec.offset
  const round = spec.type === 'f32' ? Math.fround : spec.type === 'f64' ? (raw: number) => raw : Math.round
  return (value) => up(round((value - spec.offset) / spec.scale))
}

/** Decimals that a gateway publishes; whole numbers for what is not here. */
const DECIMALS: readonly (readonly [prefix: string, decimals: number])[] = [
  ['voltage', 1],
  ['current', 2],
  ['power_factor', 3],
  ['temperature', 1],
  ['humidity', 1],
  ['wind_speed', 1],
  ['air_pressure', 1],
  ['water_level', 3],
  ['water_flow', 1],
  ['sump_level', 1],
]

/** The same for a metric that a gateway publishes over MQTT. */
export function publishedQuantiser(metric: string): (value: number) => number {
  const decimals = DECIMALS.find(([prefix]) => metric.startsWith(prefix))?.[1] ?? 0
  const factor = 10 ** decimals
  return (value) => Math.round(value * factor) / factor
}
