import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { BASELINES, DIRECTIONS, THRESHOLD_OPERATORS } from '../../../api/types.ts'
import { unitOf } from '../../../format/metric.ts'
import { isBaseline, isDirection, isOperator } from './condition-draft.ts'
import type { LeafFieldsProps } from './fields.ts'
import { MetricField, NumberOf, OneOfTwo } from './leaf-inputs.tsx'
import classes from './policy-editor.module.css'

export function ThresholdFields(props: LeafFieldsProps) {
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

export function RangeFields(props: LeafFieldsProps) {
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

export function RateFields(props: LeafFieldsProps) {
  const { t } = useTranslation()
  return (
    <div className={classes.three}>
      <MetricField {...props} />
      <NumberOf {...props} name="value" label={t('policies.rateValue')} unit={unitOf(props.leaf.metric)} />
      <NumberOf {...props} name="perS" label={t('policies.ratePer')} />
    </div>
  )
}

export function DeviationFields(props: LeafFieldsProps) {
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
