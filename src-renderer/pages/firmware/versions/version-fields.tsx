import { Autocomplete, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { FormSection } from '../../../components/side-form.tsx'
import { firmwareSettingsQuery, unitsQuery, versionsQuery } from '../queries.ts'

const SEMVER = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/

export interface VersionDraft {
  name: string
  version: string
  deviceType: string
  hwRevision: string
  minFrom: string
  signature: string
  notes: string
}

export const versionFaults = (t: TFunction, draft: VersionDraft) => ({
  name: draft.name.trim() ? null : t('form.required'),
  version: SEMVER.test(draft.version.trim()) ? null : t('firmware.upload.semver'),
  deviceType: draft.deviceType.trim() ? null : t('form.required'),
  minFrom: draft.minFrom.trim() === '' || SEMVER.test(draft.minFrom.trim()) ? null : t('firmware.upload.semver'),
})

interface VersionFieldsProps {
  fields: VersionDraft
  change: (part: Partial<VersionDraft>) => void
  fault: (field: keyof VersionDraft) => string | null
  /** What comes before them. */
  children?: ReactNode
}

/** What is said of a file: who it is for and who signed it. */
export function VersionFields({ fields, change, fault, children }: VersionFieldsProps) {
  const { t } = useTranslation()
  const settings = useQuery(firmwareSettingsQuery).data
  const known = useKnownTypes()
  return (
    <>
      <FormSection>
        {children}
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
    </>
  )
}

/** Kinds of unit that something is known of already. */
function useKnownTypes(): string[] {
  const units = useQuery(unitsQuery).data ?? []
  const versions = useQuery(versionsQuery).data ?? []
  const types = [...units, ...versions].flatMap(({ device_type }) => device_type ?? [])
  return [...new Set(types)].sort()
}
