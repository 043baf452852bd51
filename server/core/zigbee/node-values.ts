import { parseJson } from './bridge-words.ts'
import type { Exposed, ZigbeeNode } from './zigbee.types.ts'

/** Zigbee2MQTT's words in the vocabulary of Quaywatch (additions.md, Metrics); any other property keeps its name. */
const METRICS: Readonly<Record<string, string>> = {
  power: 'active_power',
  voltage: 'voltage_l1',
  current: 'current_l1',
  energy: 'energy_import',
  produced_energy: 'energy_export',
  power_reactive: 'reactive_power',
  power_apparent: 'apparent_power',
  power_factor: 'power_factor',
  ac_frequency: 'frequency',
  battery: 'battery_soc',
  pressure: 'air_pressure',
  linkquality: 'link_quality',
}

/** To the canonical unit of the vocabulary. */
const FACTORS: Readonly<Record<string, number>> = { kWh: 1000, kW: 1000, mV: 0.001, mA: 0.001, kvar: 1000, kVA: 1000 }

const SNAKE_CASE = /^[a-z][a-z0-9_]{0,63}$/

/** The voltage of a battery is not the mains voltage of phase 1. */
function metricOf(property: string, node: Pick<ZigbeeNode, 'isBattery'>): string | null {
  if (property === 'voltage' && node.isBattery) return 'battery_voltage'
  const metric = METRICS[property] ?? property
  return SNAKE_CASE.test(metric) ? metric : null
}

/**
 * The numbers in a node's state message. Only what the node exposes counts, so that echoes of settings and nested
 * objects do not become series. Null = the node says that it does not know.
 */
export function nodeValues(
  payload: string,
  node: Pick<ZigbeeNode, 'isBattery' | 'exposes'>,
): { readonly values: Readonly<Record<string, number | null>>; readonly linkQuality: number | null } | null {
  const state = parseJson(payload)
  if (typeof state !== 'object' || state === null || Array.isArray(state)) return null
  const said = new Map<string, unknown>(Object.entries(state))
  const values: Record<string, number | null> = {}
  for (const exposed of node.exposes) {
    if (!said.has(exposed.property)) continue
    const metric = metricOf(exposed.property, node)
    const value = numberFrom(exposed, said.get(exposed.property))
    if (metric !== null && value !== undefined) values[metric] = value
  }
  const quality = said.get('linkquality')
  return { values, linkQuality: typeof quality === 'number' ? quality : null }
}

function numberFrom(exposed: Exposed, value: unknown): number | null | undefined {
  if (value === null) return exposed.kind === 'numeric' || exposed.kind === 'binary' ? null : undefined
  if (exposed.kind === 'numeric')
    return typeof value === 'number' && Number.isFinite(value) ? value * (FACTORS[exposed.unit ?? ''] ?? 1) : undefined
  if (exposed.kind !== 'binary') return undefined
  if (value === exposed.valueOn) return 1
  return value === exposed.valueOff ? 0 : undefined
}
