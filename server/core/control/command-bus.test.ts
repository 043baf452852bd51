import { expect, test } from 'vitest'
import { AppError } from '../errors.ts'
import type { GatewayMessage, WriteRequest } from '../outside.ts'
import { CommandBus } from './command-bus.ts'
import type { ControlSubject } from './interlock.ts'

function stage(requireFree: (subject: ControlSubject) => Promise<void> = async () => undefined) {
  const sent: (WriteRequest | GatewayMessage)[] = []
  const asked: ControlSubject[] = []
  const bus = new CommandBus({
    fieldBus: Promise.resolve({
      async write(request) {
        sent.push(request)
        return { readBack: request.value, isConfirmed: true, cause: null }
      },
      async publish(message) {
        sent.push(message)
        return { isConnected: true }
      },
    }),
    interlock: {
      async requireFree(subject) {
        asked.push(subject)
        await requireFree(subject)
      },
    },
  })
  return { bus, sent, asked }
}

const write = { tenantId: 't', deviceId: 'd', point: 'breaker', value: 1 }
const message = { tenantId: 't', gatewayId: 'g', topic: 'config/set', payload: '{}', isRetained: true }

test('asks for the device that a write moves, and for the gateway that a message moves', async () => {
  const { bus, sent, asked } = stage()
  await bus.write(write)
  await bus.publish(message)
  await bus.publish({ ...message, deviceId: 'd', isDeEnergising: true })
  expect(asked).toEqual([
    { tenantId: 't', deviceId: 'd', isDeEnergising: false },
    { tenantId: 't', gatewayId: 'g' },
    { tenantId: 't', deviceId: 'd', isDeEnergising: true },
  ])
  const { tenantId: _t, ...plain } = message
  expect(sent).toEqual([{ deviceId: 'd', point: 'breaker', value: 1 }, plain, plain])
})

test('sends nothing that the interlock refuses', async () => {
  const refusal = new AppError('STATE_CONFLICT', null, { extra: { reason: 'LOTO_ACTIVE', session_id: 's' } })
  const { bus, sent } = stage(() => Promise.reject(refusal))
  await expect(bus.write(write)).rejects.toBe(refusal)
  await expect(bus.publish(message)).rejects.toBe(refusal)
  expect(sent).toEqual([])
})

test('sends nothing when the interlock cannot tell', async () => {
  const { bus, sent } = stage(() => Promise.reject(new Error('disk I/O error')))
  const locked = { code: 'STATE_CONFLICT', extra: { reason: 'LOTO_ACTIVE', session_id: null } }
  await expect(bus.write(write)).rejects.toMatchObject(locked)
  await expect(bus.publish(message)).rejects.toMatchObject(locked)
  expect(sent).toEqual([])
})

test('is settled when what was let through has ended, not before', async () => {
  const interlock = Promise.withResolvers<void>()
  const { bus, sent } = stage(() => interlock.promise)
  const notes: string[] = []
  const writing = bus.write(write).then(() => notes.push('written'))
  const settled = bus.settled().then(() => notes.push('settled'))
  interlock.resolve()
  await Promise.all([writing, settled])
  expect(sent).toHaveLength(1)
  expect(notes.toSorted()).toEqual(['settled', 'written'])
  await bus.settled()
  const refusing = stage(() => Promise.reject(new Error('disk I/O error')))
  await expect(refusing.bus.write(write)).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
  await refusing.bus.settled()
})
