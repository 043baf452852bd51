import { Checkbox, MultiSelect, NumberInput, SegmentedControl } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { SEVERITIES } from '../../../api/types.ts'
import type { DraftFaults, WidgetDraft } from '../model/widget-draft.ts'
import classes from './edit.module.css'
import { DevicePicker, MetricPicker, SeriesFields } from './series-fields.tsx'

export interface KindFieldsProps {
  draft: WidgetDraft
  fault: (key: keyof DraftFaults) => string | null
  onChange: (change: Partial<WidgetDraft>) => void
}

/** The fields that the chosen type has. */
export function KindFields(props: KindFieldsProps) {
  switch (props.draft.type) {
    case 'value':
      return <MeasurementFields {...props} />
    case 'gauge':
      return (
        <>
          <MeasurementFields {...props} />
          <GaugeFields {...props} />
        </>
      )
    case 'chart':
      return <ChartFields {...props} />
    case 'alarm_list':
      return <AlarmFields {...props} />
    case 'energy_flow':
      return <SupplyField {...props} />
    default:
      return null
  }
}

function MeasurementFields({ draft, fault, onChange }: KindFieldsProps) {
  const { t } = useTranslation()
  return (
    <>
      <DevicePicker
        label={t('dashboards.form.device')}
        value={draft.deviceId}
        error={fault('deviceId')}
        onChange={(deviceId) => onChange({ deviceId, metric: '' })}
      />
      <MetricPicker
        label={t('dashboards.form.metric')}
        deviceId={draft.deviceId}
        value={draft.metric}
        error={fault('metric')}
        onChange={(metric) => onChange({ metric })}
      />
    </>
  )
}

function GaugeFields({ draft, fault, onChange }: KindFieldsProps) {
  const { t } = useTranslation()
  const field = (key: 'min' | 'max' | 'low' | 'high') => (
    <NumberInput
      label={t(`dashboards.form.${key}`)}
      value={draft[key] ?? ''}
      onChange={(value) => onChange({ [key]: typeof value === 'number' ? value : null })}
      error={key === 'min' || key === 'max' ? fault(key) : null}
      hideControls
    />
  )
  return (
    <div className={classes.numbers}>
      {field('min')}
      {field('max')}
      {field('low')}
      {field('high')}
    </div>
  )
}

const RANGES = ['hour', 'day', 'week', 'month'] as const

function ChartFields({ draft, fault, onChange }: KindFieldsProps) {
  const { t } = useTranslation()
  return (
    <>
      <SeriesFields series={draft.series} error={fault('series')} onChange={(series) => onChange({ series })} />
      <SegmentedControl
        aria-label={t('dashboards.form.range')}
        value={draft.range as string}
        data={RANGES.map((range) => ({ value: range as string, label: t(`dashboards.form.ranges.${range}`) }))}
        onChange={(value) => onChange({ range: RANGES.find((range) => range === value) ?? 'day' })}
      />
    </>
  )
}

function AlarmFields({ draft, onChange }: KindFieldsProps) {
  const { t } = useTranslation()
  return (
    <>
      <MultiSelect
        label={t('dashboards.form.severities')}
        placeholder={draft.severities.length === 0 ? t('dashboards.form.everySeverity') : undefined}
        data={SEVERITIES.map((severity) => ({ value: severity as string, label: t(`severity.${severity}`) }))}
        value={[...draft.severities]}
        onChange={(chosen) => onChange({ severities: SEVERITIES.filter((severity) => chosen.includes(severity)) })}
        clearable
      />
      <Checkbox
        label={t('dashboards.form.everywhere')}
        checked={draft.everywhere}
        onChange={(event) => onChange({ everywhere: event.currentTarget.checked })}
      />
    </>
  )
}

function SupplyField({ draft, fault, onChange }: KindFieldsProps) {
  const { t } = useTranslation()
  return (
    <DevicePicker
      label={t('dashboards.form.supply')}
      description={t('dashboards.form.supplyHint')}
      value={draft.deviceId}
      error={fault('deviceId')}
      onChange={(deviceId) => onChange({ deviceId })}
    />
  )
}
