import { Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useErrorText } from '../../../components/error-state.tsx'
import { NumberField } from '../../../components/number-field.tsx'
import { FormButtons, FormFault, FormSection, SideForm } from '../../../components/side-form.tsx'
import { toast } from '../../../components/toast.tsx'
import { useForm } from '../../../components/use-form.ts'
import { useFormat } from '../../../format/use-format.ts'
import { fromLocalInput, toLocalInput } from '../../devices/model/time-range.ts'
import classes from '../energy.module.css'
import { exchangesQuery, useRecordExchange } from '../queries.ts'

const COUNTERS = [
  'energy_import',
  'energy_export',
  'reactive_energy_inductive',
  'reactive_energy_capacitive',
  'reactive_energy_import',
  'reactive_energy_export',
]
const number = (value: string | number): number | '' => (typeof value === 'number' ? value : '')

/** A meter taken off and another put on: both indexes, so that no bill jumps. What was recorded stays on record. */
export function ExchangeForm({ deviceId, onClose }: { deviceId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const exchanges = useQuery(exchangesQuery(deviceId))
  const record = useRecordExchange(deviceId)
  const errorText = useErrorText(record.error)
  const form = useForm(
    {
      at: toLocalInput(Date.now(), format.zone),
      metric: 'energy_import',
      old: '' as number | '',
      fresh: '' as number | '',
      note: '',
    },
    ({ at, old, fresh }) => ({
      at: fromLocalInput(at, format.zone) === null ? t('form.required') : null,
      old: old === '' ? t('form.required') : null,
      fresh: fresh === '' ? t('form.required') : null,
    }),
  )
  const { fields, change, fault } = form
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const at = fromLocalInput(fields.at, format.zone)
    if (!form.tryOut() || at === null) return
    record.mutate(
      {
        at: new Date(at).toISOString(),
        metric: fields.metric,
        old_end_index: fields.old,
        new_start_index: fields.fresh,
        ...(fields.note.trim() && { note: fields.note.trim() }),
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
    <SideForm title={t('energy.exchange.title')} onSubmit={submit}>
      <FormSection>
        <TextInput
          type="datetime-local"
          label={t('energy.exchange.at')}
          value={fields.at}
          error={fault('at')}
          onChange={(event) => change({ at: event.currentTarget.value })}
        />
        <Select
          label={t('energy.exchange.counter')}
          allowDeselect={false}
          data={COUNTERS.map((metric) => ({ value: metric, label: format.metric(metric) }))}
          value={fields.metric}
          onChange={(metric) => change({ metric: metric ?? 'energy_import' })}
        />
        <NumberField
          label={t('energy.exchange.old')}
          min={0}
          decimalScale={3}
          value={fields.old}
          error={fault('old')}
          onChange={(value) => change({ old: number(value) })}
        />
        <NumberField
          label={t('energy.exchange.fresh')}
          min={0}
          decimalScale={3}
          value={fields.fresh}
          error={fault('fresh')}
          onChange={(value) => change({ fresh: number(value) })}
        />
        <TextInput
          label={`${t('energy.exchange.note')} (${t('form.optional')})`}
          value={fields.note}
          onChange={(event) => change({ note: event.currentTarget.value })}
        />
        <p className="quiet">{t('energy.exchange.hint')}</p>
      </FormSection>
      {exchanges.data && exchanges.data.length > 0 ? (
        <FormSection title={t('energy.exchange.earlier')}>
          <ul className={classes.notes}>
            {exchanges.data.map((one) => (
              <li key={one.id} className="tabular">
                {format.time(one.at)} · {format.metric(one.metric)}: {format.number(one.old_end_index, 2)} →{' '}
                {format.number(one.new_start_index, 2)}
                {one.is_superseded ? ` · ${t('energy.exchange.superseded')}` : ''}
                {one.note ? ` · ${one.note}` : ''}
              </li>
            ))}
          </ul>
        </FormSection>
      ) : null}
      <FormFault text={record.isError ? errorText : null} />
      <FormButtons saveWord={t('energy.exchange.record')} isBusy={record.isPending} onCancel={onClose} />
    </SideForm>
  )
}
