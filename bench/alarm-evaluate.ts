/**
 * What judging costs per point, on the hub's one thread: 1,000 devices × 10 metrics in messages of 10, with no policy
 * that matches, with 1,000 and with 10,000 threshold policies, and with one policy that watches every device.
 * Aim: below 1 µs per point where no rule matches.
 */
import type { Policy, WatchedDevice } from '../server/core/alarms/alarm.types.ts'
import { Evaluator } from '../server/core/alarms/evaluator.ts'
import type { Reading } from '../server/core/outside.ts'

const DEVICES = 1_000
const METRICS = Array.from({ length: 10 }, (_, index) => `metric_${index}`)
const ROUNDS = 60
const WARM_UP_ROUNDS = 10

const devices = Array.from(
  { length: DEVICES },
  (_, index): WatchedDevice => ({
    id: `device-${index}`,
    tenantId: 't',
    name: `Device ${index}`,
    deviceType: 'pedestal',
    gatewayId: `gateway-${index % 20}`,
    gatewayName: `Gateway ${index % 20}`,
    isGatewayEnabled: true,
    subregionId: null,
    regionId: null,
  }),
)

const policy = (index: number, change: Partial<Policy>): Policy => ({
  id: `policy-${index}`,
  tenantId: 't',
  name: `Policy ${index}`,
  severity: 'high',
  isEnabled: true,
  target: { kind: 'device', value: `device-${index % DEVICES}` },
  condition: { type: 'threshold', metric: METRICS[index % METRICS.length] ?? '', operator: '>', value: 1e9 },
  onDelayS: 0,
  offDelayS: 0,
  deadband: 0,
  createdAt: 0,
  updatedAt: 0,
  ...change,
})

const perDevice = (count: number): Policy[] => Array.from({ length: count }, (_, index) => policy(index, {}))
const everyDevice = { kind: 'device_type', value: 'pedestal' } as const
const CASES: readonly (readonly [string, readonly Policy[]])[] = [
  ['no policy', []],
  ['1,000 policies, none of a metric that comes', perDevice(1_000).map((one) => elsewhere(one))],
  ['1,000 policies', perDevice(1_000)],
  ['10,000 policies', perDevice(10_000)],
  ['1 policy on all devices', [policy(0, { target: everyDevice })]],
  ['1 no-data policy on all devices', [policy(0, { target: everyDevice, condition: silence() })]],
]

function elsewhere(one: Policy): Policy {
  return { ...one, condition: { type: 'threshold', metric: 'elsewhere', operator: '>', value: 1e9 } }
}

function silence(): Policy['condition'] {
  return { type: 'no_data', metric: null, afterS: 300 }
}

function batches(round: number): Reading[] {
  return devices.map(({ id }) => ({
    deviceId: id,
    at: round * 1000,
    values: Object.fromEntries(METRICS.map((metric, index) => [metric, (round * 7 + index) % 1000])),
    quality: 'good',
  }))
}

const rounds = Array.from({ length: ROUNDS }, (_, round) => batches(round + 1))

function evaluatorOf(policies: readonly Policy[]): { evaluator: Evaluator; configureMs: number } {
  const nothing = () => undefined
  const evaluator = new Evaluator({ raise: nothing, clear: nothing, fold: nothing, gone: nothing })
  const startedAt = process.hrtime.bigint()
  evaluator.configure(policies, devices, () => null, 0)
  return { evaluator, configureMs: Number(process.hrtime.bigint() - startedAt) / 1e6 }
}

function nsPerPoint(evaluator: Evaluator): number {
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
    for (const reading of readings) for (const metric in reading.values) sum += reading.values[metric] ?? 0
  const elapsed = Number(process.hrtime.bigint() - startedAt)
  return elapsed / ((ROUNDS - WARM_UP_ROUNDS) * DEVICES * METRICS.length + (sum > 0 ? 0 : 1))
}

const bare = Math.min(...Array.from({ length: 5 }, bareNsPerPoint))
for (const [name, policies] of CASES) {
  const { evaluator, configureMs } = evaluatorOf(policies)
  const cost = nsPerPoint(evaluator)
  const ratio = `${(cost / bare).toFixed(1)}× looking at a value and nothing else: ${bare.toFixed(1)} ns/point`
  process.stdout.write(
    `alarm-evaluate, ${name}: ${cost.toFixed(1)} ns/point (${ratio}; set up in ${configureMs.toFixed(0)} ms)\n`,
  )
}
