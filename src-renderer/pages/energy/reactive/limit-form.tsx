import { Checkbox, TextInput } from '@mantine/core'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { wallTime } from '../../../charts/zone.ts'
import { useErrorText } from '../../../components/error-state.tsx'
import { NumberField } from '../../../components/number-field.tsx'
import { FormButtons, FormFault, FormSection, SideForm } from '../../../components/side-form.tsx'
import { toast } from '../../../components/toast.tsx'
import { useForm } from '../../../components/use-form.ts'
import { useFormat } from '../../../format/use-format.ts'
import { fromDateInput, toDateInput } from '../date-input.ts'
import { useSaveLimit } from '../queries.ts'

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
      <FormFault text={save.isError ? errorText : null} />
      <FormButtons saveWord={t('action.save')} isBusy={save.isPending} onCancel={onClose} />
    </SideForm>
  )
}
