import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { deviceIndexQuery } from '../../../api/queries/devices.ts'
import { regionsQuery, subregionsQuery } from '../../../api/queries/sites.ts'
import { DEVICE_TYPES, TARGET_KEYS, type Target, type TargetKey } from '../../../api/types.ts'
import { useFormat } from '../../../format/use-format.ts'
import { takesDeadband } from './condition-draft.ts'
import { draftOf, type PolicyDraft } from './policy-draft.ts'
import { useConditionWords } from './use-condition-words.ts'
import { useScheduleWords } from './use-schedule-words.ts'

export interface Choice {
  value: string
  label: string
}

/** What a policy can be aimed at, by kind, with names. */
export function useTargets(): Record<TargetKey, Choice[]> {
  const { t } = useTranslation()
  const { compare } = useFormat()
  const devices = useQuery(deviceIndexQuery)
  const subregions = useQuery(subregionsQuery)
  const regions = useQuery(regionsQuery)
  const named = (items: readonly { id: string; name: string }[] | undefined) =>
    (items ?? []).map(({ id, name }) => ({ value: id, label: name })).sort((a, b) => compare(a.label, b.label))
  return {
    device_id: named(devices.data),
    subregion_id: named(subregions.data),
    region_id: named(regions.data),
    device_type: DEVICE_TYPES.map((type) => ({ value: type, label: t(`deviceType.${type}`) })),
  }
}

/** Says in plain words what a policy does. The one place that decides how a condition reads. */
export function usePolicyWords(targets: Record<TargetKey, Choice[]>) {
  const { t } = useTranslation()
  const format = useFormat()
  const { number, percent, duration, clause, clauses } = useConditionWords()
  const schedule = useScheduleWords()

  const target = (aim: Target) => {
    const key = TARGET_KEYS.find((one) => aim[one] !== undefined)
    if (!key) return t('policies.all')
    return targets[key].find((choice) => choice.value === aim[key])?.label ?? '…'
  }

  const condition = (draft: PolicyDraft) => {
    if (draft.foreign) return draft.foreign.type
    const root = draft.condition
    const aim = target({ [draft.targetKey]: draft.targetValue })
    if (root.node !== 'leaf') return t('policies.sentence.composite', { target: aim, clause: clauses(root) })
    const common = { target: aim, metric: root.metric ? format.metric(root.metric) : '…' }
    switch (root.type) {
      case 'threshold':
        return t('policies.sentence.threshold', {
          ...common,
          operator: root.operator,
          value: number(root.value, root.metric),
        })
      case 'range':
        return t(root.isInside ? 'policies.sentence.rangeInside' : 'policies.sentence.rangeOutside', {
          ...common,
          min: number(root.min),
          max: number(root.max, root.metric),
        })
      case 'rate_of_change':
        return t('policies.sentence.rate_of_change', {
          ...common,
          per: duration(root.perS),
          value: number(root.value, root.metric),
        })
      case 'no_data':
        return t(root.metric ? 'policies.sentence.no_data' : 'policies.sentence.no_dataAny', {
          ...common,
          after: duration(root.afterS),
        })
      default:
        return t('policies.sentence.composite', { target: aim, clause: clause(root) })
    }
  }

  const deadband = ({ condition: root }: PolicyDraft): string | null => {
    if (root.node !== 'leaf' || !takesDeadband(root) || Number(root.deadband) <= 0) return null
    const isPercent = root.type === 'phase_imbalance' || root.type === 'reactive'
    const band = root.type === 'consumption' ? `${number(root.deadband)} kWh` : number(root.deadband, root.metric)
    return t('policies.sentence.band', { deadband: isPercent ? percent(root.deadband) : band })
  }

  const sentence = (draft: PolicyDraft): string => {
    const parts = [condition(draft)]
    if (Number(draft.onDelayS) > 0) parts.push(t('policies.sentence.forDelay', { delay: duration(draft.onDelayS) }))
    const start = `${parts.join(' ')}, ${t('policies.sentence.raise', { severity: t(`severity.${draft.severity}`).toLocaleLowerCase(format.locale) })}`
    const end =
      Number(draft.offDelayS) > 0
        ? t('policies.sentence.clear', { delay: duration(draft.offDelayS) })
        : t('policies.sentence.clearNow')
    const off = draft.isEnabled ? null : t('policies.sentence.off')
    return [start, end, deadband(draft), schedule(draft.schedule), off].filter(Boolean).join(' ')
  }

  const titled = (text: string) => text.charAt(0).toLocaleUpperCase(format.locale) + text.slice(1)

  /** The condition alone, short, for the list. */
  const brief = (draft: PolicyDraft): string => {
    if (draft.foreign) return draft.foreign.type
    const root = draft.condition
    if (root.node !== 'leaf') return titled(clauses(root))
    const metric = root.metric ? format.metric(root.metric) : t('policies.anyMetric')
    switch (root.type) {
      case 'range':
        return `${metric} ${root.isInside ? '∈' : '∉'} ${number(root.min)}…${number(root.max, root.metric)}`
      case 'rate_of_change':
        return `${metric} Δ ${number(root.value, root.metric)} / ${duration(root.perS)}`
      case 'no_data':
        return `${t('policies.conditionType.no_data')}: ${metric}, ${duration(root.afterS)}`
      default:
        return titled(clause(root))
    }
  }
  return { sentence, brief, target, briefOf: (policy: Parameters<typeof draftOf>[0]) => brief(draftOf(policy)) }
}
