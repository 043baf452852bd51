import { useTranslation } from 'react-i18next'
import type { Times } from '../../../api/queries/annunciation.ts'
import { useFormat } from '../../../format/use-format.ts'
import classes from './performance.module.css'

/** A distribution, because a mean alone hides the one that waited all night. */
export function TimesPanel({ times, title }: { times: Times; title: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const most = Math.max(1, ...times.bars.map((bar) => bar.count))
  const span = (seconds: number | null) => (seconds === null ? '—' : format.age(seconds * 1000))
  return (
    <section className={classes.panel} aria-label={title}>
      <h2>{title}</h2>
      <p className="tabular">
        {t('annunciation.kpi.median')} <b>{span(times.median_s)}</b> · {t('annunciation.kpi.mean')}{' '}
        <b>{span(times.mean_s)}</b> · {t('annunciation.kpi.p90')} <b>{span(times.p90_s)}</b>
      </p>
      <div className={classes.rows}>
        {times.bars.map(({ up_to_s: upTo, count }, index) => (
          <div key={upTo ?? 'more'} className={classes.row}>
            <span>
              {upTo === null
                ? t('annunciation.kpi.above', { time: span(times.bars[index - 1]?.up_to_s ?? null) })
                : t('annunciation.kpi.upTo', { time: span(upTo) })}
            </span>
            <div className={classes.track}>
              <div className={classes.fill} style={{ width: `${(count / most) * 100}%` }} />
            </div>
            <span>{format.number(count)}</span>
            <span>{times.count === 0 ? '—' : `${format.number((count / times.count) * 100, 0)} %`}</span>
          </div>
        ))}
      </div>
    </section>
  )
}
