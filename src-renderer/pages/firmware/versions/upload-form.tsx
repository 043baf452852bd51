import { Autocomplete, Button, FileInput, Progress, Textarea, TextInput } from '@mantine/core'
import { IconFileUpload } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { uploadForm } from '../../../api/upload.ts'
import { useErrorText } from '../../../components/error-state.tsx'
import { FormButtons, FormFault, FormSection, SideForm } from '../../../components/side-form.tsx'
import { toast } from '../../../components/toast.tsx'
import { useForm } from '../../../components/use-form.ts'
import { useFormat } from '../../../format/use-format.ts'
import classes from '../firmware.module.css'
import { firmwareSettingsQuery, unitsQuery, versionsQuery } from '../queries.ts'
import type { FirmwareVersion } from '../wire.ts'

const SEMVER = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/
const EMPTY = { name: '', version: '', deviceType: '', hwRevision: '', minFrom: '', signature: '', notes: '' }

interface UploadFormProps {
  onClose: () => void
  onUploaded: (id: string) => void
}

export function UploadForm({ onClose, onUploaded }: UploadFormProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const client = useQueryClient()
  const settings = useQuery(firmwareSettingsQuery).data
  const known = useKnownTypes()
  const sending = useRef<AbortController | null>(null)
  const [file, setFile] = useState<File | null>(null)
  const [sent, setSent] = useState<number | null>(null)
  const [error, setError] = useState<unknown>(null)
  const errorText = useErrorText(error)
  const maxBytes = (settings?.max_upload_mb ?? 64) * 1_000_000
  const { fields, change, fault, tryOut } = useForm({ ...EMPTY, file: '' }, (draft) => ({
    file: file === null ? t('form.required') : file.size > maxBytes ? t('firmware.upload.tooLarge') : null,
    name: draft.name.trim() ? null : t('form.required'),
    version: SEMVER.test(draft.version.trim()) ? null : t('firmware.upload.semver'),
    deviceType: draft.deviceType.trim() ? null : t('form.required'),
    minFrom: draft.minFrom.trim() === '' || SEMVER.test(draft.minFrom.trim()) ? null : t('firmware.upload.semver'),
  }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!tryOut() || file === null || sent !== null) return
    const form = new FormData()
    const texts = {
      name: fields.name,
      version: fields.version,
      device_type: fields.deviceType,
      hw_revision: fields.hwRevision,
      min_from_version: fields.minFrom,
      signature: fields.signature,
      notes: fields.notes,
    }
    for (const [name, text] of Object.entries(texts)) if (text.trim()) form.append(name, text.trim())
    form.append('file', file)
    const aborting = new AbortController()
    sending.current = aborting
    setError(null)
    setSent(0)
    uploadForm<FirmwareVersion>('/api/firmware/versions', form, {
      onProgress: (bytes, total) => setSent(total === 0 ? 0 : bytes / total),
      signal: aborting.signal,
    })
      .then(async (made) => {
        await client.invalidateQueries({ queryKey: ['firmware'] })
        toast(t('firmware.upload.done', { name: made.name, version: made.version }))
        onUploaded(made.id)
      })
      .catch((cause: unknown) => {
        if (!aborting.signal.aborted) setError(cause)
      })
      .finally(() => setSent(null))
  }
  return (
    <SideForm title={t('firmware.upload.open')} onSubmit={submit}>
      <FormSection>
        <FileInput
          label={t('firmware.upload.file')}
          description={t('firmware.upload.limit', { size: format.bytes(maxBytes) })}
          placeholder={t('firmware.upload.choose')}
          leftSection={<IconFileUpload size={16} />}
          value={file}
          error={fault('file')}
          onChange={setFile}
        />
        <TextInput
          label={t('firmware.fields.name')}
          value={fields.name}
          error={fault('name')}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <TextInput
          label={t('firmware.fields.version')}
          placeholder="1.4.0"
          value={fields.version}
          error={fault('version')}
          onChange={(event) => change({ version: event.currentTarget.value })}
        />
        <Autocomplete
          label={t('firmware.fields.deviceType')}
          description={t('firmware.upload.deviceTypeHint')}
          data={known}
          value={fields.deviceType}
          error={fault('deviceType')}
          onChange={(deviceType) => change({ deviceType })}
        />
      </FormSection>
      <FormSection title={t('firmware.upload.conditions')}>
        <TextInput
          label={t('firmware.fields.hwRevision')}
          placeholder={t('firmware.any')}
          value={fields.hwRevision}
          onChange={(event) => change({ hwRevision: event.currentTarget.value })}
        />
        <TextInput
          label={t('firmware.fields.minFrom')}
          placeholder={t('firmware.any')}
          value={fields.minFrom}
          error={fault('minFrom')}
          onChange={(event) => change({ minFrom: event.currentTarget.value })}
        />
        <Textarea
          label={t('firmware.upload.signature')}
          description={t(
            settings?.allows_unsigned_now === false
              ? 'firmware.upload.signatureNeeded'
              : 'firmware.upload.signatureHint',
          )}
          autosize
          minRows={2}
          value={fields.signature}
          onChange={(event) => change({ signature: event.currentTarget.value })}
        />
        <Textarea
          label={t('firmware.fields.notes')}
          autosize
          minRows={2}
          value={fields.notes}
          onChange={(event) => change({ notes: event.currentTarget.value })}
        />
      </FormSection>
      {sent === null ? null : (
        <div className={classes.sending} aria-live="polite">
          <Progress value={sent * 100} aria-label={t('firmware.upload.sending')} />
          <span>
            {sent < 1
              ? t('firmware.upload.sent', { percent: format.number(sent * 100) })
              : t('firmware.upload.checking')}
          </span>
          <Button size="compact-xs" onClick={() => sending.current?.abort()}>
            {t('action.cancel')}
          </Button>
        </div>
      )}
      <FormFault text={error ? errorText : null} />
      <FormButtons saveWord={t('firmware.upload.send')} isBusy={sent !== null} onCancel={onClose} />
    </SideForm>
  )
}

/** Kinds of unit that something is known of already. */
function useKnownTypes(): string[] {
  const units = useQuery(unitsQuery).data ?? []
  const versions = useQuery(versionsQuery).data ?? []
  const types = [...units, ...versions].flatMap(({ device_type }) => device_type ?? [])
  return [...new Set(types)].sort()
}
