import { invalid } from '../errors.ts'
import type { Bucket, TelemetryStore } from './store.ts'
import { edgesOf, type Interval } from './time-zone.ts'

export interface AggregateRequest {
  /** Epoch ms; samples from `start` up to, not including, `end` are counted. */
  readonly start: number
  readonly end: number
  readonly interval: Interval
  /** IANA name of the zone whose hours, days, weeks and months are meant. */
  readonly timeZone: string
}

export interface AggregateRow {
  /** Start of the hour, day, week or month in the zone, epoch ms. */
  readonly timestamp: number
  readonly voltageAvg: number | null
  readonly currentAvg: number | null
  readonly powerAvgKw: number | null
  readonly energyKwh: number | null
  readonly powerFactorAvg: number | null
  /**
   * Share of the row's time, as far as it lies in the range, in which the device was heard: 0–1. That of its best kept
   * metric: one that is missing altogether shows as null and says nothing of the others.
   */
  readonly coverage: number
}

const MAX_ROWS = 20_000
const HOUR_MS = 3_600_000
const NOMINAL_MS: Record<Interval, number> = {
  hourly: HOUR_MS,
  daily: 24 * HOUR_MS,
  weekly: 7 * 24 * HOUR_MS,
  monthly: 28 * 24 * HOUR_MS,
}
const PHASES = ['l1', 'l2', 'l3'] as const
const phasesOf = (metric: string) => PHASES.map((phase) => `${metric}_${phase}`)
const TOTALS = ['active_power', 'power_factor', 'energy_import'] as const
const WANTED = [
  ...TOTALS,
  ...['voltage', 'current', 'active_power', 'power_factor'].flatMap((metric) => phasesOf(metric)),
]

type Series = ReadonlyMap<string, readonly Bucket[]>

/**
 * The contract's figures of one device by hour, day, week or month of its site. Voltage and current are means over the
 * phases that there are; energy is an index difference; what was not measured is null.
 * @throws AppError VALIDATION_ERROR when the answer would have more than 20,000 rows
 */
export async function aggregate(
  store: Pick<TelemetryStore, 'metrics' | 'buckets'>,
  deviceId: string,
  { start, end, interval, timeZone }: AggregateRequest,
): Promise<readonly AggregateRow[]> {
  if ((end - start) / NOMINAL_MS[interval] > MAX_ROWS) {
    throw invalid({
      tr: `Aralık çok uzun: en çok ${MAX_ROWS} satır istenebilir`,
      en: `The range is too long: at most ${MAX_ROWS} rows can be asked for`,
    })
  }
  const edges = edgesOf(interval, timeZone, start, end)
  const clipped = edges.map((edge) => Math.min(end, Math.max(start, edge)))
  const present = new Set(await store.metrics(deviceId))
  const series = await store.buckets(deviceId, wantedOf(present), clipped)
  return edges.slice(0, -1).map((timestamp, index) => rowOf(timestamp, index, series))
}

/** Totals where the device has them, phases where it does not; voltages and currents are always by phase. */
function wantedOf(present: ReadonlySet<string>): readonly string[] {
  return WANTED.filter((metric) => {
    const total = TOTALS.find((name) => metric !== name && metric.startsWith(`${name}_`))
    return present.has(metric) && !(total && present.has(total))
  })
}

function rowOf(timestamp: number, index: number, series: Series): AggregateRow {
  const at = (metric: string) => series.get(metric)?.[index]
  const watts = wattsAt(index, series)
  const energyWh = measuredIncrease(at('energy_import'))
  return {
    timestamp,
    voltageAvg: mean(phasesOf('voltage').map((metric) => at(metric)?.mean)),
    currentAvg: mean(phasesOf('current').map((metric) => at(metric)?.mean)),
    powerAvgKw: watts === null ? null : watts / 1000,
    energyKwh: energyWh === null ? null : energyWh / 1000,
    powerFactorAvg: mean(['power_factor', ...phasesOf('power_factor')].map((metric) => at(metric)?.mean)),
    coverage: Math.max(0, ...[...series.values()].map((buckets) => buckets[index]?.coverage ?? 0)),
  }
}

/** Index difference, but none for a time of which nothing is known: an interpolated gap is not a measurement. */
function measuredIncrease(bucket: Bucket | undefined): number | null {
  if (!bucket || (bucket.count === 0 && bucket.coverage === 0)) return null
  return bucket.increase
}

/** Mean power: measured, or the sum of the phases, or energy over time for a device that has no power metric. */
function wattsAt(index: number, series: Series): number | null {
  const total = series.get('active_power')
  if (total) return total[index]?.mean ?? null
  const phases = phasesOf('active_power').flatMap((metric) => series.get(metric) ?? [])
  if (phases.length > 0) return sum(phasesOf('active_power').flatMap((metric) => meansOf(series.get(metric), index)))
  const energy = series.get('energy_import')?.[index]
  if (!energy || energy.increase === null || energy.coverage === 0) return null
  return energy.increase / (((energy.end - energy.start) * energy.coverage) / HOUR_MS)
}

const meansOf = (buckets: readonly Bucket[] | undefined, index: number) =>
  buckets ? [buckets[index]?.mean ?? null] : []

/** Null when a part is missing: a partial sum must not pass for the whole. */
function sum(values: readonly (number | null)[]): number | null {
  let total = 0
  for (const value of values) {
    if (value === null) return null
    total += value
  }
  return total
}

function mean(values: readonly (number | null | undefined)[]): number | null {
  const known = values.filter((value) => value !== null && value !== undefined)
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0) / known.length
}
