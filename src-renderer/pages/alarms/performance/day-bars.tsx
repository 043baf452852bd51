import { useTranslation } from 'react-i18next'
import type { AlarmKpis } from '../../../api/queries/annunciation.ts'
import { useFormat } from '../../../format/use-format.ts'
import classes from './performance.module.css'

const WIDTH = 600
const HEIGHT = 150
const LEFT = 40
const BOTTOM = 18
/** The commonly cited most that one operator can deal with in a day. */
const LIMIT_PER_OPERATOR = 150

/** One bar a day from zero up, with the limit drawn in wherever it falls within the picture. */
export function DayBars({ kpis }: { kpis: AlarmKpis }) {
  const { t } = useTranslation()
  const format = useFormat()
  const days = kpis.per_day
  const limit = LIMIT_PER_OPERATOR * kpis.operators
  const highest = Math.max(1, ...days.map((day) => day.count))
  const top = highest > limit * 0.5 ? Math.max(highest, limit) : highest
  const plot = HEIGHT - BOTTOM - 6
  const y = (count: number) => 6 + plot * (1 - count / top)
  const step = (WIDTH - LEFT) / Math.max(1, days.length)
  const worst = days.reduce((most, day) => (day.count > most.count ? day : most), { at: kpis.start, count: 0 })
  return (
    <section className={classes.panel} aria-label={t('annunciation.kpi.byDay')}>
      <h2>{t('annunciation.kpi.byDay')}</h2>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        className={classes.chart}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('annunciation.kpi.daysSpoken', { day: format.time(worst.at, 'day'), count: worst.count })}
      >
        <text x={LEFT - 6} y={14} textAnchor="end" className={classes.axis}>
          {format.number(top)}
        </text>
        <text x={LEFT - 6} y={HEIGHT - BOTTOM} textAnchor="end" className={classes.axis}>
          0
        </text>
        {days.map((day, index) => (
          <rect
            key={day.at}
            x={LEFT + index * step}
            width={Math.max(0.5, step - (step > 4 ? 1.5 : 0))}
            y={y(day.count)}
            height={HEIGHT - BOTTOM - y(day.count)}
            className={classes.bar}
          >
            <title>{`${format.time(day.at)} · ${format.number(day.count)}`}</title>
          </rect>
        ))}
        {top >= limit ? <line x1={LEFT} x2={WIDTH} y1={y(limit)} y2={y(limit)} className={classes.limit} /> : null}
        <text x={LEFT} y={HEIGHT - 4} className={classes.axis}>
          {format.time(kpis.start, 'day')}
        </text>
        <text x={WIDTH} y={HEIGHT - 4} textAnchor="end" className={classes.axis}>
          {format.time(kpis.end, 'day')}
        </text>
      </svg>
    </section>
  )
}
