import { useTranslation } from 'react-i18next'
import type { AlarmKpis } from '../../../api/queries/annunciation.ts'
import { useFormat } from '../../../format/use-format.ts'
import classes from './performance.module.css'

/** The ten that call most: repairing these is the quickest way to a calmer control room. */
export function TopSources({ kpis }: { kpis: AlarmKpis }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { items, share } = kpis.top
  const target = kpis.targets.top
  const most = items[0]?.count ?? 1
  return (
    <section className={classes.panel} aria-label={t('annunciation.kpi.top')}>
      <h2>
        {t('annunciation.kpi.top')}
        {share === null ? '' : ` · ${format.number(share * 100, 1)} %`}
      </h2>
      <div className={classes.rows}>
        {items.map((item) => {
          const subject = item.device_name ?? item.gateway_name ?? '—'
          const policy = item.policy_name ?? t('annunciation.flood.ownAlarm')
          return (
            <div key={`${item.policy_id}|${item.device_id}|${item.gateway_name}`} className={classes.row}>
              <span className="truncate" title={`${subject} · ${policy}`}>
                {subject} <span className="quiet">· {policy}</span>
              </span>
              <div className={classes.track}>
                <div className={classes.fill} style={{ width: `${(item.count / most) * 100}%` }} />
              </div>
              <span>{format.number(item.count)}</span>
              <span>{format.number(item.share * 100, 1)} %</span>
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
