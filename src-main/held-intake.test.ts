import { MessageChannel } from 'node:worker_threads'
import { expect, test } from 'vitest'
import type { Intake, Reading } from '../server/core/outside.ts'
import { HeldIntake } from './held-intake.ts'
import { connect, expose, type Methods, nodePort } from './rpc.ts'

const INTAKE: Methods<Intake> = { readings: true, links: true, faults: true, inbox: true, reports: true, claim: true }
const batch = (...times: number[]): Reading[] =>
  times.map((at) => ({ deviceId: 'd1', at, values: { a: at }, quality: 'good' }))

function hub(answer: () => Promise<void> = async () => undefined) {
  const taken: number[] = []
  const intake: Intake = {
    async readings(readings) {
      for (const reading of readings) taken.push(reading.at)
      await answer()
    },
    links: async () => undefined,
    faults: async () => undefined,
    inbox: async () => undefined,
    reports: async () => undefined,
    claim: async () => ({ refused: 'wrong code' }),
  }
  return { intake, taken }
}

test('passes on to the hub while it is there, errors included', async () => {
  const held = new HeldIntake()
  held.attach(hub(() => Promise.reject(new Error('disk full'))).intake)
  await expect(held.readings(batch(1))).rejects.toThrow('disk full')
})

test('holds what comes while the hub is away, and sends it in order', async () => {
  const held = new HeldIntake()
  const { intake, taken } = hub()
  const waiting = [held.readings(batch(1, 2)), held.readings(batch(3))]
  held.attach(intake)
  await Promise.all(waiting)
  expect(taken).toEqual([1, 2, 3])
})

test('sends again what the hub had not answered when it went', async () => {
  const held = new HeldIntake()
  const { port1, port2 } = new MessageChannel()
  const before = hub(() => new Promise(() => undefined))
  expose(before.intake, INTAKE, nodePort(port2))
  held.attach(connect<Intake>(nodePort(port1)))
  const waiting = held.readings(batch(1))
  await new Promise((resolve) => {
    port1.once('close', resolve)
    port2.close()
  })
  held.attach(null)
  const after = hub()
  held.attach(after.intake)
  await waiting
  expect(after.taken).toEqual([1])
})

test('refuses what is more than it can hold, so that its sender keeps it', async () => {
  const held = new HeldIntake(3)
  const waiting = held.readings(batch(1, 2))
  await expect(held.readings(batch(3, 4))).rejects.toThrow('full')
  const { intake, taken } = hub()
  held.attach(intake)
  await waiting
  expect(taken).toEqual([1, 2])
})

test('holds reports too, for as long as they are not too much', async () => {
  const held = new HeldIntake(100)
  const report = { gatewayId: 'g1', topic: 'ota/status', payload: '{}', isRetained: false, at: 0 }
  const taken: string[] = []
  const { intake } = hub()
  const waiting = held.reports([report])
  await expect(held.reports([{ ...report, payload: 'x'.repeat(10_000) }])).rejects.toThrow('full')
  held.attach({ ...intake, reports: async (reports) => void taken.push(...reports.map(({ topic }) => topic)) })
  await waiting
  expect(taken).toEqual(['ota/status'])
})

test('refuses what it holds when no hub will come any more', async () => {
  const held = new HeldIntake()
  const waiting = held.readings(batch(1))
  held.stop()
  await expect(waiting).rejects.toThrow('stopped')
})
