import { METRICS, splitMetric } from '../../../format/metric.ts'

/** Voltages between phases are a quantity of their own: on one scale with the others both would be flat. */
export const LINE_VOLTAGE = 'voltage_ll'

/** Quantities in the order in which an electrician reads them; everything else follows by name. */
const ORDER: readonly string[] = [...new Set(METRICS.map(baseOf))]
const PLACE: ReadonlyMap<string, number> = new Map(METRICS.map((metric, index) => [metric, index]))

export interface Quantity {
  /** `voltage`, `active_power`, … or a metric of the device's own. */
  readonly base: string
  readonly metrics: readonly string[]
}

export function quantities(metrics: Iterable<string>): Quantity[] {
  const groups = new Map<string, string[]>()
  for (const metric of metrics) {
    const base = baseOf(metric)
    const group = groups.get(base)
    if (group) group.push(metric)
    else groups.set(base, [metric])
  }
  return [...groups]
    .map(([base, members]) => ({ base, metrics: members.sort(byPlace) }))
    .sort((a, b) => orderOf(a.base) - orderOf(b.base) || (a.base < b.base ? -1 : 1))
}

function baseOf(metric: string): string {
  const { base, phase } = splitMetric(metric)
  return base === 'voltage' && phase !== null && phase.length === 3 && phase.startsWith('l') ? LINE_VOLTAGE : base
}

const orderOf = (base: string): number => {
  const index = ORDER.indexOf(base)
  return index < 0 ? ORDER.length : index
}

function byPlace(a: string, b: string): number {
  const left = PLACE.get(a) ?? PLACE.size
  const right = PLACE.get(b) ?? PLACE.size
  return left - right || (a < b ? -1 : 1)
}

/** Quantities that only grow: their chart says little, their differences are in the energy table. */
export function isCounter(base: string): boolean {
  return base.includes('energy')
}

const TELLING = [/^active_power$/, /^battery_soc$/, /_level$/, /_flow$/, /^temperature$/, /^humidity$/]
const IS_STATE = /^state$|_running$|_inputs$/

/** The metric that says most about a device: power before charge, level and flow before climate, counters and states last. */
export function mainMetric(metrics: Iterable<string>): string | null {
  const present = [...metrics].sort()
  const telling = TELLING.flatMap((pattern) => present.filter((metric) => pattern.test(metric)))[0]
  return telling ?? present.find((metric) => !isCounter(metric) && !IS_STATE.test(metric)) ?? present[0] ?? null
}
