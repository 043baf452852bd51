import { useTranslation } from 'react-i18next'
import type { ConditionType } from '../../../api/types.ts'
import { unitOf } from '../../../format/metric.ts'
import { type LeafDraft, takesDeadband } from './condition-draft.ts'
import { ConsumptionFields, ImbalanceFields, ReactiveFields } from './electric-fields.tsx'
import type { LeafFieldsProps } from './fields.ts'
import { MetricField, NumberOf } from './leaf-inputs.tsx'
import classes from './policy-editor.module.css'
import { DeviationFields, RangeFields, RateFields, ThresholdFields } from './value-fields.tsx'

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

function NoDataFields(props: LeafFieldsProps) {
  const { t } = useTranslation()
  return (
    <div className={classes.two}>
      <MetricField {...props} />
      <NumberOf {...props} name="afterS" label={t('policies.afterS')} />
    </div>
  )
}
