import { Button, Modal, PasswordInput } from '@mantine/core'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { loto, useLotoAct } from '../../../api/queries/loto.ts'
import { useErrorText } from '../../../components/error-state.tsx'
import { toast } from '../../../components/toast.tsx'
import { useForm } from '../../../components/use-form.ts'
import { Fault } from '../fault.tsx'
import classes from './pin.module.css'

const PIN = /^\d{4,8}$/

/** One's own PIN; the password proves who sets it. */
export function SetPinDialog({ isSet, onClose }: { isSet: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const save = useLotoAct(({ password, pin }: { password: string; pin: string }) => loto.setPin(password, pin))
  const remove = useLotoAct((password: string) => loto.removePin(password))
  const errorText = useErrorText(save.error ?? remove.error)
  const form = useForm({ password: '', pin: '', again: '' }, ({ password, pin, again }) => ({
    password: password ? null : t('form.required'),
    pin: PIN.test(pin) ? null : t('loto.pin.bad'),
    again: pin === again ? null : t('loto.pin.differs'),
  }))
  const { fields, change, fault } = form
  const done = (word: string) => ({
    onSuccess: () => {
      toast(word)
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    // A form within the form of the lock that asked for it.
    event.preventDefault()
    event.stopPropagation()
    if (form.tryOut()) save.mutate(fields, done(t('loto.pin.saved')))
  }
  const field = (key: 'password' | 'pin' | 'again', label: string) => (
    <PasswordInput
      label={label}
      value={fields[key]}
      error={fault(key)}
      inputMode={key === 'password' ? 'text' : 'numeric'}
      autoComplete={key === 'password' ? 'current-password' : 'off'}
      data-autofocus={key === 'password' || undefined}
      visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
      onChange={(event) => change({ [key]: event.currentTarget.value })}
    />
  )
  return (
    <Modal opened onClose={onClose} title={t(isSet ? 'loto.pin.change' : 'loto.pin.set')} size={400}>
      <form onSubmit={submit} noValidate>
        <div className={classes.fields}>
          <p className="quiet">{t(isSet ? 'loto.pin.isSet' : 'loto.pin.unset')}</p>
          {field('password', t('loto.pin.password'))}
          {field('pin', t('loto.pin.new'))}
          {field('again', t('loto.pin.again'))}
        </div>
        <Fault text={save.error || remove.error ? errorText : null} />
        <div className={classes.buttons}>
          {isSet ? (
            <Button
              disabled={!fields.password}
              loading={remove.isPending}
              onClick={() => remove.mutate(fields.password, done(t('loto.pin.removed')))}
            >
              {t('loto.pin.remove')}
            </Button>
          ) : null}
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" variant="filled" loading={save.isPending}>
            {t('action.save')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
