import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { ADMIN, startTestHub, type TestHub } from '../test-hub.ts'
import { makeMarina } from '../test-marina.ts'

interface Message {
  readonly type: string
  readonly seq: number
  readonly items: readonly {
    device_id: string
    timestamp: string
    values: Record<string, { value: number | null; quality: string }>
  }[]
  readonly error_code?: string
}

/** A socket whose messages can be awaited one by one. */
function listenTo(url: string) {
  const socket = new WebSocket(url)
  const waiting: ((message: Message) => void)[] = []
  const arrived: Message[] = []
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as Message
    const next = waiting.shift()
    if (next) next(message)
    else arrived.push(message)
  })
  const next = (): Promise<Message> => {
    const first = arrived.shift()
    return first ? Promise.resolve(first) : new Promise((resolve) => waiting.push(resolve))
  }
  return { socket, next, closed: once(socket, 'close').then(([code]) => code as number) }
}

describe('/ws/telemetry', () => {
  let test: TestHub
  let marina: Awaited<ReturnType<typeof makeMarina>>
  let token: string
  beforeAll(async () => {
    test = await startTestHub()
    marina = await makeMarina(test)
    token = (await test.hub.core.identity.login(ADMIN.email, ADMIN.password, null)).accessToken
  })
  afterAll(() => test.stop())
  const address = (query: string) => `${test.hub.url.replace('http', 'ws')}/ws/telemetry?${query}`
  const report = (deviceId: string, value: number) =>
    test.intake.readings([{ deviceId, at: test.clock.now(), values: { active_power: value }, quality: 'good' }])

  it('sends a snapshot, then only what changed', async () => {
    await report(marina.meter.id, 100)
    const { socket, next } = listenTo(address(`token=${token}&devices=${marina.meter.id}`))
    const snapshot = await next()
    expect(snapshot.type).toBe('snapshot')
    expect(snapshot.items).toEqual([
      {
        device_id: marina.meter.id,
        timestamp: expect.stringMatching(/Z$/),
        values: { active_power: { value: 100, quality: 'good' } },
      },
    ])
    await test.clock.advance(1_000)
    await report(marina.pedestal.id, 5)
    await report(marina.meter.id, 101)
    await test.clock.advance(100)
    const update = await next()
    expect(update.type).toBe('update')
    expect(update.items.map((item) => [item.device_id, item.values.active_power?.value])).toEqual([
      [marina.meter.id, 101],
    ])
    socket.close()
  })

  it('merges what a client could not be told in time, and shows it in the sequence', async () => {
    const { socket, next } = listenTo(address(`token=${token}&devices=${marina.meter.id}`))
    const before = await next()
    for (let value = 0; value < 10; value++) {
      await test.clock.advance(1)
      await report(marina.meter.id, value)
    }
    await test.clock.advance(100)
    const update = await next()
    expect(update.items[0]?.values.active_power?.value).toBe(9)
    expect(update.seq - before.seq).toBe(10)
    socket.close()
  })

  it('tells of everything when no devices are named, and of nothing foreign', async () => {
    const all = listenTo(address(`token=${token}`))
    expect((await all.next()).items.map((item) => item.device_id)).toContain(marina.meter.id)
    all.socket.close()
    const foreign = listenTo(address(`token=${token}&devices=unknown`))
    expect(await foreign.next()).toMatchObject({ type: 'error', error_code: 'RESOURCE_NOT_FOUND' })
    expect((await foreign.next()).items).toEqual([])
    foreign.socket.close()
  })

  it('refuses a bad token with 4401', async () => {
    const { next, closed } = listenTo(address('token=nonsense'))
    expect(await next()).toMatchObject({ type: 'error', error_code: 'INVALID_CREDENTIALS' })
    expect(await closed).toBe(4401)
  })

  it('closes with 4401 when the token ends', async () => {
    const { next, closed } = listenTo(address(`token=${token}`))
    await next()
    await test.clock.advance(16 * 60_000)
    expect(await closed).toBe(4401)
  })

  it('counts clients, queues and rates', async () => {
    const fresh = (await test.hub.core.identity.login(ADMIN.email, ADMIN.password, null)).accessToken
    const { socket, next } = listenTo(address(`token=${fresh}`))
    await next()
    const { body } = await test.call('GET', '/ws/stats', { token: fresh })
    expect(body).toMatchObject({
      clients: 1,
      subscriptions: 1,
      queues: { devices: expect.any(Number), bytes: expect.any(Number) },
      rates: { messages_per_s: expect.any(Number) },
    })
    socket.close()
  })
})
