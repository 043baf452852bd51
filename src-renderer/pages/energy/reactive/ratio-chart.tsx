import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Quality, SeriesPoint } from '../../../api/types.ts'
import { pointColumns } from '../../../charts/columns.ts'
import { TimeChart } from '../../../charts/time-chart.tsx'
import classes from '../energy.module.css'
import type { ReactiveRatio } from '../wire.ts'

/** The ratio as it stood at the end of each day, with its limits. */
export function RatioChart({ ratio }: { ratio: ReactiveRatio }) {
  const { t } = useTranslation()
  const { days, limits, period } = ratio
  const start = Date.parse(period.start)
  const series = useMemo(() => {
    const points = (key: 'inductive_ratio_to_date' | 'capacitive_ratio_to_date') =>
      days.map((day): SeriesPoint => {
        const quality: Quality = day.quality === 'estimated' ? 'estimated' : 'good'
        return [Date.parse(day.date), day[key], quality]
      })
    return [
      {
        key: 'inductive',
        label: t('energy.reactive.inductive'),
        unit: '%',
        columns: pointColumns(points('inductive_ratio_to_date')),
      },
      {
        key: 'capacitive',
        label: t('energy.reactive.capacitive'),
        unit: '%',
        columns: pointColumns(points('capacitive_ratio_to_date')),
      },
    ]
  }, [days, t])
  const lines = useMemo(() => {
    const line = (value: number | null, label: string) => (value === null ? [] : [{ value, label }])
    return {
      lines: [
        ...line(limits.inductive_percent, t('energy.reactive.inductiveLimit')),
        ...line(limits.capacitive_percent, t('energy.reactive.capacitiveLimit')),
      ],
    }
  }, [limits, t])
  return (
    <section className={classes.panel} aria-label={t('energy.reactive.course')}>
      <h2>{t('energy.reactive.course')}</h2>
      <TimeChart
        title={t('energy.reactive.course')}
        series={series}
        start={start}
        end={Date.parse(period.end)}
        limits={lines}
        isFromZero
        height={200}
      />
    </section>
  )
}
