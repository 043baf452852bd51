import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Condition, Part } from './condition.types.ts'
import { policyOf, Watchroom } from './evaluator.fixture.ts'
import { Formula } from './formula.ts'
import type { AnswerLeaf, DeviationLeaf } from './leaf.ts'
import type { Truth } from './truth.ts'

const START = Date.UTC(2026, 5, 1, 9)
const above = (metric: string, value: number, deadband = 0): Part => ({
  type: 'threshold',
  metric,
  operator: '>',
  value,
  deadband,
})
const room = (condition: Condition, change = {}) => new Watchroom(START).watch([policyOf(condition, change)])

const signOf = (truth: Truth | undefined): number => (truth === undefined || truth === null ? 0 : truth ? 1 : -1)

/** True 1, unknown 0, false −1: and is the least, or the greatest, not the negative. */
function worth(part: Part, known: readonly Truth[]): number {
  if (part.type === 'all') return Math.min(...part.conditions.map((one) => worth(one, known)))
  if (part.type === 'any') return Math.max(...part.conditions.map((one) => worth(one, known)))
  if (part.type === 'not') return 0 - worth(part.condition, known)
  return 'metric' in part ? signOf(known[Number(part.metric?.slice(1))]) : 0
}

function tell(formula: Formula, known: readonly Truth[]): void {
  for (const leaf of formula.leaves) {
    if (!('metrics' in leaf)) continue
    const truth = known[Number(leaf.metrics[0]?.slice(1))] ?? null
    leaf.take(0, 1, truth === null ? null : signOf(truth), 1)
  }
}

describe('all, any and not', () => {
  it('all needs every part, any one of them', () => {
    const all = room({ type: 'all', conditions: [above('a', 10), above('b', 10)] })
    expect(all.say({ a: 11, b: 5 })).toEqual([])
    expect(all.say({ b: 11 })).toEqual(['raise d'])
    expect(all.message).toBe('d: a 11 > 10 and b 11 > 10')
    expect(all.say({ a: 5 })).toEqual(['clear d'])
    const any = room({ type: 'any', conditions: [above('a', 10), above('b', 10)] })
    expect(any.say({ a: 5, b: 11 })).toEqual(['raise d'])
    expect(any.message).toBe('d: b 11 > 10')
  })

  it('judges a reading as a whole: half of it is no state of the device', () => {
    const both = room({ type: 'all', conditions: [above('a', 10), { type: 'not', condition: above('b', 10) }] })
    both.say({ a: 5, b: 5 })
    expect(both.say({ a: 11, b: 11 })).toEqual([])
  })

  it('names what counts for not being so by its opposite', () => {
    const without = room({ type: 'all', conditions: [above('a', 10), { type: 'not', condition: above('b', 10) }] })
    expect(without.say({ a: 11, b: 3 })).toEqual(['raise d'])
    expect(without.message).toBe('d: a 11 > 10 and b 3 ≤ 10')
  })

  it('what is not known makes nothing true, its opposite included', () => {
    const not = room({ type: 'not', condition: above('a', 10) })
    expect(not.pass(60)).toEqual([])
    expect(not.say({ a: null })).toEqual([])
    expect(not.say({ a: 11 })).toEqual([])
    expect(not.say({ a: null })).toEqual([])
    expect(not.say({ a: 5 })).toEqual(['raise d'])
  })

  it('while it is not known a delay neither runs out nor starts over', () => {
    const delayed = room({ type: 'all', conditions: [above('a', 10), above('b', 10)] }, { onDelayS: 3 })
    delayed.say({ a: 11, b: 11 })
    expect(delayed.say({ b: null })).toEqual([])
    expect(delayed.pass(10)).toEqual([])
    expect(delayed.say({ b: 12 })).toEqual(['raise d'])
  })

  it('every part has a deadband of its own', () => {
    const banded = room({ type: 'any', conditions: [above('a', 10, 2), above('b', 10)] })
    expect(banded.say({ a: 11, b: 5 })).toEqual(['raise d'])
    expect(banded.say({ a: 9 })).toEqual([])
    expect(banded.say({ a: 8 })).toEqual(['clear d'])
    expect(banded.say({ b: 11 })).toEqual(['raise d'])
    expect(banded.say({ b: 10 })).toEqual(['clear d'])
  })

  it('silence can be a part: loaded, and the flow meter says nothing', () => {
    const silent = room({
      type: 'all',
      conditions: [above('a', 10), { type: 'no_data', metric: 'b', afterS: 30, deadband: 0 }],
    })
    silent.say({ a: 11, b: 1 })
    expect(silent.pass(20)).toEqual([])
    silent.say({ a: 11 })
    expect(silent.pass(20)).toEqual(['raise d'])
    expect(silent.message).toBe('d: a 11 > 10 and b not received for 30 s')
    expect(silent.say({ b: 1 })).toEqual(['clear d'])
  })

  it('follows Kleene whatever the tree and whatever is unknown', () => {
    const truths = fc.constantFrom<Truth>(true, false, null)
    const tree = fc.letrec<{ node: Part }>((tie) => ({
      node: fc.oneof(
        { depthSize: 'small' },
        fc.nat({ max: 3 }).map((metric) => above(`m${metric}`, 0)),
        fc.record({
          type: fc.constantFrom('all' as const, 'any' as const),
          conditions: fc.array(tie('node'), { minLength: 1, maxLength: 3 }),
        }),
        fc.record({ type: fc.constant('not' as const), condition: tie('node') }),
      ),
    })).node
    fc.assert(
      fc.property(tree, fc.array(truths, { minLength: 4, maxLength: 4 }), (condition, known) => {
        const formula = new Formula(condition, 0, 0)
        tell(formula, known)
        const expected = worth(condition, known)
        expect(formula.truth()).toBe(expected === 0 ? null : expected > 0)
        if (formula.truth() === true) expect(formula.facts().length).toBeGreaterThan(0)
      }),
      { numRuns: 500 },
    )
  })
})

describe('phase imbalance', () => {
  const imbalance = { type: 'phase_imbalance', quantity: 'voltage', percent: 2, minValue: 50 } as const
  const volts = (l1: number, l2: number, l3: number) => ({ voltage_l1: l1, voltage_l2: l2, voltage_l3: l3 })

  it('is the largest deviation from the mean in percent of the mean', () => {
    const watch = room(imbalance, { deadband: 0.5 })
    expect(watch.say(volts(230, 230, 230))).toEqual([])
    // NEMA MG 1, 14.36: 230, 226, 216 V → mean 224, largest deviation 8, 3.57 %.
    expect(watch.say(volts(230, 226, 216))).toEqual(['raise d'])
    expect(watch.message).toBe('d: Voltage imbalance 3.57% > 2%')
    expect(watch.raisedRules[0]?.metric).toBe('voltage_imbalance')
    expect(watch.say(volts(230, 226.5, 222.5))).toEqual([])
    expect(watch.say(volts(230, 230, 228))).toEqual(['clear d'])
  })

  it('takes the three phases of one time, and never one of another', () => {
    const watch = room(imbalance)
    watch.say(volts(230, 230, 230))
    watch.pass(10)
    expect(watch.say({ voltage_l1: 200 })).toEqual([])
    watch.pass(10)
    expect(watch.say({ voltage_l2: 200, voltage_l3: 200 })).toEqual([])
    expect(watch.say({ voltage_l1: 150 })).toEqual(['raise d'])
  })

  it('says nothing of a device without three phases, nor of next to no load', () => {
    const watch = room(imbalance)
    for (let second = 0; second < 5; second++) expect(watch.say({ voltage_l1: 150 + second })).toEqual([])
    expect(watch.say(volts(1, 2, 40))).toEqual([])
  })
})

describe('deviation from a baseline', () => {
  const deviation = {
    type: 'deviation',
    metric: 'active_power',
    percent: 40,
    absolute: 500,
    direction: 'above',
    baseline: 'same_hour_7d',
    minSamples: 3,
  } as const
  const expecting = (watts: number | null) => (leaf: object) => void (leaf as DeviationLeaf).expect(watts)

  it('judges nothing without one', () => {
    const watch = room(deviation)
    expect(watch.say({ active_power: 90_000 })).toEqual([])
    expect(watch.answer(expecting(null))).toEqual([])
    expect(watch.answer(expecting(1000))).toEqual(['raise d'])
    expect(watch.message).toBe('d: Active power 90000 W, usual at this hour 1000 W (+8900%)')
  })

  it('has to exceed both limits, on the asked side', () => {
    const watch = room(deviation)
    watch.answer(expecting(1000))
    expect(watch.say({ active_power: 1450 })).toEqual([])
    expect(watch.say({ active_power: 1550 })).toEqual(['raise d'])
    expect(watch.answer(expecting(2000))).toEqual(['clear d'])
    expect(watch.say({ active_power: 0 })).toEqual([])
  })
})

describe('what the clock answers', () => {
  const answering = (value: number | null, lawful: number | null) => (leaf: object) =>
    void (leaf as AnswerLeaf).answer(value, lawful)

  it('consumption, in kWh, kept in the canonical unit', () => {
    const watch = room(
      { type: 'consumption', metric: 'energy_import', window: 'day', operator: '>', value: 40 },
      { deadband: 5 },
    )
    expect(watch.answer(answering(null, null))).toEqual([])
    expect(watch.answer(answering(40, null))).toEqual([])
    expect(watch.answer(answering(41.5, null))).toEqual(['raise d'])
    expect(watch.message).toBe('d: Energy used today 41.5 kWh > 40 kWh')
    expect(watch.raisedRules[0]?.lastValue).toBe(41_500)
    expect(watch.answer(answering(36, null))).toEqual([])
    expect(watch.answer(answering(0, null))).toEqual(['clear d'])
  })

  it('reactive energy against a share of the lawful limit', () => {
    const watch = room({ type: 'reactive', kind: 'inductive', percentOfLimit: 80, percent: null })
    expect(watch.answer(answering(17, null))).toEqual([])
    expect(watch.answer(answering(15.9, 20))).toEqual([])
    expect(watch.answer(answering(16.4, 20))).toEqual(['raise d'])
    expect(watch.message).toBe('d: Inductive ratio this month 16.4%: 82% of the 20% limit')
  })
})
