import { describe, expect, it } from 'vitest'
import type { FloodItem } from '../../../api/queries/annunciation.ts'
import type { Incident, Severity } from '../../../api/types.ts'
import { floodGroups } from './flood-groups.ts'

const item = (id: string, place: string | null, severity: Severity, policyId: string): FloodItem => ({
  place,
  incident: { id, severity, policy_id: policyId, policy_name: policyId, triggered_at: `2026-07-01T0${id}` } as Incident,
})

describe('a flood', () => {
  it('is grouped by place and policy, the worst first', () => {
    const groups = floodGroups([
      item('1', 'A', 'low', 'p1'),
      item('2', 'A', 'low', 'p1'),
      item('3', 'A', 'medium', 'p2'),
      item('4', 'B', 'critical', 'p3'),
      item('5', null, 'low', 'p1'),
    ])
    expect(groups.map((group) => [group.place, group.count])).toEqual([
      ['B', 1],
      ['A', 3],
      [null, 1],
    ])
    expect(groups[1]?.lines.map((line) => [line.policyName, line.count, line.incidentId])).toEqual([
      ['p2', 1, '3'],
      ['p1', 2, '2'],
    ])
  })
})
