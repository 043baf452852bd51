import { expect, test } from 'vitest'
import { manualClock } from '../../server/core/clock.ts'
import { Bus } from './bus.ts'

/** Runs what is ready: the queue works in microtasks. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

function recorded(bus: Bus) {
  const order: string[] = []
  const submit = (name: string, priority: 'write' | 'alarm' | 'poll', minGapMs = 0) =>
    bus.submit(priority, minGapMs, async () => void order.push(name))
  return { order, submit }
}

test('one request is under way at a time', async () => {
  const bus = new Bus(manualClock(0))
  const first = Promise.withResolvers<void>()
  let isSecondRunning = false
  const running = bus.submit('poll', 0, () => first.promise)
  const waiting = bus.submit('poll', 0, async () => {
    isSecondRunning = true
  })
  await settle()
  expect(isSecondRunning).toBe(false)
  first.resolve()
  await Promise.all([running, waiting])
  expect(isSecondRunning).toBe(true)
})

test('a write overtakes alarm reads, and those overtake polls', async () => {
  const bus = new Bus(manualClock(0))
  const { order, submit } = recorded(bus)
  await Promise.all([
    submit('poll 1', 'poll'),
    submit('poll 2', 'poll'),
    submit('alarm', 'alarm'),
    submit('write', 'write'),
  ])
  expect(order).toEqual(['poll 1', 'write', 'alarm', 'poll 2'])
})

test('the quiet time that a device asks for is kept, and a write that comes meanwhile goes first', async () => {
  const clock = manualClock(0)
  const bus = new Bus(clock, 4)
  const { order, submit } = recorded(bus)
  await submit('poll 1', 'poll', 25)
  await settle()
  const later = submit('poll 2', 'poll', 25)
  await clock.advance(24)
  await settle()
  expect(order).toEqual(['poll 1'])
  const write = submit('write', 'write')
  await clock.advance(1)
  await write
  expect(order).toEqual(['poll 1', 'write'])
  await settle()
  await clock.advance(25)
  await later
  expect(order).toEqual(['poll 1', 'write', 'poll 2'])
})

test('a failed request leaves the queue running', async () => {
  const bus = new Bus(manualClock(0))
  const failing = bus.submit('poll', 0, () => Promise.reject(new Error('lost')))
  const next = bus.submit('poll', 0, async () => 'next')
  await expect(failing).rejects.toThrow('lost')
  await expect(next).resolves.toBe('next')
})

test('probes of dead devices take at most a twentieth of the time while a device is alive', async () => {
  const clock = manualClock(0)
  const bus = new Bus(clock)
  bus.countAlive(1)
  let probedMs = 0
  for (let ms = 0; ms < 600_000; ms += 100) {
    if (bus.reserveProbe(1_000) === 0) probedMs += 1_000
    await clock.advance(100)
  }
  expect(probedMs).toBeLessThanOrEqual(600_000 * 0.05 + 1_000)
  expect(probedMs).toBeGreaterThanOrEqual(600_000 * 0.05 - 1_000)
})

test('the wait that a refused probe is told ends with a granted one', async () => {
  const clock = manualClock(0)
  const bus = new Bus(clock)
  bus.countAlive(1)
  expect(bus.reserveProbe(1_000)).toBe(0)
  const waitMs = bus.reserveProbe(1_000)
  expect(waitMs).toBe(20_000)
  await clock.advance(waitMs)
  expect(bus.reserveProbe(1_000)).toBe(0)
})

test('a probe that was answered at once is not paid like a timeout', async () => {
  const bus = new Bus(manualClock(0))
  bus.countAlive(1)
  bus.reserveProbe(1_000)
  bus.settleProbe(1_000, 5)
  expect(bus.reserveProbe(1_000)).toBe(100)
})

test('where nobody is alive every probe is granted', () => {
  const bus = new Bus(manualClock(0))
  expect([bus.reserveProbe(1_000), bus.reserveProbe(1_000)]).toEqual([0, 0])
})

test('stopping rejects what waits and what comes', async () => {
  const bus = new Bus(manualClock(0))
  const first = Promise.withResolvers<void>()
  const running = bus.submit('poll', 0, () => first.promise)
  const waiting = bus.submit('poll', 0, async () => undefined)
  bus.stop()
  await expect(waiting).rejects.toMatchObject({ kind: 'connection' })
  await expect(bus.submit('poll', 0, async () => undefined)).rejects.toMatchObject({ kind: 'connection' })
  first.resolve()
  await running
})
