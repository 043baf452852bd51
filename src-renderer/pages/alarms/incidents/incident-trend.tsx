import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { incidentContextQuery } from '../../../api/queries/incidents.ts'
import type { Condition, IncidentContext, SeriesPoint } from '../../../api/types.ts'
import { pointColumns } from '../../../charts/columns.ts'
import type { Limits } from '../../../charts/overlays.ts'
import { TimeChart } from '../../../charts/time-chart.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { shownValue, unitOf } from '../../../format/metric.ts'
import { useFormat } from '../../../format/use-format.ts'
import { currentLanguage } from '../../../i18n/i18n.ts'
import classes from './incident-detail.module.css'

export function IncidentTrend({ id }: { id: string }) {
  const { t } = useTranslation()
  const query = useQuery(incidentContextQuery(id))
  return (
    <section className={classes.section} aria-label={t('alarms.detail.trend')}>
      <h3 className={classes.title}>{t('alarms.detail.trend')}</h3>
      <Loaded query={query} rows={4}>
        {(context) =>
          context.series && context.series.points.length > 0 ? (
            <TrendChart context={context} series={context.series} />
          ) : (
            <EmptyState isCompact title={t('alarms.detail.noTrend')} />
          )
        }
      </Loaded>
    </section>
  )
}

interface TrendChartProps {
  context: IncidentContext
  series: NonNullable<IncidentContext['series']>
}

function TrendChart({ context, series }: TrendChartProps) {
  const format = useFormat()
  const language = currentLanguage()
  const { incident, policy } = context
  const scale = useMemo(() => scaleOf(series.metric, series.unit, series.points), [series])
  const points = useMemo<SeriesPoint[]>(
    () => series.points.map(([at, value, quality]) => [at, value === null ? null : value * scale.factor, quality]),
    [series, scale],
  )
  const chartSeries = useMemo(
    () => [
      { key: series.metric, label: format.metric(series.metric), unit: scale.unit, columns: pointColumns(points) },
    ],
    [series.metric, format, scale.unit, points],
  )
  const alarms = useMemo(
    () => [
      {
        start: Date.parse(incident.triggered_at),
        end: incident.cleared_at ? Date.parse(incident.cleared_at) : null,
        severity: incident.severity,
        label: incident.messages[language],
      },
    ],
    [incident, language],
  )
  const limits = useMemo(() => limitsOf(policy?.condition, scale.factor), [policy, scale.factor])
  return (
    <TimeChart
      title={format.metric(series.metric)}
      series={chartSeries}
      start={points[0]?.[0] ?? 0}
      end={points.at(-1)?.[0] ?? 1}
      alarms={alarms}
      limits={limits}
      height={190}
    />
  )
}

/** The whole chart in one unit, chosen by its largest value: kW where watts would need five figures. */
function scaleOf(
  metric: string,
  unit: string | null,
  points: readonly SeriesPoint[],
): { factor: number; unit: string } {
  const largest = points.reduce((max, [, value]) => Math.max(max, Math.abs(value ?? 0)), 0)
  const shown = shownValue(metric, largest, unit)
  return largest === 0
    ? { factor: 1, unit: unit ?? unitOf(metric) }
    : { factor: shown.value / largest, unit: shown.unit }
}

function limitsOf(condition: Condition | undefined, factor: number): Limits {
  if (condition?.type === 'threshold') {
    return { lines: [{ value: condition.value * factor, label: condition.operator }] }
  }
  if (condition?.type === 'range') {
    return { normal: [condition.min * factor, condition.max * factor] }
  }
  return {}
}
