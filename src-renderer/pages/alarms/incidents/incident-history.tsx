import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { incidentEventsQuery } from '../../../api/queries/incidents.ts'
import type { IncidentEvent } from '../../../api/types.ts'
import { Loaded } from '../../../components/loaded.tsx'
import { useFormat } from '../../../format/use-format.ts'
import { currentLanguage } from '../../../i18n/i18n.ts'
import classes from './incident-detail.module.css'

const KNOWN = [
  'trigger',
  'ack',
  'clear',
  'recur',
  'snooze',
  'unsnooze',
  'escalate',
  'lower',
  'close',
  'finish',
  'withdraw',
  'repeat',
  'settle',
  'remind',
  'suppress',
  'unsuppress',
] as const

/** Every edge, newest first; nothing is ever rewritten. */
export function IncidentHistory({ id }: { id: string }) {
  const { t } = useTranslation()
  const query = useQuery(incidentEventsQuery(id, currentLanguage()))
  return (
    <section className={classes.section} aria-labelledby="incident-history">
      <h3 id="incident-history" className={classes.title}>
        {t('alarms.detail.history')}
      </h3>
      <Loaded query={query} rows={3}>
        {(events) => (
          <ol className={classes.events}>
            {[...events]
              .sort((a, b) => b.timestamp.localeCompare(a.timestamp) || Number(b.id) - Number(a.id))
              .map((event) => (
                <EventLine key={event.id} event={event} />
              ))}
          </ol>
        )}
      </Loaded>
    </section>
  )
}

function EventLine({ event }: { event: IncidentEvent }) {
  const { t } = useTranslation()
  const format = useFormat()
  const known = KNOWN.find((action) => action === event.action)
  return (
    <li className={classes.event}>
      <time className={classes.when} dateTime={event.timestamp} title={format.time(event.timestamp, 'full')}>
        {format.time(event.timestamp)}
      </time>
      <div className={classes.what}>
        {known ? t(`alarms.event.${known}`) : event.action}
        <span className="quiet"> · {event.actor_email ?? t('alarms.detail.system')}</span>
        {event.note ? <p className={classes.note}>{event.note}</p> : null}
      </div>
    </li>
  )
}
