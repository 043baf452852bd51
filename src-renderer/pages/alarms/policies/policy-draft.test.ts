import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  BASELINES,
  CALENDAR_WINDOWS,
  type Condition,
  type ConditionPart,
  DIRECTIONS,
  HOLIDAY_RULES,
  type LeafCondition,
  type Policy,
  type Schedule,
  type Target,
  THRESHOLD_OPERATORS,
} from '../../../api/types.ts'
import { inequalityOf, negated, newGroup, newLeaf, replaced } from './condition-draft.ts'
import { bodyOf, draftOf, newDraft } from './policy-draft.ts'
import { leafFault, policyFaults, windowFault } from './policy-faults.ts'
import { openByDay } from './schedule-draft.ts'

const amount = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }).map((value) => value + 0)
const positive = fc.integer({ min: 1, max: 1_000_000 }).map((value) => value / 8)
const operator = fc.constantFrom(...THRESHOLD_OPERATORS)
const metric = fc.constantFrom('voltage_l1', 'active_power', 'sump_level')

const limits = fc
  .record({ percent: fc.option(positive), absolute: fc.option(positive) })
  .filter(({ percent, absolute }) => percent !== null || absolute !== null)
const leaf: fc.Arbitrary<LeafCondition> = fc.oneof(
  fc.record({ type: fc.constant('threshold' as const), metric, operator, value: amount }),
  fc
    .record({ metric, min: amount, span: positive, inside: fc.boolean() })
    .map(({ metric: of, min, span, inside }) => ({ type: 'range' as const, metric: of, min, max: min + span, inside })),
  fc.record({ type: fc.constant('rate_of_change' as const), metric, per_s: positive, value: positive }),
  fc.record({ type: fc.constant('no_data' as const), metric: fc.option(metric), after_s: positive }),
  fc
    .record({
      metric,
      limits,
      direction: fc.constantFrom(...DIRECTIONS),
      baseline: fc.constantFrom(...BASELINES),
      min_samples: fc.integer({ min: 1, max: 4 }),
    })
    .map(({ limits: of, ...rest }) => ({ type: 'deviation' as const, ...rest, ...of })),
  fc.record({
    type: fc.constant('phase_imbalance' as const),
    quantity: fc.constantFrom('voltage' as const, 'current' as const),
    percent: positive,
    min_value: positive,
  }),
  fc.record({
    type: fc.constant('consumption' as const),
    metric: fc.constantFrom('energy_import' as const, 'energy_export' as const),
    window: fc.oneof(
      fc.constantFrom(...CALENDAR_WINDOWS),
      positive.map((seconds) => ({ seconds })),
    ),
    operator: operator.map(inequalityOf),
    value: positive,
  }),
  fc
    .record({
      kind: fc.constantFrom('inductive' as const, 'capacitive' as const),
      percent: positive,
      isOfLimit: fc.boolean(),
    })
    .map(({ kind, percent, isOfLimit }) => ({
      type: 'reactive' as const,
      kind,
      percent_of_limit: isOfLimit ? percent : null,
      percent: isOfLimit ? null : percent,
    })),
)

/** The hub takes no deadband for silence and equality. */
const takesNone = (condition: LeafCondition): boolean =>
  condition.type === 'no_data' ||
  (condition.type === 'threshold' && (condition.operator === '==' || condition.operator === '!='))
const withDeadband = (condition: LeafCondition, deadband: number): ConditionPart => ({
  ...condition,
  deadband: takesNone(condition) ? 0 : deadband,
})
const part = fc.letrec<{ part: ConditionPart }>((tie) => ({
  part: fc.oneof(
    { depthSize: 'small' },
    fc.tuple(leaf, positive).map(([condition, deadband]) => withDeadband(condition, deadband)),
    fc.record({
      type: fc.constantFrom('all' as const, 'any' as const),
      conditions: fc.array(tie('part'), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ type: fc.constant('not' as const), condition: tie('part') }),
  ),
})).part
const composite: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    type: fc.constantFrom('all' as const, 'any' as const),
    conditions: fc.array(part, { minLength: 1, maxLength: 4 }),
  }),
  fc.record({ type: fc.constant('not' as const), condition: part }),
)

const time = fc
  .integer({ min: 0, max: 24 * 60 - 1 })
  .map((minutes) => [Math.floor(minutes / 60), minutes % 60].map((two) => String(two).padStart(2, '0')).join(':'))
const schedule: fc.Arbitrary<Schedule> = fc.record({
  time_zone: fc.constantFrom(null, 'Europe/Istanbul'),
  windows: fc.array(
    fc.record({
      days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }).map((days) => days.sort((a, b) => a - b)),
      from: time,
      to: fc.oneof(time, fc.constant('24:00')),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  holidays: fc.constantFrom(...HOLIDAY_RULES),
  season: fc.constantFrom(null, { from: '06-01', to: '09-30' }, { from: '11-01', to: '02-29' }),
})
const target: fc.Arbitrary<Target> = fc.constantFrom<Target>(
  { device_id: 'd-1' },
  { subregion_id: 's-1' },
  { region_id: 'r-1' },
  { device_type: 'pedestal' },
)
const judged: fc.Arbitrary<Pick<Policy, 'condition' | 'deadband'>> = fc.oneof(
  fc
    .tuple(leaf, positive)
    .map(([condition, deadband]) => ({ condition, deadband: takesNone(condition) ? 0 : deadband })),
  composite.map((condition) => ({ condition, deadband: 0 })),
)
const policies: fc.Arbitrary<Policy> = fc
  .record({ judged, target, schedule: fc.option(schedule), on_delay_s: positive })
  .map(({ judged: what, ...rest }) => ({
    ...what,
    ...rest,
    id: 'p-1',
    created_at: '2026-01-01T00:00:00.000Z',
    name: 'Kural',
    severity: 'high',
    is_enabled: false,
    off_delay_s: 0,
  }))

describe('the policy form', () => {
  it('gives back every shape of policy unchanged, and finds no fault in it', () =>
    fc.assert(
      fc.property(policies, (policy) => {
        const { id: _id, created_at: _at, ...body } = policy
        const draft = draftOf(policy)
        expect(bodyOf(draft)).toEqual(body)
        expect(policyFaults(draft)).toEqual({})
      }),
      { numRuns: 500 },
    ))

  it('leaves a condition alone that it does not know, wherever in it that is', () => {
    const foreign = {
      type: 'any',
      conditions: [{ type: 'formula', text: 'a + b', deadband: 0 }],
    } as unknown as Condition
    const [draft = newDraft()] = fc.sample(policies, 1).map((some) => draftOf({ ...some, condition: foreign }))
    expect(draft.foreign).toEqual(foreign)
    expect(bodyOf(draft)).not.toHaveProperty('condition')
    expect(bodyOf(draft)).not.toHaveProperty('deadband')
    expect(policyFaults(draft)).toEqual({})
  })

  it('says what is missing, by condition', () => {
    const draft = newDraft()
    const root = newLeaf()
    expect(policyFaults({ ...draft, condition: root })).toEqual({
      name: 'form.required',
      [leafFault(root, 'value')]: 'form.notNumber',
    })
    const named = { ...draft, name: 'x' }
    const range = newLeaf({ type: 'range', min: 5, max: 5 })
    const usual = newLeaf({ type: 'deviation', baseline: 'same_hour_4w', minSamples: 5 })
    expect(policyFaults({ ...named, condition: newGroup([range, negated(usual)]) })).toEqual({
      [leafFault(range, 'max')]: 'policies.fault.order',
      [leafFault(usual, 'percent')]: 'policies.fault.limit',
      [leafFault(usual, 'minSamples')]: 'policies.fault.hours',
    })
    const windows = [{ days: [], from: '8', to: '24:00' }]
    const untold = { time_zone: null, windows, holidays: 'ignore' as const, season: { from: '02-30', to: '03-01' } }
    expect(policyFaults({ ...named, condition: newLeaf({ value: 1 }), onDelayS: -1, schedule: untold })).toEqual({
      onDelayS: 'policies.fault.negative',
      [windowFault(0, 'days')]: 'policies.fault.noDay',
      [windowFault(0, 'from')]: 'policies.fault.time',
      season: 'policies.fault.season',
    })
  })

  it('takes a condition out together with what was only around it', () => {
    const [a, b, c] = [newLeaf(), newLeaf(), newLeaf()]
    const inner = newGroup([negated(b)], 'any')
    const root = newGroup([a, inner, c])
    expect(replaced(root, b.key, () => null)).toEqual({ ...root, parts: [a, c] })
    expect(replaced(a, a.key, () => null)).toBeNull()
  })

  it('draws a night into the day after', () => {
    const week = openByDay([{ days: [7], from: '18:00', to: '06:00' }])
    expect(week[6]).toEqual([[0.75, 1]])
    expect(week[0]).toEqual([[0, 0.25]])
  })
})
