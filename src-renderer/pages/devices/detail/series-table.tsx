import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { alignColumns, pointColumns } from '../../../charts/columns.ts'
import type { Column } from '../../../components/data-table/column.ts'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { shownValue } from '../../../format/metric.ts'
import { useFormat } from '../../../format/use-format.ts'
import type { TimeRange } from '../model/time-range.ts'
import { seriesQuery } from '../queries.ts'
import type { DeviceSeries } from '../wire.ts'
import classes from './detail.module.css'

const MAX_ROWS = 2000

interface ValueRow {
  at: number
  values: readonly (number | null | undefined)[]
}

/** What the chart draws, as numbers: for reading aloud, copying and saving. */
export function SeriesTable({
  deviceId,
  metrics,
  range,
}: {
  deviceId: string
  metrics: readonly string[]
  range: TimeRange
}) {
  const { t } = useTranslation()
  const query = useQuery(seriesQuery(deviceId, metrics, range.start, range.end, MAX_ROWS))
  const { data } = query
  const columns = useValueColumns(data, metrics)
  const rows = useMemo<ValueRow[]>(() => {
    if (!data) return []
    const { at, series } = alignColumns(metrics.map((metric) => pointColumns(data.series[metric]?.points ?? [])))
    return at.map((when, index) => ({ at: when, values: series.map(({ line }) => line[index]) })).reverse()
  }, [data, metrics])
  return (
    <Loaded query={query}>
      {() => (
        <div className={classes.valueTable}>
          <DataTable
            id="device-series"
            label={t('devices.chart.table')}
            rows={rows}
            columns={columns}
            rowKey={(row) => String(row.at)}
            rowHeight={28}
            empty={<EmptyState title={t('chart.empty')} />}
          />
        </div>
      )}
    </Loaded>
  )
}

function useValueColumns(data: DeviceSeries | undefined, metrics: readonly string[]): readonly Column<ValueRow>[] {
  const { t } = useTranslation()
  const format = useFormat()
  return useMemo(() => {
    const time: Column<ValueRow> = {
      key: 'time',
      header: t('devices.chart.time'),
      width: 180,
      isSortable: true,
      cell: (row) => <span className="tabular">{format.time(row.at)}</span>,
      plain: (row) => new Date(row.at).toISOString(),
    }
    const told = (metric: string, value: number | null | undefined): string => {
      if (value === null) return '—'
      if (value === undefined) return ''
      const shown = shownValue(metric, value, data?.series[metric]?.unit)
      return `${format.number(shown.value, shown.decimals)} ${shown.unit}`
    }
    const values = metrics.map<Column<ValueRow>>((metric, index) => ({
      key: metric,
      header: format.metric(metric),
      width: { share: 1, min: 120 },
      align: 'end',
      cell: (row) => <span className="tabular">{told(metric, row.values[index])}</span>,
      plain: (row) => row.values[index] ?? null,
    }))
    return [time, ...values]
  }, [data, metrics, t, format])
}
