import { Button, FileInput, Progress } from '@mantine/core'
import { IconFileUpload } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { uploadForm } from '../../../api/upload.ts'
import { useErrorText } from '../../../components/error-state.tsx'
import { FormButtons, FormFault, SideForm } from '../../../components/side-form.tsx'
import { toast } from '../../../components/toast.tsx'
import { useForm } from '../../../components/use-form.ts'
import { useFormat } from '../../../format/use-format.ts'
import classes from '../firmware.module.css'
import { firmwareSettingsQuery } from '../queries.ts'
import type { FirmwareVersion } from '../wire.ts'
import { VersionFields, versionFaults } from './version-fields.tsx'

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
  const sending = useRef<AbortController | null>(null)
  const [file, setFile] = useState<File | null>(null)
  const [sent, setSent] = useState<number | null>(null)
  const [error, setError] = useState<unknown>(null)
  const errorText = useErrorText(error)
  const maxBytes = (settings?.max_upload_mb ?? 64) * 1_000_000
  const { fields, change, fault, tryOut } = useForm({ ...EMPTY, file: '' }, (draft) => ({
    file: file === null ? t('form.required') : file.size > maxBytes ? t('firmware.upload.tooLarge') : null,
    ...versionFaults(t, draft),
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
      <VersionFields fields={fields} change={change} fault={fault}>
        <FileInput
          label={t('firmware.upload.file')}
          description={t('firmware.upload.limit', { size: format.bytes(maxBytes) })}
          placeholder={t('firmware.upload.choose')}
          leftSection={<IconFileUpload size={16} />}
          value={file}
          error={fault('file')}
          onChange={setFile}
        />
      </VersionFields>
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
