import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FIRMWARE_ACTIONS, FIRMWARE_STATES, FIRMWARE_TRANSITIONS } from './firmware.states.ts'
import {
  ACTIVE_STATES,
  BATCH_ACTIONS,
  BATCH_STATES,
  BATCH_TRANSITIONS,
  canRetry,
  isOver,
  OFFERED_STATES,
  OTA_ACTIONS,
  OTA_STATES,
  type OtaState,
  otaStep,
} from './ota.states.ts'
import { waveSizes } from './rollout.ts'

/** Every allowed edge, written out a second time on purpose: a change of the table must be a decision. */
const EXPECTED: Readonly<Record<OtaState, string>> = {
  pending: 'open>queued cancel>cancelled',
  queued:
    'offer>notified download>downloading verify>verifying install>installing confirm>succeeded fail>failed cancel>cancelled expire>timed_out',
  notified:
    'offer>notified lose>queued download>downloading verify>verifying install>installing confirm>succeeded fail>failed cancel>cancelled expire>timed_out',
  downloading:
    'offer>notified lose>queued download>downloading verify>verifying install>installing confirm>succeeded fail>failed cancel>cancelled expire>timed_out',
  verifying:
    'offer>notified lose>queued verify>verifying install>installing confirm>succeeded fail>failed cancel>cancelled expire>timed_out',
  installing: 'install>installing confirm>succeeded fail>failed expire>timed_out',
  succeeded: '',
  failed: '',
  cancelled: '',
  timed_out: '',
}

describe('states of an update', () => {
  it.each(OTA_STATES)('%s leads where it should and nowhere else', (state) => {
    const edges = OTA_ACTIONS.flatMap((action) => {
      const to = otaStep(state, action)
      return to === null ? [] : [`${action}>${to}`]
    })
    expect(edges.join(' ')).toBe(EXPECTED[state])
  })

  it('never leave an end, and reach success by the version alone', () =>
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...OTA_ACTIONS), { maxLength: 40 }), (actions) => {
        let state: OtaState = 'pending'
        for (const action of actions) {
          const to = otaStep(state, action)
          if (to === null) continue
          expect(isOver(state)).toBe(false)
          if (to === 'succeeded') expect(action).toBe('confirm')
          if (state === 'installing') expect(['installing', 'succeeded', 'failed', 'timed_out']).toContain(to)
          state = to
        }
      }),
    ))

  it('hold the gateway from queued to the end, and are tried again unless they succeeded', () => {
    expect(ACTIVE_STATES).toEqual(['queued', 'notified', 'downloading', 'verifying', 'installing'])
    expect(OFFERED_STATES).toEqual(['notified', 'downloading', 'verifying'])
    expect(OTA_STATES.filter(canRetry)).toEqual(['failed', 'cancelled', 'timed_out'])
  })
})

it('states of a batch and of a version are these', () => {
  const edges = (table: Readonly<Record<string, object>>, states: readonly string[]) =>
    states.map((state) => `${state}: ${Object.entries(table[state] ?? {}).join(' ')}`)
  expect(edges(BATCH_TRANSITIONS, BATCH_STATES)).toEqual([
    'running: pause,paused abort,aborted complete,completed',
    'paused: resume,running abort,aborted',
    'completed: ',
    'aborted: ',
  ])
  expect(BATCH_ACTIONS).toHaveLength(4)
  expect(edges(FIRMWARE_TRANSITIONS, FIRMWARE_STATES)).toEqual([
    'draft: change,draft release,released delete,gone',
    'released: deprecate,deprecated roll_out,released',
    'deprecated: ',
  ])
  expect(FIRMWARE_ACTIONS).toHaveLength(5)
})

describe('waves', () => {
  it.each([
    [20, [1, 10, 100], [1, 1, 18]],
    [1000, [1, 10, 100], [10, 90, 900]],
    [1, [1, 10, 100], [1]],
    [2, [1, 10, 100], [1, 1]],
    [3, [50, 100], [2, 1]],
    [5, [100], [5]],
  ])('of %d units by %j are %j', (units, percents, sizes) => {
    expect(waveSizes(units, percents)).toEqual(sizes)
  })

  it('hold every unit once', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 99 })),
        (units, some) => {
          const sizes = waveSizes(units, [...some.toSorted((a, b) => a - b), 100])
          expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(units)
          expect(sizes.every((size) => size > 0)).toBe(true)
        },
      ),
    ))
})
