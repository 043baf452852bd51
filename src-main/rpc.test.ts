import { MessageChannel } from 'node:worker_threads'
import { afterEach, describe, expect, test } from 'vitest'
import { AppError } from '../server/core/errors.ts'
import type { Reading } from '../server/core/outside.ts'
import { connect, expose, type Methods, nodePort, type Port } from './rpc.ts'

interface Store {
  put(readings: readonly Reading[]): Promise<void>
  newest(deviceId: string): Promise<Reading | null>
  fail(how: 'error' | 'coded' | 'app' | 'text'): Promise<void>
  never(): Promise<void>
}
const METHODS: Methods<Store> = { put: true, newest: true, fail: true, never: true }

class MemoryStore implements Store {
  readonly #readings: Reading[] = []

  async put(readings: readonly Reading[]): Promise<void> {
    this.#readings.push(...readings)
  }
  async newest(deviceId: string): Promise<Reading | null> {
    return this.#readings.findLast((reading) => reading.deviceId === deviceId) ?? null
  }
  async fail(how: 'error' | 'coded' | 'app' | 'text'): Promise<void> {
    if (how === 'coded') throw Object.assign(new Error('in use'), { code: 'EADDRINUSE' })
    if (how === 'app') throw new AppError('STATE_CONFLICT', { tr: 'Kilitli', en: 'Locked' })
    if (how === 'text') return Promise.reject('words')
    throw new Error('broken')
  }
  never(): Promise<void> {
    return new Promise(() => undefined)
  }
}

const ports: Port[] = []
afterEach(() => {
  for (const port of ports.splice(0)) port.close()
})

function channel(): [Port, Port] {
  const { port1, port2 } = new MessageChannel()
  const pair: [Port, Port] = [nodePort(port1), nodePort(port2)]
  ports.push(...pair)
  return pair
}

function overPort(store: Store): Store {
  const [here, there] = channel()
  expose(store, METHODS, there)
  return connect<Store>(here)
}

const reading = (n: number): Reading => ({ deviceId: 'd1', at: n, values: { a: n, b: null }, quality: 'good' })

describe.each([
  ['called directly', (store: Store) => store],
  ['called over a port', overPort],
])('a service %s', (_, reach) => {
  test('takes plain data and answers with it', async () => {
    const store = reach(new MemoryStore())
    await store.put([reading(1), reading(2)])
    expect(await store.newest('d1')).toEqual(reading(2))
    expect(await store.newest('d9')).toBe(null)
  })

  test('sees calls in the order they were made', async () => {
    const store = reach(new MemoryStore())
    await Promise.all([1, 2, 3].map((n) => store.put([reading(n)])))
    expect(await store.newest('d1')).toEqual(reading(3))
  })

  test('fails with message and code', async () => {
    const store = reach(new MemoryStore())
    await expect(store.fail('error')).rejects.toThrow('broken')
    await expect(store.fail('coded')).rejects.toMatchObject({ message: 'in use', code: 'EADDRINUSE' })
    await expect(store.fail('app')).rejects.toMatchObject({ message: 'Locked', code: 'STATE_CONFLICT' })
  })
})

test('calls that wait are rejected when the port closes, and so are later ones', async () => {
  const [here, there] = channel()
  expose(new MemoryStore(), METHODS, there)
  const store = connect<Store>(here)
  const waiting = store.never()
  there.close()
  await expect(waiting).rejects.toMatchObject({ code: 'PORT_CLOSED' })
  await expect(store.newest('d1')).rejects.toMatchObject({ code: 'PORT_CLOSED' })
})

test('an argument that cannot be sent is the caller’s error alone', async () => {
  const store: { put(value: unknown): Promise<void>; newest(id: string): Promise<unknown> } = overPort(
    new MemoryStore(),
  ) as never
  await expect(store.put(() => undefined)).rejects.toThrow(/clone/)
  expect(await store.newest('d1')).toBe(null)
})

test('only the listed methods can be called', async () => {
  const [here, there] = channel()
  expose(new MemoryStore(), METHODS, there)
  const stranger = connect<{ constructor(): Promise<void>; toString(): Promise<string>; gone(): Promise<void> }>(here)
  await expect(stranger.constructor()).rejects.toThrow('no method')
  await expect(stranger.toString()).rejects.toThrow('no method')
  await expect(stranger.gone()).rejects.toThrow('no method')
})

test('one port carries a service each way', async () => {
  const [here, there] = channel()
  const left = new MemoryStore()
  expose(left, METHODS, here)
  expose(new MemoryStore(), METHODS, there)
  const [fromHere, fromThere] = [connect<Store>(here), connect<Store>(there)]
  await Promise.all([fromThere.put([reading(5)]), fromHere.put([reading(6)])])
  expect(await left.newest('d1')).toEqual(reading(5))
  expect(await fromHere.newest('d1')).toEqual(reading(6))
})

test('a remote service can be awaited', async () => {
  const store = overPort(new MemoryStore())
  expect(await Promise.resolve(store)).toBe(store)
})

test('what is no message of ours is passed over', async () => {
  const [here, there] = channel()
  expose(new MemoryStore(), METHODS, there)
  for (const junk of [null, 1, 'call', {}, { kind: 'answer', id: 99, value: 1 }]) here.post(junk)
  expect(await connect<Store>(here).newest('d1')).toBe(null)
})
