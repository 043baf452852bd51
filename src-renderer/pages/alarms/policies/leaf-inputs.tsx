import { Autocomplete, SegmentedControl } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { NumberField } from '../../../components/number-field.tsx'
import { METRICS } from '../../../format/metric.ts'
import { useFormat } from '../../../format/use-format.ts'
import type { Field, LeafDraft } from './condition-draft.ts'
import type { LeafFieldsProps } from './fields.ts'

type NumberKey = { [Key in keyof LeafDraft]: LeafDraft[Key] extends Field ? Key : never }[keyof LeafDraft]

interface NumberOfProps extends LeafFieldsProps {
  name: NumberKey
  label: string
  unit?: string
}

export function NumberOf({ leaf, change, fault, name, label, unit = '' }: NumberOfProps) {
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
export function MetricField({ leaf, change, fault }: LeafFieldsProps) {
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

interface SwitchOf {
  label: string
  value: string
  choices: readonly (readonly [key: string, word: string])[]
  onChange: (key: string) => void
}

export function OneOfTwo({ label, value, choices, onChange }: SwitchOf) {
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
