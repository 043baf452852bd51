import { isPlain } from './condition.types.ts'
import { AnswerLeaf, DeviationLeaf, ImbalanceLeaf, type Leaf } from './leaf.ts'
import type { Rule } from './rule.ts'

export const UNJUDGED_REASONS = ['no_value', 'no_baseline', 'no_energy', 'no_phases'] as const
/** no_value: nothing was heard of the metric · no_baseline, no_energy: history tells too little · no_phases: not three. */
export type UnjudgedReason = (typeof UNJUDGED_REASONS)[number]

export interface Judgement {
  readonly deviceCount: number
  /** Outside its schedule nothing is judged. */
  readonly isPaused: boolean
  readonly unjudged: readonly { readonly deviceId: string; readonly name: string; readonly reason: UnjudgedReason }[]
}

/** Whom a policy can judge at present, and why not the others: an alarm that cannot come must not look like a quiet one. */
export function judgementOf(rules: readonly Rule[]): Judgement {
  const ofDevices = rules.filter(({ subject }) => subject.deviceId !== null)
  return {
    deviceCount: ofDevices.length,
    isPaused: ofDevices.length > 0 && ofDevices.every((rule) => rule.isPaused),
    unjudged: ofDevices.flatMap((rule) => {
      const reason = reasonOf(rule)
      const { deviceId, name } = rule.subject
      return reason === null || deviceId === null ? [] : [{ deviceId, name, reason }]
    }),
  }
}

function reasonOf(rule: Rule): UnjudgedReason | null {
  const { condition } = rule.policy
  // Silence is judged by the clock: it is always known.
  if (condition.type === 'no_data') return null
  if (isPlain(condition)) return rule.isKnown ? null : 'no_value'
  const { formula } = rule
  if (formula === null || formula.truth() !== null) return null
  const unknown = formula.leaves.find(({ verdict }) => verdict.truth === null)
  return unknown ? reasonOfLeaf(unknown) : null
}

function reasonOfLeaf(leaf: Leaf): UnjudgedReason {
  if (leaf instanceof DeviationLeaf && leaf.verdict.reference === null) return 'no_baseline'
  if (leaf instanceof AnswerLeaf) return 'no_energy'
  return leaf instanceof ImbalanceLeaf ? 'no_phases' : 'no_value'
}
