import { describe, expect, it } from 'vitest'
import {
  LOCKING_STATES,
  SESSION_ACTIONS,
  SESSION_STATES,
  TRANSITIONS,
} from '../../../server/core/loto/session.states.ts'
import { LOTO_ACTIONS, LOTO_STATUSES, type LotoLock, type LotoSession } from '../../api/loto-types.ts'
import { isHolding, leadingAct, pointProgress, type StepKey, stepsOf } from './steps.ts'

const ayse = { id: 'u1', name: 'Ayşe' }
const mehmet = { id: 'u2', name: 'Mehmet' }
const point = (id: string) =>
  ({
    id,
    name: id,
    energy_type: 'electrical',
    isolation_method: 'Open Q3',
    location: null,
    device_id: 'd1',
  }) as const

const equipment = (pointId: string, removedAt: string | null = null): LotoLock => ({
  id: `lock-${pointId}`,
  session_id: 's1',
  point_id: pointId,
  kind: 'equipment',
  tag: null,
  owner: ayse,
  placed_at: '2026-05-01T06:00:00Z',
  removed_at: removedAt,
  removal: null,
  can_remove: false,
  can_force: false,
})

const zero = (pointId: string, isZero = true) => ({
  point_id: pointId,
  method: 'Voltmeter',
  reading: '0 V',
  is_zero_energy: isZero,
  verified_by: mehmet,
  verified_at: '2026-05-01T06:10:00Z',
})

function session(change: Partial<LotoSession>): LotoSession {
  return {
    id: 's1',
    number: 42,
    title: 'Cable of B12',
    reason: 'Worn',
    status: 'requested',
    point_ids: ['p1', 'p2'],
    points: [point('p1'), point('p2')],
    worker_ids: [],
    workers: [],
    requested_by: ayse,
    approved_by: null,
    rejected_by: null,
    rejection_reason: null,
    applied_by: null,
    primary: ayse,
    planned_start: null,
    planned_end: null,
    created_at: '2026-05-01T05:00:00Z',
    updated_at: '2026-05-01T05:00:00Z',
    applied_at: null,
    released_at: null,
    closed_at: null,
    verifications: [],
    locks: [],
    checklist: { tools_cleared: false, people_cleared: false },
    handovers: [],
    forced_release: null,
    allowed_actions: [],
    blocked: {},
    ...change,
  }
}

const current = (change: Partial<LotoSession>): StepKey | undefined =>
  stepsOf(session(change)).find(({ state }) => state === 'current')?.key

describe('the guided steps', () => {
  it('have one current step while it goes on, and none after', () => {
    for (const status of LOTO_STATUSES) {
      const count = stepsOf(session({ status })).filter(({ state }) => state === 'current').length
      expect(count, status).toBe(['rejected', 'cancelled', 'closed'].includes(status) ? 0 : 1)
    }
    expect(stepsOf(session({ status: 'closed' })).every(({ state }) => state === 'done')).toBe(true)
  })

  it('go from isolation to verification to application as the points get there', () => {
    const both = [equipment('p1'), equipment('p2')]
    expect(current({ status: 'approved' })).toBe('isolate')
    expect(current({ status: 'isolating', locks: [equipment('p1')] })).toBe('isolate')
    expect(current({ status: 'isolating', locks: both })).toBe('verify')
    expect(current({ status: 'isolating', locks: both, verifications: [zero('p1'), zero('p2', false)] })).toBe('verify')
    expect(current({ status: 'isolating', locks: both, verifications: [zero('p1'), zero('p2')] })).toBe('apply')
    expect(current({ status: 'isolating', locks: [equipment('p1'), equipment('p2', '2026-05-01T07:00:00Z')] })).toBe(
      'isolate',
    )
  })

  it('ask for the checklist before the release', () => {
    expect(current({ status: 'applied' })).toBe('work')
    expect(current({ status: 'clearing' })).toBe('clear')
    const checklist = { tools_cleared: true, people_cleared: true }
    expect(current({ status: 'clearing', checklist })).toBe('release')
    expect(current({ status: 'clearing', checklist, locks: [{ ...equipment('p1'), kind: 'personal' }] })).toBe('clear')
  })

  it('tell where it was stopped', () => {
    const stopped = (change: Partial<LotoSession>) =>
      stepsOf(session(change)).find(({ state }) => state === 'stopped')?.key
    expect(stopped({ status: 'rejected' })).toBe('approve')
    expect(stopped({ status: 'cancelled' })).toBe('approve')
    expect(stopped({ status: 'cancelled', approved_by: mehmet })).toBe('isolate')
  })

  it('count the newest verification of a point', () => {
    const verifications = [zero('p1', false), zero('p1')]
    expect(pointProgress(session({ verifications }))[0]?.verification?.is_zero_energy).toBe(true)
  })

  it('lead on by one act, which at work depends on whose lock is on', () => {
    const mine = { ...equipment('p1'), kind: 'personal' } as const
    expect(leadingAct(session({ status: 'requested' }), ayse.id)).toBe('approve')
    expect(leadingAct(session({ status: 'applied' }), ayse.id)).toBe('lock')
    expect(leadingAct(session({ status: 'working', locks: [mine] }), ayse.id)).toBe('unlock')
    expect(leadingAct(session({ status: 'working', locks: [mine] }), mehmet.id)).toBe('lock')
    expect(leadingAct(session({ status: 'released' }), ayse.id)).toBe('close')
    expect(leadingAct(session({ status: 'closed' }), ayse.id)).toBeNull()
  })

  it('speak of the states and acts that the hub knows', () => {
    expect([...LOTO_STATUSES].sort()).toEqual([...SESSION_STATES].sort())
    expect([...LOTO_ACTIONS].sort()).toEqual([...SESSION_ACTIONS].sort())
    expect(LOTO_STATUSES.filter(isHolding)).toEqual([...LOCKING_STATES])
  })

  it('never lead where the hub has no way', () => {
    const mine = { ...equipment('p1'), kind: 'personal' } as const
    for (const status of LOTO_STATUSES) {
      for (const locks of [[], [mine]]) {
        const act = leadingAct(session({ status, locks }), ayse.id)
        // A lock that is on belongs to work under way.
        const isPossible = status === 'working' ? locks.length > 0 : locks.length === 0
        if (act && isPossible) expect(Object.keys(TRANSITIONS[status]), `${act} when ${status}`).toContain(act)
      }
    }
  })
})
