import { useElementSize } from '@mantine/hooks'
import { useQueries, useQuery } from '@tanstack/react-query'
import { useId, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { deviceIndexQuery } from '../../../api/queries/devices.ts'
import type { ChartSeries } from '../../../charts/options.ts'
import { TimeChart } from '../../../charts/time-chart.tsx'
import { useErrorText } from '../../../components/error-state.tsx'
import { useFormat } from '../../../format/use-format.ts'
import { useNow } from '../../../format/use-now.ts'
import { parseRange, stepOf } from '../../devices/model/time-range.ts'
import { seriesQuery } from '../../devices/queries.ts'
import { chartGroups } from '../model/chart-groups.ts'
import type { WidgetConfigs } from '../wire.ts'
import classes from './widgets.module.css'

const MAX_POINTS = 800
const LEAST_PLOT_PX = 70
/** Above a plot stands the chart's own table of values, a line for each series; below it its days and the zone. */
const FRAME_PX = 62
const LINE_PX = 20

/** The series of one unit share a plot; another unit gets one of its own below, with the same cursor. */
export function ChartWidget({ config }: { config: WidgetConfigs['chart'] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { ref, height } = useElementSize()
  const syncKey = useId()
  const now = useNow(stepOf(config.range))
  const range = useMemo(() => parseRange(config.range, now), [config.range, now])
  const devices = useQuery(deviceIndexQuery).data
  const answers = useQueries({
    queries: config.series.map(({ device_id, metric }) => ({
      ...seriesQuery(device_id, [metric], range.start, range.end, MAX_POINTS),
      placeholderData: <Data,>(before: Data) => before,
    })),
    combine: (all) => ({
      data: all.map(({ data }) => data),
      error: all.find(({ error }) => error)?.error ?? null,
      isPending: all.some(({ isPending }) => isPending),
    }),
  })
  const errorText = useErrorText(answers.error)
  const groups = useMemo(() => {
    const named = new Set(config.series.map(({ device_id }) => device_id)).size > 1
    const nameOf = (deviceId: string, metric: string): string => {
      const name = devices?.find(({ id }) => id === deviceId)?.name ?? ''
      return named ? `${name} · ${format.metric(metric)}` : format.metric(metric)
    }
    return chartGroups(config.series, answers.data, { ...range, maxPoints: MAX_POINTS }, nameOf)
  }, [config.series, answers.data, range, devices, format])
  const plots: readonly (readonly ChartSeries[])[] = groups.length > 0 ? groups : [[]]
  const frames = plots.reduce((sum, series) => sum + FRAME_PX + LINE_PX * series.length, 0)
  const each = Math.max(LEAST_PLOT_PX, Math.floor((height - frames) / plots.length))
  return (
    <div ref={ref} className={classes.chart}>
      {height > 0
        ? plots.map((series) => (
            <TimeChart
              key={series.map(({ key }) => key).join(' ')}
              title={series.map(({ label }) => label).join(', ')}
              series={series}
              start={range.start}
              end={range.end}
              syncKey={syncKey}
              height={each}
              isFromZero={series.every(({ unit }) => unit === 'W' || unit === 'kW')}
              notice={
                answers.error && !answers.data.some(Boolean)
                  ? errorText
                  : answers.isPending
                    ? t('devices.chart.loading')
                    : undefined
              }
            />
          ))
        : null}
    </div>
  )
}
