import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useErrorText } from '../../../components/error-state.tsx'
import { FormButtons, FormFault, SideForm } from '../../../components/side-form.tsx'
import { toast } from '../../../components/toast.tsx'
import { useForm } from '../../../components/use-form.ts'
import { useChangeVersion } from '../queries.ts'
import type { FirmwareVersion } from '../wire.ts'
import { VersionFields, versionFaults } from './version-fields.tsx'

interface ChangeFormProps {
  version: FirmwareVersion
  onClose: () => void
}

/** What is said of a draft; its file stays. */
export function ChangeForm({ version, onClose }: ChangeFormProps) {
  const { t } = useTranslation()
  const save = useChangeVersion()
  const errorText = useErrorText(save.error)
  const { fields, change, fault, tryOut } = useForm(
    {
      name: version.name,
      version: version.version,
      deviceType: version.device_type,
      hwRevision: version.hw_revision ?? '',
      minFrom: version.min_from_version ?? '',
      signature: version.signature ?? '',
      notes: version.notes ?? '',
    },
    (draft) => versionFaults(t, draft),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!tryOut()) return
    const facts = {
      id: version.id,
      name: fields.name.trim(),
      version: fields.version.trim(),
      device_type: fields.deviceType.trim(),
      hw_revision: fields.hwRevision.trim() || null,
      min_from_version: fields.minFrom.trim() || null,
      signature: fields.signature.trim() || null,
      notes: fields.notes.trim() || null,
    }
    save.mutate(facts, {
      onSuccess: () => {
        toast(t('firmware.changed', { name: facts.name, version: facts.version }))
        onClose()
      },
    })
  }
  return (
    <SideForm title={`${version.name} ${version.version}`} onSubmit={submit}>
      <VersionFields fields={fields} change={change} fault={fault} />
      <FormFault text={save.isError ? errorText : null} />
      <FormButtons saveWord={t('action.save')} isBusy={save.isPending} onCancel={onClose} />
    </SideForm>
  )
}
