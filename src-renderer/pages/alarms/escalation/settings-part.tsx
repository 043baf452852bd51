import { Button, Switch } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type AlarmSettings, alarmSettingsQuery, useAnnunciationChange } from '../../../api/queries/annunciation.ts'
import { useMay } from '../../../api/queries/session.ts'
import { SEVERITIES, type Severity } from '../../../api/types.ts'
import { useErrorText } from '../../../components/error-state.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { NumberField } from '../../../components/number-field.tsx'
import { SeverityWord } from '../../../components/severity-mark.tsx'
import { FormFault } from '../../../components/side-form.tsx'
import { toast } from '../../../components/toast.tsx'
import classes from './settings.module.css'
import { WebhookKey } from './webhook-key.tsx'

export function SettingsPart({ canWrite }: { canWrite: boolean }) {
  const query = useQuery(alarmSettingsQuery)
  const may = useMay()
  return (
    <div className={classes.root}>
      <Loaded query={query}>{(settings) => <SettingsForm settings={settings} canWrite={canWrite} />}</Loaded>
      {may('users:write') ? <WebhookKey /> : null}
    </div>
  )
}

const MINUTE_S = 60

function SettingsForm({ settings, canWrite }: { settings: AlarmSettings; canWrite: boolean }) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState(settings)
  const save = useAnnunciationChange()
  const errorText = useErrorText(save.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(
      { method: 'PATCH', path: '/alarms/settings', body: draft },
      { onSuccess: () => toast(t('annunciation.saved')) },
    )
  }
  const shelving = (severity: Severity, minutes: string | number) =>
    setDraft({ ...draft, shelving_max_s: { ...draft.shelving_max_s, [severity]: Number(minutes) * MINUTE_S } })
  const reminder = (severity: Severity, minutes: string | number) => {
    const value = minutes === '' || Number(minutes) === 0 ? null : Number(minutes) * MINUTE_S
    setDraft({ ...draft, reminder_s: { ...draft.reminder_s, [severity]: value } })
  }
  return (
    <form onSubmit={submit} noValidate>
      <fieldset disabled={!canWrite} className={classes.fields}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th>{t('alarms.column.severity')}</th>
              <th>{t('annunciation.settings.shelving')}</th>
              <th>{t('annunciation.settings.reminder')}</th>
            </tr>
          </thead>
          <tbody>
            {SEVERITIES.map((severity) => (
              <tr key={severity}>
                <td>
                  <SeverityWord severity={severity} />
                </td>
                <td>
                  <NumberField
                    aria-label={`${t('annunciation.settings.shelving')}: ${t(`severity.${severity}`)}`}
                    min={1}
                    value={draft.shelving_max_s[severity] / MINUTE_S}
                    onChange={(minutes) => shelving(severity, minutes)}
                  />
                </td>
                <td>
                  <NumberField
                    aria-label={`${t('annunciation.settings.reminder')}: ${t(`severity.${severity}`)}`}
                    min={0}
                    placeholder={t('annunciation.settings.never')}
                    value={(draft.reminder_s[severity] ?? 0) / MINUTE_S || ''}
                    onChange={(minutes) => reminder(severity, minutes)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <NumberField
          label={t('annunciation.settings.operators')}
          description={t('annunciation.settings.operatorsHint')}
          min={1}
          max={50}
          value={draft.operators}
          onChange={(operators) => setDraft({ ...draft, operators: Number(operators) })}
        />
        <Switch
          label={t('annunciation.settings.privateWebhooks')}
          description={t('annunciation.settings.privateWebhooksHint')}
          checked={draft.allow_private_webhooks}
          onChange={(event) => setDraft({ ...draft, allow_private_webhooks: event.currentTarget.checked })}
        />
        <FormFault text={save.isError ? errorText : null} />
        {canWrite ? (
          <div>
            <Button type="submit" variant="filled" loading={save.isPending}>
              {t('action.save')}
            </Button>
          </div>
        ) : null}
      </fieldset>
    </form>
  )
}
