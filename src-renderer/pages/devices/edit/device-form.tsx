import { Button, Group, Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../../api/errors.ts'
import { gatewaysQuery } from '../../../api/queries/sites.ts'
import type { Device } from '../../../api/types.ts'
import { useErrorText } from '../../../components/error-state.tsx'
import { toast } from '../../../components/toast.tsx'
import { bodyOf, type DeviceDraft, draftFaults, draftOf, refusedFields } from '../model/device-draft.ts'
import { useSaveDevice } from '../queries.ts'
import { DeviceFields } from './device-fields.tsx'
import classes from './device-form.module.css'

interface DeviceFormProps {
  /** Null makes a new one. */
  device: Device | null
  onClose: () => void
  onSaved?: (deviceId: string) => void
}

export function DeviceForm({ device, onClose, onSaved }: DeviceFormProps) {
  const { t } = useTranslation()
  const save = useSaveDevice()
  const gateways = useQuery(gatewaysQuery).data ?? []
  const [draft, setDraft] = useState(() => draftOf(device))
  const [isTried, setTried] = useState(false)
  const errorText = useErrorText(save.error)
  const gateway = gateways.find((one) => one.id === draft.gatewayId)
  const faults = draftFaults(draft, gateway?.type)
  const refused = save.error instanceof ApiError ? refusedFields(save.error.fields) : {}

  const faultText = (key: keyof DeviceDraft): string | null => {
    const fault = isTried ? faults[key] : undefined
    if (!fault) return refused[key] ?? null
    return fault.kind === 'range'
      ? t('devices.form.range', { min: fault.min, max: fault.max })
      : t(`devices.form.${fault.kind}`)
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (Object.keys(faults).length > 0) return
    save.mutate(
      { id: device?.id ?? null, body: bodyOf(draft, gateway?.type) },
      {
        onSuccess: (saved) => {
          toast(t('devices.form.saved'))
          onSaved?.(saved.id)
          onClose()
        },
      },
    )
  }
  return (
    <Modal opened onClose={onClose} title={device ? t('devices.form.edit') : t('devices.form.add')} size={620}>
      <form onSubmit={submit} noValidate>
        <DeviceFields
          draft={draft}
          deviceId={device?.id ?? null}
          gateways={gateways}
          gateway={gateway}
          faultText={faultText}
          onChange={(change) => setDraft((before) => ({ ...before, ...change }))}
        />
        {save.error && Object.keys(refused).length === 0 ? (
          <p role="alert" className={classes.error}>
            {errorText}
          </p>
        ) : null}
        <Group justify="flex-end" gap={8} mt={16}>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" variant="filled" loading={save.isPending}>
            {t('action.save')}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
