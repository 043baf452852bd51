import { Select, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ENERGY_TYPES, type EnergyType, type LotoPoint } from '../../../api/loto-types.ts'
import { deviceIndexQuery } from '../../../api/queries/devices.ts'
import { loto, lotoBoardQuery, useLotoAct } from '../../../api/queries/loto.ts'
import { subregionsQuery } from '../../../api/queries/sites.ts'
import { ConfirmAct } from '../../../components/confirm-act.tsx'
import { useErrorText } from '../../../components/error-state.tsx'
import { FormButtons, FormFault, FormSection, SideForm } from '../../../components/side-form.tsx'
import { toast } from '../../../components/toast.tsx'
import { useForm } from '../../../components/use-form.ts'
import { PointHolders } from './point-holders.tsx'

interface PointFormProps {
  point: LotoPoint | null
  isReadOnly: boolean
  onClose: () => void
}

interface PointFields {
  name: string
  energy: EnergyType
  method: string
  location: string
  deviceId: string
  subregionId: string
}

const OPTIONS_LIMIT = 100

export function PointForm({ point, isReadOnly, onClose }: PointFormProps) {
  const { t } = useTranslation()
  const devices = useQuery(deviceIndexQuery).data ?? []
  const subregions = useQuery(subregionsQuery).data ?? []
  const board = useQuery(lotoBoardQuery).data
  const save = useLotoAct((body: object) => loto.savePoint(point?.id ?? null, body))
  const remove = useLotoAct((id: string) => loto.deletePoint(id))
  const errorText = useErrorText(save.error)
  const [isDeleting, setDeleting] = useState(false)
  const form = useForm<PointFields>(
    {
      name: point?.name ?? '',
      energy: point?.energy_type ?? 'electrical',
      method: point?.isolation_method ?? '',
      location: point?.location ?? '',
      deviceId: point?.device_id ?? '',
      subregionId: point?.subregion_id ?? '',
    },
    (fields) => ({
      name: fields.name.trim() ? null : t('form.required'),
      method: fields.method.trim() ? null : t('form.required'),
    }),
  )
  const { fields, change, fault } = form
  const holders = board?.sessions.filter(({ id }) => point?.session_ids.includes(id)) ?? []
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!form.tryOut()) return
    save.mutate(bodyOf(fields), {
      onSuccess: () => {
        toast(t('loto.points.saved'))
        onClose()
      },
    })
  }
  return (
    <SideForm title={point?.name ?? t('loto.points.new')} onSubmit={submit} isReadOnly={isReadOnly}>
      <PointHolders sessions={holders} />
      <FormSection>
        <TextInput
          label={t('loto.points.name')}
          maxLength={200}
          autoFocus={point === null}
          value={fields.name}
          error={fault('name')}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <Select
          label={t('loto.points.energy')}
          data={ENERGY_TYPES.map((value) => ({ value, label: t(`loto.energy.${value}`) }))}
          value={fields.energy}
          onChange={(value) => change({ energy: ENERGY_TYPES.find((energy) => energy === value) ?? fields.energy })}
        />
        <Textarea
          label={t('loto.points.method')}
          placeholder={t('loto.points.methodPlaceholder')}
          autosize
          minRows={2}
          maxRows={5}
          maxLength={500}
          value={fields.method}
          error={fault('method')}
          onChange={(event) => change({ method: event.currentTarget.value })}
        />
        <TextInput
          label={`${t('loto.points.location')} (${t('form.optional')})`}
          maxLength={200}
          value={fields.location}
          onChange={(event) => change({ location: event.currentTarget.value })}
        />
        <Select
          label={t('loto.points.device')}
          description={t('loto.points.deviceHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          data={[{ value: '', label: t('loto.points.noDevice') }, ...devices.map(optionOf)]}
          limit={OPTIONS_LIMIT}
          searchable
          nothingFoundMessage={t('form.nothingFound')}
          value={fields.deviceId}
          onChange={(deviceId) => change({ deviceId: deviceId ?? '' })}
        />
        <Select
          label={t('loto.points.subregion')}
          data={[{ value: '', label: t('form.none') }, ...subregions.map(optionOf)]}
          searchable
          value={fields.subregionId}
          onChange={(subregionId) => change({ subregionId: subregionId ?? '' })}
        />
      </FormSection>
      <FormFault text={save.isError ? errorText : null} />
      {isReadOnly ? null : (
        <FormButtons
          saveWord={t('action.save')}
          isBusy={save.isPending}
          onCancel={onClose}
          onDelete={point && holders.length === 0 ? () => setDeleting(true) : null}
        />
      )}
      {point ? (
        <ConfirmAct
          isOpen={isDeleting}
          onClose={() => setDeleting(false)}
          title={t('form.confirmDelete', { name: point.name })}
          verb={t('action.delete')}
          run={async () => {
            await remove.mutateAsync(point.id)
            toast(t('loto.points.deleted'))
            onClose()
          }}
        >
          {t('loto.points.deleteHint')}
        </ConfirmAct>
      ) : null}
    </SideForm>
  )
}

const optionOf = ({ id, name }: { id: string; name: string }) => ({ value: id, label: name })

function bodyOf(fields: PointFields): object {
  return {
    name: fields.name.trim(),
    energy_type: fields.energy,
    isolation_method: fields.method.trim(),
    location: fields.location.trim() || null,
    device_id: fields.deviceId || null,
    subregion_id: fields.subregionId || null,
  }
}
