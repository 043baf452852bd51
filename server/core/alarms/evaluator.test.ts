import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PolicyDraft } from './alarm.types.ts'
import { Marina, overload } from './marina.fixture.ts'

let marina: Marina
beforeEach(async () => {
  marina = await Marina.open()
  marina.addDevice('a')
})
afterEach(() => marina.close())

const watch = (change: Partial<PolicyDraft>) => marina.alarms.policies.add(marina.operator, overload(change))

/** One sample per second; the states that the incident had after each. */
async function states(values: readonly (number | null)[]): Promise<readonly string[]> {
  const seen: string[] = []
  for (const value of values) {
    marina.say('a', value, value === null ? { quality: 'comm_fail' } : {})
    await marina.pass(1)
    const all = await marina.incidents()
    seen.push(all.at(-1)?.state ?? 'none')
  }
  return seen
}

const ACTIVE = 'active_unack'
const CLEARED = 'cleared_unack'

describe('conditions', () => {
  it.each([
    ['>', 10, [10, 11, 10]],
    ['>=', 10, [9, 10, 9]],
    ['<', 10, [10, 9, 10]],
    ['<=', 10, [11, 10, 11]],
    ['==', 3, [2, 3, 4]],
    ['!=', 3, [3, 2, 3]],
  ] as const)('threshold %s %d', async (operator, value, samples) => {
    await watch({ condition: { type: 'threshold', metric: 'active_power', operator, value } })
    expect(await states(samples)).toEqual(['none', ACTIVE, CLEARED])
  })

  it('outside a range, whose bounds belong to it', async () => {
    await watch({ condition: { type: 'range', metric: 'active_power', min: 207, max: 253, isInside: false } })
    expect(await states([207, 253, 254, 253, 206])).toEqual(['none', 'none', ACTIVE, CLEARED, ACTIVE])
  })

  it('inside a range', async () => {
    await watch({ condition: { type: 'range', metric: 'active_power', min: 10, max: 20, isInside: true } })
    expect(await states([9, 10, 21])).toEqual(['none', ACTIVE, CLEARED])
  })

  it('rate of change, up or down, within its window', async () => {
    await watch({ condition: { type: 'rate_of_change', metric: 'active_power', perS: 10, value: 5 } })
    expect(await states([0, 1, 2, 3, 4, 5, 6])).toEqual(['none', 'none', 'none', 'none', 'none', 'none', ACTIVE])
    expect(await states([6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 0])).toContain(CLEARED)
    expect((await marina.only()).state).toBe(ACTIVE)
  })

  it('rate of change between samples further apart than its window is scaled down to it', async () => {
    await watch({ condition: { type: 'rate_of_change', metric: 'active_power', perS: 10, value: 5 } })
    marina.say('a', 0)
    await marina.pass(100)
    marina.say('a', 50)
    expect(await marina.incidents()).toEqual([])
    await marina.pass(100)
    marina.say('a', 101)
    expect((await marina.only()).value).toBeCloseTo(5.1)
  })
})

describe('deadband', () => {
  it('holds the way back to normal only', async () => {
    await watch({ condition: { type: 'threshold', metric: 'active_power', operator: '>', value: 100 }, deadband: 10 })
    expect(await states([95, 100, 101, 95, 91, 90, 95, 100, 101])).toEqual([
      'none',
      'none',
      ACTIVE,
      ACTIVE,
      ACTIVE,
      CLEARED,
      CLEARED,
      CLEARED,
      ACTIVE,
    ])
  })
})

describe('on-delay', () => {
  it('runs by the clock, without another sample', async () => {
    await watch({ onDelayS: 5 })
    marina.say('a', 8000)
    await marina.pass(4)
    expect(await marina.incidents()).toEqual([])
    await marina.pass(1)
    expect((await marina.only()).state).toBe(ACTIVE)
  })

  it('starts over when the value was normal in between', async () => {
    await watch({ onDelayS: 3 })
    expect(await states([8000, 8000, 100, 8000, 8000, 8000])).toEqual(['none', 'none', 'none', 'none', 'none', ACTIVE])
  })

  it('holds while communication fails, and goes on with the next value', async () => {
    await watch({ onDelayS: 3 })
    expect(await states([8000, null, null, null, null, null])).not.toContain(ACTIVE)
    expect(await states([8000])).toEqual([ACTIVE])
  })

  it('of 0 means at once', async () => {
    await watch({ onDelayS: 0 })
    marina.say('a', 8000)
    expect((await marina.only()).state).toBe(ACTIVE)
  })
})

describe('off-delay', () => {
  it('keeps the alarm until the condition is gone for that long', async () => {
    await watch({ offDelayS: 3 })
    expect(await states([8000, 100, 100, 8000, 100, 100, 100])).toEqual([
      ACTIVE,
      ACTIVE,
      ACTIVE,
      ACTIVE,
      ACTIVE,
      ACTIVE,
      CLEARED,
    ])
    expect((await marina.only()).occurrenceCount).toBe(1)
  })
})

describe('a chattering alarm', () => {
  it('is one incident that stands until the value stays normal for a minute', async () => {
    await watch({})
    for (let time = 0; time < 100; time++) await states([8000, 100])
    const { id, occurrenceCount, state } = await marina.only()
    expect([occurrenceCount, state]).toEqual([6, ACTIVE])
    expect(await marina.history(id)).toHaveLength(7)
    await states(Array.from({ length: 60 }, () => 100))
    expect((await marina.only()).state).toBe(CLEARED)
  })
})

describe('what is not known', () => {
  it.each(['comm_fail', 'stale', 'invalid'] as const)('%s neither raises nor clears', async (quality) => {
    await watch({})
    marina.say('a', 9000, { quality })
    expect(await marina.incidents()).toEqual([])
    await marina.pass(1)
    marina.say('a', 9000)
    await marina.pass(1)
    marina.say('a', quality === 'comm_fail' ? null : 0, { quality })
    await marina.pass(10)
    expect((await marina.only()).state).toBe(ACTIVE)
  })

  it.each(['simulated', 'estimated'] as const)('%s values are values', async (quality) => {
    await watch({})
    marina.say('a', 9000, { quality })
    expect((await marina.only()).state).toBe(ACTIVE)
  })
})

describe('samples out of order', () => {
  it('late ones neither raise nor clear', async () => {
    await watch({})
    await marina.pass(100)
    const now = marina.clock.now()
    marina.say('a', 100)
    marina.say('a', 9000, { at: now - 50_000 })
    expect(await marina.incidents()).toEqual([])
    marina.say('a', 9000, { at: now + 1 })
    marina.say('a', 100, { at: now - 1 })
    expect((await marina.only()).state).toBe(ACTIVE)
  })

  it('a clock that ran ahead does not lock the device out when it is set right', async () => {
    await watch({})
    marina.say('a', 100, { at: marina.clock.now() + 3_600_000 })
    await marina.pass(1)
    marina.say('a', 9000)
    expect((await marina.only()).state).toBe(ACTIVE)
  })
})
