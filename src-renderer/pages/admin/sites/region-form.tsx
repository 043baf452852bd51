import { Select, TextInput } from '@mantine/core'
import { type FormEvent, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDeleteSite, useSaveSite } from '../../../api/queries/sites.ts'
import type { Region } from '../../../api/types.ts'
import { ConfirmAct } from '../../../components/confirm-act.tsx'
import { useErrorText } from '../../../components/error-state.tsx'
import { FormButtons, FormFault, FormSection, SideForm } from '../../../components/side-form.tsx'
import { toast } from '../../../components/toast.tsx'
import { useForm } from '../../../components/use-form.ts'
import { areCoordinatesGood, CoordinateFields, coordinatesBody } from './coordinates.tsx'

interface RegionFormProps {
  region: Region | null
  isReadOnly: boolean
  onClose: () => void
}

export function RegionForm({ region, isReadOnly, onClose }: RegionFormProps) {
  const { t } = useTranslation()
  const save = useSaveSite('regions')
  const remove = useDeleteSite('regions')
  const errorText = useErrorText(save.error)
  const [isDeleting, setDeleting] = useState(false)
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone'), [])
  const form = useForm(
    {
      name: region?.name ?? '',
      description: region?.description ?? '',
      zone: region?.time_zone ?? '',
      latitude: region?.latitude ?? ('' as number | ''),
      longitude: region?.longitude ?? ('' as number | ''),
    },
    (fields) => ({
      name: fields.name.trim() ? null : t('form.required'),
      latitude: areCoordinatesGood(fields) ? null : t('admin.sites.coordinate'),
    }),
  )
  const { fields, change, fault } = form

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!form.tryOut()) return
    const description = fields.description.trim()
    const body = {
      name: fields.name.trim(),
      ...(description || region?.description ? { description } : {}),
      ...(fields.zone ? { time_zone: fields.zone } : {}),
      ...coordinatesBody(fields),
    }
    save.mutate(
      { id: region?.id ?? null, body },
      {
        onSuccess: () => {
          toast(t('admin.sites.saved'))
          onClose()
        },
      },
    )
  }
  return (
    <SideForm title={region?.name ?? t('admin.sites.newRegion')} onSubmit={submit} isReadOnly={isReadOnly}>
      <FormSection>
        <TextInput
          label={t('admin.sites.name')}
          autoFocus={!region}
          value={fields.name}
          error={fault('name')}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <TextInput
          label={`${t('admin.sites.description')} (${t('form.optional')})`}
          value={fields.description}
          onChange={(event) => change({ description: event.currentTarget.value })}
        />
        <Select
          label={`${t('admin.sites.timeZone')} (${t('form.optional')})`}
          data={zones}
          searchable
          clearable
          limit={80}
          nothingFoundMessage={t('form.nothingFound')}
          value={fields.zone || null}
          onChange={(zone) => change({ zone: zone ?? '' })}
        />
        <CoordinateFields
          latitude={fields.latitude}
          longitude={fields.longitude}
          fault={fault('latitude')}
          onChange={change}
        />
      </FormSection>
      <FormFault text={save.isError ? errorText : null} />
      {isReadOnly ? null : (
        <FormButtons
          saveWord={t('action.save')}
          isBusy={save.isPending}
          onCancel={onClose}
          onDelete={region ? () => setDeleting(true) : null}
        />
      )}
      {region ? (
        <ConfirmAct
          isOpen={isDeleting}
          onClose={() => setDeleting(false)}
          title={t('form.confirmDelete', { name: region.name })}
          verb={t('action.delete')}
          run={async () => {
            await remove.mutateAsync(region.id)
            toast(t('admin.sites.deleted'))
            onClose()
          }}
        >
          {t('admin.sites.deleteRegionHint')}
        </ConfirmAct>
      ) : null}
    </SideForm>
  )
}
