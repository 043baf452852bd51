import { describe, expect, it } from 'vitest'
import type { Policy } from '../../../api/types.ts'
import { limitsOf, shownLimits } from './limits.ts'

const policy = (more: Partial<Policy>): Policy => ({
  id: 'p',
  name: 'Overload',
  severity: 'high',
  is_enabled: true,
  target: { device_type: 'pedestal' },
  condition: { type: 'threshold', metric: 'current_l1', operator: '>', value: 45 },
  on_delay_s: 0,
  off_delay_s: 0,
  deadband: 0,
  schedule: null,
  created_at: '',
  ...more,
})
const pedestal = { id: 'd', type: 'pedestal', subregionId: 's', regionId: 'r' } as const

describe('the limits of a device', () => {
  it('are those of the policies aimed at it, its kind or its place', () => {
    const aims: Policy['target'][] = [
      { device_id: 'd' },
      { device_type: 'pedestal' },
      { subregion_id: 's' },
      { region_id: 'r' },
    ]
    for (const target of aims) expect(limitsOf([policy({ target })], pedestal, ['current_l1']).lines).toHaveLength(1)
    expect(limitsOf([policy({ target: { device_id: 'x' } })], pedestal, ['current_l1']).lines).toEqual([])
    expect(
      limitsOf([policy({ target: { region_id: 'r' } })], { ...pedestal, regionId: null }, ['current_l1']).lines,
    ).toEqual([])
  })

  it('leave out policies that are off and other metrics', () => {
    expect(limitsOf([policy({ is_enabled: false })], pedestal, ['current_l1']).lines).toEqual([])
    expect(limitsOf([policy({})], pedestal, ['voltage_l1']).lines).toEqual([])
  })

  it('show a range as the normal band, unless it is the inside that alarms', () => {
    const range = { type: 'range', metric: 'voltage_l1', min: 207, max: 253 } as const
    expect(limitsOf([policy({ condition: range })], pedestal, ['voltage_l1'])).toMatchObject({ normal: [207, 253] })
    const inside = limitsOf([policy({ condition: { ...range, inside: true } })], pedestal, ['voltage_l1'])
    expect(inside.normal).toBeUndefined()
    expect(inside.lines).toHaveLength(2)
  })

  it('name a limit that several policies share by its value alone', () => {
    const shared = limitsOf([policy({}), policy({ name: 'Second' })], pedestal, ['current_l1'])
    expect(shared.lines).toEqual([{ value: 45, label: '' }])
    expect(shownLimits(shared, 1, (value) => `${value} A`).lines?.[0]?.label).toBe('45 A')
  })

  it('follow the unit of the chart', () => {
    expect(
      shownLimits({ normal: [0, 5000], lines: [{ value: 5000, label: 'x' }] }, 0.001, (value) => `${value} kW`),
    ).toEqual({
      normal: [0, 5],
      lines: [{ value: 5, label: '5 kW · x' }],
    })
  })
})
