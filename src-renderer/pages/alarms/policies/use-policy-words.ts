import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { deviceIndexQuery } from '../../../api/queries/devices.ts'
import { regionsQuery, subregionsQuery } from '../../../api/queries/sites.ts'
import { DEVICE_TYPES, TARGET_KEYS, type Target, type TargetKey } from '../../../api/types.ts'
import { shownValue } from '../../../format/metric.ts'
import { useFormat } from '../../../format/use-format.ts'
import { draftOf, type Field, type PolicyDraft } from './policy-draft.ts'

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

const MINUTE_S = 60
const HOUR_S = 3600

/** Says in plain words what a policy does. The one place that decides how a condition reads. */
export function usePolicyWords(targets: Record<TargetKey, Choice[]>) {
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
  const target = (aim: Target) => {
    const key = TARGET_KEYS.find((one) => aim[one] !== undefined)
    if (!key) return t('policies.all')
    return targets[key].find((choice) => choice.value === aim[key])?.label ?? '…'
  }

  const condition = (draft: PolicyDraft) => {
    const common = {
      target: target({ [draft.targetKey]: draft.targetValue }),
      metric: draft.metric ? format.metric(draft.metric) : '…',
    }
    if (draft.foreign) return draft.foreign.type
    switch (draft.type) {
      case 'threshold':
        return t('policies.sentence.threshold', {
          ...common,
          operator: draft.operator,
          value: number(draft.value, draft.metric),
        })
      case 'range':
        return t(draft.isInside ? 'policies.sentence.rangeInside' : 'policies.sentence.rangeOutside', {
          ...common,
          min: number(draft.min),
          max: number(draft.max, draft.metric),
        })
      case 'rate_of_change':
        return t('policies.sentence.rate_of_change', {
          ...common,
          per: duration(draft.perS),
          value: number(draft.value, draft.metric),
        })
      case 'no_data':
        return t(draft.metric ? 'policies.sentence.no_data' : 'policies.sentence.no_dataAny', {
          ...common,
          after: duration(draft.afterS),
        })
    }
  }

  const sentence = (draft: PolicyDraft): string => {
    const parts = [condition(draft)]
    if (Number(draft.onDelayS) > 0) parts.push(t('policies.sentence.forDelay', { delay: duration(draft.onDelayS) }))
    const start = `${parts.join(' ')}, ${t('policies.sentence.raise', { severity: t(`severity.${draft.severity}`).toLocaleLowerCase(format.locale) })}`
    const end =
      Number(draft.offDelayS) > 0
        ? t('policies.sentence.clear', { delay: duration(draft.offDelayS) })
        : t('policies.sentence.clearNow')
    const band =
      Number(draft.deadband) > 0
        ? t('policies.sentence.band', { deadband: number(draft.deadband, draft.metric) })
        : null
    const off = draft.isEnabled ? null : t('policies.sentence.off')
    return [start, end, band, off].filter(Boolean).join(' ')
  }

  /** The condition alone, short, for the list. */
  const brief = (draft: PolicyDraft): string => {
    if (draft.foreign) return draft.foreign.type
    const metric = draft.metric ? format.metric(draft.metric) : t('policies.anyMetric')
    switch (draft.type) {
      case 'threshold':
        return `${metric} ${draft.operator} ${number(draft.value, draft.metric)}`
      case 'range':
        return `${metric} ${draft.isInside ? '∈' : '∉'} ${number(draft.min)}…${number(draft.max, draft.metric)}`
      case 'rate_of_change':
        return `${metric} Δ ${number(draft.value, draft.metric)} / ${duration(draft.perS)}`
      case 'no_data':
        return `${t('policies.conditionType.no_data')}: ${metric}, ${duration(draft.afterS)}`
    }
  }
  return { sentence, brief, target, briefOf: (policy: Parameters<typeof draftOf>[0]) => brief(draftOf(policy)) }
}
