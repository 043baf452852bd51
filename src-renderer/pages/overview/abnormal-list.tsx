import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Incident } from '../../api/types.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { SEVERITY_RANK, SeverityMark } from '../../components/severity-mark.tsx'
import { isCalling, shortMessage } from '../../format/incident.ts'
import { useFormat } from '../../format/use-format.ts'
import { useNow } from '../../format/use-now.ts'
import { incidentPath } from '../../paths.ts'
import classes from './abnormal-list.module.css'

/** Worst first; among equals what nobody has seen, then the newest. */
function byUrgency(a: Incident, b: Incident): number {
  return (
    SEVERITY_RANK[a.severity] - SEVERITY_RANK[b.severity] ||
    Number(isCalling(b)) - Number(isCalling(a)) ||
    b.triggered_at.localeCompare(a.triggered_at)
  )
}

export function AbnormalList({ incidents }: { incidents: readonly Incident[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow()
  return (
    <section className={classes.root} aria-labelledby="abnormal-title">
      <header className={classes.head}>
        <h2 id="abnormal-title" className={classes.title}>
          {t('overview.abnormal')}
        </h2>
        <Link to="/alarms">{t('overview.allAlarms')}</Link>
      </header>
      {incidents.length === 0 ? (
        <EmptyState isCompact title={t('overview.abnormalNone')} />
      ) : (
        <ul className={classes.list}>
          {[...incidents].sort(byUrgency).map((incident) => (
            <li key={incident.id}>
              <Link to={incidentPath(incident.id)} className={classes.row}>
                <SeverityMark severity={incident.severity} size={18} isCalling={isCalling(incident)} />
                <span className={classes.lines}>
                  <span className={classes.device}>
                    {incident.device_name ?? incident.gateway_name ?? incident.policy_name ?? ''}
                  </span>
                  <span className={classes.message}>{shortMessage(incident)}</span>
                </span>
                <span className={classes.age}>{format.age(now - Date.parse(incident.triggered_at))}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
