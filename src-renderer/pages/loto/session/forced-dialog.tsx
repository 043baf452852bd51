import { Button, Checkbox, Modal, PasswordInput, Select, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LotoLock, LotoSession } from '../../../api/loto-types.ts'
import { type Forced, loto, lotoPeopleQuery, lotoPinQuery } from '../../../api/queries/loto.ts'
import { useSession } from '../../../api/queries/session.ts'
import { HoldButton } from '../../../components/confirm-act.tsx'
import { Fault } from '../fault.tsx'
import { useLotoNumber } from '../use-number.ts'
import { useSubmit } from '../use-submit.ts'
import classes from './session.module.css'
import { useRun } from './use-run.ts'

interface ForcedDialogProps {
  session: LotoSession
  /** Null releases the whole session for a primary who is not there. */
  lock: LotoLock | null
  onClose: () => void
}

const ATTESTATIONS = ['not_on_site', 'contact_attempted', 'will_be_told'] as const
const WORDS = { not_on_site: 'notOnSite', contact_attempted: 'contact', will_be_told: 'willBeTold' } as const
const NOTHING = { not_on_site: false, contact_attempted: false, will_be_told: false }

/** Taking a lock from somebody who is not there: two supervisors, three statements, a reason, and a hand that holds. */
export function ForcedDialog({ session, lock, onClose }: ForcedDialogProps) {
  const { t } = useTranslation()
  const { user } = useSession()
  const run = useRun()
  const number = useLotoNumber()(session.number)
  const hasPin = useQuery(lotoPinQuery).data?.is_set ?? false
  const people = useQuery(lotoPeopleQuery).data ?? []
  const owner = lock?.owner ?? session.primary
  const seconds = people.filter(({ id, can_supervise }) => can_supervise && id !== user.id && id !== owner.id)
  const [second, setSecond] = useState<string | null>(null)
  const [attested, setAttested] = useState(NOTHING)
  const [reason, setReason] = useState('')
  const [pin, setPin] = useState('')
  const [secondPin, setSecondPin] = useState('')
  const { fault, isBusy, refuse, submit } = useSubmit()
  const isWhole = second !== null && reason.trim() !== '' && ATTESTATIONS.every((key) => attested[key])

  const act = () => {
    if (!isWhole) return refuse(t('loto.forced.incomplete'))
    const forced: Forced = {
      second_supervisor_id: second,
      ...(secondPin ? { second_supervisor_pin: secondPin } : {}),
      attestations: attested,
      reason: reason.trim(),
    }
    const mine = pin || null
    submit(
      () =>
        lock
          ? run('force_remove', () => loto.forceRemove(lock.id, forced, mine))
          : run('release', () => loto.forceRelease(session.id, forced, mine)),
      onClose,
    )
  }
  const pinField = (label: string, value: string, onChange: (value: string) => void) => (
    <PasswordInput
      label={label}
      inputMode="numeric"
      autoComplete="off"
      maxLength={8}
      value={value}
      visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
  return (
    <Modal
      opened
      onClose={onClose}
      title={lock ? t('loto.forced.title', { name: owner.name }) : t('loto.forced.titleRelease', { number })}
      size={520}
    >
      <div className={classes.forced}>
        <p className={classes.consequence}>{t('loto.forced.consequence', { name: owner.name })}</p>
        <Select
          label={t('loto.forced.second')}
          data={seconds.map(({ id, name }) => ({ value: id, label: name }))}
          nothingFoundMessage={t('form.nothingFound')}
          value={second}
          onChange={setSecond}
          searchable
        />
        {pinField(`${t('loto.pin.second')} (${t('loto.pin.optional')})`, secondPin, setSecondPin)}
        {ATTESTATIONS.map((key) => (
          <Checkbox
            key={key}
            size="md"
            label={t(`loto.forced.${WORDS[key]}`)}
            checked={attested[key]}
            onChange={(event) => setAttested({ ...attested, [key]: event.currentTarget.checked })}
          />
        ))}
        <Textarea
          label={t('loto.forced.reason')}
          autosize
          minRows={2}
          maxRows={5}
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {hasPin ? pinField(t('loto.pin.yours'), pin, setPin) : null}
      </div>
      <Fault text={fault} />
      <div className={classes.formActs}>
        <Button onClick={onClose} data-autofocus>
          {t('action.cancel')}
        </Button>
        <HoldButton onHeld={act} isDisabled={isBusy}>
          {t(lock ? 'loto.forced.verb' : 'loto.forced.verbRelease')}
        </HoldButton>
      </div>
    </Modal>
  )
}
