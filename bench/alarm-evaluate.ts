/**
 * What judging costs per point, on the hub's one thread: 1,000 devices × 10 metrics in messages of 10, with no policy
 * that matches, with threshold policies, with composites, imbalance, deviation and schedules, and 10,000 of all kinds
 * together. 100,000 points/s leave 10 µs for a point altogether; aim: below 1 µs. Then what it costs to change one policy
 * and one device among 10,000 devices: a sample must never wait for that.
 */
import type { Policy, WatchedDevice } from '../server/core/alarms/alarm.types.ts'
import type { Condition, Part } from '../server/core/alarms/condition.types.ts'
import type { Surroundings } from '../server/core/alarms/coverage.ts'
import { Evaluator } from '../server/core/alarms/evaluator.ts'
import type { Schedule } from '../server/core/alarms/schedule.ts'
import type { Reading } from '../server/core/outside.ts'

const DEVICES = 1_000
const MANY_DEVICES = 10_000
const POINTS_PER_SECOND = 100_000
const METRICS = Array.from({ length: 7 }, (_, index) => `metric_${index}`).concat(
  [1, 2, 3].map((phase) => `current_l${phase}`),
)
const ROUNDS = 60
const WARM_UP_ROUNDS = 10

const deviceOf = (index: number): WatchedDevice => ({
  id: `device-${index}`,
  tenantId: 't',
  name: `Device ${index}`,
  deviceType: 'pedestal',
  gatewayId: `gateway-${index % 20}`,
  gatewayName: `Gateway ${index % 20}`,
  isGatewayEnabled: true,
  subregionId: null,
  regionId: null,
})
const devices = Array.from({ length: DEVICES }, (_, index) => deviceOf(index))
const metric = (index: number): string => METRICS[index % METRICS.length] ?? ''

const threshold = (index: number, value = 1e9) =>
  ({ type: 'threshold', metric: metric(index), operator: '>', value }) as const
const part = (index: number, value?: number): Part => ({ ...threshold(index, value), deadband: 0 })

const policy = (index: number, change: Partial<Policy> = {}): Policy => ({
  id: `policy-${index}`,
  tenantId: 't',
  name: `Policy ${index}`,
  severity: 'high',
  isEnabled: true,
  target: { kind: 'device', value: `device-${index % DEVICES}` },
  condition: threshold(index),
  onDelayS: 0,
  offDelayS: 0,
  deadband: 0,
  schedule: null,
  createdAt: 0,
  updatedAt: 0,
  ...change,
})

/** Half of its parts move up and down with every round, so that the tree is worked out again each time. */
const composite = (index: number): Condition => ({
  type: 'all',
  conditions: [
    { type: 'any', conditions: [part(index, 500), part(index + 1)] },
    { type: 'not', condition: part(index + 2, 500) },
    part(index + 3),
  ],
})
const imbalance: Condition = { type: 'phase_imbalance', quantity: 'current', percent: 150, minValue: 0 }
const deviation = (index: number): Condition => ({
  type: 'deviation',
  metric: metric(index),
  percent: 40,
  absolute: 1e9,
  direction: 'both',
  baseline: 'same_hour_7d',
  minSamples: 3,
})
const silence: Condition = { type: 'no_data', metric: null, afterS: 300 }
const always: Schedule = {
  timeZone: null,
  windows: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }],
  holidays: 'ignore',
  season: null,
}

const times = (count: number, change: (index: number) => Partial<Policy>): Policy[] =>
  Array.from({ length: count }, (_, index) => policy(index, change(index)))
const everyDevice = { kind: 'device_type', value: 'pedestal' } as const

/** 10,000 as a large marina would have them: mostly limits, one in three something that needs more than a comparison. */
const mixed = (index: number): Partial<Policy> => {
  const condition = [composite(index), imbalance, deviation(index)][index % 9] ?? threshold(index)
  return { condition, schedule: index % 4 === 0 ? always : null }
}

const CASES: readonly (readonly [string, readonly Policy[]])[] = [
  ['no policy', []],
  [
    '1,000 policies, none of a metric that comes',
    times(1_000, () => ({ condition: { ...threshold(0), metric: 'x' } })),
  ],
  ['1,000 policies', times(1_000, () => ({}))],
  ['10,000 thresholds', times(10_000, () => ({}))],
  ['10,000 thresholds with a schedule', times(10_000, () => ({ schedule: always }))],
  ['10,000 composites of four parts', times(10_000, (index) => ({ condition: composite(index) }))],
  [
    '10,000 imbalances and deviations',
    times(10_000, (index) => ({ condition: index % 2 ? imbalance : deviation(index) })),
  ],
  ['10,000 of all kinds, a quarter with a schedule', times(10_000, mixed)],
  ['1 policy on all devices', [policy(0, { target: everyDevice })]],
  ['1 no-data policy on all devices', [policy(0, { target: everyDevice, condition: silence })]],
]

function batches(round: number): Reading[] {
  return devices.map(({ id }) => ({
    deviceId: id,
    at: round * 1000,
    values: Object.fromEntries(METRICS.map((key, index) => [key, (round * 7 + index) % 1000])),
    quality: 'good',
  }))
}

const rounds = Array.from({ length: ROUNDS }, (_, round) => batches(round + 1))
const calendar = { timeZone: 'Europe/Istanbul', holidays: new Set<string>() }
const around: Surroundings = { latest: () => null, calendarOf: () => calendar }

const nothing = () => undefined
const emptyEvaluator = () => new Evaluator({ raise: nothing, clear: nothing, fold: nothing, gone: nothing })

function timed(run: () => void): number {
  const startedAt = process.hrtime.bigint()
  run()
  return Number(process.hrtime.bigint() - startedAt) / 1e6
}

function nsPerPoint(evaluator: Evaluator): number {
  for (const { leaf } of evaluator.slowLeaves()) if ('expect' in leaf) leaf.expect(500)
  let startedAt = 0n
  for (const [round, readings] of rounds.entries()) {
    if (round === WARM_UP_ROUNDS) startedAt = process.hrtime.bigint()
    evaluator.onReadings(readings, (round + 1) * 1000)
  }
  const points = (ROUNDS - WARM_UP_ROUNDS) * DEVICES * METRICS.length
  return Number(process.hrtime.bigint() - startedAt) / points
}

/** The least that any judging must do: look at every value once. */
function bareNsPerPoint(): number {
  let sum = 0
  const startedAt = process.hrtime.bigint()
  for (const readings of rounds.slice(WARM_UP_ROUNDS))
    for (const reading of readings) for (const key in reading.values) sum += reading.values[key] ?? 0
  const elapsed = Number(process.hrtime.bigint() - startedAt)
  return elapsed / ((ROUNDS - WARM_UP_ROUNDS) * DEVICES * METRICS.length + (sum > 0 ? 0 : 1))
}

const bare = Math.min(...Array.from({ length: 5 }, bareNsPerPoint))
for (const [name, policies] of CASES) {
  const evaluator = emptyEvaluator()
  const setUpMs = timed(() => evaluator.configure(policies, devices, around, 0))
  const cost = nsPerPoint(evaluator)
  const ratio = `${(cost / bare).toFixed(1)}× looking at a value and nothing else: ${bare.toFixed(1)} ns/point`
  const share = `${((cost * POINTS_PER_SECOND) / 1e7).toFixed(1)} % of one thread at 100,000 points/s`
  process.stdout.write(
    `alarm-evaluate, ${name}: ${cost.toFixed(1)} ns/point (${ratio}; ${share}; set up in ${setUpMs.toFixed(0)} ms)\n`,
  )
}

/** The best of several, each with a policy or device that really changed. */
const best = (run: (time: number) => void): number =>
  Math.min(...Array.from({ length: 5 }, (_, time) => timed(() => run(time + 1))))

const many = Array.from({ length: MANY_DEVICES }, (_, index) => deviceOf(index))
const watching = [
  ...times(10_000, mixed),
  policy(10_000, { target: everyDevice, condition: threshold(3) }),
  policy(10_001, { target: everyDevice, condition: composite(3) }),
]
const large = emptyEvaluator()
const wholeMs = timed(() => large.configure(watching, many, around, 0))
const changed = (index: number, time: number) => ({ ...(watching[index] ?? policy(index)), updatedAt: time })
const REVISIONS: readonly (readonly [string, (time: number) => void])[] = [
  ['one policy on one device', (time) => large.changePolicy(changed(7, time), around, 0)],
  ['one policy on all devices', (time) => large.changePolicy(changed(10_000, time), around, 0)],
  ['one composite on all devices', (time) => large.changePolicy(changed(10_001, time), around, 0)],
  [
    'one device renamed',
    (time) =>
      large.configure(
        watching,
        many.map((one, index) => (index ? one : { ...one, name: `${time}` })),
        around,
        0,
      ),
  ],
]
for (const [name, run] of REVISIONS) {
  const ms = best(run)
  process.stdout.write(
    `alarm-reload, ${name}, of 10,002 policies on 10,000 devices: ${ms.toFixed(2)} ms (${(ms / wholeMs).toFixed(3)}× taking over everything: ${wholeMs.toFixed(0)} ms)\n`,
  )
}
