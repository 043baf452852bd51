import type { Incident } from '../../../api/types.ts'
import { bandColumns, pointColumns, type SeriesColumns } from '../../../charts/columns.ts'
import type { ChartSeries } from '../../../charts/options.ts'
import type { AlarmPeriod } from '../../../charts/overlays.ts'
import { shownValue } from '../../../format/metric.ts'
import type { Language } from '../../../i18n/i18n.ts'
import type { DeviceSeries } from '../wire.ts'
import type { Quantity } from './quantities.ts'

/** The series of one quantity in one unit, the one that suits the greatest of their values, and the factor to it. */
export function quantitySeries(
  answer: DeviceSeries,
  quantity: Quantity,
  range: { readonly start: number; readonly end: number; readonly maxPoints: number },
  nameOf: (metric: string) => string,
): { series: ChartSeries[]; by: number } {
  const present = quantity.metrics.flatMap((metric) => {
    const series = answer.series[metric]
    return series && series.points.length > 0 ? [{ metric, ...series }] : []
  })
  const greatest = Math.max(0, ...present.flatMap(({ points }) => points.map(([, value]) => Math.abs(value ?? 0))))
  // The hub keeps a minimum and a maximum per bucket; a bucket here holds at least one of the hub's whole.
  const bucketMs = (range.end - range.start) / Math.max(1, range.maxPoints / 4)
  const [first] = present
  const factor = shownValue(first?.metric ?? '', greatest, first?.unit).value / greatest
  const by = greatest === 0 ? 1 : factor
  const series = present.map(({ metric, unit, points, decimated }) => {
    const shown = shownValue(metric, greatest, unit)
    const columns = decimated ? bandColumns(points, range.start, bucketMs) : pointColumns(points)
    return { key: metric, label: nameOf(metric), unit: shown.unit, columns: by === 1 ? columns : scaled(columns, by) }
  })
  return { series, by }
}

export function scaled(columns: SeriesColumns, by: number): SeriesColumns {
  const times = (values: readonly (number | null)[]): (number | null)[] =>
    values.map((value) => (value === null ? null : value * by))
  return { ...columns, min: times(columns.min), max: times(columns.max), line: times(columns.line) }
}

/** When alarms of a quantity lasted; alarms that name no metric (silence, say) belong to every chart. */
export function alarmPeriods(
  incidents: readonly Incident[],
  metrics: readonly string[],
  range: { readonly start: number; readonly end: number },
  language: Language,
): AlarmPeriod[] {
  return incidents.flatMap((incident) => {
    if (incident.metric !== null && !metrics.includes(incident.metric)) return []
    const start = Date.parse(incident.triggered_at)
    const over = incident.cleared_at ?? incident.closed_at
    const end = over === null ? null : Date.parse(over)
    if (start > range.end || (end !== null && end < range.start)) return []
    return [{ start, end, severity: incident.severity, label: incident.messages[language] }]
  })
}
