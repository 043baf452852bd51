import { describe, expect, test } from 'vitest'
import { manualClock } from '../../server/core/clock.ts'
import type { DevicePlan, Fault, Reading, TemplateSpec } from '../../server/core/outside.ts'
import { FieldError } from './fault.ts'
import type { ReadBlock } from './planner.ts'
import { hashOf } from './poll-loop.ts'
import { DevicePoller } from './poller.ts'
import { device, register, template } from './test-hardware.ts'

const START = 1_800_000_000_000

interface Bench {
  /** Answers a read; throw to fail it. */
  answer: (block: ReadBlock) => Buffer
  readonly readings: Reading[]
  readonly faults: Omit<Fault, 'gatewayId'>[]
  readonly alive: boolean[]
  /** Time and first address of every read. */
  readonly reads: [number, number][]
  probeWaitMs: number
  retryAt: number
  readonly poller: DevicePoller
  advance(ms: number): Promise<void>
}

const MAP = template([
  register({ metric: 'active_power', address: 0 }),
  register({ metric: 'energy_import', address: 100, type: 'u32', pollClass: 'energy' }),
  register({ metric: 'rated_current', address: 200, pollClass: 'config' }),
  register({ metric: 'model', address: 300, pollClass: 'once' }),
])

function bench(map: TemplateSpec = MAP, changes: Partial<DevicePlan> = {}): Bench {
  const clock = manualClock(START)
  const plan = { ...device({ pollIntervalMs: 5_000, ...changes }), template: map }
  const it = {
    answer: (block: ReadBlock) => Buffer.alloc(block.length * 2, 1),
    readings: [] as Reading[],
    faults: [] as Omit<Fault, 'gatewayId'>[],
    alive: [] as boolean[],
    reads: [] as [number, number][],
    probeWaitMs: 0,
    retryAt: 0,
  }
  const reader = {
    cost: { byteMs: 0, requestMs: 1 },
    gapMs: 3,
    async read(block: ReadBlock) {
      it.reads.push([clock.now(), block.address])
      return { data: it.answer(block), roundTripMs: 7 }
    },
    reserveProbe: () => it.probeWaitMs,
    settleProbe: () => undefined,
    retryAt: () => it.retryAt,
  }
  const events = {
    reading: (reading: Reading) => it.readings.push(reading),
    fault: (fault: Omit<Fault, 'gatewayId'>) => it.faults.push(fault),
    alive: (isAlive: boolean) => it.alive.push(isAlive),
    answered: () => undefined,
    failed: () => undefined,
  }
  const poller = new DevicePoller(plan, reader, events, { clock, random: () => 0.5, maxBackoffMs: 60_000 })
  poller.start()
  return Object.assign(it, {
    poller,
    /** In steps, because a read takes microtasks between one timer and the next. */
    async advance(ms: number) {
      const step = ms > 7_200_000 ? 10_000 : 50
      for (let done = 0; done < ms; done += step) {
        await clock.advance(step)
        await new Promise<void>((resolve) => setImmediate(resolve))
      }
    },
  })
}

const fail =
  (kind: Fault['kind'], code: number | null = null) =>
  () => {
    throw new FieldError(kind, kind, code)
  }

describe('periods', () => {
  test('live at the device’s period, on its own phase; energy each minute; config each hour; once once', async () => {
    const it = bench()
    await it.advance(2 * 3_600_000)
    const times = (address: number) => it.reads.flatMap(([at, from]) => (from === address ? at : []))
    const phase = hashOf('device-1/live') % 5_000
    const live = times(0)
    expect(live.slice(1).every((at) => at % 5_000 === phase)).toBe(true)
    expect(live.length).toBeGreaterThanOrEqual(1_440)
    expect(live.length).toBeLessThanOrEqual(1_442)
    expect(times(100).length).toBeGreaterThanOrEqual(120)
    expect(times(100).length).toBeLessThanOrEqual(122)
    expect(times(200)).toHaveLength(3)
    expect(times(300)).toHaveLength(1)
    expect(it.poller.missedPeriods).toBe(0)
  })

  test('the first values come within a second', async () => {
    const it = bench(MAP, { pollIntervalMs: 60_000 })
    await it.advance(1_000)
    expect(it.readings.map((reading) => Object.keys(reading.values)[0]).sort()).toEqual([
      'active_power',
      'energy_import',
      'model',
      'rated_current',
    ])
  })

  test('energy is never polled more often than live', async () => {
    const it = bench(MAP, { pollIntervalMs: 300_000 })
    await it.advance(3_600_000)
    expect(it.reads.filter(([, address]) => address === 100).length).toBeLessThanOrEqual(13)
  })
})

describe('a device that does not answer', () => {
  test('is given up after three attempts, says so once with all its metrics, and is asked ever less often', async () => {
    const it = bench()
    it.answer = fail('timeout')
    await it.advance(600_000)
    expect(it.readings).toEqual([
      {
        deviceId: 'device-1',
        at: expect.any(Number),
        quality: 'comm_fail',
        values: { active_power: null, energy_import: null, rated_current: null, model: null },
      },
    ])
    expect(it.alive).toEqual([false])
    const pauses = it.reads.map(([at], index) => at - (it.reads[index - 1]?.[0] ?? at)).slice(3)
    expect(pauses.slice(0, 4)).toEqual([5_000, 10_000, 20_000, 40_000])
    expect(pauses.at(-1)).toBe(60_000)
    expect(it.poller.describe()).toMatchObject({ isBackedOff: true, nextAttemptAt: expect.any(Number) })
  })

  test('comes back with its first answer, all classes at once', async () => {
    const it = bench()
    it.answer = fail('timeout')
    await it.advance(30_000)
    it.answer = (block) => Buffer.alloc(block.length * 2)
    it.readings.length = 0
    await it.advance(30_000)
    expect(it.alive).toEqual([false, true])
    const metrics = new Set(it.readings.flatMap((reading) => Object.keys(reading.values)))
    expect([...metrics].sort()).toEqual(['active_power', 'energy_import', 'model', 'rated_current'])
    expect(it.readings.every((reading) => reading.quality === 'good')).toBe(true)
  })

  test('one or two lost answers are not a failure', async () => {
    const it = bench()
    await it.advance(2_000)
    it.answer = fail('timeout')
    await it.advance(6_000)
    it.answer = (block) => Buffer.alloc(block.length * 2)
    await it.advance(10_000)
    expect(it.readings.filter((reading) => reading.quality !== 'good')).toEqual([])
    expect(it.faults.length).toBeGreaterThan(0)
  })

  test('waits for its turn when the probe budget of the bus is spent', async () => {
    const it = bench()
    it.answer = fail('timeout')
    await it.advance(10_000)
    it.probeWaitMs = 30_000
    const before = it.reads.length
    await it.advance(60_000)
    expect(it.reads).toHaveLength(before)
    it.probeWaitMs = 0
    await it.advance(60_000)
    expect(it.reads.length).toBeGreaterThan(before)
  })

  test('is tried again when the connection is, not later', async () => {
    const it = bench()
    it.answer = fail('connection')
    await it.advance(60_000)
    it.retryAt = START + 70_000
    await it.advance(9_000)
    const before = it.reads.length
    it.answer = (block) => Buffer.alloc(block.length * 2)
    await it.advance(3_000)
    expect(it.reads.length).toBeGreaterThan(before)
    expect(it.alive.at(-1)).toBe(true)
  })
})

describe('a device that answers in part', () => {
  test('energy that stays silent loses only its own values', async () => {
    const it = bench()
    it.answer = (block) => (block.pollClass === 'energy' ? fail('timeout')() : Buffer.alloc(block.length * 2))
    await it.advance(60_000)
    const lost = it.readings.filter((reading) => reading.quality === 'comm_fail')
    expect(lost.map((reading) => reading.values)).toEqual([{ energy_import: null }])
    expect(it.alive).toEqual([true])
  })

  test('values refused are missing once, and good again when given', async () => {
    const it = bench()
    it.answer = (block) => (block.address === 0 ? fail('exception', 4)() : Buffer.alloc(block.length * 2))
    await it.advance(20_000)
    expect(it.readings.filter((reading) => 'active_power' in reading.values)).toMatchObject([
      { quality: 'invalid', values: { active_power: null } },
    ])
    it.answer = (block) => Buffer.alloc(block.length * 2)
    await it.advance(20_000)
    expect(it.readings.at(-1)).toMatchObject({ quality: 'good', values: { active_power: 0 } })
  })

  test('a device that refuses everything while it starts is read in full when it has', async () => {
    const it = bench()
    it.answer = fail('exception', 2)
    await it.advance(20_000)
    expect(it.readings[0]).toMatchObject({ quality: 'invalid', values: { active_power: null } })
    expect(it.poller.describe().holes).toEqual([])
    it.answer = (block) => Buffer.alloc(block.length * 2)
    await it.advance(60_000)
    expect(it.readings.findLast((reading) => 'active_power' in reading.values)).toMatchObject({ quality: 'good' })
    expect(it.readings.findLast((reading) => 'energy_import' in reading.values)).toMatchObject({ quality: 'good' })
  })

  test('what was refused is asked for again after a day', async () => {
    const it = bench(template([register({ metric: 'a', address: 0 }), register({ metric: 'b', address: 1 })]), {
      pollIntervalMs: 600_000,
    })
    const hasB = ({ address, length }: ReadBlock) => address + length > 1
    it.answer = (block) => (hasB(block) ? fail('exception', 2)() : Buffer.alloc(block.length * 2))
    await it.advance(3_600_000)
    expect(it.poller.describe().holes).toEqual([{ table: 'holding', address: 1 }])
    it.answer = (block) => Buffer.alloc(block.length * 2)
    await it.advance(86_400_000)
    expect(it.readings.at(-1)?.values).toEqual({ a: 0, b: 0 })
  })
})

test('a stopped poller says and asks nothing more', async () => {
  const it = bench()
  await it.advance(10_000)
  it.poller.stop()
  it.poller.stop()
  const [reads, readings] = [it.reads.length, it.readings.length]
  await it.advance(60_000)
  expect([it.reads.length, it.readings.length]).toEqual([reads, readings])
})

test('diagnostics tell plan, cost and round trips', async () => {
  const it = bench()
  await it.advance(20_000)
  expect(it.poller.describe()).toMatchObject({
    deviceId: 'device-1',
    periodMs: 5_000,
    cycleMs: 10,
    lastRoundTripMs: 7,
    p95RoundTripMs: 7,
    failures: 0,
    isBackedOff: false,
    holes: [],
  })
  expect(it.poller.describe().plan[0]).toEqual({
    table: 'holding',
    address: 0,
    length: 1,
    pollClass: 'live',
    metrics: ['active_power'],
  })
})
