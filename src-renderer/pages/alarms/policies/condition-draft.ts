import {
  BASELINES,
  type Baseline,
  CALENDAR_WINDOWS,
  type CalendarWindow,
  type CompositeCondition,
  type Condition,
  type ConditionPart,
  type ConditionType,
  DIRECTIONS,
  type Direction,
  type LeafCondition,
  THRESHOLD_OPERATORS,
  type ThresholdOperator,
} from '../../../api/types.ts'

/** Numbers as they stand in their fields: empty is a state of its own. */
export type Field = number | ''

/** The fields of every kind of condition at once, so that switching kinds loses nothing. */
export interface LeafDraft {
  node: 'leaf'
  key: string
  type: ConditionType
  metric: string
  operator: ThresholdOperator
  value: Field
  min: Field
  max: Field
  isInside: boolean
  perS: Field
  afterS: Field
  percent: Field
  absolute: Field
  direction: Direction
  baseline: Baseline
  minSamples: Field
  quantity: 'voltage' | 'current'
  minValue: Field
  counter: 'energy_import' | 'energy_export'
  window: CalendarWindow | 'seconds'
  windowS: Field
  reactiveKind: 'inductive' | 'capacitive'
  isOfLimit: boolean
  deadband: Field
}

export interface GroupDraft {
  node: 'group'
  key: string
  type: 'all' | 'any'
  parts: NodeDraft[]
}

export interface NotDraft {
  node: 'not'
  key: string
  part: NodeDraft
}

export type NodeDraft = LeafDraft | GroupDraft | NotDraft

export const LEAF_TYPES = [
  'threshold',
  'range',
  'rate_of_change',
  'deviation',
  'phase_imbalance',
  'consumption',
  'reactive',
  'no_data',
] as const satisfies readonly ConditionType[]

let made = 0
const nextKey = (): string => `c${++made}`

export const newLeaf = (part: Partial<LeafDraft> = {}): LeafDraft => ({
  node: 'leaf',
  key: nextKey(),
  type: 'threshold',
  metric: 'voltage_l1',
  operator: '>',
  value: '',
  min: '',
  max: '',
  isInside: false,
  perS: 60,
  afterS: 300,
  percent: '',
  absolute: '',
  direction: 'both',
  baseline: 'same_hour_7d',
  minSamples: 3,
  quantity: 'current',
  minValue: 0,
  counter: 'energy_import',
  window: 'day',
  windowS: 900,
  reactiveKind: 'inductive',
  isOfLimit: true,
  deadband: 0,
  ...part,
})

export const newGroup = (parts: NodeDraft[], type: GroupDraft['type'] = 'all'): GroupDraft => ({
  node: 'group',
  key: nextKey(),
  type,
  parts,
})

export const negated = (part: NodeDraft): NotDraft => ({ node: 'not', key: nextKey(), part })

const isComposite = (condition: Condition | ConditionPart): condition is CompositeCondition =>
  condition.type === 'not' || condition.type === 'all' || condition.type === 'any'

const partsOf = (condition: CompositeCondition): readonly ConditionPart[] =>
  condition.type === 'not' ? [condition.condition] : condition.conditions

export function isKnown(condition: Condition | ConditionPart): boolean {
  if (isComposite(condition)) return partsOf(condition).every(isKnown)
  return LEAF_TYPES.includes(condition.type)
}

/** @param deadband of a condition that is one leaf: it stands with the policy */
export function nodeOf(condition: Condition | ConditionPart, deadband = 0): NodeDraft {
  if (isComposite(condition)) {
    if (condition.type === 'not') return negated(nodeOf(condition.condition))
    return newGroup(
      condition.conditions.map((part) => nodeOf(part)),
      condition.type,
    )
  }
  return newLeaf({
    type: condition.type,
    deadband: 'deadband' in condition ? condition.deadband : deadband,
    ...leafFields(condition),
  })
}

const fieldOf = (value: number | null): Field => value ?? ''

function leafFields(condition: LeafCondition): Partial<LeafDraft> {
  switch (condition.type) {
    case 'threshold':
      return { metric: condition.metric, operator: condition.operator, value: condition.value }
    case 'range':
      return { metric: condition.metric, min: condition.min, max: condition.max, isInside: condition.inside ?? false }
    case 'rate_of_change':
      return { metric: condition.metric, perS: condition.per_s, value: condition.value }
    case 'no_data':
      return { metric: condition.metric ?? '', afterS: condition.after_s }
    case 'deviation': {
      const { metric, percent, absolute, direction, baseline, min_samples: minSamples } = condition
      return { metric, percent: fieldOf(percent), absolute: fieldOf(absolute), direction, baseline, minSamples }
    }
    case 'phase_imbalance':
      return { quantity: condition.quantity, percent: condition.percent, minValue: condition.min_value }
    case 'consumption': {
      const { metric: counter, window, operator, value } = condition
      return typeof window === 'string'
        ? { counter, window, operator, value }
        : { counter, window: 'seconds', windowS: window.seconds, operator, value }
    }
    case 'reactive':
      return {
        reactiveKind: condition.kind,
        isOfLimit: condition.percent_of_limit !== null,
        percent: fieldOf(condition.percent_of_limit ?? condition.percent),
      }
  }
}

export const numberOf = (field: Field): number => (field === '' ? 0 : field)
const orNull = (field: Field): number | null => (field === '' ? null : field)

/** Nobody waits for a sum to be exactly something. */
export const inequalityOf = (operator: ThresholdOperator) =>
  operator === '==' || operator === '!=' ? ('>' as const) : operator

export function leafOf(draft: LeafDraft): LeafCondition {
  const { type, metric } = draft
  switch (type) {
    case 'threshold':
      return { type, metric, operator: draft.operator, value: numberOf(draft.value) }
    case 'range':
      return { type, metric, min: numberOf(draft.min), max: numberOf(draft.max), inside: draft.isInside }
    case 'rate_of_change':
      return { type, metric, per_s: numberOf(draft.perS), value: numberOf(draft.value) }
    case 'no_data':
      return { type, metric: metric || null, after_s: numberOf(draft.afterS) }
    case 'deviation':
      return {
        type,
        metric,
        percent: orNull(draft.percent),
        absolute: orNull(draft.absolute),
        direction: draft.direction,
        baseline: draft.baseline,
        min_samples: numberOf(draft.minSamples),
      }
    case 'phase_imbalance':
      return {
        type,
        quantity: draft.quantity,
        percent: numberOf(draft.percent),
        min_value: numberOf(draft.minValue),
      }
    case 'consumption':
      return {
        type,
        metric: draft.counter,
        window: draft.window === 'seconds' ? { seconds: numberOf(draft.windowS) } : draft.window,
        operator: inequalityOf(draft.operator),
        value: numberOf(draft.value),
      }
    case 'reactive': {
      const percent = numberOf(draft.percent)
      return {
        type,
        kind: draft.reactiveKind,
        percent_of_limit: draft.isOfLimit ? percent : null,
        percent: draft.isOfLimit ? null : percent,
      }
    }
  }
}

/** Equality has no way back to widen, nor has silence. */
export const takesDeadband = ({ type, operator }: LeafDraft): boolean =>
  type !== 'no_data' && !(type === 'threshold' && (operator === '==' || operator === '!='))

export const deadbandOf = (draft: LeafDraft): number => (takesDeadband(draft) ? numberOf(draft.deadband) : 0)

function partOf(draft: NodeDraft): ConditionPart {
  if (draft.node === 'not') return { type: 'not', condition: partOf(draft.part) }
  if (draft.node === 'group') return { type: draft.type, conditions: draft.parts.map(partOf) }
  return { ...leafOf(draft), deadband: deadbandOf(draft) }
}

export function conditionOf(draft: NodeDraft): Condition {
  if (draft.node === 'leaf') return leafOf(draft)
  return draft.node === 'not'
    ? { type: 'not', condition: partOf(draft.part) }
    : { type: draft.type, conditions: draft.parts.map(partOf) }
}

export function leavesOf(draft: NodeDraft): readonly LeafDraft[] {
  if (draft.node === 'leaf') return [draft]
  return draft.node === 'not' ? leavesOf(draft.part) : draft.parts.flatMap(leavesOf)
}

/** The tree with one node made into another; null takes it out, and a group that is left with nothing goes with it. */
export function replaced(root: NodeDraft, key: string, make: (node: NodeDraft) => NodeDraft | null): NodeDraft | null {
  if (root.key === key) return make(root)
  if (root.node === 'leaf') return root
  if (root.node === 'not') {
    const part = replaced(root.part, key, make)
    return part && { ...root, part }
  }
  const parts = root.parts.flatMap((part) => replaced(part, key, make) ?? [])
  return parts.length === 0 ? null : { ...root, parts }
}

const isOneOf =
  <Word extends string>(words: readonly Word[]) =>
  (word: string | null): word is Word =>
    words.some((one) => one === word)
export const isOperator = isOneOf(THRESHOLD_OPERATORS)
export const isLeafType = isOneOf(LEAF_TYPES)
export const isBaseline = isOneOf(BASELINES)
export const isDirection = isOneOf(DIRECTIONS)
export const WINDOWS = [...CALENDAR_WINDOWS, 'seconds'] as const
export const isWindow = isOneOf(WINDOWS)
