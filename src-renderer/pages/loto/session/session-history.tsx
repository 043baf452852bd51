import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { LotoEvent } from '../../../api/loto-types.ts'
import { lotoEventsQuery } from '../../../api/queries/loto.ts'
import { Loaded } from '../../../components/loaded.tsx'
import { useFormat } from '../../../format/use-format.ts'
import { currentLanguage } from '../../../i18n/i18n.ts'
import { tr } from '../words.ts'
import classes from './session.module.css'

type Known = keyof typeof tr.event
const isKnown = (action: string): action is Known => action in tr.event

/** Every edge, newest first; nothing is ever rewritten. */
export function SessionHistory({ id }: { id: string }) {
  const { t } = useTranslation()
  const titleId = useId()
  const query = useQuery(lotoEventsQuery(id, currentLanguage()))
  return (
    <section className={classes.section} aria-labelledby={titleId}>
      <h3 id={titleId} className={classes.sectionTitle}>
        {t('loto.session.history')}
      </h3>
      <Loaded query={query} rows={3}>
        {(events) => (
          <ol>
            {events.toReversed().map((event) => (
              <EventLine key={`${event.at}/${event.action}/${about(event.detail)}`} event={event} />
            ))}
          </ol>
        )}
      </Loaded>
    </section>
  )
}

function EventLine({ event }: { event: LotoEvent }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <li className={classes.event}>
      <time dateTime={event.at} title={format.time(event.at, 'full')} className={classes.when}>
        {format.time(event.at)}
      </time>
      <div>
        {isKnown(event.action) ? t(`loto.event.${event.action}`) : event.action}
        <span className="quiet"> · {event.actor?.name ?? t('loto.session.system')}</span>
        {about(event.detail) ? <p className={classes.note}>{about(event.detail)}</p> : null}
        {event.note ? <p className={classes.note}>{event.note}</p> : null}
      </div>
    </li>
  )
}

/** What an act was about, where its record says so: a point and its tag, readings, or from whom to whom a lock goes. */
function about(detail: LotoEvent['detail']): string | null {
  const readings = detail?.verifications?.map(({ reading }) => reading) ?? []
  const heirs = [detail?.from?.name, detail?.to?.name].filter(Boolean).join(' → ')
  const parts = [detail?.point, detail?.tag, heirs, ...readings].filter(Boolean)
  return parts.length > 0 ? parts.join(' · ') : null
}
