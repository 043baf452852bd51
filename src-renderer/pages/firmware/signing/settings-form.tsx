import { Select, TextInput } from '@mantine/core'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { CardForm } from '../../../components/card.tsx'
import { useErrorText } from '../../../components/error-state.tsx'
import { NumberField } from '../../../components/number-field.tsx'
import { toast } from '../../../components/toast.tsx'
import { useForm } from '../../../components/use-form.ts'
import { useChangeFirmwareSettings } from '../queries.ts'
import type { FirmwareSettings } from '../wire.ts'

const UNSIGNED = { without_key: null, always: true, never: false } as const
type Unsigned = keyof typeof UNSIGNED
const CHOICES = Object.keys(UNSIGNED).filter((word): word is Unsigned => word in UNSIGNED)

interface SettingsFormProps {
  settings: FirmwareSettings
  canWrite: boolean
}

export function SettingsForm({ settings, canWrite }: SettingsFormProps) {
  const { t } = useTranslation()
  const save = useChangeFirmwareSettings()
  const errorText = useErrorText(save.error)
  const { fields, change, fault, tryOut } = useForm(
    {
      unsigned: CHOICES.find((word) => UNSIGNED[word] === settings.allows_unsigned) ?? 'without_key',
      maxUploadMb: settings.max_upload_mb as number | string,
      queueExpiryH: settings.queue_expiry_h as number | string,
      publicUrl: settings.public_url ?? '',
    },
    (draft) => ({
      maxUploadMb: draft.maxUploadMb === '' ? t('form.required') : null,
      queueExpiryH: draft.queueExpiryH === '' ? t('form.required') : null,
      publicUrl:
        draft.publicUrl === '' || /^https?:\/\/\S+$/.test(draft.publicUrl) ? null : t('firmware.settings.badUrl'),
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!tryOut()) return
    save.mutate(
      {
        allows_unsigned: UNSIGNED[fields.unsigned],
        max_upload_mb: Number(fields.maxUploadMb),
        queue_expiry_h: Number(fields.queueExpiryH),
        public_url: fields.publicUrl || null,
      },
      { onSuccess: () => toast(t('firmware.settings.saved')) },
    )
  }
  return (
    <CardForm onSubmit={submit} canWrite={canWrite} isBusy={save.isPending} fault={save.isError ? errorText : null}>
      <Select
        label={t('firmware.settings.unsigned')}
        description={t(settings.allows_unsigned_now ? 'firmware.settings.allowedNow' : 'firmware.settings.refusedNow')}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        data={CHOICES.map((value) => ({ value, label: t(`firmware.settings.unsignedWhen.${value}`) }))}
        value={fields.unsigned}
        allowDeselect={false}
        onChange={(word) => change({ unsigned: CHOICES.find((one) => one === word) ?? 'without_key' })}
      />
      <NumberField
        label={t('firmware.settings.maxUpload')}
        min={1}
        max={2048}
        allowDecimal={false}
        value={fields.maxUploadMb}
        error={fault('maxUploadMb')}
        onChange={(maxUploadMb) => change({ maxUploadMb })}
      />
      <NumberField
        label={t('firmware.settings.queueExpiry')}
        description={t('firmware.settings.queueExpiryHint')}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        min={1}
        max={2160}
        allowDecimal={false}
        value={fields.queueExpiryH}
        error={fault('queueExpiryH')}
        onChange={(queueExpiryH) => change({ queueExpiryH })}
      />
      <TextInput
        label={`${t('firmware.settings.publicUrl')} (${t('form.optional')})`}
        description={t('firmware.settings.publicUrlHint')}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        placeholder="http://"
        value={fields.publicUrl}
        error={fault('publicUrl')}
        onChange={(event) => change({ publicUrl: event.currentTarget.value.trim() })}
      />
    </CardForm>
  )
}
