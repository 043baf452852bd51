import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { connect as connectTcp } from 'node:net'
import { connectAsync } from 'mqtt'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createMqttGateway, type MqttGatewaySimulator } from '../../../../e2e/simulators/mqtt-gateway.ts'
import { manualClock } from '../../../../server/core/clock.ts'
import type { GatewayLink, GatewayPlan, GatewayReport, InboxMessage, Reading } from '../../../../server/core/outside.ts'
import type { DriverRuntime, Sink } from '../../driver.ts'
import { mqttDriver } from './index.ts'

const NOW = Date.UTC(2026, 6, 1, 12)
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

function planOf(name: string, password = `${name}-secret`): GatewayPlan {
  const device = (id: string) => ({
    id: `${name}-${id}`,
    name: id,
    slaveId: null,
    externalId: id,
    pollIntervalMs: 5000,
    template: null,
  })
  return {
    id: `id-of-${name}`,
    name,
    isEnabled: true,
    connection: { type: 'mqtt', clientId: name, username: `user-${name}`, passwordSha256: sha256(password) },
    devices: [device('m1'), device('m2')],
  }
}

/** A hub whose disk answers when the test says so. */
function hub() {
  const batches: { readings: readonly Reading[]; commit(): void; reject(): void }[] = []
  const links: GatewayLink[] = []
  const inbox: InboxMessage[] = []
  const offered: Reading[] = []
  const reports: GatewayReport[] = []
  let isHeld = false
  const sink: Sink = {
    commit(readings) {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      batches.push({ readings, commit: resolve, reject: () => reject(new Error('disk full')) })
      if (!isHeld) resolve()
      return promise
    },
    offer: (reading) => void offered.push(reading),
    link: (link) => void links.push(link),
    fault: () => undefined,
    inbox: (message) => void inbox.push(message),
    claim: async (code) =>
      code === 'GOOD-CODE-1234'
        ? { gatewayId: 'g', username: 'u', password: 'p', baseTopic: 'zb' }
        : { refused: 'wrong code' },
    async report(report) {
      if (isHeld) throw new Error('the hub is away')
      reports.push(report)
    },
  }
  const hold = (isOn: boolean) => {
    isHeld = isOn
  }
  return {
    sink,
    batches,
    links,
    inbox,
    offered,
    reports,
    hold,
    stored: () => batches.flatMap((batch) => batch.readings),
  }
}

const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
let outside: ReturnType<typeof hub>
let clock: ReturnType<typeof manualClock>
let runtime: DriverRuntime
let url: string
let gateways: MqttGatewaySimulator[]

beforeEach(async () => {
  outside = hub()
  clock = manualClock(NOW)
  gateways = []
  const started = await mqttDriver.start(
    { mqtt: { mode: 'embedded', host: '127.0.0.1', port: 0 } },
    { sink: outside.sink, clock, log, signal: new AbortController().signal },
  )
  if (started === null || started.endpoint === null) throw new Error('no broker')
  runtime = started
  url = started.endpoint
})

afterEach(async () => {
  for (const gateway of gateways) gateway.client.end(true)
  await runtime.stop()
})

/** Unlike events.once, does not mind an error before the close. */
function closing(emitter: { once(event: 'close', listener: () => void): unknown }): Promise<void> {
  return new Promise((resolve) => emitter.once('close', resolve))
}

async function gateway(name: string, password = `${name}-secret`): Promise<MqttGatewaySimulator> {
  const made = await createMqttGateway({ url, clientId: name, username: `user-${name}`, password })
  gateways.push(made)
  return made
}

describe('telemetry', () => {
  test('becomes readings of the device that the topic names', async () => {
    await runtime.open(planOf('gw'))
    const gw = await gateway('gw')
    await gw.publish('m1', { voltage_l1: 230.5, state: true, temperature: null }, NOW - 1000)
    expect(outside.stored()).toEqual([
      {
        deviceId: 'gw-m1',
        at: NOW - 1000,
        values: { voltage_l1: 230.5, state: 1, temperature: null },
        quality: 'good',
      },
    ])
  })

  test('is acknowledged after the commit, not before', async () => {
    await runtime.open(planOf('gw'))
    const gw = await gateway('gw')
    outside.hold(true)
    let isAcknowledged = false
    const published = gw.publish('m1', { a: 1 }).then(() => {
      isAcknowledged = true
    })
    await vi.waitFor(() => expect(outside.batches).toHaveLength(1))
    // The answer to a subscription made later overtakes the acknowledgement that waits.
    await gw.client.subscribeAsync('quaywatch/gw/command')
    expect(isAcknowledged).toBe(false)
    outside.batches[0]?.commit()
    await published
    expect(isAcknowledged).toBe(true)
  })

  test('of many messages in flight goes into few commits, in their order', async () => {
    await runtime.open(planOf('gw'))
    const gw = await gateway('gw')
    outside.hold(true)
    const published = Array.from({ length: 400 }, (_, n) => gw.publish('m1', { n }))
    await vi.waitFor(() => expect(outside.stored().length).toBeGreaterThan(100))
    expect(outside.batches.length).toBeLessThan(10)
    outside.hold(false)
    for (const batch of outside.batches) batch.commit()
    await Promise.all(published)
    expect(outside.stored().map((reading) => reading.values.n)).toEqual(Array.from({ length: 400 }, (_, n) => n))
  })

  test('that could not be committed comes again', async () => {
    await runtime.open(planOf('gw'))
    const client = await connectAsync(url, {
      username: 'user-gw',
      password: 'gw-secret',
      clientId: 'again',
      clean: false,
      protocolVersion: 4,
      reconnectPeriod: 10,
    })
    outside.hold(true)
    const published = client.publishAsync('quaywatch/gw/m1/telemetry', '{"values":{"a":7}}', { qos: 1 })
    await vi.waitFor(() => expect(outside.batches).toHaveLength(1))
    outside.hold(false)
    outside.batches[0]?.reject()
    await published
    expect(outside.stored().map((reading) => reading.values)).toEqual([{ a: 7 }, { a: 7 }])
    await client.endAsync(true)
  })

  test('without acknowledgement asked for is offered, and waits for nobody', async () => {
    await runtime.open(planOf('gw'))
    const gw = await gateway('gw')
    outside.hold(true)
    await gw.publishRaw('quaywatch/gw/m2/telemetry', '{"values":{"a":1}}', 0)
    await vi.waitFor(() => expect(outside.offered.map((reading) => reading.deviceId)).toEqual(['gw-m2']))
  })

  test('comes as an array, oldest first', async () => {
    await runtime.open(planOf('gw'))
    const gw = await gateway('gw')
    const items = [3, 2, 1].map((n) => ({ ts: NOW - n * 1000, values: { n } }))
    await gw.publishRaw('quaywatch/gw/m1/telemetry', JSON.stringify(items))
    expect(outside.stored().map((reading) => [reading.at, reading.values.n])).toEqual([
      [NOW - 3000, 3],
      [NOW - 2000, 2],
      [NOW - 1000, 1],
    ])
  })

  test('is taken with QoS 2 as well', async () => {
    await runtime.open(planOf('gw'))
    const gw = await gateway('gw')
    await gw.publishRaw('quaywatch/gw/m1/telemetry', '{"values":{"a":1}}', 2)
    expect(outside.stored()).toHaveLength(1)
  })

  test('of a device that was added while the gateway is connected', async () => {
    const plan = planOf('gw')
    const session = await runtime.open({ ...plan, devices: plan.devices.slice(0, 1) })
    const gw = await gateway('gw')
    await gw.publish('m2', { a: 1 })
    await session.update(plan)
    await gw.publish('m2', { a: 2 })
    expect(outside.inbox.map((message) => message.reason)).toEqual(['unknown_device'])
    expect(outside.stored().map((reading) => reading.values)).toEqual([{ a: 2 }])
  })
})

describe('the inbox', () => {
  test.each([
    ['quaywatch/gw/m9/telemetry', '{"values":{"a":1}}', 'unknown_device'],
    ['quaywatch/gw/m1/telemetri', '{"values":{"a":1}}', 'unknown_topic'],
    ['quaywatch/gw/m1/sub/telemetry', '{"values":{"a":1}}', 'unknown_topic'],
    ['quaywatch/gw/command', '{}', 'unknown_topic'],
    ['somewhere/else', '{}', 'unknown_topic'],
    ['quaywatch/gw/m1/telemetry', '{"values":', 'bad_json'],
    ['quaywatch/gw/m1/telemetry', '{"values":{"A":1}}', 'bad_payload'],
    ['quaywatch/gw/m1/telemetry', `{"ts":${NOW + 301_000},"values":{"a":1}}`, 'bad_timestamp'],
    ['quaywatch/gw/status', 'perhaps', 'bad_payload'],
  ])('tells of %s %s: %s', async (topic, payload, reason) => {
    await runtime.open(planOf('gw'))
    const gw = await gateway('gw')
    await gw.publishRaw(topic, payload)
    expect(outside.inbox).toEqual([
      { gatewayId: 'id-of-gw', clientId: 'gw', topic, reason, at: NOW, sample: payload.slice(0, 512) },
    ])
    expect(outside.stored()).toEqual([])
  })

  test('has a payload above the cap, of which the first characters are kept, and the connection lives on', async () => {
    await runtime.open(planOf('gw'))
    const gw = await gateway('gw')
    await gw.publishRaw('quaywatch/gw/m1/telemetry', 'ğ'.repeat(500_000))
    expect(outside.inbox).toMatchObject([{ reason: 'too_large', sample: 'ğ'.repeat(512) }])
    await gw.publish('m1', { a: 1 })
    expect(outside.stored()).toHaveLength(1)
  })

  test('has a message that is larger than any, and its connection ends before it was taken in', async () => {
    await runtime.open(planOf('gw'))
    const gw = await gateway('gw')
    const closed = closing(gw.client)
    gw.client.publish('quaywatch/gw/m1/telemetry', Buffer.alloc(12_000_000, 'x'), { qos: 1 })
    await closed
    expect(outside.inbox).toMatchObject([{ reason: 'too_large' }])
  })
})

describe('reports', () => {
  test('go to the hub as they are, and not to the inbox', async () => {
    await runtime.open(planOf('gw'))
    const gw = await gateway('gw')
    for (const topic of ['config/reported', 'command/result', 'ota/status']) {
      await gw.publishRaw(`quaywatch/gw/${topic}`, '{"anything":1}')
    }
    const report = { gatewayId: 'id-of-gw', payload: '{"anything":1}', isRetained: false, at: NOW }
    expect(outside.reports).toEqual([
      { ...report, topic: 'config/reported' },
      { ...report, topic: 'command/result' },
      { ...report, topic: 'ota/status' },
    ])
    expect(outside.inbox).toEqual([])
  })

  test('are not acknowledged before the hub took them', async () => {
    await runtime.open(planOf('gw'))
    const gw = await gateway('gw')
    outside.hold(true)
    const closed = closing(gw.client)
    gw.client.publish('quaywatch/gw/ota/status', '{}', { qos: 1 })
    await closed
    expect(outside.reports).toEqual([])
  })

  test('larger than a megabyte end in the inbox', async () => {
    await runtime.open(planOf('gw'))
    const gw = await gateway('gw')
    await gw.publishRaw('quaywatch/gw/config/reported', 'x'.repeat(1024 * 1024 + 1))
    expect(outside.inbox).toMatchObject([{ reason: 'too_large' }])
    expect(outside.reports).toEqual([])
  })
})

describe('messages to a gateway', () => {
  const message = { gatewayId: 'id-of-gw', topic: 'config/set', payload: '{"version":2}', isRetained: false }

  test('arrive below its own prefix, and with nobody else', async () => {
    const session = await runtime.open(planOf('gw'))
    await runtime.open(planOf('other'))
    const gw = await gateway('gw')
    const other = await gateway('other')
    const heard: string[] = []
    for (const [name, { client }] of [
      ['gw', gw],
      ['other', other],
    ] as const) {
      client.on('message', (topic, payload) => heard.push(`${name} ${topic} ${payload}`))
      await client.subscribeAsync(`quaywatch/${name}/#`, { qos: 1 })
    }
    heard.length = 0
    expect(await session.publish?.(message)).toEqual({ isConnected: true })
    await vi.waitFor(() => expect(heard).toContain('gw quaywatch/gw/config/set {"version":2}'))
    expect(heard.filter((line) => line.startsWith('other') && line.includes('config'))).toEqual([])
  })

  test('are not kept for a gateway that is away, unless they are retained', async () => {
    const session = await runtime.open(planOf('gw'))
    const options = { clientId: 'away', clean: false, protocolVersion: 4 as const, reconnectPeriod: 0 }
    const credentials = { username: 'user-gw', password: 'gw-secret' }
    const away = await connectAsync(url, { ...options, ...credentials })
    await away.subscribeAsync('quaywatch/gw/#', { qos: 1 })
    await away.endAsync()
    expect(await session.publish?.({ ...message, topic: 'command' })).toEqual({ isConnected: false })
    expect(await session.publish?.({ ...message, isRetained: true })).toEqual({ isConnected: false })
    const back = await connectAsync(url, { ...options, ...credentials, clean: true })
    const topics: string[] = []
    back.on('message', (topic) => topics.push(topic))
    await back.subscribeAsync('quaywatch/gw/#', { qos: 1 })
    await vi.waitFor(() => expect(topics).toContain('quaywatch/gw/config/set'))
    expect(topics).not.toContain('quaywatch/gw/command')
    await back.endAsync(true)
  })
})

describe('who may do what', () => {
  test.each([
    ['user-gw', 'wrong'],
    ['user-other', 'gw-secret'],
    ['user-gw', undefined],
    [undefined, undefined],
  ])('user name %s with password %s is refused', async (username, password) => {
    await runtime.open(planOf('gw'))
    const options = {
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      reconnectPeriod: 0,
      protocolVersion: 4 as const,
    }
    await expect(connectAsync(url, options, false)).rejects.toThrow(/refused|authorized|password/i)
  })

  test('a gateway cannot publish as another', async () => {
    await runtime.open(planOf('gw'))
    await runtime.open(planOf('other'))
    const gw = await gateway('gw')
    const other = await gateway('other')
    await gw.publishRaw('quaywatch/other/m1/telemetry', '{"values":{"a":1}}')
    await gw.publishRaw('quaywatch/other/command', 'open the breaker')
    await gw.publishRaw('quaywatch/other/status', 'offline')
    await other.publish('m1', { a: 2 })
    expect(outside.stored().map((reading) => reading.values)).toEqual([{ a: 2 }])
    expect(outside.inbox.map((message) => [message.clientId, message.reason])).toEqual([
      ['gw', 'unknown_topic'],
      ['gw', 'unknown_topic'],
      ['gw', 'unknown_topic'],
    ])
    expect(other.received).toEqual([])
    expect(outside.links.every((link) => link.isOnline)).toBe(true)
  })

  test('a gateway cannot listen to another', async () => {
    await runtime.open(planOf('gw'))
    const gw = await gateway('gw')
    for (const filter of ['quaywatch/other/#', 'quaywatch/+/status', '#', '$SYS/#', 'quaywatch/gw']) {
      await expect(gw.client.subscribeAsync(filter)).rejects.toThrow()
    }
    await gw.client.subscribeAsync('quaywatch/gw/#')
  })

  test('a gateway cannot push another out by taking its client identifier', async () => {
    await runtime.open(planOf('gw'))
    await runtime.open(planOf('other'))
    const options = { clientId: 'same', protocolVersion: 4 as const, reconnectPeriod: 0 }
    const first = await connectAsync(url, { ...options, username: 'user-gw', password: 'gw-secret' })
    const second = await connectAsync(url, { ...options, username: 'user-other', password: 'other-secret' })
    await first.publishAsync('quaywatch/gw/m1/telemetry', '{"values":{"a":1}}', { qos: 1 })
    await second.publishAsync('quaywatch/other/m1/telemetry', '{"values":{"a":2}}', { qos: 1 })
    expect(outside.stored()).toHaveLength(2)
    first.end(true)
    second.end(true)
  })

  test('what a gateway publishes does not pile up for its sessions that are away', async () => {
    await runtime.open(planOf('gw'))
    const options = { clientId: 'away', clean: false, protocolVersion: 4 as const, reconnectPeriod: 0 }
    const credentials = { username: 'user-gw', password: 'gw-secret' }
    const away = await connectAsync(url, { ...options, ...credentials })
    await away.subscribeAsync('quaywatch/gw/#', { qos: 1 })
    await away.endAsync()
    const gw = await gateway('gw')
    for (const qos of [1, 2] as const) await gw.publishRaw('quaywatch/gw/command/result', '{}', qos)
    const back = await connectAsync(url, { ...options, ...credentials })
    const topics: string[] = []
    back.on('message', (topic) => topics.push(topic))
    await gw.publishRaw('quaywatch/gw/config/reported', '{}')
    await vi.waitFor(() => expect(topics).toContain('quaywatch/gw/config/reported'))
    expect(topics).not.toContain('quaywatch/gw/command/result')
    await back.endAsync(true)
  })

  test('a status is kept for who subscribes later', async () => {
    await runtime.open(planOf('gw'))
    const gw = await gateway('gw')
    gw.drop()
    const next = await gateway('gw')
    await next.client.subscribeAsync('quaywatch/gw/status')
    await vi.waitFor(() => expect(next.received.map((packet) => String(packet.payload))).toContain('online'))
    expect(next.received[0]?.retain).toBe(true)
  })

  test('a changed password ends the connections made with the old one', async () => {
    const session = await runtime.open(planOf('gw'))
    const gw = await gateway('gw')
    const closed = closing(gw.client)
    await session.update(planOf('gw', 'another'))
    await closed
    await expect(gateway('gw')).rejects.toThrow()
    await gateway('gw', 'another')
  })

  test('a stopped gateway is put out, and says nothing more', async () => {
    const session = await runtime.open(planOf('gw'))
    const gw = await gateway('gw')
    const before = outside.links.length
    const closed = closing(gw.client)
    await session.stop()
    await session.stop()
    await closed
    expect(outside.links).toHaveLength(before)
  })

  test('a stranger who sends without end is cut off', async () => {
    const { hostname, port } = new URL(url)
    const socket = connectTcp(Number(port), hostname)
    socket.on('error', () => undefined)
    await once(socket, 'connect')
    // A CONNECT that claims 256 MB.
    socket.write(Buffer.concat([Buffer.of(0x10, 0xff, 0xff, 0xff, 0x7f), Buffer.alloc(200_000)]))
    await closing(socket)
  })
})

describe('the link', () => {
  test('is up when the gateway says so, and down by its last will', async () => {
    await runtime.open(planOf('gw'))
    const gw = await gateway('gw')
    expect(outside.links).toEqual([{ gatewayId: 'id-of-gw', isOnline: true, since: NOW, cause: null }])
    gw.drop()
    await vi.waitFor(() =>
      expect(outside.links.slice(1)).toEqual([
        { gatewayId: 'id-of-gw', isOnline: false, since: NOW, cause: 'last will' },
      ]),
    )
  })

  test('stays after a clean goodbye until the silence is long', async () => {
    await runtime.open(planOf('gw'))
    const gw = await gateway('gw')
    await gw.close()
    await clock.advance(60_000)
    expect(outside.links).toHaveLength(1)
    await clock.advance(5000)
    expect(outside.links.slice(1)).toMatchObject([{ isOnline: false, cause: 'silence' }])
  })

  test('is not taken down by the will of an old connection while a new one speaks', async () => {
    await runtime.open(planOf('gw'))
    const old = await gateway('gw')
    const next = await gateway('gw')
    const closed = closing(old.client)
    old.drop()
    await closed
    await next.publish('m1', { a: 1 })
    expect(outside.links).toHaveLength(1)
    next.drop()
    await vi.waitFor(() => expect(outside.links).toHaveLength(2))
  })
})

test('a port that is taken is the system’s own error', async () => {
  const port = Number(new URL(url).port)
  const again = mqttDriver.start(
    { mqtt: { mode: 'embedded', host: '127.0.0.1', port } },
    { sink: outside.sink, clock, log, signal: new AbortController().signal },
  )
  await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE' })
})
