import { useTranslation } from 'react-i18next'
import { NumberField } from '../../../components/number-field.tsx'
import type { PolicyFieldsProps } from './fields.ts'
import classes from './policy-editor.module.css'

export function DelayFields({ draft, change, fault }: PolicyFieldsProps) {
  const { t } = useTranslation()
  const field = (key: 'onDelayS' | 'offDelayS', label: string, hint: string) => (
    <NumberField
      label={label}
      description={hint}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      min={0}
      value={draft[key]}
      error={fault(key)}
      onChange={(value) => change({ [key]: value === '' ? '' : Number(value) })}
    />
  )
  return (
    <div className={classes.two}>
      {field('onDelayS', t('policies.onDelay'), t('policies.onDelayHint'))}
      {field('offDelayS', t('policies.offDelay'), t('policies.offDelayHint'))}
    </div>
  )
}
