import {
  type Condition,
  type Policy,
  type PolicyBody,
  type Schedule,
  type Severity,
  TARGET_KEYS,
  type TargetKey,
} from '../../../api/types.ts'
import {
  conditionOf,
  deadbandOf,
  type Field,
  isKnown,
  type NodeDraft,
  newLeaf,
  nodeOf,
  numberOf,
} from './condition-draft.ts'

/** What the form holds. */
export interface PolicyDraft {
  name: string
  severity: Severity
  isEnabled: boolean
  targetKey: TargetKey
  targetValue: string
  condition: NodeDraft
  onDelayS: Field
  offDelayS: Field
  /** Null: judged at all times. */
  schedule: Schedule | null
  /** A condition of a kind that this window does not know: kept word for word. */
  foreign: { type: string } | null
}

export const newDraft = (): PolicyDraft => ({
  name: '',
  severity: 'medium',
  isEnabled: true,
  targetKey: 'device_type',
  targetValue: 'energy_analyzer',
  condition: newLeaf(),
  onDelayS: 10,
  offDelayS: 10,
  schedule: null,
  foreign: null,
})

export function draftOf(policy: Policy): PolicyDraft {
  const targetKey = TARGET_KEYS.find((key) => policy.target[key] !== undefined) ?? 'device_type'
  const foreign = isKnown(policy.condition) ? null : policy.condition
  return {
    name: policy.name,
    severity: policy.severity,
    isEnabled: policy.is_enabled,
    targetKey,
    targetValue: policy.target[targetKey] ?? '',
    condition: foreign ? newLeaf() : nodeOf(policy.condition, policy.deadband),
    onDelayS: policy.on_delay_s,
    offDelayS: policy.off_delay_s,
    schedule: policy.schedule,
    foreign,
  }
}

type Body = Omit<PolicyBody, 'condition' | 'deadband'> & { condition?: Condition; deadband?: number }

/** What is sent. A foreign condition is left out: the hub keeps the one it has, with its deadband. */
export function bodyOf(draft: PolicyDraft): Body {
  const { condition } = draft
  return {
    name: draft.name.trim(),
    severity: draft.severity,
    is_enabled: draft.isEnabled,
    target: { [draft.targetKey]: draft.targetValue },
    on_delay_s: numberOf(draft.onDelayS),
    off_delay_s: numberOf(draft.offDelayS),
    schedule: draft.schedule,
    ...(draft.foreign
      ? {}
      : { condition: conditionOf(condition), deadband: condition.node === 'leaf' ? deadbandOf(condition) : 0 }),
  }
}
