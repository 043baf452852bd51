import { TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useErrorText } from '../../../components/error-state.tsx'
import { NumberField } from '../../../components/number-field.tsx'
import { FormButtons, FormFault, FormSection, SideForm } from '../../../components/side-form.tsx'
import { toast } from '../../../components/toast.tsx'
import { useForm } from '../../../components/use-form.ts'
import { useFormat } from '../../../format/use-format.ts'
import { fromDateInput, toDateInput } from '../date-input.ts'
import classes from '../energy.module.css'
import { tariffsQuery, useSaveTariff } from '../queries.ts'

const number = (value: string | number): number | '' => (typeof value === 'number' ? value : '')

/** Prices from a day on; what was before stays, so that an old bill stays what it was. */
export function TariffForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const tariffs = useQuery(tariffsQuery)
  const save = useSaveTariff()
  const errorText = useErrorText(save.error)
  const form = useForm(
    {
      from: toDateInput(Date.now(), format.zone),
      price: '' as number | '',
      standing: 0 as number | '',
      currency: tariffs.data?.[0]?.currency ?? 'TRY',
    },
    ({ from, price, currency }) => ({
      from: fromDateInput(from, format.zone) === null ? t('form.required') : null,
      price: price === '' ? t('form.required') : null,
      currency: /^[A-Z]{3}$/.test(currency) ? null : t('energy.bill.currencyHint'),
    }),
  )
  const { fields, change, fault } = form
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const from = fromDateInput(fields.from, format.zone)
    if (!form.tryOut() || from === null) return
    save.mutate(
      {
        valid_from: new Date(from).toISOString(),
        price_per_kwh: fields.price,
        standing_per_day: fields.standing === '' ? 0 : fields.standing,
        currency: fields.currency,
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
    <SideForm title={t('energy.bill.setTariff')} onSubmit={submit}>
      <FormSection>
        <TextInput
          type="date"
          label={t('energy.reactive.validFrom')}
          value={fields.from}
          error={fault('from')}
          onChange={(event) => change({ from: event.currentTarget.value })}
        />
        <NumberField
          label={t('energy.bill.pricePerKwh')}
          min={0}
          decimalScale={6}
          value={fields.price}
          error={fault('price')}
          onChange={(value) => change({ price: number(value) })}
        />
        <NumberField
          label={t('energy.bill.standingPerDay')}
          min={0}
          decimalScale={4}
          value={fields.standing}
          onChange={(value) => change({ standing: number(value) })}
        />
        <TextInput
          label={t('energy.bill.currency')}
          maxLength={3}
          value={fields.currency}
          error={fault('currency')}
          onChange={(event) => change({ currency: event.currentTarget.value.toUpperCase() })}
        />
      </FormSection>
      {tariffs.data && tariffs.data.length > 0 ? (
        <FormSection title={t('energy.bill.tariffs')}>
          <ul className={classes.notes}>
            {tariffs.data.map((one) => (
              <li key={one.valid_from} className="tabular">
                {format.time(one.valid_from, 'date')}: {format.number(one.price_per_kwh, 4)} {one.currency}/kWh
                {one.standing_per_day > 0 ? ` + ${format.number(one.standing_per_day, 2)}` : ''}
              </li>
            ))}
          </ul>
        </FormSection>
      ) : null}
      <FormFault text={save.isError ? errorText : null} />
      <FormButtons saveWord={t('action.save')} isBusy={save.isPending} onCancel={onClose} />
    </SideForm>
  )
}
