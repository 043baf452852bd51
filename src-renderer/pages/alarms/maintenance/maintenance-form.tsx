import { Select, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, use } from 'react'
import { useTranslation } from 'react-i18next'
import { MAINTENANCE_KINDS, type MaintenanceKind, useAnnunciationChange } from '../../../api/queries/annunciation.ts'
import { ChoiceBar } from '../../../components/choice-bar.tsx'
import { useErrorText } from '../../../components/error-state.tsx'
import { FormButtons, FormFault, FormSection, SideForm } from '../../../components/side-form.tsx'
import { toast } from '../../../components/toast.tsx'
import { useForm } from '../../../components/use-form.ts'
import { SiteZone } from '../../../format/use-format.ts'
import { fromLocalInput } from '../../devices/model/time-range.ts'
import { useMaintenanceTargets } from './use-maintenance-targets.ts'

const HOUR_MS = 3_600_000
const HOURS = ['1', '2', '4', '8', '24', '72'] as const
type Hours = (typeof HOURS)[number]

interface Fields {
  kind: MaintenanceKind
  targetId: string | null
  /** Wall time of the site; empty begins at once. */
  start: string
  hours: Hours
  reason: string
}

export function MaintenanceForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const zone = use(SiteZone)
  const { choices } = useMaintenanceTargets()
  const save = useAnnunciationChange()
  const errorText = useErrorText(save.error)
  const form = useForm<Fields>({ kind: 'device', targetId: null, start: '', hours: '4', reason: '' }, (fields) => ({
    targetId: fields.targetId ? null : t('form.required'),
    reason: fields.reason.trim() ? null : t('form.required'),
  }))
  const { fields, change, fault } = form
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!form.tryOut()) return
    const startMs = fromLocalInput(fields.start, zone) ?? Date.now()
    const body = {
      target: { kind: fields.kind, id: fields.targetId },
      reason: fields.reason.trim(),
      end: new Date(startMs + Number(fields.hours) * HOUR_MS).toISOString(),
      ...(fields.start ? { start: new Date(startMs).toISOString() } : {}),
    }
    save.mutate(
      { method: 'POST', path: '/maintenance', body },
      {
        onSuccess: () => {
          toast(t('annunciation.maintenance.saved'))
          onClose()
        },
      },
    )
  }
  return (
    <SideForm title={t('annunciation.maintenance.new')} onSubmit={submit}>
      <FormSection>
        <p className="quiet">{t('annunciation.maintenance.hint')}</p>
        <ChoiceBar
          label={t('annunciation.maintenance.target')}
          choices={MAINTENANCE_KINDS.map((key) => ({ key, word: t(`annunciation.maintenance.kind.${key}`) }))}
          chosen={fields.kind}
          onChoose={(kind) => change({ kind, targetId: null })}
        />
        <Select
          key={fields.kind}
          label={t('annunciation.maintenance.target')}
          searchable
          limit={200}
          data={choices[fields.kind]}
          value={fields.targetId}
          error={fault('targetId')}
          onChange={(targetId) => change({ targetId })}
        />
        <TextInput
          type="datetime-local"
          label={`${t('annunciation.maintenance.start')} (${t('form.optional')})`}
          description={t('annunciation.maintenance.startHint')}
          value={fields.start}
          onChange={(event) => change({ start: event.currentTarget.value })}
        />
        <ChoiceBar
          label={t('alarms.act.duration')}
          choices={HOURS.map((key) => ({ key, word: t('alarms.act.hours', { count: Number(key) }) }))}
          chosen={fields.hours}
          onChoose={(hours) => change({ hours })}
        />
        <Textarea
          label={t('alarms.act.reason')}
          autosize
          minRows={2}
          maxLength={500}
          value={fields.reason}
          error={fault('reason')}
          onChange={(event) => change({ reason: event.currentTarget.value })}
        />
      </FormSection>
      <FormFault text={save.isError ? errorText : null} />
      <FormButtons saveWord={t('annunciation.maintenance.begin')} isBusy={save.isPending} onCancel={onClose} />
    </SideForm>
  )
}
