import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Fact, Facts } from '../../../components/facts.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { toast } from '../../../components/toast.tsx'
import { useFormat } from '../../../format/use-format.ts'
import classes from '../firmware.module.css'
import { updateQuery, useUpdateAct } from '../queries.ts'
import type { OtaDetail } from '../wire.ts'
import { faultWords, OtaWord } from './ota-word.tsx'

interface UpdateDetailProps {
  id: string
  canWrite: boolean
  /** A retry is another update: the drawer goes with it. */
  onMoved: (id: string) => void
}

export function UpdateDetail({ id, canWrite, onMoved }: UpdateDetailProps) {
  const query = useQuery(updateQuery(id))
  return <Loaded query={query}>{(update) => <Update update={update} canWrite={canWrite} onMoved={onMoved} />}</Loaded>
}

function Update({ update, canWrite, onMoved }: Omit<UpdateDetailProps, 'id'> & { update: OtaDetail }) {
  const { t } = useTranslation()
  const format = useFormat()
  const run = useUpdateAct()
  const fault = faultWords(t, update)
  const act = (name: 'cancel' | 'retry') =>
    run.mutate(
      { id: update.id, act: name },
      { onSuccess: (made) => onMoved(made.id), onError: (error) => toast(error.message) },
    )
  const isLast = update.attempts.at(-1)?.id === update.id
  return (
    <article className={classes.detail}>
      <h2 className={classes.title}>{update.unit_name ?? t('firmware.gone')}</h2>
      <Facts>
        <Fact name={t('firmware.fields.status')}>
          <OtaWord update={update} />
        </Fact>
        <Fact name={t('firmware.update.firmware')}>
          {update.firmware_name} <span className="mono">{update.version}</span>
        </Fact>
        <Fact name={t('firmware.update.from')}>
          <span className="mono">{update.from_version ?? '—'}</span>
        </Fact>
        <Fact name={t('firmware.update.reported')}>
          <span className="mono">{update.reported_version ?? '—'}</span>
        </Fact>
        <Fact name={t('firmware.update.attempt')}>{update.attempt}</Fact>
        <Fact name={t('firmware.update.offers')}>{update.offers}</Fact>
        <Fact name={t('firmware.update.started')}>{format.time(update.created_at)}</Fact>
        {update.finished_at ? (
          <Fact name={t('firmware.update.finished')}>{format.time(update.finished_at)}</Fact>
        ) : update.deadline_at ? (
          <Fact name={t('firmware.update.deadline')}>{format.time(update.deadline_at)}</Fact>
        ) : null}
      </Facts>
      {fault ? (
        <p className={classes.pause} role="status">
          {fault}
        </p>
      ) : null}
      {canWrite ? (
        <div className={classes.acts}>
          {update.allowed_actions.includes('cancel') ? (
            <Button loading={run.isPending} onClick={() => act('cancel')}>
              {t('firmware.update.cancel')}
            </Button>
          ) : null}
          {update.allowed_actions.includes('retry') && isLast ? (
            <Button variant="filled" loading={run.isPending} onClick={() => act('retry')}>
              {t('action.retry')}
            </Button>
          ) : null}
          {update.status === 'installing' ? <p className={classes.hint}>{t('firmware.update.installing')}</p> : null}
        </div>
      ) : null}
      <section className={classes.history}>
        <h3>{t('firmware.update.history')}</h3>
        <ol>
          {update.events.map((event) => (
            <li key={`${event.timestamp} ${event.action} ${event.to_status}`}>
              <time dateTime={event.timestamp}>{format.time(event.timestamp)}</time>
              <span>{t(`firmware.ota.${event.to_status}`)}</span>
            </li>
          ))}
        </ol>
      </section>
      {update.attempts.length > 1 ? (
        <section className={classes.history}>
          <h3>{t('firmware.update.attempts')}</h3>
          <ol>
            {update.attempts.map((attempt) => (
              <li key={attempt.id}>
                <button
                  type="button"
                  className={classes.link}
                  disabled={attempt.id === update.id}
                  onClick={() => onMoved(attempt.id)}
                >
                  {t('firmware.update.attemptNumber', { number: attempt.attempt })}
                </button>
                <OtaWord update={attempt} />
              </li>
            ))}
          </ol>
        </section>
      ) : null}
    </article>
  )
}
