import { Button, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { annunciationQuery } from '../../../api/queries/annunciation.ts'
import { type IncidentAct, useIncidentAct } from '../../../api/queries/incidents.ts'
import type { Incident } from '../../../api/types.ts'
import { ChoiceBar } from '../../../components/choice-bar.tsx'
import { useErrorText } from '../../../components/error-state.tsx'
import { toast } from '../../../components/toast.tsx'
import type { Act } from './incident-acts.ts'
import classes from './incident-detail.module.css'

const HOUR_S = 3600
const DURATIONS_S = ['900', '1800', '3600', '14400', '28800', '86400'] as const
type Duration = (typeof DURATIONS_S)[number]

const WORDS = { ack: 'alarms.act.acknowledge', snooze: 'alarms.act.snooze', close: 'alarms.act.close' } as const

interface IncidentActFormProps {
  incident: Incident
  act: Act
  onDone: () => void
}

export function IncidentActForm({ incident, act, onDone }: IncidentActFormProps) {
  const { t } = useTranslation()
  const [note, setNote] = useState('')
  const [duration, setDuration] = useState<Duration>('3600')
  const [isTried, setTried] = useState(false)
  const run = useIncidentAct()
  const longestS = useQuery(annunciationQuery).data?.shelving_max_s[incident.severity] ?? HOUR_S
  const errorText = useErrorText(run.error)
  const isSnooze = act === 'snooze'
  const isMissing = isSnooze && note.trim() === ''

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (isMissing) return
    run.mutate(
      { id: incident.id, act: bodyOf(act, note.trim(), Number(duration)) },
      {
        onSuccess: () => {
          toast(t(`alarms.act.done.${act}`))
          onDone()
        },
      },
    )
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      {isSnooze ? (
        <>
          <p className={classes.hint}>{t('alarms.act.snoozeHint')}</p>
          <ChoiceBar
            label={t('alarms.act.duration')}
            choices={DURATIONS_S.filter((key) => Number(key) <= longestS).map((key) => ({
              key,
              word: durationWord(Number(key)),
            }))}
            chosen={duration}
            onChoose={setDuration}
          />
        </>
      ) : null}
      {act === 'close' ? <p className={classes.hint}>{t('alarms.act.closeHint')}</p> : null}
      <Textarea
        label={isSnooze ? t('alarms.act.reason') : `${t('alarms.act.note')} (${t('form.optional')})`}
        placeholder={t(isSnooze ? 'alarms.act.reasonPlaceholder' : 'alarms.act.notePlaceholder')}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={1000}
        data-autofocus
        autoFocus
        value={note}
        error={isTried && isMissing ? t('form.required') : null}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {run.isError ? (
        <p role="alert" className={classes.fault}>
          {errorText}
        </p>
      ) : null}
      <div className={classes.formButtons}>
        <Button onClick={onDone}>{t('action.cancel')}</Button>
        <Button type="submit" variant="filled" loading={run.isPending}>
          {t(WORDS[act])}
        </Button>
      </div>
    </form>
  )

  function durationWord(seconds: number): string {
    return seconds < HOUR_S
      ? t('alarms.act.minutes', { count: seconds / 60 })
      : t('alarms.act.hours', { count: seconds / HOUR_S })
  }
}

function bodyOf(act: Act, note: string, durationS: number): IncidentAct {
  if (act === 'snooze') return { kind: 'snooze', duration_s: durationS, reason: note }
  return note ? { kind: act, note } : { kind: act }
}
