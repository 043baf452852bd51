import { decimalsFor } from './number.ts'

interface MetricUnit {
  unit: string
  /** Shown instead of `unit` from `fromAbs` on, divided by `by`. */
  big?: { unit: string; by: number; fromAbs: number }
  decimals?: number
}

const kilo = (unit: string): MetricUnit => ({ unit, big: { unit: `k${unit}`, by: 1000, fromAbs: 1000 } })

/** Units of the shared vocabulary, by the metric's name without its phase. */
const UNITS: Readonly<Record<string, MetricUnit>> = {
  voltage: { unit: 'V', decimals: 1 },
  current: { unit: 'A', decimals: 2 },
  active_power: kilo('W'),
  reactive_power: kilo('var'),
  apparent_power: kilo('VA'),
  power_factor: { unit: '', decimals: 3 },
  frequency: { unit: 'Hz', decimals: 2 },
  energy_import: kilo('Wh'),
  energy_export: kilo('Wh'),
  reactive_energy_inductive: kilo('varh'),
  reactive_energy_capacitive: kilo('varh'),
  reactive_energy_import: kilo('varh'),
  reactive_energy_export: kilo('varh'),
  active_power_export: kilo('W'),
  reactive_power_inductive: kilo('var'),
  reactive_power_capacitive: kilo('var'),
  pv_power: kilo('W'),
  load_power: kilo('W'),
  grid_power: kilo('W'),
  battery_power: kilo('W'),
  thd_voltage: { unit: '%', decimals: 1 },
  thd_current: { unit: '%', decimals: 1 },
  voltage_imbalance: { unit: '%', decimals: 1 },
  current_imbalance: { unit: '%', decimals: 1 },
  reactive_ratio_inductive: { unit: '%', decimals: 1 },
  reactive_ratio_capacitive: { unit: '%', decimals: 1 },
  temperature: { unit: '°C', decimals: 1 },
  humidity: { unit: '%', decimals: 0 },
  battery_soc: { unit: '%', decimals: 0 },
}

/** Phase, tariff (t2) or number (pv_power_1). */
const PHASE = /_(l1|l2|l3|l12|l23|l31|n|avg|total|t\d|\d)$/

/** Splits `voltage_l12` into its base `voltage` and its phase `l12`. */
export function splitMetric(metric: string): { base: string; phase: string | null } {
  const match = PHASE.exec(metric)
  return match?.[1] ? { base: metric.slice(0, match.index), phase: match[1] } : { base: metric, phase: null }
}

export interface ShownValue {
  value: number
  unit: string
  decimals: number
}

/** Scales a value for reading: 12,400 W becomes 12.4 kW. Unknown metrics keep the unit that the device gives. */
export function shownValue(metric: string, value: number, givenUnit?: string | null): ShownValue {
  const known = UNITS[splitMetric(metric).base]
  if (!known || (givenUnit && givenUnit !== known.unit)) {
    return { value, unit: givenUnit ?? '', decimals: Number.isInteger(value) ? 0 : decimalsFor(value) }
  }
  if (known.big && Math.abs(value) >= known.big.fromAbs) {
    const scaled = value / known.big.by
    return { value: scaled, unit: known.big.unit, decimals: decimalsFor(scaled) }
  }
  return { value, unit: known.unit, decimals: known.decimals ?? decimalsFor(value) }
}

export function unitOf(metric: string): string {
  return UNITS[splitMetric(metric).base]?.unit ?? ''
}

/** The shared vocabulary, in the order in which an electrician reads it. */
export const METRICS = [
  'active_power',
  'active_power_l1',
  'active_power_l2',
  'active_power_l3',
  'voltage_l1',
  'voltage_l2',
  'voltage_l3',
  'voltage_l12',
  'voltage_l23',
  'voltage_l31',
  'current_l1',
  'current_l2',
  'current_l3',
  'current_n',
  'reactive_power',
  'apparent_power',
  'power_factor',
  'frequency',
  'energy_import',
  'energy_export',
  'reactive_energy_inductive',
  'reactive_energy_capacitive',
  'reactive_energy_import',
  'reactive_energy_export',
  'temperature',
  'humidity',
  'battery_soc',
  'state',
] as const

/** `l1` as it stands on a meter: L1, L1–L2, N, T2. */
export function phaseName(phase: string): string {
  return phase.toUpperCase().replace(/^L(\d)(\d)$/, 'L$1–L$2')
}
