import { Button, PasswordInput, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type MailView, mailQuery, useAnnunciationChange } from '../../../api/queries/annunciation.ts'
import { useSession } from '../../../api/queries/session.ts'
import { useErrorText } from '../../../components/error-state.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { NumberField } from '../../../components/number-field.tsx'
import { PageHeader } from '../../../components/page-header.tsx'
import { FormFault } from '../../../components/side-form.tsx'
import { toast } from '../../../components/toast.tsx'
import { useForm } from '../../../components/use-form.ts'
import type { AdminSectionProps } from '../admin-page.tsx'
import classes from './mail.module.css'

const SECURITIES = ['tls', 'starttls', 'none'] as const
const LANGUAGES = ['tr', 'en'] as const
const DEFAULT_PORTS = { tls: 465, starttls: 587, none: 25 } as const

export function MailSection({ tabs }: AdminSectionProps) {
  const { t } = useTranslation()
  const query = useQuery(mailQuery)
  return (
    <>
      <PageHeader title={t('admin.title')}>{tabs}</PageHeader>
      <Loaded query={query}>{(view) => <MailForm view={view} />}</Loaded>
    </>
  )
}

function MailForm({ view }: { view: MailView }) {
  const { t } = useTranslation()
  const { settings } = view
  const save = useAnnunciationChange()
  const errorText = useErrorText(save.error)
  const { fields, change, fault, tryOut } = useForm(
    {
      host: settings?.host ?? '',
      port: settings?.port ?? DEFAULT_PORTS.starttls,
      security: settings?.security ?? 'starttls',
      username: settings?.username ?? '',
      password: '',
      from: settings?.from ?? '',
      language: settings?.language ?? 'tr',
      consoleUrl: settings?.console_url ?? '',
    },
    (now) => ({
      host: now.host.trim() ? null : t('form.required'),
      from: /^\S+@\S+$/.test(now.from.trim()) ? null : t('signIn.setUp.badEmail'),
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!tryOut()) return
    const { consoleUrl, password, username, ...rest } = fields
    const body = {
      ...rest,
      username: username.trim() || null,
      console_url: consoleUrl.trim() || null,
      ...(password ? { password } : {}),
    }
    save.mutate({ method: 'PUT', path: '/mail', body }, { onSuccess: () => toast(t('annunciation.saved')) })
  }
  return (
    <div className={classes.root}>
      <p className="quiet">{t('annunciation.mail.hint')}</p>
      <form
        className={classes.fields}
        onSubmit={submit}
        noValidate
        autoComplete="off"
        aria-label={t('annunciation.mail.label')}
      >
        <TextInput
          label={t('annunciation.mail.host')}
          value={fields.host}
          error={fault('host')}
          onChange={(event) => change({ host: event.currentTarget.value })}
        />
        <Select
          label={t('annunciation.mail.security')}
          data={SECURITIES.map((value) => ({ value, label: t(`annunciation.mail.secured.${value}`) }))}
          value={fields.security}
          allowDeselect={false}
          onChange={(word) => {
            const security = SECURITIES.find((one) => one === word) ?? 'starttls'
            change({ security, port: DEFAULT_PORTS[security] })
          }}
        />
        <NumberField
          label={t('annunciation.mail.port')}
          min={1}
          max={65_535}
          value={fields.port}
          onChange={(port) => change({ port: Number(port) })}
        />
        <TextInput
          label={`${t('annunciation.mail.username')} (${t('form.optional')})`}
          value={fields.username}
          onChange={(event) => change({ username: event.currentTarget.value })}
        />
        <PasswordInput
          label={t('annunciation.mail.password')}
          description={t(view.has_password ? 'annunciation.mail.passwordKept' : 'annunciation.mail.passwordNone')}
          autoComplete="new-password"
          value={fields.password}
          onChange={(event) => change({ password: event.currentTarget.value })}
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
        />
        <TextInput
          label={t('annunciation.mail.from')}
          value={fields.from}
          error={fault('from')}
          onChange={(event) => change({ from: event.currentTarget.value })}
        />
        <Select
          label={t('annunciation.mail.language')}
          data={LANGUAGES.map((value) => ({ value, label: t(`annunciation.mail.languages.${value}`) }))}
          value={fields.language}
          allowDeselect={false}
          onChange={(word) => change({ language: word === 'en' ? 'en' : 'tr' })}
        />
        <TextInput
          label={`${t('annunciation.mail.consoleUrl')} (${t('form.optional')})`}
          description={t('annunciation.mail.consoleUrlHint')}
          placeholder="https://"
          value={fields.consoleUrl}
          onChange={(event) => change({ consoleUrl: event.currentTarget.value })}
        />
        <FormFault text={save.isError ? errorText : null} />
        <div>
          <Button type="submit" variant="filled" loading={save.isPending}>
            {t('action.save')}
          </Button>
        </div>
      </form>
      {settings ? <MailTest /> : null}
    </div>
  )
}

/** Really sends: what the mail server says is shown as it is. */
function MailTest() {
  const { t } = useTranslation()
  const { user } = useSession()
  const [to, setTo] = useState(user.email)
  const send = useAnnunciationChange()
  const errorText = useErrorText(send.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const body = { to: to.trim() }
    send.mutate(
      { method: 'POST', path: '/mail/test', body },
      { onSuccess: () => toast(t('annunciation.mail.sent', { to: body.to })) },
    )
  }
  return (
    <form className={classes.test} onSubmit={submit} noValidate aria-label={t('annunciation.mail.test')}>
      <TextInput
        label={t('annunciation.mail.testTo')}
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
      <Button type="submit" loading={send.isPending}>
        {t('annunciation.mail.test')}
      </Button>
      <FormFault text={send.isError ? errorText : null} />
    </form>
  )
}
