import { Autocomplete, SegmentedControl, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { BASELINES, type ConditionType, DIRECTIONS, THRESHOLD_OPERATORS } from '../../../api/types.ts'
import { NumberField } from '../../../components/number-field.tsx'
import { METRICS, unitOf } from '../../../format/metric.ts'
import { useFormat } from '../../../format/use-format.ts'
import {
  type Field,
  inequalityOf,
  isBaseline,
  isDirection,
  isOperator,
  isWindow,
  type LeafDraft,
  takesDeadband,
  WINDOWS,
} from './condition-draft.ts'
import type { LeafFieldsProps } from './fields.ts'
import classes from './policy-editor.module.css'

type NumberKey = { [Key in keyof LeafDraft]: LeafDraft[Key] extends Field ? Key : never }[keyof LeafDraft]

/** The fields of one condition, and what widens its way back to normal. */
export function LeafFields(props: LeafFieldsProps) {
  const { t } = useTranslation()
  const Fields = FIELDS[props.leaf.type]
  return (
    <>
      <Fields {...props} />
      {takesDeadband(props.leaf) ? (
        <div className={classes.two}>
          <NumberOf {...props} name="deadband" label={t('policies.deadband')} unit={unitOfLeaf(props.leaf)} />
          <p className={classes.hint}>{t('policies.deadbandHint')}</p>
        </div>
      ) : null}
    </>
  )
}

const FIELDS: Record<ConditionType, (props: LeafFieldsProps) => React.ReactNode> = {
  threshold: ThresholdFields,
  range: RangeFields,
  rate_of_change: RateFields,
  deviation: DeviationFields,
  phase_imbalance: ImbalanceFields,
  consumption: ConsumptionFields,
  reactive: ReactiveFields,
  no_data: NoDataFields,
}

/** What a deadband of the condition is in. */
function unitOfLeaf(leaf: LeafDraft): string {
  if (leaf.type === 'phase_imbalance' || leaf.type === 'reactive') return '%'
  return leaf.type === 'consumption' ? 'kWh' : unitOf(leaf.metric)
}

interface NumberOfProps extends LeafFieldsProps {
  name: NumberKey
  label: string
  unit?: string
}

function NumberOf({ leaf, change, fault, name, label, unit = '' }: NumberOfProps) {
  return (
    <NumberField
      label={label}
      suffix={unit ? ` ${unit}` : ''}
      value={leaf[name]}
      error={fault(name)}
      onChange={(value) => change({ [name]: value === '' ? '' : Number(value) })}
    />
  )
}

/** The shared vocabulary by name; a template's own metric may be typed as it is. */
function MetricField({ leaf, change, fault }: LeafFieldsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Autocomplete
      label={t('policies.metric')}
      data={METRICS.map((metric) => metric)}
      renderOption={({ option }) => (
        <span>
          {format.metric(option.value)} <span className="quiet mono">{option.value}</span>
        </span>
      )}
      placeholder={leaf.type === 'no_data' ? t('policies.anyMetric') : ''}
      value={leaf.metric}
      error={fault('metric')}
      limit={40}
      onChange={(metric) => change({ metric: metric.trim() })}
    />
  )
}

function ThresholdFields(props: LeafFieldsProps) {
  const { t } = useTranslation()
  const { leaf, change } = props
  return (
    <div className={classes.three}>
      <MetricField {...props} />
      <Select
        label={t('policies.operator')}
        data={[...THRESHOLD_OPERATORS]}
        allowDeselect={false}
        value={leaf.operator}
        onChange={(operator) => {
          if (isOperator(operator)) change({ operator })
        }}
      />
      <NumberOf {...props} name="value" label={t('policies.value')} unit={unitOf(leaf.metric)} />
    </div>
  )
}

interface SwitchOf {
  label: string
  value: string
  choices: readonly (readonly [key: string, word: string])[]
  onChange: (key: string) => void
}

function OneOfTwo({ label, value, choices, onChange }: SwitchOf) {
  return (
    <div>
      <div className="mantine-InputWrapper-label">{label}</div>
      <SegmentedControl
        fullWidth
        aria-label={label}
        data={choices.map(([key, word]) => ({ value: key, label: word }))}
        value={value}
        onChange={onChange}
      />
    </div>
  )
}

function RangeFields(props: LeafFieldsProps) {
  const { t } = useTranslation()
  const { leaf, change } = props
  return (
    <>
      <div className={classes.two}>
        <MetricField {...props} />
        <OneOfTwo
          label={t('policies.rangeMode')}
          choices={[
            ['outside', t('policies.outside')],
            ['inside', t('policies.inside')],
          ]}
          value={leaf.isInside ? 'inside' : 'outside'}
          onChange={(mode) => change({ isInside: mode === 'inside' })}
        />
      </div>
      <div className={classes.two}>
        <NumberOf {...props} name="min" label={t('policies.min')} unit={unitOf(leaf.metric)} />
        <NumberOf {...props} name="max" label={t('policies.max')} unit={unitOf(leaf.metric)} />
      </div>
    </>
  )
}

function RateFields(props: LeafFieldsProps) {
  const { t } = useTranslation()
  return (
    <div className={classes.three}>
      <MetricField {...props} />
      <NumberOf {...props} name="value" label={t('policies.rateValue')} unit={unitOf(props.leaf.metric)} />
      <NumberOf {...props} name="perS" label={t('policies.ratePer')} />
    </div>
  )
}

function DeviationFields(props: LeafFieldsProps) {
  const { t } = useTranslation()
  const { leaf, change } = props
  return (
    <>
      <div className={classes.two}>
        <MetricField {...props} />
        <Select
          label={t('policies.baseline')}
          data={BASELINES.map((value) => ({ value, label: t(`policies.baselines.${value}`) }))}
          allowDeselect={false}
          value={leaf.baseline}
          onChange={(baseline) => {
            if (isBaseline(baseline)) change({ baseline })
          }}
        />
      </div>
      <div className={classes.two}>
        <NumberOf {...props} name="percent" label={t('policies.byPercent')} unit="%" />
        <NumberOf {...props} name="absolute" label={t('policies.byAmount')} unit={unitOf(leaf.metric)} />
      </div>
      <div className={classes.two}>
        <Select
          label={t('policies.direction')}
          data={DIRECTIONS.map((value) => ({ value, label: t(`policies.directions.${value}`) }))}
          allowDeselect={false}
          value={leaf.direction}
          onChange={(direction) => {
            if (isDirection(direction)) change({ direction })
          }}
        />
        <NumberOf {...props} name="minSamples" label={t('policies.minSamples')} />
      </div>
      <p className={classes.hint}>{t('policies.baselineHint')}</p>
    </>
  )
}

function ImbalanceFields(props: LeafFieldsProps) {
  const { t } = useTranslation()
  const { leaf, change } = props
  return (
    <>
      <div className={classes.three}>
        <OneOfTwo
          label={t('policies.quantity')}
          choices={[
            ['voltage', t('metric.voltage')],
            ['current', t('metric.current')],
          ]}
          value={leaf.quantity}
          onChange={(quantity) => change({ quantity: quantity === 'voltage' ? 'voltage' : 'current' })}
        />
        <NumberOf {...props} name="percent" label={t('policies.above')} unit="%" />
        <NumberOf
          {...props}
          name="minValue"
          label={t('policies.minValue')}
          unit={leaf.quantity === 'voltage' ? 'V' : 'A'}
        />
      </div>
      <p className={classes.hint}>{t('policies.imbalanceHint')}</p>
    </>
  )
}

function ConsumptionFields(props: LeafFieldsProps) {
  const { t } = useTranslation()
  const { leaf, change } = props
  const operator = inequalityOf(leaf.operator)
  return (
    <>
      <div className={classes.two}>
        <OneOfTwo
          label={t('policies.counter')}
          choices={[
            ['energy_import', t('policies.drawn')],
            ['energy_export', t('policies.given')],
          ]}
          value={leaf.counter}
          onChange={(counter) => change({ counter: counter === 'energy_export' ? counter : 'energy_import' })}
        />
        <Select
          label={t('policies.window')}
          data={WINDOWS.map((value) => ({ value, label: t(`policies.windows.${value}`) }))}
          allowDeselect={false}
          value={leaf.window}
          onChange={(window) => {
            if (isWindow(window)) change({ window })
          }}
        />
      </div>
      <div className={classes.two}>
        <Select
          label={t('policies.operator')}
          data={THRESHOLD_OPERATORS.filter((one) => inequalityOf(one) === one)}
          allowDeselect={false}
          value={operator}
          onChange={(next) => {
            if (isOperator(next)) change({ operator: next })
          }}
        />
        <NumberOf {...props} name="value" label={t('policies.value')} unit="kWh" />
      </div>
      {leaf.window === 'seconds' ? (
        <div className={classes.two}>
          <NumberOf {...props} name="windowS" label={t('policies.windowS')} />
        </div>
      ) : operator.startsWith('<') ? (
        <p className={classes.hint}>{t('policies.lastWindowHint')}</p>
      ) : null}
    </>
  )
}

function ReactiveFields(props: LeafFieldsProps) {
  const { t } = useTranslation()
  const { leaf, change } = props
  return (
    <>
      <div className={classes.two}>
        <OneOfTwo
          label={t('policies.reactiveKind')}
          choices={[
            ['inductive', t('policies.inductive')],
            ['capacitive', t('policies.capacitive')],
          ]}
          value={leaf.reactiveKind}
          onChange={(kind) => change({ reactiveKind: kind === 'capacitive' ? kind : 'inductive' })}
        />
        <OneOfTwo
          label={t('policies.reactiveOf')}
          choices={[
            ['limit', t('policies.ofLimit')],
            ['active', t('policies.ofActive')],
          ]}
          value={leaf.isOfLimit ? 'limit' : 'active'}
          onChange={(of) => change({ isOfLimit: of === 'limit' })}
        />
      </div>
      <div className={classes.two}>
        <NumberOf {...props} name="percent" label={t('policies.reaches')} unit="%" />
        <p className={classes.hint}>{t('policies.reactiveHint')}</p>
      </div>
    </>
  )
}

function NoDataFields(props: LeafFieldsProps) {
  const { t } = useTranslation()
  return (
    <div className={classes.two}>
      <MetricField {...props} />
      <NumberOf {...props} name="afterS" label={t('policies.afterS')} />
    </div>
  )
}
