import { useTranslation } from 'react-i18next'
import { type AlarmKpis, PRIORITIES } from '../../../api/queries/annunciation.ts'
import { useFormat } from '../../../format/use-format.ts'
import classes from './performance.module.css'

const WANTED = { high: 0.05, medium: 0.15, low: 0.8 } as const

/** What share of the calls each priority has; the tick is what is commonly asked. */
export function PrioritySplit({ kpis }: { kpis: AlarmKpis }) {
  const { t } = useTranslation()
  const format = useFormat()
  const target = kpis.targets.priorities
  return (
    <section className={classes.panel} aria-label={t('annunciation.kpi.priorities')}>
      <h2>{t('annunciation.kpi.priorities')}</h2>
      <div className={classes.rows}>
        {PRIORITIES.map((priority) => {
          const { count, share } = kpis.priorities[priority]
          return (
            <div key={priority} className={classes.row}>
              <span>{t(`annunciation.kpi.priority.${priority}`)}</span>
              <div className={classes.track}>
                <div className={classes.fill} style={{ width: `${(share ?? 0) * 100}%` }} />
                <span className={classes.tick} style={{ left: `${WANTED[priority] * 100}%` }} />
              </div>
              <span>{format.number(count)}</span>
              <span>{share === null ? '—' : `${format.number(share * 100, 1)} %`}</span>
            </div>
          )
        })}
      </div>
      {target ? (
        <p className={classes.target}>
          {t('annunciation.kpi.target')}: {target.text} ({target.source})
        </p>
      ) : null}
    </section>
  )
}
