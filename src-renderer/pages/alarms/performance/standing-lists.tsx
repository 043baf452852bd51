import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { AlarmKpis } from '../../../api/queries/annunciation.ts'
import type { Severity } from '../../../api/types.ts'
import { Age } from '../../../components/age.tsx'
import { SeverityMark } from '../../../components/severity-mark.tsx'
import { shortMessage } from '../../../format/incident.ts'
import { useFormat } from '../../../format/use-format.ts'
import { incidentPath } from '../../../paths.ts'
import floodClasses from '../flood/flood.module.css'
import classes from './performance.module.css'

/** What has stood for more than a day, and what chattered: both are worth a work order, not another acknowledgement. */
export function StandingLists({ kpis }: { kpis: AlarmKpis }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <>
      <section className={classes.panel} aria-label={t('annunciation.kpi.stale')}>
        <h2>{t('annunciation.kpi.stale')}</h2>
        {kpis.stale.items.length === 0 ? <p className="quiet">{t('annunciation.kpi.noneStale')}</p> : null}
        {kpis.stale.items.map((incident) => (
          <Line
            key={incident.id}
            id={incident.id}
            severity={incident.severity}
            end={<Age since={incident.triggered_at} />}
          >
            {incident.device_name ?? incident.gateway_name ?? '—'}{' '}
            <span className="quiet">· {shortMessage(incident)}</span>
          </Line>
        ))}
      </section>
      <section className={classes.panel} aria-label={t('annunciation.kpi.chattering')}>
        <h2>{t('annunciation.kpi.chattering')}</h2>
        {kpis.chattering.length === 0 ? <p className="quiet">{t('annunciation.kpi.noneChattering')}</p> : null}
        {kpis.chattering.map((alarm) => (
          <Line
            key={alarm.incident_id}
            id={alarm.incident_id}
            severity={alarm.severity}
            end={`${format.number(alarm.occurrence_count)} ×`}
          >
            {alarm.subject ?? '—'} <span className="quiet">· {alarm.policy_name ?? ''}</span>
          </Line>
        ))}
      </section>
    </>
  )
}

interface LineProps {
  id: string
  severity: Severity
  children: ReactNode
  end: ReactNode
}

function Line({ id, severity, children, end }: LineProps) {
  return (
    <Link to={incidentPath(id)} className={floodClasses.line}>
      <SeverityMark severity={severity} />
      <span className="truncate">{children}</span>
      <span className="quiet tabular">{end}</span>
    </Link>
  )
}
