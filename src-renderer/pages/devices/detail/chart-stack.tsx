import type { UseQueryResult } from '@tanstack/react-query'
import { type ReactNode, useId, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Incident } from '../../../api/types.ts'
import type { EventMark } from '../../../charts/overlays.ts'
import { chartNumber } from '../../../charts/spoken.ts'
import { TimeChart } from '../../../charts/time-chart.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { useErrorText } from '../../../components/error-state.tsx'
import { useFormat } from '../../../format/use-format.ts'
import { currentLanguage } from '../../../i18n/i18n.ts'
import { alarmPeriods, quantitySeries } from '../model/chart-data.ts'
import { shownLimits } from '../model/limits.ts'
import type { Quantity } from '../model/quantities.ts'
import { type TimeRange, writeRange } from '../model/time-range.ts'
import type { DeviceSeries } from '../wire.ts'
import classes from './detail.module.css'
import { useLimits } from './use-limits.ts'

const NOTHING = { series: [], by: 1 }

interface ChartStackProps {
  deviceId: string
  marks: readonly EventMark[]
  quantities: readonly Quantity[]
  query: UseQueryResult<DeviceSeries>
  incidents: readonly Incident[]
  range: TimeRange
  maxPoints: number
  height: number
  /** In a drawer the device's name is a heading of the second level already. */
  isCompact: boolean
  onRange: (range: string | null) => void
}

/** One chart per quantity, one cursor for all. */
export function ChartStack(props: ChartStackProps) {
  const { t } = useTranslation()
  const syncKey = useId()
  const { query } = props
  const errorText = useErrorText(query.error)
  if (props.quantities.length === 0) return <EmptyState title={t('devices.chart.pickOne')} />
  const notice = query.isError && !query.data ? `${t('devices.chart.failed')}: ${errorText}` : null
  const waiting = query.isPending ? t('devices.chart.loading') : null
  return (
    <div className={classes.stack} aria-busy={query.isFetching}>
      {props.quantities.map((quantity) => (
        <QuantityChart
          key={quantity.base}
          {...props}
          quantity={quantity}
          syncKey={syncKey}
          notice={notice ?? waiting}
        />
      ))}
    </div>
  )
}

interface QuantityChartProps extends ChartStackProps {
  quantity: Quantity
  syncKey: string
  notice: ReactNode
}

function QuantityChart({ quantity, query, incidents, range, maxPoints, height, onRange, ...rest }: QuantityChartProps) {
  const format = useFormat()
  const { data } = query
  const { series, by } = useMemo(
    () => (data ? quantitySeries(data, quantity, { ...range, maxPoints }, format.metric) : NOTHING),
    [data, quantity, range, maxPoints, format],
  )
  const language = currentLanguage()
  const alarms = useMemo(
    () => alarmPeriods(incidents, quantity.metrics, range, language),
    [incidents, quantity, range, language],
  )
  const limitsOf = useLimits(rest.deviceId)
  const unit = series[0]?.unit ?? ''
  const limits = useMemo(
    () => shownLimits(limitsOf(quantity.metrics), by, (value) => `${chartNumber(value, format.locale)} ${unit}`),
    [limitsOf, quantity, by, unit, format],
  )
  const title = format.metric(quantity.base)
  const Heading = rest.isCompact ? 'h3' : 'h2'
  return (
    <section className={classes.chart} aria-label={title}>
      <Heading>{title}</Heading>
      <TimeChart
        title={title}
        series={series}
        start={range.start}
        end={range.end}
        alarms={alarms}
        marks={rest.marks}
        limits={limits}
        syncKey={rest.syncKey}
        height={height}
        isFromZero={quantity.base.includes('power') && quantity.base !== 'power_factor'}
        notice={rest.notice}
        onZoom={(start, end) => onRange(writeRange(start, end))}
        onReset={() => onRange(null)}
      />
    </section>
  )
}
