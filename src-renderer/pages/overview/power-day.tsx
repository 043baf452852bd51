import { useElementSize } from '@mantine/hooks'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Overview, SeriesPoint } from '../../api/types.ts'
import { pointColumns } from '../../charts/columns.ts'
import { TimeChart } from '../../charts/time-chart.tsx'
import { Value } from '../../components/value.tsx'
import { useFormat } from '../../format/use-format.ts'
import { extremes, usualRange } from './day-band.ts'
import classes from './overview.module.css'

const LEAST_CHART_PX = 120
const DAY_MS = 86_400_000

/** Power now, large, and the day that led to it. */
export function PowerDay({ overview }: { overview: Overview }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { ref, height } = useElementSize()
  const { start, step_s, values } = overview.power_series
  const startMs = Date.parse(start)
  const points = useMemo<SeriesPoint[]>(
    () => values.map((value, index) => [startMs + index * step_s * 1000, value, 'good']),
    [values, startMs, step_s],
  )
  const series = useMemo(
    () => [{ key: 'power', label: t('overview.power'), unit: 'kW', columns: pointColumns(points) }],
    [points, t],
  )
  const normal = usualRange(values)
  const ends = extremes(points.map(([atMs, value]) => [atMs, value]))
  return (
    <section className={classes.power} aria-label={t('overview.powerDay')}>
      <header className={classes.powerHead}>
        <div>
          <h2 className={classes.label}>{t('overview.power')}</h2>
          <Value metric="power_kw" value={overview.power_kw} unit="kW" quality={overview.power_quality} size="xl" />
        </div>
        <dl className={classes.ends}>
          {(['max', 'min'] as const).map((end) => (
            <div key={end}>
              <dt className={classes.label}>{t(end === 'max' ? 'overview.peak' : 'overview.low')}</dt>
              <dd>
                <Value metric="power_kw" value={ends?.[end].value} unit="kW" size="md" />
                {ends ? <span className={classes.at}>{format.time(ends[end].atMs, 'time')}</span> : null}
              </dd>
            </div>
          ))}
        </dl>
      </header>
      <div ref={ref} className={classes.chart}>
        {height > 0 ? (
          <TimeChart
            title={t('overview.powerDay')}
            series={series}
            start={startMs}
            end={startMs + DAY_MS}
            isFromZero
            height={Math.max(LEAST_CHART_PX, Math.floor(height) - 30)}
            {...(normal ? { limits: { normal } } : {})}
          />
        ) : null}
      </div>
    </section>
  )
}
