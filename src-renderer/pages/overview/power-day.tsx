import { useElementSize } from '@mantine/hooks'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { SeriesPoint } from '../../api/types.ts'
import { pointColumns } from '../../charts/columns.ts'
import { TimeChart } from '../../charts/time-chart.tsx'
import { Value } from '../../components/value.tsx'
import { useFormat } from '../../format/use-format.ts'
import { usualRange } from './day-band.ts'
import classes from './overview.module.css'
import type { OverviewPartProps } from './overview-page.tsx'

const LEAST_CHART_PX = 120
/** The chart's own table of values stands above its plot, the name of the zone below. */
const CHART_TABLE_PX = 66
const DAY_MS = 86_400_000

/** Power now, large, and the day that led to it. */
export function PowerDay({ overview, asOfMs }: OverviewPartProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { ref, height } = useElementSize()
  const { start, step_s, values } = overview.power_series
  const { power_quality } = overview
  const startMs = Date.parse(start)
  const points = useMemo<SeriesPoint[]>(
    () => values.map((value, index) => [startMs + index * step_s * 1000, value, power_quality]),
    [values, startMs, step_s, power_quality],
  )
  const series = useMemo(
    () => [{ key: 'power', label: t('overview.power'), unit: 'kW', columns: pointColumns(points) }],
    [points, t],
  )
  const normal = usualRange(values)
  return (
    <section className={classes.power} aria-label={t('overview.powerDay')}>
      <header className={classes.powerHead}>
        <div>
          <h2 className={classes.label}>{t('overview.power')}</h2>
          <Value
            metric="power_kw"
            value={overview.power_kw}
            unit="kW"
            quality={overview.power_quality}
            timestamp={asOfMs}
            size="xl"
          />
        </div>
        {normal ? (
          <p className={classes.legend}>
            <span className={classes.bandSwatch} aria-hidden="true" />
            {t('overview.band')} {format.number(normal[0])}–{format.number(normal[1])} kW
          </p>
        ) : null}
      </header>
      <div ref={ref} className={classes.chart}>
        {height > 0 ? (
          <TimeChart
            title={t('overview.powerDay')}
            series={series}
            start={startMs}
            end={startMs + DAY_MS}
            isFromZero
            height={Math.max(LEAST_CHART_PX, Math.floor(height) - CHART_TABLE_PX)}
            {...(normal ? { limits: { normal } } : {})}
          />
        ) : null}
      </div>
    </section>
  )
}
