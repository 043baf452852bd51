import { Button, MultiSelect, SegmentedControl, Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { type FormEvent, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { deviceIndexQuery } from '../../api/queries/devices.ts'
import { useErrorText } from '../../components/error-state.tsx'
import { FormFault } from '../../components/side-form.tsx'
import { useForm } from '../../components/use-form.ts'
import { useFormat } from '../../format/use-format.ts'
import { currentLanguage } from '../../i18n/i18n.ts'
import { fromLocalInput, toLocalInput } from '../devices/model/time-range.ts'
import { latestQuery } from '../devices/queries.ts'
import { INTERVALS } from '../devices/wire.ts'
import classes from './exports.module.css'
import { bodyOf, type ExportDraft, RANGES, spanOf } from './model/export-draft.ts'
import { estimateQuery, useBeginExport } from './queries.ts'
import { type ExportBody, type ExportEstimate, FORMATS } from './wire.ts'

interface ExportFormProps {
  begin: Pick<ExportDraft, 'deviceIds' | 'interval' | 'metrics'>
  onBegun: (id: string) => void
}

const STEPS = ['raw', ...INTERVALS] as const

export function ExportForm({ begin, onBegun }: ExportFormProps) {
  const { t } = useTranslation()
  const { zone } = useFormat()
  // The end of "today" does not run away while the form is filled in.
  const [now] = useState(() => Date.now())
  const start = useBeginExport()
  const errorText = useErrorText(start.error)
  const draft: ExportDraft = {
    range: 'week',
    start: null,
    end: null,
    format: 'xlsx',
    locale: currentLanguage(),
    ...begin,
  }
  const form = useForm(draft, (fields) => ({
    deviceIds: fields.deviceIds.length === 0 ? t('exports.fault.devices') : null,
    end: fields.deviceIds.length > 0 && !bodyOf(fields, now, zone) ? t('exports.fault.range') : null,
  }))
  const { fields, change, fault } = form
  const body = bodyOf(fields, now, zone)
  const [settled] = useDebouncedValue(body, SETTLE_MS)
  const estimate = useQuery(estimateQuery(settled))
  const isTooMuch = estimate.data !== undefined && estimate.data.rows > estimate.data.most_rows
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!form.tryOut() || !body || isTooMuch) return
    start.mutate(body, { onSuccess: ({ id }) => onBegun(id) })
  }
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <DevicePicker ids={fields.deviceIds} onChange={(deviceIds) => change({ deviceIds })} error={fault('deviceIds')} />
      <MetricPicker fields={fields} onChange={(metrics) => change({ metrics })} />
      <Range fields={fields} now={now} error={fault('end')} onChange={change} />
      <Choice
        label={t('exports.interval')}
        value={fields.interval}
        values={STEPS}
        word={(step) => t(`exports.intervals.${step}`)}
        onChange={(interval) => change({ interval, metrics: [] })}
      />
      <div className={classes.pair}>
        <Choice
          label={t('exports.format')}
          value={fields.format}
          values={FORMATS}
          word={(format) => format.toUpperCase()}
          onChange={(format) => change({ format })}
        />
        <Choice
          label={t('exports.locale')}
          value={fields.locale}
          values={['tr', 'en'] as const}
          word={(locale) => t(`exports.locales.${locale}`)}
          onChange={(locale) => change({ locale })}
        />
      </div>
      <FormFault text={start.error ? errorText : null} />
      <div className={classes.foot}>
        <Estimate body={body} query={estimate} isTooMuch={isTooMuch} />
        <Button type="submit" variant="filled" loading={start.isPending} data-autofocus>
          {t('exports.start')}
        </Button>
      </div>
    </form>
  )
}

interface DevicePickerProps {
  ids: readonly string[]
  onChange: (ids: string[]) => void
  error: string | null
}

function DevicePicker({ ids, onChange, error }: DevicePickerProps) {
  const { t } = useTranslation()
  const { compare } = useFormat()
  const devices = useQuery(deviceIndexQuery).data
  const data = useMemo(
    () =>
      [...(devices ?? [])].sort((a, b) => compare(a.name, b.name)).map(({ id, name }) => ({ value: id, label: name })),
    [devices, compare],
  )
  return (
    <MultiSelect
      label={t('exports.devices')}
      placeholder={ids.length === 0 ? t('exports.devicesHint') : undefined}
      data={data}
      value={[...ids]}
      onChange={onChange}
      error={error}
      limit={100}
      maxValues={500}
      searchable
      className={classes.many ?? ''}
    />
  )
}

/** What the first device measures: several devices of a kind measure the same. */
function MetricPicker({ fields, onChange }: { fields: ExportDraft; onChange: (metrics: string[]) => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [first = ''] = fields.deviceIds
  const latest = useQuery({ ...latestQuery(first), enabled: first !== '' }).data
  const known = new Set([...(latest ?? []).map(({ metric }) => metric), ...fields.metrics])
  return (
    <MultiSelect
      label={t('exports.metrics')}
      placeholder={
        fields.metrics.length > 0
          ? undefined
          : t(fields.interval === 'raw' ? 'exports.everyMetric' : 'exports.ownFigures')
      }
      data={[...known].map((metric) => ({ value: metric, label: format.metric(metric) }))}
      value={[...fields.metrics]}
      onChange={onChange}
      searchable
      clearable
      className={classes.many ?? ''}
    />
  )
}

interface RangeProps {
  fields: ExportDraft
  now: number
  error: string | null
  onChange: (change: Partial<ExportDraft>) => void
}

function Range({ fields, now, error, onChange }: RangeProps) {
  const { t } = useTranslation()
  const { zone } = useFormat()
  const span = fields.range === 'custom' ? fields : spanOf(fields.range, now, zone)
  const field = (key: 'start' | 'end', word: string) => (
    <label className={classes.instantField}>
      <span>{word}</span>
      <input
        type="datetime-local"
        className={classes.instant}
        value={span[key] === null ? '' : toLocalInput(span[key], zone)}
        onChange={(event) =>
          onChange({
            range: 'custom',
            start: span.start,
            end: span.end,
            [key]: fromLocalInput(event.currentTarget.value, zone),
          })
        }
      />
    </label>
  )
  return (
    <div>
      <div className={classes.range}>
        <Select
          label={t('exports.range')}
          value={fields.range}
          data={RANGES.map((range) => ({ value: range as string, label: t(`exports.ranges.${range}`) }))}
          onChange={(value) => {
            const range = RANGES.find((one) => one === value) ?? 'week'
            onChange(range === 'custom' ? { range, start: span.start, end: span.end } : { range })
          }}
        />
        {field('start', t('exports.from'))}
        {field('end', t('exports.to'))}
      </div>
      {error ? (
        <p role="alert" className={classes.fault}>
          {error}
        </p>
      ) : (
        <p className={classes.hint}>{t('exports.zone', { zone })}</p>
      )}
    </div>
  )
}

interface ChoiceProps<Value extends string> {
  label: string
  value: Value
  values: readonly Value[]
  word: (value: Value) => string
  onChange: (value: Value) => void
}

function Choice<Value extends string>({ label, value, values, word, onChange }: ChoiceProps<Value>) {
  return (
    <div>
      <p className={classes.label} aria-hidden="true">
        {label}
      </p>
      <SegmentedControl
        aria-label={label}
        value={value as string}
        data={values.map((one) => ({ value: one as string, label: word(one) }))}
        onChange={(next) => {
          const found = values.find((one) => one === next)
          if (found !== undefined) onChange(found)
        }}
      />
    </div>
  )
}

const SETTLE_MS = 350

interface EstimateProps {
  body: ExportBody | null
  query: UseQueryResult<ExportEstimate>
  isTooMuch: boolean
}

function Estimate({ body, query: { data, error, isFetching }, isTooMuch }: EstimateProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const errorText = useErrorText(error)
  if (!body) return <span />
  if (error) return <p className={classes.fault}>{errorText}</p>
  if (isFetching || !data) return <p className="quiet">{t('exports.estimating')}</p>
  if (isTooMuch) {
    const blanks = { format: body.format.toUpperCase(), most: format.number(data.most_rows) }
    return (
      <p role="alert" className={classes.fault}>
        {t('exports.tooMany', blanks)}
      </p>
    )
  }
  return <p className="tabular">{t('exports.estimate', { rows: format.number(data.rows) })}</p>
}
