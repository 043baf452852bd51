import { Select, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDeleteSite, useSaveSite } from '../../../api/queries/sites.ts'
import type { Region, Subregion } from '../../../api/types.ts'
import { ConfirmAct } from '../../../components/confirm-act.tsx'
import { useErrorText } from '../../../components/error-state.tsx'
import { FormButtons, FormFault, FormSection, SideForm } from '../../../components/side-form.tsx'
import { toast } from '../../../components/toast.tsx'
import { useForm } from '../../../components/use-form.ts'
import { areCoordinatesGood, CoordinateFields, coordinatesBody } from './coordinates.tsx'

interface SubregionFormProps {
  subregion: Subregion | null
  regionId: string
  regions: readonly Region[]
  isReadOnly: boolean
  onClose: () => void
}

export function SubregionForm({ subregion, regionId, regions, isReadOnly, onClose }: SubregionFormProps) {
  const { t } = useTranslation()
  const save = useSaveSite('subregions')
  const remove = useDeleteSite('subregions')
  const errorText = useErrorText(save.error)
  const [isDeleting, setDeleting] = useState(false)
  const form = useForm(
    {
      name: subregion?.name ?? '',
      description: subregion?.description ?? '',
      regionId,
      latitude: subregion?.latitude ?? ('' as number | ''),
      longitude: subregion?.longitude ?? ('' as number | ''),
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
      region_id: fields.regionId,
      ...(description || subregion?.description ? { description } : {}),
      ...coordinatesBody(fields),
    }
    save.mutate(
      { id: subregion?.id ?? null, body },
      {
        onSuccess: () => {
          toast(t('admin.sites.saved'))
          onClose()
        },
      },
    )
  }
  return (
    <SideForm title={subregion?.name ?? t('admin.sites.newSubregion')} onSubmit={submit} isReadOnly={isReadOnly}>
      <FormSection>
        <TextInput
          label={t('admin.sites.name')}
          autoFocus={!subregion}
          value={fields.name}
          error={fault('name')}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <Select
          label={t('admin.sites.region')}
          data={regions.map((region) => ({ value: region.id, label: region.name }))}
          value={fields.regionId}
          onChange={(value) => change({ regionId: value ?? regionId })}
        />
        <TextInput
          label={`${t('admin.sites.description')} (${t('form.optional')})`}
          value={fields.description}
          onChange={(event) => change({ description: event.currentTarget.value })}
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
          onDelete={subregion ? () => setDeleting(true) : null}
        />
      )}
      {subregion ? (
        <ConfirmAct
          isOpen={isDeleting}
          onClose={() => setDeleting(false)}
          title={t('form.confirmDelete', { name: subregion.name })}
          verb={t('action.delete')}
          run={async () => {
            await remove.mutateAsync(subregion.id)
            toast(t('admin.sites.deleted'))
            onClose()
          }}
        >
          {t('admin.sites.deleteSubregionHint')}
        </ConfirmAct>
      ) : null}
    </SideForm>
  )
}
