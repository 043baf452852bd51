import { describe, expect, it } from 'vitest'
import { blockOf, decimalsOf, faultOf, mayChoose, outcomeOf, type Point } from './point-model.ts'

const point: Point = {
  point: 'limit',
  name: 'Limit',
  kind: 'setpoint',
  metric: null,
  unit: 'A',
  min: 0,
  max: 63,
  step: 0.1,
  options: null,
  value: null,
  quality: null,
  timestamp: null,
  locked_by: null,
  is_online: true,
}
const lock = { session_id: 's', number: 42, may_switch_off: false }
const off = { value: 0, name: 'Off', effect: null, is_energising: false }
const on = { ...off, value: 1, is_energising: true }

describe('what stands in the way of a write', () => {
  it.each([
    [point, true, null],
    [point, false, 'permission'],
    [{ ...point, is_online: false }, true, 'offline'],
    [{ ...point, locked_by: lock }, true, 'locked'],
    [{ ...point, locked_by: lock, is_online: false }, true, 'locked'],
    [{ ...point, locked_by: { ...lock, may_switch_off: true } }, true, 'offOnly'],
    [{ ...point, locked_by: { ...lock, may_switch_off: true }, is_online: false }, true, 'offline'],
    [{ ...point, locked_by: { session_id: null, number: null, may_switch_off: false } }, true, 'unreadable'],
  ] as const)('%#', (given, mayControl, block) => expect(blockOf(given, mayControl)).toBe(block))

  it('leaves what takes energy away while a point is being isolated', () => {
    expect([
      mayChoose('offOnly', off),
      mayChoose('offOnly', on),
      mayChoose(null, on),
      mayChoose('locked', off),
    ]).toEqual([true, false, true, false])
  })
})

describe('a number for a point', () => {
  it.each([
    [16.3, null],
    [0, null],
    [63, null],
    [63.1, 'outOfRange'],
    [-0.1, 'outOfRange'],
    [16.35, 'offStep'],
    [null, 'needed'],
    [Number.NaN, 'needed'],
  ])('%s → %s', (value, fault) => expect(faultOf(point, value)).toBe(fault))

  it('is shown as finely as it is set', () => {
    expect([0.1, 1, 10, 0.25, null].map((step) => decimalsOf({ ...point, step }))).toEqual([1, 0, 0, 1, 2])
  })
})

describe('how a write ended', () => {
  const answer = { point: 'limit', requested: 16, read_back: 16, confirmed: true }
  it.each([
    [answer, 'confirmed'],
    [{ ...answer, read_back: null }, 'confirmedPlain'],
    [{ ...answer, read_back: 10, confirmed: false }, 'mismatch'],
    [{ ...answer, read_back: null, confirmed: false }, 'unread'],
    [{ ...answer, read_back: null, confirmed: false, cause: 'exception 02' }, 'failed'],
  ])('%#', (given, outcome) => expect(outcomeOf(given)).toBe(outcome))
})
