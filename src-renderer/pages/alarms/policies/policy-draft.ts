import {
  type Condition,
  type ConditionType,
  type Policy,
  type PolicyBody,
  type Severity,
  TARGET_KEYS,
  type TargetKey,
  THRESHOLD_OPERATORS,
  type ThresholdOperator,
} from '../../../api/types.ts'

/** Numbers as they stand in their fields: empty is a state of its own. */
export type Field = number | ''

/** What the form holds: the fields of every kind of condition at once, so that switching kinds loses nothing. */
export interface PolicyDraft {
  name: string
  severity: Severity
  isEnabled: boolean
  targetKey: TargetKey
  targetValue: string
  type: ConditionType
  metric: string
  operator: ThresholdOperator
  value: Field
  min: Field
  max: Field
  isInside: boolean
  perS: Field
  afterS: Field
  onDelayS: Field
  offDelayS: Field
  deadband: Field
  /** A condition of a kind that this window does not know: kept word for word. */
  foreign: { type: string } | null
}

export const NEW_DRAFT: PolicyDraft = {
  name: '',
  severity: 'medium',
  isEnabled: true,
  targetKey: 'device_type',
  targetValue: 'energy_analyzer',
  type: 'threshold',
  metric: 'voltage_l1',
  operator: '>',
  value: '',
  min: '',
  max: '',
  isInside: false,
  perS: 60,
  afterS: 300,
  onDelayS: 10,
  offDelayS: 10,
  deadband: 0,
  foreign: null,
}

const KNOWN_TYPES: readonly string[] = ['threshold', 'range', 'rate_of_change', 'no_data'] satisfies ConditionType[]

function conditionFields(condition: Condition): Partial<PolicyDraft> {
  switch (condition.type) {
    case 'threshold':
      return { metric: condition.metric, operator: condition.operator, value: condition.value }
    case 'range':
      return {
        metric: condition.metric,
        min: condition.min,
        max: condition.max,
        isInside: condition.inside ?? false,
      }
    case 'rate_of_change':
      return { metric: condition.metric, perS: condition.per_s, value: condition.value }
    case 'no_data':
      return { metric: condition.metric ?? '', afterS: condition.after_s }
  }
}

export function draftOf(policy: Policy): PolicyDraft {
  const targetKey = TARGET_KEYS.find((key) => policy.target[key] !== undefined) ?? 'device_type'
  const isKnown = KNOWN_TYPES.includes(policy.condition.type)
  return {
    ...NEW_DRAFT,
    name: policy.name,
    severity: policy.severity,
    isEnabled: policy.is_enabled,
    targetKey,
    targetValue: policy.target[targetKey] ?? '',
    onDelayS: policy.on_delay_s,
    offDelayS: policy.off_delay_s,
    deadband: policy.deadband,
    ...(isKnown ? { type: policy.condition.type, ...conditionFields(policy.condition) } : {}),
    foreign: isKnown ? null : policy.condition,
  }
}

const numberOf = (field: Field): number => (field === '' ? 0 : field)

export function conditionOf(draft: PolicyDraft): Condition {
  switch (draft.type) {
    case 'threshold':
      return { type: 'threshold', metric: draft.metric, operator: draft.operator, value: numberOf(draft.value) }
    case 'range':
      return {
        type: 'range',
        metric: draft.metric,
        min: numberOf(draft.min),
        max: numberOf(draft.max),
        inside: draft.isInside,
      }
    case 'rate_of_change':
      return {
        type: 'rate_of_change',
        metric: draft.metric,
        per_s: numberOf(draft.perS),
        value: numberOf(draft.value),
      }
    case 'no_data':
      return draft.metric
        ? { type: 'no_data', metric: draft.metric, after_s: numberOf(draft.afterS) }
        : { type: 'no_data', after_s: numberOf(draft.afterS) }
  }
}

/** What is sent. A foreign condition is left out: the hub keeps the one it has. */
export function bodyOf(draft: PolicyDraft): Omit<PolicyBody, 'condition'> & { condition?: Condition } {
  return {
    name: draft.name.trim(),
    severity: draft.severity,
    is_enabled: draft.isEnabled,
    target: { [draft.targetKey]: draft.targetValue },
    on_delay_s: numberOf(draft.onDelayS),
    off_delay_s: numberOf(draft.offDelayS),
    deadband: numberOf(draft.deadband),
    ...(draft.foreign ? {} : { condition: conditionOf(draft) }),
  }
}

export function isOperator(word: string | null): word is ThresholdOperator {
  return THRESHOLD_OPERATORS.some((operator) => operator === word)
}
