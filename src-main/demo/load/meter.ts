import { gridFrequency, type Network } from './network.ts'
import { drift, seedOf } from './noise.ts'

export type Values = Record<string, number>

/** Which of the network's phases a single-phase meter is clamped on; null = all three. */
export type Clamp = 0 | 1 | 2 | null

const PHASES = [0, 1, 2] as const

export const sum = (list: readonly number[]): number => list.reduce((total, each) => total + each, 0)

/**
 * Everything that an energy meter at a node can show, in the hub's metric words and units. Import counters only: no node
 * of the marina feeds back, and generators count what they give as import of their own.
 */
export function meterValues(network: Network, node: string, clampedOn: Clamp, at: number): Values {
  return clampedOn === null ? threePhase(network, node, at) : singlePhase(network, node, clampedOn, at)
}

function singlePhase(network: Network, node: string, phase: 0 | 1 | 2, at: number): Values {
  const instant = network.at(at)
  const watts = instant.watts(node, phase)
  // The idle share of the other two phases is on this one wire.
  const vars = sum(PHASES.map((each) => instant.vars(node, each)))
  const values: Values = {}
  putPhase(values, 1, instant.volts(node, phase), watts, vars)
  putTotals(values, watts, vars, values.apparent_power_l1 ?? 0)
  putCounters(
    values,
    PHASES.map((each) => network.wattHours(node, each, at)),
    network.varHours(node, at),
  )
  values.frequency = values.voltage_l1 === 0 ? 0 : gridFrequency(at)
  return values
}

function threePhase(network: Network, node: string, at: number): Values {
  const instant = network.at(at)
  const values: Values = {}
  const volts = PHASES.map((phase) => instant.volts(node, phase))
  const watts = PHASES.map((phase) => instant.watts(node, phase))
  const vars = PHASES.map((phase) => instant.vars(node, phase))
  for (const phase of PHASES) putPhase(values, phase + 1, volts[phase] ?? 0, watts[phase] ?? 0, vars[phase] ?? 0)
  const apparent = PHASES.map((phase) => values[`apparent_power_l${phase + 1}`] ?? 0)
  putTotals(values, sum(watts), sum(vars), sum(apparent))
  const between = (a: number, b: number) => {
    const [va, vb] = [volts[a] ?? 0, volts[b] ?? 0]
    return Math.sqrt(va * va + vb * vb + va * vb)
  }
  values.voltage_l12 = between(0, 1)
  values.voltage_l23 = between(1, 2)
  values.voltage_l31 = between(2, 0)
  const [i1 = 0, i2 = 0, i3 = 0] = PHASES.map((phase) => values[`current_l${phase + 1}`] ?? 0)
  values.current_n = Math.sqrt(Math.max(0, i1 * i1 + i2 * i2 + i3 * i3 - i1 * i2 - i2 * i3 - i3 * i1))
  const counters = PHASES.map((phase) => network.wattHours(node, phase, at))
  putCounters(values, counters, network.varHours(node, at))
  for (const phase of PHASES) {
    values[`energy_import_l${phase + 1}`] = counters[phase] ?? 0
    values[`energy_export_l${phase + 1}`] = 0
  }
  const isDead = volts[0] === 0
  values.frequency = isDead ? 0 : gridFrequency(at)
  putDistortion(values, node, at, isDead)
  return values
}

function putPhase(values: Values, line: number, volts: number, watts: number, vars: number): void {
  const apparent = Math.hypot(watts, vars)
  values[`voltage_l${line}`] = volts
  values[`current_l${line}`] = volts === 0 ? 0 : apparent / volts
  values[`active_power_l${line}`] = watts
  values[`reactive_power_l${line}`] = vars
  values[`apparent_power_l${line}`] = apparent
  values[`power_factor_l${line}`] = apparent === 0 ? 1 : watts / apparent
}

function putTotals(values: Values, watts: number, vars: number, apparent: number): void {
  values.active_power = watts
  values.active_power_export = 0
  values.reactive_power = vars
  values.reactive_power_inductive = vars
  values.reactive_power_capacitive = 0
  values.apparent_power = apparent
  values.power_factor = apparent === 0 ? 1 : watts / apparent
}

function putCounters(values: Values, wattHours: readonly number[], varHours: number): void {
  const total = sum(wattHours)
  values.energy_import = total
  values.energy_export = 0
  values.reactive_energy_import = varHours
  values.reactive_energy_inductive = varHours
  values.reactive_energy_export = 0
  values.reactive_energy_capacitive = 0
}

/** Chargers and inverters aboard bend the current; the transformer keeps the voltage clean. */
function putDistortion(values: Values, node: string, at: number, isDead: boolean): void {
  for (const line of [1, 2, 3]) {
    const noise = drift(seedOf(node) + line, at / 600_000)
    values[`thd_voltage_l${line}`] = isDead ? 0 : 1.6 + 1.1 * noise
    values[`thd_current_l${line}`] = isDead ? 0 : 7 + 6 * noise
  }
}
