import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { incidentQuery } from '../../../api/queries/incidents.ts'
import type { Incident } from '../../../api/types.ts'
import { Age } from '../../../components/age.tsx'
import { Fact, Facts } from '../../../components/facts.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { SeverityMark } from '../../../components/severity-mark.tsx'
import { Value } from '../../../components/value.tsx'
import { isCalling, shortMessage } from '../../../format/incident.ts'
import { useFormat } from '../../../format/use-format.ts'
import { devicePath } from '../../../paths.ts'
import { IncidentActsBar } from './incident-acts-bar.tsx'
import classes from './incident-detail.module.css'
import { IncidentHistory } from './incident-history.tsx'
import { IncidentStateWord } from './incident-state-word.tsx'
import { IncidentTrend } from './incident-trend.tsx'
import { suppressionText } from './suppression-text.ts'

export function IncidentDetail({ id }: { id: string }) {
  const query = useQuery(incidentQuery(id))
  return <Loaded query={query}>{(incident) => <IncidentBody incident={incident} />}</Loaded>
}

function IncidentBody({ incident }: { incident: Incident }) {
  const { t } = useTranslation()
  return (
    <article className={classes.root}>
      <header className={classes.head}>
        <SeverityMark severity={incident.severity} size={30} isCalling={isCalling(incident)} />
        <div className={classes.names}>
          <h2 className={classes.message}>{shortMessage(incident)}</h2>
          <p className={classes.where}>
            {incident.device_id ? (
              <Link to={devicePath(incident.device_id)}>{incident.device_name ?? t('alarms.detail.openDevice')}</Link>
            ) : (
              (incident.gateway_name ?? incident.policy_name)
            )}
          </p>
        </div>
      </header>
      <IncidentActsBar incident={incident} />
      <IncidentFacts incident={incident} />
      <IncidentTrend id={incident.id} />
      <IncidentHistory id={incident.id} />
    </article>
  )
}

function IncidentFacts({ incident }: { incident: Incident }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Facts>
      <Fact name={t('alarms.column.state')}>
        <IncidentStateWord state={incident.state} />
      </Fact>
      {incident.is_suppressed ? <Fact name={t('alarms.view.suppressed')}>{suppressionText(t, incident)}</Fact> : null}
      {incident.is_chattering ? <Fact name={t('alarms.chattering')}>{t('alarms.chatteringHint')}</Fact> : null}
      {incident.state === 'snoozed' && incident.snooze_reason ? (
        <Fact name={t('alarms.column.reason')}>{incident.snooze_reason}</Fact>
      ) : null}
      {incident.snoozed_until && incident.state === 'snoozed' ? (
        <Fact name={t('alarms.state.snoozed')}>
          {t('alarms.detail.snoozedUntil', { time: format.time(incident.snoozed_until) })}
        </Fact>
      ) : null}
      <Fact name={t('alarms.column.triggered')}>
        {format.time(incident.triggered_at, 'full')} ·{' '}
        <Age since={incident.triggered_at} until={incident.cleared_at ?? incident.closed_at} />
      </Fact>
      {incident.cleared_at ? (
        <Fact name={t('alarms.column.cleared')}>{format.time(incident.cleared_at, 'full')}</Fact>
      ) : null}
      {incident.acknowledged_at ? (
        <Fact name={t('alarms.column.acknowledged')}>{format.time(incident.acknowledged_at, 'full')}</Fact>
      ) : null}
      {incident.metric ? (
        <Fact name={t('alarms.detail.value')}>
          {format.metric(incident.metric)} <Value metric={incident.metric} value={incident.value} />
        </Fact>
      ) : null}
      {incident.policy_name ? <Fact name={t('alarms.column.policy')}>{incident.policy_name}</Fact> : null}
      {incident.reminder_count > 0 ? (
        <Fact name={t('alarms.event.remind')}>{t('alarms.reminded', { count: incident.reminder_count })}</Fact>
      ) : null}
      {incident.occurrence_count > 1 ? (
        <Fact name={t('alarms.column.occurrences')}>
          {t('alarms.detail.occurrences', { count: incident.occurrence_count })}
        </Fact>
      ) : null}
    </Facts>
  )
}
