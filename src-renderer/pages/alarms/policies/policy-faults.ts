import type { Field, PolicyDraft } from './policy-draft.ts'

export type FaultWord =
  | 'form.required'
  | 'form.notNumber'
  | 'policies.fault.order'
  | 'policies.fault.positive'
  | 'policies.fault.negative'
  | 'policies.fault.target'
export type PolicyFaults = Partial<Record<keyof PolicyDraft, FaultWord>>

const number = (field: Field): FaultWord | null => (field === '' ? 'form.notNumber' : null)
const positive = (field: Field): FaultWord | null =>
  number(field) ?? (Number(field) > 0 ? null : 'policies.fault.positive')
const notNegative = (field: Field): FaultWord | null =>
  number(field) ?? (Number(field) >= 0 ? null : 'policies.fault.negative')

function conditionFaults(draft: PolicyDraft): Record<string, FaultWord | null> {
  const metric: FaultWord | null = draft.metric.trim() ? null : 'form.required'
  switch (draft.type) {
    case 'threshold':
      return { metric, value: number(draft.value) }
    case 'range':
      return {
        metric,
        min: number(draft.min),
        max: number(draft.max) ?? (Number(draft.min) < Number(draft.max) ? null : 'policies.fault.order'),
      }
    case 'rate_of_change':
      return { metric, value: positive(draft.value), perS: positive(draft.perS) }
    case 'no_data':
      return { afterS: positive(draft.afterS) }
  }
}

/** What stands in the way of saving, by field; empty when nothing does. */
export function policyFaults(draft: PolicyDraft): PolicyFaults {
  const all: Record<string, FaultWord | null> = {
    name: draft.name.trim() ? null : 'form.required',
    targetValue: draft.targetValue ? null : 'policies.fault.target',
    ...(draft.foreign ? {} : conditionFaults(draft)),
    onDelayS: notNegative(draft.onDelayS),
    offDelayS: notNegative(draft.offDelayS),
    deadband: notNegative(draft.deadband),
  }
  return Object.fromEntries(Object.entries(all).filter(([, fault]) => fault !== null))
}
