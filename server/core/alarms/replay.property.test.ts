import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Reading } from '../outside.ts'
import type { Policy } from './alarm.types.ts'
import type { Condition, Part } from './condition.types.ts'
import { deviceOf, policyOf } from './evaluator.fixture.ts'
import { Evaluator, type EvaluatorEdges } from './evaluator.ts'
import { Replay } from './replay.ts'
import type { Schedule } from './schedule.ts'

// A minute before a window opens, so that an edge of the schedule is among what is played.
const START = Date.parse('2026-06-01T04:59:00Z')
const CALENDAR = { timeZone: 'Europe/Istanbul', holidays: new Set<string>() }
const NO_OUTLOOK = {
  baseline: async () => null,
  consumption: async () => null,
  reactive: async () => null,
  lawfulLimit: async () => null,
}
const DEVICES = [deviceOf('d'), deviceOf('e'), deviceOf('f')]

const above = (metric: string, value: number, deadband: number): Part => ({
  type: 'threshold',
  metric,
  operator: '>',
  value,
  deadband,
})
const conditions: fc.Arbitrary<Condition> = fc.constantFrom<Condition>(
  { type: 'threshold', metric: 'a', operator: '>', value: 5 },
  { type: 'range', metric: 'a', min: 2, max: 7, isInside: false },
  { type: 'rate_of_change', metric: 'a', perS: 20, value: 4 },
  { type: 'no_data', metric: null, afterS: 15 },
  { type: 'no_data', metric: 'b', afterS: 30 },
  { type: 'all', conditions: [above('a', 5, 1), { type: 'not', condition: above('b', 5, 0) }] },
  { type: 'any', conditions: [above('a', 8, 0), { type: 'no_data', metric: 'b', afterS: 20, deadband: 0 }] },
)
const schedule: Schedule = {
  timeZone: null,
  windows: [
    { days: [1], from: '08:00', to: '08:02' },
    { days: [1], from: '08:03', to: '18:00' },
  ],
  holidays: 'ignore',
  season: null,
}
const policies: fc.Arbitrary<Policy> = fc
  .record({
    condition: conditions,
    onDelayS: fc.constantFrom(0, 0.5, 3, 10),
    offDelayS: fc.constantFrom(0, 3, 10),
    isScheduled: fc.boolean(),
  })
  .map(({ condition, isScheduled, ...delays }) =>
    policyOf(condition, { ...delays, schedule: isScheduled ? schedule : null }),
  )

/** Readings of three devices at odd milliseconds, some of which could not tell. */
const history: fc.Arbitrary<readonly Reading[]> = fc
  .array(
    fc.record({
      afterMs: fc.integer({ min: 1, max: 20_000 }),
      deviceId: fc.constantFrom('d', 'e', 'f'),
      values: fc.record({ a: fc.nat({ max: 10 }), b: fc.nat({ max: 10 }) }, { requiredKeys: [] }),
      quality: fc.constantFrom('good' as const, 'good' as const, 'good' as const, 'comm_fail' as const),
    }),
    { maxLength: 60 },
  )
  .map((all) => {
    let at = START
    return all.map(({ afterMs, ...reading }) => {
      at += afterMs
      return { ...reading, at }
    })
  })

/** "+12.000 raise d" of everything that is found. */
function notes(now: () => number) {
  const found: string[] = []
  const note = (what: string) => void found.push(`+${((now() - START) / 1000).toFixed(3)} ${what}`)
  const edges: EvaluatorEdges = {
    raise: (rule) => note(`raise ${rule.subject.key}`),
    clear: (rule, cause) => note(`clear ${rule.subject.key} ${cause}`),
    fold: (rule) => note(`fold ${rule.subject.key}`),
    gone: () => undefined,
  }
  return { found, edges }
}

/** As the hub does it: a tick every second, and each reading when it comes. */
function live(policy: Policy, readings: readonly Reading[], end: number): readonly string[] {
  let now = START
  const { found, edges } = notes(() => now)
  const evaluator = new Evaluator(edges)
  evaluator.configure([policy], DEVICES, { latest: () => null, calendarOf: () => CALENDAR }, START)
  let next = 0
  for (let second = START + 1000; second <= end; second += 1000) {
    for (let reading = readings[next]; reading && reading.at < second; reading = readings[++next]) {
      now = reading.at
      evaluator.onReadings([reading], now)
    }
    now = second
    evaluator.tick(now)
  }
  return found
}

async function replayed(
  policy: Policy,
  readings: readonly Reading[],
  end: number,
  chunkMs: number,
): Promise<readonly string[]> {
  const { found, edges } = notes(() => replay.now)
  const replay: Replay = new Replay(policy, DEVICES, CALENDAR, NO_OUTLOOK, START, edges)
  for (let from = START; from < end; from += chunkMs) {
    const until = Math.min(from + chunkMs, end)
    await replay.play(
      readings.filter(({ at }) => at >= from && at < until),
      until,
    )
  }
  return found
}

describe('a replay', () => {
  it('finds what was found live, when it was found', () =>
    fc.assert(
      fc.asyncProperty(
        policies,
        history,
        fc.constantFrom(7_000, 60_000, 3_600_000),
        async (policy, readings, chunkMs) => {
          const end = Math.ceil(((readings.at(-1)?.at ?? START) + 120_000) / 1000) * 1000
          // What happens at the same instant may happen in any order.
          expect((await replayed(policy, readings, end, chunkMs)).toSorted()).toEqual(
            live(policy, readings, end).toSorted(),
          )
        },
      ),
      { numRuns: 600 },
    ))

  it('asks the outlook once a minute, and for nothing while the schedule is closed', async () => {
    const asked: number[] = []
    const outlook = {
      ...NO_OUTLOOK,
      consumption: async (_deviceId: string, _condition: object, at: number) => {
        asked.push((at - START) / 1000)
        return at >= START + 180_000 ? 50 : 10
      },
    }
    const condition = { type: 'consumption', metric: 'energy_import', window: 'day', operator: '>', value: 40 } as const
    const { found, edges } = notes(() => replay.now)
    const replay: Replay = new Replay(
      policyOf(condition, { schedule }),
      [deviceOf('d')],
      CALENDAR,
      outlook,
      START,
      edges,
    )
    await replay.play([], START + 330_000)
    expect(asked).toEqual([60, 120, 240, 300])
    expect(found).toEqual(['+240.000 raise d'])
  })
})
