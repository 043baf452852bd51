import { describe, expect, it } from 'vitest'
import type { BoardSession } from '../../../api/loto-types.ts'
import { boardGroups, peopleAtWork, sessionAbove, sessionsByDevice } from './board-model.ts'

const since = '2026-05-01T06:00:00Z'
const point = (id: string, deviceId: string | null) =>
  ({
    id,
    name: id,
    energy_type: 'electrical',
    location: null,
    device_id: deviceId,
    latitude: null,
    longitude: null,
  }) as const

function session(number: number, change: Partial<BoardSession> = {}): BoardSession {
  return {
    id: `s${number}`,
    number,
    title: `Job ${number}`,
    status: 'working',
    points: [],
    locks_count: 1,
    personal: [],
    primary: { id: 'u1', name: 'Ayşe' },
    planned_end: null,
    is_overdue: false,
    applied_at: since,
    energised: [],
    ...change,
  }
}

const at = (...ids: string[]) => ids.map((id) => ({ user: { id, name: id }, since }))

describe('the board', () => {
  it('puts danger first', () => {
    const energised = [{ point_id: 'p', device_id: 'd', metric: 'voltage_l1', value: 231, unit: 'V' }]
    const sessions = [
      session(1, { status: 'applied' }),
      session(2, { status: 'applied', is_overdue: true }),
      session(3, { personal: at('a') }),
      session(4, { status: 'applied', energised }),
      session(5, { status: 'requested' }),
      session(6, { status: 'released' }),
      session(7, { status: 'approved' }),
    ]
    const groups = boardGroups({ sessions })
    expect(groups.now.map(({ number }) => number)).toEqual([4, 3, 2, 1])
    expect(groups.coming.map(({ number }) => number)).toEqual([5, 7])
    expect(groups.toClose.map(({ number }) => number)).toEqual([6])
  })

  it('counts a person once, however many locks they have on', () => {
    expect(
      peopleAtWork({ sessions: [session(1, { personal: at('a', 'b') }), session(2, { personal: at('a') })] }),
    ).toBe(2)
  })

  it('knows whose lock stands on a device or above it', () => {
    const sessions = [
      session(1, { status: 'approved', points: [point('p0', 'C')] }),
      session(2, { points: [point('p1', 'B')] }),
      session(3, { points: [point('p2', 'B12'), point('p3', null)] }),
    ]
    const held = sessionsByDevice({ sessions })
    const devices = [
      { id: 'main', parentId: null },
      { id: 'B', parentId: 'main' },
      { id: 'B12', parentId: 'B' },
      { id: 'B13', parentId: 'B' },
    ]
    expect([...held.keys()]).toEqual(['B', 'B12'])
    expect(sessionAbove('B12', held, devices)?.number).toBe(3)
    expect(sessionAbove('B13', held, devices)?.number).toBe(2)
    expect(sessionAbove('main', held, devices)).toBeNull()
  })
})
