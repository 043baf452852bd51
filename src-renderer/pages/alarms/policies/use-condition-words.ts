import { useTranslation } from 'react-i18next'
import { shownValue } from '../../../format/metric.ts'
import { useFormat } from '../../../format/use-format.ts'
import { type Field, inequalityOf, type LeafDraft, type NodeDraft } from './condition-draft.ts'

const MINUTE_S = 60
const HOUR_S = 3600

/** Conditions as parts of a sentence. */
export function useConditionWords() {
  const { t } = useTranslation()
  const format = useFormat()

  const number = (field: Field, metric?: string) => {
    if (field === '') return '…'
    const shown = metric ? shownValue(metric, field) : { value: field, unit: '' }
    const decimals = Math.min(6, (String(shown.value).split('.')[1] ?? '').length)
    return `${format.number(shown.value, decimals)}${shown.unit ? ` ${shown.unit}` : ''}`
  }
  const duration = (field: Field) => {
    if (field === '') return '…'
    if (field >= HOUR_S && field % HOUR_S === 0) return `${field / HOUR_S} ${t('age.h')}`
    if (field >= MINUTE_S && field % MINUTE_S === 0) return `${field / MINUTE_S} ${t('age.min')}`
    return `${field} ${t('age.s')}`
  }
  const percent = (field: Field) => (field === '' ? '…' : t('policies.percent', { value: number(field) }))

  const deviation = (leaf: LeafDraft, metric: string): string => {
    const limits = [
      leaf.percent === '' ? null : percent(leaf.percent),
      leaf.absolute === '' ? null : number(leaf.absolute, leaf.metric),
    ]
    return t(`policies.clause.deviation.${leaf.direction}`, {
      metric,
      limit: limits.filter(Boolean).join(` ${t('policies.and')} `) || '…',
      baseline: t(`policies.baselineWords.${leaf.baseline}`),
    })
  }

  const consumption = (leaf: LeafDraft): string => {
    const operator = inequalityOf(leaf.operator)
    const value = `${number(leaf.value)} kWh`
    const said = (window: string) => t(`policies.clause.consumption.${leaf.counter}`, { window, operator, value })
    if (leaf.window === 'seconds') return said(t('policies.clause.lastSpan', { span: duration(leaf.windowS) }))
    return said(t(`policies.clause.${operator.startsWith('<') ? 'lastWindow' : 'window'}.${leaf.window}`))
  }

  const reactive = (leaf: LeafDraft): string =>
    t(leaf.isOfLimit ? 'policies.clause.reactiveLimit' : 'policies.clause.reactiveActive', {
      kind: t(`policies.clause.reactiveKind.${leaf.reactiveKind}`),
      percent: percent(leaf.percent),
    })

  const clause = (leaf: LeafDraft): string => {
    const metric = leaf.metric ? format.metric(leaf.metric) : t('policies.anyMetric')
    const value = number(leaf.value, leaf.metric)
    switch (leaf.type) {
      case 'threshold':
        return `${metric} ${leaf.operator} ${value}`
      case 'range': {
        const bounds = { metric, min: number(leaf.min), max: number(leaf.max, leaf.metric) }
        return t(leaf.isInside ? 'policies.clause.rangeInside' : 'policies.clause.rangeOutside', bounds)
      }
      case 'rate_of_change':
        return t('policies.clause.rate_of_change', { metric, per: duration(leaf.perS), value })
      case 'no_data':
        return t('policies.clause.no_data', { metric, after: duration(leaf.afterS) })
      case 'phase_imbalance':
        return t(`policies.clause.imbalance.${leaf.quantity}`, { percent: percent(leaf.percent) })
      case 'deviation':
        return deviation(leaf, metric)
      case 'consumption':
        return consumption(leaf)
      case 'reactive':
        return reactive(leaf)
    }
  }

  /** A tree in words: brackets only where two kinds of joining meet. */
  const clauses = (node: NodeDraft, isInside = false): string => {
    if (node.node === 'leaf') return clause(node)
    if (node.node === 'not') return t('policies.clause.not', { clause: clauses(node.part) })
    const joined = node.parts.map((part) => clauses(part, true)).join(` ${t(`policies.joint.${node.type}`)} `)
    return isInside && node.parts.length > 1 ? `(${joined})` : joined
  }
  return { number, percent, duration, clause, clauses }
}
