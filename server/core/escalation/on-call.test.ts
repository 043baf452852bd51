import { describe, expect, it } from 'vitest'
import type { Shift } from './escalation.types.ts'
import { onCall } from './on-call.ts'

const at = (local: string) => Date.parse(`${local}:00+03:00`)
const shift = (userId: string, days: number[], from: number, to: number): Shift => ({
  userId,
  days,
  fromMinute: from * 60,
  toMinute: to * 60,
})
const shifts = [
  shift('day', [1, 2, 3, 4, 5], 8, 20),
  shift('night', [1, 2, 3, 4, 5], 20, 8),
  shift('weekend', [6, 7], 0, 0),
]
const who = (local: string) => onCall(shifts, 'Europe/Istanbul', at(local))

describe('who is on call', () => {
  it.each([
    ['2026-07-01T08:00', ['day']],
    ['2026-07-01T19:59', ['day']],
    ['2026-07-01T20:00', ['night']],
    ['2026-07-02T07:59', ['night']],
    // Friday's night shift goes into Saturday, whose own begins at midnight.
    ['2026-07-04T07:00', ['night', 'weekend']],
    ['2026-07-05T23:59', ['weekend']],
    // Around the clock from Sunday midnight is over on Monday at the same time.
    ['2026-07-06T00:00', []],
  ])('%s: %s', (local, expected) => {
    expect(who(local)).toEqual(expected)
  })

  it('is nobody where no shift is', () => {
    expect(onCall([], 'Europe/Istanbul', at('2026-07-01T08:00'))).toEqual([])
  })
})
