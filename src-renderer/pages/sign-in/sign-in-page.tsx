import { Button, Checkbox, PasswordInput, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../api/errors.ts'
import { signIn } from '../../api/queries/session.ts'
import { session } from '../../api/session.ts'
import type { PublicConfig } from '../../api/types.ts'
import { useErrorText } from '../../components/error-state.tsx'
import classes from './front-door.module.css'
import { FrontDoor } from './front-door.tsx'

export function SignInPage({ config }: { config: PublicConfig }) {
  const { t } = useTranslation()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [isRemembered, setRemembered] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const waitS = useCountdown(error)
  const errorText = useErrorText(error)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    signIn(email.trim(), password)
      .then((pair) => session.begin(pair, isRemembered))
      .catch(setError)
      .finally(() => setBusy(false))
  }
  return (
    <FrontDoor title={t('signIn.title')} lead={session.hasExpired ? t('signIn.expired') : null} config={config}>
      <form className={classes.form} onSubmit={submit}>
        <TextInput
          label={t('signIn.email')}
          type="email"
          name="email"
          autoComplete="username"
          required
          withAsterisk={false}
          autoFocus
          size="sm"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('signIn.password')}
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          size="sm"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
        />
        <Checkbox
          label={t('signIn.remember')}
          checked={isRemembered}
          onChange={(event) => setRemembered(event.currentTarget.checked)}
        />
        {error ? (
          <p role="alert" className={classes.fault}>
            {waitS > 0 ? t('signIn.tooMany', { seconds: waitS }) : errorText}
          </p>
        ) : null}
        <Button
          type="submit"
          variant="filled"
          className={classes.submit ?? ''}
          loading={isBusy}
          disabled={waitS > 0}
          aria-label={t('signIn.submit')}
        >
          {t('signIn.submit')}
        </Button>
      </form>
    </FrontDoor>
  )
}

const RATE_LIMIT_WAIT_S = 60

/** After too many attempts: the seconds until the next may be made. */
function useCountdown(error: unknown): number {
  const [leftS, setLeftS] = useState(0)
  useEffect(() => {
    if (!(error instanceof ApiError) || error.status !== 429) {
      setLeftS(0)
      return
    }
    setLeftS(error.retryAfterS ?? RATE_LIMIT_WAIT_S)
    const timer = setInterval(() => setLeftS((before) => Math.max(0, before - 1)), 1000)
    return () => clearInterval(timer)
  }, [error])
  return leftS
}
