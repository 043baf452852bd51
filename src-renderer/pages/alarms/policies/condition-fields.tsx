import { Autocomplete, SegmentedControl, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type ConditionType, THRESHOLD_OPERATORS } from '../../../api/types.ts'
import { ChoiceBar } from '../../../components/choice-bar.tsx'
import { NumberField } from '../../../components/number-field.tsx'
import { METRICS, unitOf } from '../../../format/metric.ts'
import { useFormat } from '../../../format/use-format.ts'
import type { PolicyFieldsProps } from './fields.ts'
import { type Field, isOperator } from './policy-draft.ts'
import classes from './policy-editor.module.css'

const TYPES: readonly ConditionType[] = ['threshold', 'range', 'rate_of_change', 'no_data']
const asField = (value: string | number): Field => (value === '' ? '' : Number(value))

export function ConditionFields(props: PolicyFieldsProps) {
  const { t } = useTranslation()
  const { draft, change } = props
  const Fields = FIELDS[draft.type]
  return (
    <>
      <ChoiceBar
        label={t('policies.condition')}
        choices={TYPES.map((key) => ({ key, word: t(`policies.conditionType.${key}`) }))}
        chosen={draft.type}
        onChoose={(type) => change({ type })}
      />
      <Fields {...props} />
    </>
  )
}

const FIELDS: Record<ConditionType, (props: PolicyFieldsProps) => React.ReactNode> = {
  threshold: ThresholdFields,
  range: RangeFields,
  rate_of_change: RateFields,
  no_data: NoDataFields,
}

/** The shared vocabulary by name; a template's own metric may be typed as it is. */
function MetricField({ draft, change, fault }: PolicyFieldsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const isOptional = draft.type === 'no_data'
  return (
    <Autocomplete
      label={t('policies.metric')}
      data={METRICS.map((metric) => metric)}
      renderOption={({ option }) => (
        <span>
          {format.metric(option.value)} <span className="quiet mono">{option.value}</span>
        </span>
      )}
      placeholder={isOptional ? t('policies.anyMetric') : ''}
      value={draft.metric}
      error={fault('metric')}
      limit={40}
      onChange={(metric) => change({ metric: metric.trim() })}
    />
  )
}

function ThresholdFields(props: PolicyFieldsProps) {
  const { t } = useTranslation()
  const { draft, change, fault } = props
  return (
    <div className={classes.three}>
      <MetricField {...props} />
      <Select
        label={t('policies.operator')}
        data={[...THRESHOLD_OPERATORS]}
        value={draft.operator}
        onChange={(operator) => {
          if (isOperator(operator)) change({ operator })
        }}
      />
      <NumberField
        label={t('policies.value')}
        suffix={suffixOf(draft.metric)}
        value={draft.value}
        error={fault('value')}
        onChange={(value) => change({ value: asField(value) })}
      />
    </div>
  )
}

function RangeFields(props: PolicyFieldsProps) {
  const { t } = useTranslation()
  const { draft, change, fault } = props
  return (
    <>
      <div className={classes.two}>
        <MetricField {...props} />
        <div>
          <div className="mantine-InputWrapper-label">{t('policies.rangeMode')}</div>
          <SegmentedControl
            fullWidth
            aria-label={t('policies.rangeMode')}
            data={[
              { value: 'outside', label: t('policies.outside') },
              { value: 'inside', label: t('policies.inside') },
            ]}
            value={draft.isInside ? 'inside' : 'outside'}
            onChange={(mode) => change({ isInside: mode === 'inside' })}
          />
        </div>
      </div>
      <div className={classes.two}>
        <NumberField
          label={t('policies.min')}
          suffix={suffixOf(draft.metric)}
          value={draft.min}
          error={fault('min')}
          onChange={(value) => change({ min: asField(value) })}
        />
        <NumberField
          label={t('policies.max')}
          suffix={suffixOf(draft.metric)}
          value={draft.max}
          error={fault('max')}
          onChange={(value) => change({ max: asField(value) })}
        />
      </div>
    </>
  )
}

function RateFields(props: PolicyFieldsProps) {
  const { t } = useTranslation()
  const { draft, change, fault } = props
  return (
    <div className={classes.three}>
      <MetricField {...props} />
      <NumberField
        label={t('policies.rateValue')}
        suffix={suffixOf(draft.metric)}
        value={draft.value}
        error={fault('value')}
        onChange={(value) => change({ value: asField(value) })}
      />
      <NumberField
        label={t('policies.ratePer')}
        min={0}
        value={draft.perS}
        error={fault('perS')}
        onChange={(value) => change({ perS: asField(value) })}
      />
    </div>
  )
}

function NoDataFields(props: PolicyFieldsProps) {
  const { t } = useTranslation()
  const { draft, change, fault } = props
  return (
    <div className={classes.two}>
      <MetricField {...props} />
      <NumberField
        label={t('policies.afterS')}
        min={0}
        value={draft.afterS}
        error={fault('afterS')}
        onChange={(value) => change({ afterS: asField(value) })}
      />
    </div>
  )
}

function suffixOf(metric: string): string {
  const unit = unitOf(metric)
  return unit ? ` ${unit}` : ''
}
