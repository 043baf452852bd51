import { describe, expect, it } from 'vitest'
import { type Condition, type Policy, type Target, THRESHOLD_OPERATORS } from '../../../api/types.ts'
import { bodyOf, draftOf, NEW_DRAFT } from './policy-draft.ts'
import { policyFaults } from './policy-faults.ts'

const conditions: Condition[] = [
  ...THRESHOLD_OPERATORS.map(
    (operator): Condition => ({ type: 'threshold', metric: 'voltage_l1', operator, value: -0.5 }),
  ),
  { type: 'range', metric: 'frequency', min: 49.5, max: 50.5, inside: false },
  { type: 'range', metric: 'temperature', min: -10, max: 0, inside: true },
  { type: 'rate_of_change', metric: 'temperature', per_s: 60, value: 5 },
  { type: 'no_data', metric: 'active_power', after_s: 300 },
  { type: 'no_data', after_s: 45 },
]
const targets: Target[] = [
  { device_id: 'd-1' },
  { subregion_id: 's-1' },
  { region_id: 'r-1' },
  { device_type: 'pedestal' },
]

function policy(condition: Condition, target: Target): Policy {
  return {
    id: 'p-1',
    created_at: '2026-01-01T00:00:00.000Z',
    name: 'Kural',
    severity: 'high',
    is_enabled: false,
    target,
    condition,
    on_delay_s: 30,
    off_delay_s: 0,
    deadband: 2.5,
  }
}

describe('the policy form', () => {
  it('gives back every shape of policy unchanged', () => {
    for (const condition of conditions) {
      for (const target of targets) {
        const { id: _id, created_at: _at, ...body } = policy(condition, target)
        expect(bodyOf(draftOf(policy(condition, target)))).toEqual(body)
      }
    }
  })

  it('finds no fault in any policy that the hub holds', () => {
    for (const condition of conditions) expect(policyFaults(draftOf(policy(condition, { device_id: 'd' })))).toEqual({})
  })

  it('leaves a condition alone that it does not know', () => {
    const foreign = { type: 'formula', text: 'a + b' } as unknown as Condition
    const draft = draftOf(policy(foreign, { device_id: 'd' }))
    expect(draft.foreign).toEqual(foreign)
    expect(bodyOf(draft)).not.toHaveProperty('condition')
    expect(policyFaults(draft)).toEqual({})
  })

  it('says what is missing', () => {
    expect(policyFaults(NEW_DRAFT)).toEqual({ name: 'form.required', value: 'form.notNumber' })
    const range = { ...NEW_DRAFT, name: 'x', type: 'range' as const, min: 5, max: 5 }
    expect(policyFaults(range)).toEqual({ max: 'policies.fault.order' })
    const silent = { ...NEW_DRAFT, name: 'x', type: 'no_data' as const, metric: '', afterS: 0 as const }
    expect(policyFaults(silent)).toEqual({ afterS: 'policies.fault.positive' })
    expect(policyFaults({ ...NEW_DRAFT, name: 'x', value: 1, onDelayS: -1 })).toEqual({
      onDelayS: 'policies.fault.negative',
    })
  })
})
