/** Canonical units by metric (additions.md, Metrics); prefixes stand for their phases. */
const UNITS: readonly (readonly [prefix: string, unit: string])[] = [
  ['voltage', 'V'],
  ['current', 'A'],
  ['active_power', 'W'],
  ['reactive_power', 'var'],
  ['apparent_power', 'VA'],
  ['power_factor', ''],
  ['frequency', 'Hz'],
  ['energy_import', 'Wh'],
  ['energy_export', 'Wh'],
  ['reactive_energy', 'varh'],
  ['temperature', '°C'],
  ['humidity', '%'],
  ['battery_soc', '%'],
  ['state', ''],
]

/** The unit of a known metric, or null for a key that the vocabulary does not have. */
export function unitOf(metric: string): string | null {
  const known = UNITS.find(([prefix]) => metric === prefix || metric.startsWith(`${prefix}_`))
  return known ? known[1] : null
}
