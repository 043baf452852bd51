import { ActionIcon, Checkbox, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { wallTime } from '../../../charts/zone.ts'
import { ConfirmAct } from '../../../components/confirm-act.tsx'
import { useErrorText } from '../../../components/error-state.tsx'
import { NumberField } from '../../../components/number-field.tsx'
import { FormButtons, FormFault, FormSection, SideForm } from '../../../components/side-form.tsx'
import { toast } from '../../../components/toast.tsx'
import { useForm } from '../../../components/use-form.ts'
import { useFormat } from '../../../format/use-format.ts'
import { fromDateInput, toDateInput } from '../date-input.ts'
import classes from '../energy.module.css'
import { limitsQuery, useRemoveLimit, useSaveLimit } from '../queries.ts'
import type { ReactiveLimit } from '../wire.ts'

const number = (value: string | number): number | '' => (typeof value === 'number' ? value : '')

/** The contract of a billing meter from a date on; the rules make its limits, unless they are stated. */
export function LimitForm({ deviceId, onClose }: { deviceId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const { zone } = useFormat()
  const save = useSaveLimit()
  const errorText = useErrorText(save.error)
  const { year, month } = wallTime(Date.now(), zone)
  const form = useForm(
    {
      from: toDateInput(Date.UTC(year, month - 1, 1), 'UTC'),
      kva: '' as number | '',
      kw: '' as number | '',
      inductive: '' as number | '',
      capacitive: '' as number | '',
      isSinglePhase: false,
      isExempt: false,
    },
    ({ from, kva, inductive, capacitive, isExempt }) => ({
      from: fromDateInput(from, zone) === null ? t('form.required') : null,
      kva: isExempt || kva !== '' || (inductive !== '' && capacitive !== '') ? null : t('energy.reactive.kvaNeeded'),
    }),
  )
  const { fields, change, fault } = form
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const from = fromDateInput(fields.from, zone)
    if (!form.tryOut() || from === null) return
    save.mutate(
      {
        device_id: deviceId,
        valid_from: new Date(from).toISOString(),
        is_single_phase: fields.isSinglePhase,
        is_exempt: fields.isExempt,
        ...(fields.kva !== '' && { installed_kva: fields.kva }),
        ...(fields.kw !== '' && { connection_kw: fields.kw }),
        ...(fields.inductive !== '' && { inductive_percent: fields.inductive }),
        ...(fields.capacitive !== '' && { capacitive_percent: fields.capacitive }),
      },
      {
        onSuccess: () => {
          toast(t('energy.saved'))
          onClose()
        },
      },
    )
  }
  return (
    <SideForm title={t('energy.reactive.setLimits')} onSubmit={submit}>
      <FormSection>
        <TextInput
          type="date"
          label={t('energy.reactive.validFrom')}
          value={fields.from}
          error={fault('from')}
          onChange={(event) => change({ from: event.currentTarget.value })}
        />
        <NumberField
          label={t('energy.reactive.installedKva')}
          description={t('energy.reactive.installedHint')}
          min={0}
          value={fields.kva}
          error={fault('kva')}
          onChange={(value) => change({ kva: number(value) })}
        />
        <NumberField
          label={`${t('energy.reactive.connectionKw')} (${t('form.optional')})`}
          min={0}
          value={fields.kw}
          onChange={(value) => change({ kw: number(value) })}
        />
        <Checkbox
          label={t('energy.reactive.singlePhase')}
          checked={fields.isSinglePhase}
          onChange={(event) => change({ isSinglePhase: event.currentTarget.checked })}
        />
        <Checkbox
          label={t('energy.reactive.isExempt')}
          checked={fields.isExempt}
          onChange={(event) => change({ isExempt: event.currentTarget.checked })}
        />
      </FormSection>
      <FormSection title={t('energy.reactive.ownLimits')}>
        <NumberField
          label={`${t('energy.reactive.inductiveLimit')} % (${t('form.optional')})`}
          min={0}
          max={100}
          value={fields.inductive}
          onChange={(value) => change({ inductive: number(value) })}
        />
        <NumberField
          label={`${t('energy.reactive.capacitiveLimit')} % (${t('form.optional')})`}
          min={0}
          max={100}
          value={fields.capacitive}
          onChange={(value) => change({ capacitive: number(value) })}
        />
      </FormSection>
      <RecordedLimits deviceId={deviceId} />
      <FormFault text={save.isError ? errorText : null} />
      <FormButtons saveWord={t('action.save')} isBusy={save.isPending} onCancel={onClose} />
    </SideForm>
  )
}

/** What holds from when on, newest first; a mistake can be taken back. */
function RecordedLimits({ deviceId }: { deviceId: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const limits = useQuery(limitsQuery(deviceId))
  const remove = useRemoveLimit()
  const [removing, setRemoving] = useState<ReactiveLimit | null>(null)
  const tell = (limit: ReactiveLimit): string => {
    const date = format.time(limit.valid_from, 'date')
    if (limit.is_exempt) return `${date}: ${t('energy.reactive.band.exempt')}`
    const own = [limit.inductive_percent, limit.capacitive_percent].filter((percent) => percent !== null)
    const parts = [
      limit.installed_kva === null ? null : `${format.number(limit.installed_kva)} kVA`,
      ...own.map((one) => `${one} %`),
    ]
    return `${date}: ${parts.filter(Boolean).join(' · ')}`
  }
  if (!limits.data || limits.data.length === 0) return null
  return (
    <FormSection title={t('energy.reactive.recorded')}>
      <ul className={classes.notes}>
        {limits.data.map((limit) => (
          <li key={limit.id} className={classes.removable}>
            <span className="tabular">{tell(limit)}</span>
            <ActionIcon aria-label={t('action.delete')} onClick={() => setRemoving(limit)}>
              <IconTrash size={16} stroke={1.6} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <ConfirmAct
        isOpen={removing !== null}
        onClose={() => setRemoving(null)}
        title={t('form.confirmDelete', { name: removing ? tell(removing) : '' })}
        verb={t('action.delete')}
        run={() => remove.mutateAsync(removing?.id ?? '')}
      >
        {t('energy.reactive.removeHint')}
      </ConfirmAct>
    </FormSection>
  )
}
