import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../api/errors.ts'
import { api } from '../../api/hub.ts'
import { setUp } from '../../api/queries/session.ts'
import { session } from '../../api/session.ts'
import type { PublicConfig } from '../../api/types.ts'
import { useErrorText } from '../../components/error-state.tsx'
import classes from './front-door.module.css'
import { FrontDoor } from './front-door.tsx'

const MIN_PASSWORD = 12

/** Set-up happens on the hub's own machine, which stands at the site: its zone is the best first guess. */
async function adoptZone(): Promise<void> {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  await api.patch('/api/console/tenant', { time_zone: zone }).catch(() => undefined)
}

export function SetUpPage({ config }: { config: PublicConfig }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [tenantName, setTenantName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [repeat, setRepeat] = useState('')
  const [isTried, setTried] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const errorText = useErrorText(error)
  const isDone = error instanceof ApiError && error.status === 409

  const faults = {
    tenantName: tenantName.trim() ? null : t('form.required'),
    email: /^\S+@\S+\.\S+$/.test(email.trim()) ? null : t('signIn.setUp.badEmail'),
    password: password.length >= MIN_PASSWORD ? null : t('signIn.setUp.short'),
    repeat: repeat === password ? null : t('signIn.setUp.mismatch'),
  }
  const shown = isTried ? faults : { tenantName: null, email: null, password: null, repeat: null }

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (Object.values(faults).some(Boolean)) return
    setBusy(true)
    setError(null)
    setUp({ tenant_name: tenantName.trim(), email: email.trim(), password })
      .then(async (pair) => {
        await session.begin(pair, false)
        await adoptZone()
        await client.invalidateQueries()
      })
      .catch(setError)
      .finally(() => setBusy(false))
  }
  return (
    <FrontDoor title={t('signIn.setUp.title')} lead={t('signIn.setUp.lead')} config={config}>
      <form className={classes.form} onSubmit={submit} noValidate>
        <TextInput
          label={t('signIn.setUp.tenant')}
          description={t('signIn.setUp.tenantHint')}
          name="organization"
          autoComplete="organization"
          autoFocus
          size="sm"
          value={tenantName}
          error={shown.tenantName}
          onChange={(event) => setTenantName(event.currentTarget.value)}
        />
        <TextInput
          label={t('signIn.setUp.email')}
          type="email"
          name="email"
          autoComplete="username"
          size="sm"
          value={email}
          error={shown.email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('signIn.setUp.password')}
          description={t('signIn.setUp.passwordHint')}
          name="new-password"
          autoComplete="new-password"
          size="sm"
          value={password}
          error={shown.password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
        />
        <PasswordInput
          label={t('signIn.setUp.repeat')}
          name="repeat-password"
          autoComplete="new-password"
          size="sm"
          value={repeat}
          error={shown.repeat}
          onChange={(event) => setRepeat(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
        />
        {error ? (
          <p role="alert" className={classes.fault}>
            {isDone ? t('signIn.setUp.done') : errorText}
          </p>
        ) : null}
        <Button type="submit" variant="filled" className={classes.submit ?? ''} loading={isBusy}>
          {t('signIn.setUp.submit')}
        </Button>
      </form>
    </FrontDoor>
  )
}
