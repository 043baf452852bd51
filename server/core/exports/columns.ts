import { ruleViolation } from '../errors.ts'
import type { AggregateRow } from '../telemetry/aggregate.ts'
import { unitOf } from '../telemetry/metrics.ts'
import type { Bucket } from '../telemetry/store.ts'
import type { ExportColumn, ExportInterval } from './export.types.ts'

/** A figure of the contract's aggregated answer, under its own name. */
interface OwnFigure extends ExportColumn {
  readonly own: (row: AggregateRow) => number | null
}

/** A figure of one metric over a bucket. */
interface MetricFigure extends ExportColumn {
  readonly metric: string
  readonly part: 'mean' | 'min' | 'max' | 'increase'
}

export type Figure = OwnFigure | MetricFigure

const OWN: readonly OwnFigure[] = [
  { key: 'voltage_avg', unit: 'V', own: (row) => row.voltageAvg },
  { key: 'current_avg', unit: 'A', own: (row) => row.currentAvg },
  { key: 'power_avg', unit: 'kW', own: (row) => row.powerAvgKw },
  { key: 'energy_kwh', unit: 'kWh', own: (row) => row.energyKwh },
  { key: 'power_factor_avg', unit: '', own: (row) => row.powerFactorAvg },
]
const COVERAGE: OwnFigure = { key: 'coverage', unit: '', own: (row) => row.coverage }
const PART_NAMES = { mean: 'avg', min: 'min', max: 'max' } as const

const isCounterUnit = (unit: string) => unit === 'Wh' || unit === 'varh'

/** What the columns of a file are chosen from. */
export interface Known {
  /** Every metric that one of the devices has, sorted. */
  readonly metrics: readonly string[]
  readonly unit: (metric: string) => string
}

/** One column per metric, as sampled. @throws AppError BUSINESS_RULE_VIOLATION naming a metric that nobody knows */
export function rawColumns(wanted: readonly string[], known: Known): readonly ExportColumn[] {
  const chosen = wanted.length > 0 ? wanted : known.metrics
  return chosen.map((metric) => ({ key: metric, unit: knownUnit(metric, known) }))
}

/**
 * The contract's five figures; or those asked for, where a metric becomes its mean, minimum and maximum, and a counter
 * its increase. How much of each bucket was heard stands last.
 * @throws AppError BUSINESS_RULE_VIOLATION naming a metric that nobody knows
 */
export function figures(wanted: readonly string[], known: Known): readonly Figure[] {
  if (wanted.length === 0) return [...OWN, COVERAGE]
  const chosen = wanted.flatMap((name): readonly Figure[] => {
    const own = [...OWN, COVERAGE].find(({ key }) => key === name)
    if (own) return [own]
    const unit = knownUnit(name, known)
    if (isCounterUnit(unit)) return [{ key: `${name}_increase`, unit, metric: name, part: 'increase' }]
    return (['mean', 'min', 'max'] as const).map((part) => ({
      key: `${name}_${PART_NAMES[part]}`,
      unit,
      metric: name,
      part,
    }))
  })
  return [...chosen.filter((figure) => figure !== COVERAGE), COVERAGE]
}

/** A figure of a bucket, by the rule that the aggregated answer keeps: what nobody heard is not a measurement. */
export function figureOf(bucket: Bucket | undefined, part: MetricFigure['part']): number | null {
  if (!bucket || (bucket.count === 0 && bucket.coverage === 0)) return null
  return bucket[part]
}

export const hasQuality = (interval: ExportInterval) => interval === 'raw'

/** A metric of the vocabulary makes an empty column where no device has it; any other is a slip of the keyboard. */
function knownUnit(metric: string, known: Known): string {
  if (!known.metrics.includes(metric) && unitOf(metric) === null)
    throw ruleViolation({
      tr: `Seçilen cihazlarda "${metric}" adlı bir metrik yok`,
      en: `None of the chosen devices has a metric "${metric}"`,
    })
  return known.unit(metric)
}
