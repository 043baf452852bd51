import { Button, Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { lotoPinQuery } from '../../../api/queries/loto.ts'
import { HoldButton } from '../../../components/confirm-act.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { useFormat } from '../../../format/use-format.ts'
import { useNow } from '../../../format/use-now.ts'
import { Fault } from '../fault.tsx'
import { useSubmit } from '../use-submit.ts'
import classes from './pin.module.css'
import { PIN_MIN, PinPad } from './pin-pad.tsx'
import { SetPinDialog } from './set-pin-dialog.tsx'

interface PinDialogProps {
  onClose: () => void
  title: string
  /** Exactly what will change, and what else is asked. */
  children: ReactNode
  verb: string
  /** What stands in the way besides the PIN. */
  obstacle?: string | null
  /** @param pin null for one who has none. */
  run: (pin: string | null) => Promise<unknown>
}

/** Asks again who is there: at every lock and unlock, on a screen that may have been left open. */
export function PinDialog(props: PinDialogProps) {
  const query = useQuery(lotoPinQuery)
  return (
    <Modal opened onClose={props.onClose} title={props.title} size={720}>
      <Loaded query={query} rows={4}>
        {(pin) => <PinForm {...props} hasPin={pin.is_set} lockedUntil={pin.locked_until} />}
      </Loaded>
    </Modal>
  )
}

interface PinFormProps extends PinDialogProps {
  hasPin: boolean
  /** After too many wrong ones. */
  lockedUntil: string | null
}

function PinForm({ onClose, children, verb, obstacle = null, run, hasPin, lockedUntil }: PinFormProps) {
  const { t } = useTranslation()
  const [pin, setPin] = useState('')
  const { fault, isBusy, refuse, submit } = useSubmit()
  const [isSetting, setSetting] = useState(false)
  const format = useFormat()
  const now = useNow()
  const isLocked = lockedUntil !== null && Date.parse(lockedUntil) > now
  const act = () => {
    if (obstacle !== null) return refuse(obstacle)
    if (hasPin && pin.length < PIN_MIN) return refuse(t('loto.pin.missing'))
    submit(
      () => run(hasPin ? pin : null),
      onClose,
      () => setPin(''),
    )
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (hasPin) act()
  }
  return (
    <form onSubmit={onSubmit} noValidate autoComplete="off">
      <div className={classes.sides}>
        <div className={classes.what}>{children}</div>
        {hasPin ? (
          <PinPad value={pin} onChange={setPin} isDisabled={isBusy || isLocked} />
        ) : (
          <div className={classes.unset}>
            <p>{t('loto.pin.unset')}</p>
            <Button onClick={() => setSetting(true)}>{t('loto.pin.setNow')}</Button>
          </div>
        )}
      </div>
      <Fault text={isLocked ? t('loto.pin.lockedUntil', { time: format.time(lockedUntil, 'time') }) : fault} />
      <div className={classes.buttons}>
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        {hasPin ? (
          <Button type="submit" variant="filled" loading={isBusy} disabled={isLocked}>
            {verb}
          </Button>
        ) : (
          <HoldButton onHeld={act} isDisabled={isBusy}>
            {verb}
          </HoldButton>
        )}
      </div>
      {isSetting ? <SetPinDialog isSet={false} onClose={() => setSetting(false)} /> : null}
    </form>
  )
}
