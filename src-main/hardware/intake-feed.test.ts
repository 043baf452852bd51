import { describe, expect, test } from 'vitest'
import { manualClock } from '../../server/core/clock.ts'
import type { Fault, Intake, Reading } from '../../server/core/outside.ts'
import { IntakeFeed } from './intake-feed.ts'
import { recordIntake, silentLog } from './test-hardware.ts'

const reading = (at: number): Reading => ({ deviceId: 'd', at, values: { m: at }, quality: 'good' })
const fault = (at: number): Fault => ({ gatewayId: 'g', deviceId: 'd', at, kind: 'timeout', code: null, message: 'm' })
const link = (isOnline: boolean) => ({ gatewayId: 'g', isOnline, since: 1, cause: null })
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

function feedInto(intake: Intake, isSimulated = false) {
  const clock = manualClock(0)
  const feed = new IntakeFeed({ intake, clock, log: silentLog, isSimulated })
  feed.start()
  return { clock, feed }
}

/** An intake that takes nothing until told. */
function heldIntake() {
  const recorded = recordIntake()
  const gate = Promise.withResolvers<void>()
  const batches: number[] = []
  const intake: Intake = {
    ...recorded,
    readings: async (batch) => {
      batches.push(batch.length)
      await gate.promise
      await recorded.readings(batch)
    },
  }
  return { intake, batches, open: () => gate.resolve(), taken: recorded.taken }
}

test('a reading goes at once; those that come meanwhile go together', async () => {
  const held = heldIntake()
  const { feed } = feedInto(held.intake)
  for (let at = 0; at < 10; at++) feed.offer(reading(at))
  expect(held.batches).toEqual([1])
  held.open()
  await settle()
  expect(held.batches).toEqual([1, 9])
  expect(held.taken.readings.map((each) => each.at)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
})

test('readings that the hub refuses are offered again, in order', async () => {
  const intake = recordIntake()
  intake.refusal = new Error('away')
  const { clock, feed } = feedInto(intake)
  feed.offer(reading(1))
  feed.offer(reading(2))
  await settle()
  intake.refusal = null
  await clock.advance(1_000)
  await settle()
  expect(intake.taken.readings.map((each) => each.at)).toEqual([1, 2])
  expect(feed.droppedReadings).toBe(0)
})

test('while the hub hangs the newest readings are kept and the lost are counted', async () => {
  const held = heldIntake()
  const { feed } = feedInto(held.intake)
  for (let at = 0; at < 60_001; at++) feed.offer(reading(at))
  expect(feed.droppedReadings).toBeGreaterThan(0)
  held.open()
  await settle()
  expect(held.taken.readings.at(-1)?.at).toBe(60_000)
  expect(held.taken.readings).toHaveLength(60_001 - feed.droppedReadings)
})

test('faults go four times a second, together', async () => {
  const intake = recordIntake()
  const { clock, feed } = feedInto(intake)
  feed.fault(fault(1))
  feed.fault(fault(2))
  await clock.advance(249)
  expect(intake.taken.faults).toEqual([])
  await clock.advance(1)
  expect(intake.taken.faults.map((each) => each.at)).toEqual([1, 2])
})

test('a hub that was away learns the last state of a link, not its history', async () => {
  const intake = recordIntake()
  intake.refusal = new Error('away')
  const { clock, feed } = feedInto(intake)
  feed.link(link(true))
  await settle()
  feed.link(link(false))
  intake.refusal = null
  await clock.advance(1_000)
  await settle()
  expect(intake.taken.links).toEqual([link(false)])
})

describe('in the demo', () => {
  test('what is good is simulated, on both ways in; what is not stays as it is', async () => {
    const intake = recordIntake()
    const { feed } = feedInto(intake, true)
    feed.offer(reading(1))
    feed.offer({ ...reading(2), quality: 'comm_fail' })
    await feed.commit([reading(3)])
    await settle()
    const qualities = Object.fromEntries(intake.taken.readings.map((each) => [each.at, each.quality]))
    expect(qualities).toEqual({ 1: 'simulated', 2: 'comm_fail', 3: 'simulated' })
  })
})

test('committing rejects when the hub does', async () => {
  const intake = recordIntake()
  intake.refusal = new Error('disk full')
  const { feed } = feedInto(intake)
  await expect(feed.commit([reading(1)])).rejects.toThrow('disk full')
})

test('stopping delivers the faults that wait, and takes nothing more', async () => {
  const intake = recordIntake()
  const { feed } = feedInto(intake)
  feed.fault(fault(1))
  await feed.stop()
  await feed.stop()
  feed.offer(reading(1))
  expect(intake.taken.faults).toHaveLength(1)
  expect(intake.taken.readings).toEqual([])
})
