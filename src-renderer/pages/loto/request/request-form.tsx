import { MultiSelect, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { LotoPoint, LotoSession } from '../../../api/loto-types.ts'
import { deviceIndexQuery } from '../../../api/queries/devices.ts'
import { loto, lotoPeopleQuery, lotoPointsQuery, type SessionBody } from '../../../api/queries/loto.ts'
import { Loaded } from '../../../components/loaded.tsx'
import { FormButtons, FormFault, FormSection, SideForm } from '../../../components/side-form.tsx'
import { useForm } from '../../../components/use-form.ts'
import { useFormat } from '../../../format/use-format.ts'
import { fromLocalInput, toLocalInput } from '../../devices/model/time-range.ts'
import { useRun } from '../session/use-run.ts'
import { useSubmit } from '../use-submit.ts'
import { PointPicker } from './point-picker.tsx'
import { pointsOfDevice } from './points-of-device.ts'

interface RequestFormProps {
  /** Null makes a new one. */
  session: LotoSession | null
  /** Its points are chosen beforehand. */
  deviceId?: string
  onClose: () => void
  onSaved: (id: string) => void
}

export function RequestForm(props: RequestFormProps) {
  const points = useQuery(lotoPointsQuery)
  const devices = useQuery(deviceIndexQuery)
  return (
    <Loaded query={points}>
      {(all) =>
        props.deviceId && !devices.data && !devices.isError ? null : (
          <RequestFields
            {...props}
            points={all}
            chosen={
              props.session?.point_ids ??
              (props.deviceId ? pointsOfDevice(props.deviceId, all, devices.data ?? []).map(({ id }) => id) : [])
            }
          />
        )
      }
    </Loaded>
  )
}

interface RequestFieldsProps extends RequestFormProps {
  points: readonly LotoPoint[]
  chosen: readonly string[]
}

function RequestFields({ session, deviceId, points, chosen, onClose, onSaved }: RequestFieldsProps) {
  const { t } = useTranslation()
  const { zone } = useFormat()
  const people = useQuery(lotoPeopleQuery).data ?? []
  const run = useRun()
  const sending = useSubmit()
  const localOf = (at: string | null | undefined) => (at ? toLocalInput(Date.parse(at), zone) : '')
  const form = useForm(
    {
      title: session?.title ?? '',
      reason: session?.reason ?? '',
      pointIds: [...chosen],
      workerIds: session?.worker_ids ?? [],
      start: localOf(session?.planned_start),
      end: localOf(session?.planned_end),
    },
    (fields) => ({
      title: fields.title.trim() ? null : t('form.required'),
      reason: fields.reason.trim() ? null : t('form.required'),
      pointIds: fields.pointIds.length > 0 ? null : t('form.required'),
      end: fields.start && fields.end && fields.end < fields.start ? t('loto.request.endBeforeStart') : null,
    }),
  )
  const { fields, change, fault } = form
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!form.tryOut()) return
    const body: Partial<SessionBody> = {
      title: fields.title.trim(),
      reason: fields.reason.trim(),
      point_ids: fields.pointIds,
      worker_ids: fields.workerIds,
      planned_start: instantIn(fields.start, zone),
      planned_end: instantIn(fields.end, zone),
    }
    let id = session?.id ?? ''
    const send = () =>
      run(session ? 'edit' : 'request', async () => {
        const saved = await (session ? loto.edit(session.id, body) : loto.request(body))
        id = saved.id
      })
    sending.submit(send, () => onSaved(id))
  }
  const above = chosenAbove(points, chosen, deviceId)
  const isBare = deviceId !== undefined && deviceId !== '' && chosen.length === 0
  return (
    <SideForm title={t(session ? 'loto.request.edit' : 'loto.request.new')} onSubmit={submit}>
      <FormSection>
        <TextInput
          label={t('loto.request.title')}
          placeholder={t('loto.request.titlePlaceholder')}
          maxLength={200}
          autoFocus
          value={fields.title}
          error={fault('title')}
          onChange={(event) => change({ title: event.currentTarget.value })}
        />
        <Textarea
          label={t('loto.request.reason')}
          autosize
          minRows={2}
          maxRows={6}
          maxLength={1000}
          value={fields.reason}
          error={fault('reason')}
          onChange={(event) => change({ reason: event.currentTarget.value })}
        />
      </FormSection>
      <FormSection title={t('loto.request.points')}>
        <p className="quiet">{t('loto.request.pointsHint')}</p>
        {points.length === 0 ? <p>{t('loto.request.noPoints')}</p> : null}
        {above ? <p>{t('loto.request.above', { device: above })}</p> : null}
        {isBare && points.length > 0 ? <p>{t('loto.request.noPointsHere')}</p> : null}
        <PointPicker
          points={points}
          chosen={fields.pointIds}
          error={fault('pointIds')}
          onChange={(pointIds) => change({ pointIds })}
        />
      </FormSection>
      <FormSection>
        <MultiSelect
          label={`${t('loto.request.workers')} (${t('form.optional')})`}
          data={people.filter(({ can_work }) => can_work).map(({ id, name }) => ({ value: id, label: name }))}
          searchable
          hidePickedOptions
          nothingFoundMessage={t('form.nothingFound')}
          value={fields.workerIds}
          onChange={(workerIds) => change({ workerIds })}
        />
        <TextInput
          type="datetime-local"
          label={`${t('loto.request.start')} (${t('form.optional')})`}
          value={fields.start}
          onChange={(event) => change({ start: event.currentTarget.value })}
        />
        <TextInput
          type="datetime-local"
          label={`${t('loto.request.end')} (${t('form.optional')})`}
          value={fields.end}
          error={fault('end')}
          onChange={(event) => change({ end: event.currentTarget.value })}
        />
      </FormSection>
      <FormFault text={sending.fault} />
      <FormButtons
        saveWord={t(session ? 'action.save' : 'loto.request.send')}
        isBusy={sending.isBusy}
        onCancel={onClose}
      />
    </SideForm>
  )
}

/** @returns the name of the device above at which the chosen points are, when it is not the device itself. */
function chosenAbove(points: readonly LotoPoint[], chosen: readonly string[], deviceId = ''): string | null {
  const first = deviceId ? points.find(({ id }) => chosen.includes(id)) : undefined
  return first && first.device_id !== deviceId ? first.device_name : null
}

/** The field holds the site's wall time. */
function instantIn(text: string, zone: string): string | null {
  const at = fromLocalInput(text, zone)
  return at === null ? null : new Date(at).toISOString()
}
