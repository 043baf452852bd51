import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { THRESHOLD_OPERATORS } from '../../../api/types.ts'
import { inequalityOf, isOperator, isWindow, WINDOWS } from './condition-draft.ts'
import type { LeafFieldsProps } from './fields.ts'
import { NumberOf, OneOfTwo } from './leaf-inputs.tsx'
import classes from './policy-editor.module.css'

export function ImbalanceFields(props: LeafFieldsProps) {
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

export function ConsumptionFields(props: LeafFieldsProps) {
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

export function ReactiveFields(props: LeafFieldsProps) {
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
