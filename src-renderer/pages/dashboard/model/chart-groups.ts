import { bandColumns, pointColumns } from '../../../charts/columns.ts'
import type { ChartSeries } from '../../../charts/options.ts'
import { shownValue } from '../../../format/metric.ts'
import { scaled } from '../../devices/model/chart-data.ts'
import type { DeviceSeries } from '../../devices/wire.ts'
import type { SeriesRef } from '../wire.ts'

interface Range {
  readonly start: number
  readonly end: number
  readonly maxPoints: number
}

/** Series of several devices, those of one unit together, each group scaled as suits the greatest of its values. */
export function chartGroups(
  wanted: readonly SeriesRef[],
  answers: readonly (DeviceSeries | undefined)[],
  range: Range,
  nameOf: (deviceId: string, metric: string) => string,
): ChartSeries[][] {
  const byUnit = new Map<string, { ref: SeriesRef; series: NonNullable<DeviceSeries['series'][string]> }[]>()
  for (const [i, ref] of wanted.entries()) {
    const series = answers[i]?.series[ref.metric]
    if (!series) continue
    const unit = series.unit ?? ''
    byUnit.set(unit, [...(byUnit.get(unit) ?? []), { ref, series }])
  }
  const bucketMs = (range.end - range.start) / Math.max(1, range.maxPoints / 4)
  return [...byUnit].map(([unit, group]) => {
    const greatest = Math.max(
      0,
      ...group.flatMap(({ series }) => series.points.map(([, value]) => Math.abs(value ?? 0))),
    )
    const shown = shownValue(group[0]?.ref.metric ?? '', greatest, unit)
    const by = greatest === 0 ? 1 : shown.value / greatest
    return group.map(({ ref, series }) => {
      const columns = series.decimated ? bandColumns(series.points, range.start, bucketMs) : pointColumns(series.points)
      return {
        key: `${ref.device_id}/${ref.metric}`,
        label: nameOf(ref.device_id, ref.metric),
        unit: shown.unit,
        columns: by === 1 ? columns : scaled(columns, by),
      }
    })
  })
}
