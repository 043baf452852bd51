import { once } from 'node:events'
import { createServer } from 'node:net'
import { Aedes } from 'aedes'
import { connectAsync, type MqttClient } from 'mqtt'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { manualClock } from '../../../../server/core/clock.ts'
import type { GatewayLink, GatewayReport, InboxMessage, Reading } from '../../../../server/core/outside.ts'
import type { DriverRuntime, Session } from '../../driver.ts'
import { mqttDriver } from './index.ts'

const NOW = Date.UTC(2026, 6, 1, 12)
const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

/** Somebody else's broker, and a hub whose disk answers when the test says so. */
async function stage() {
  const aedes = await Aedes.createBroker()
  aedes.authenticate = (_client, username, password, done) =>
    done(null, username !== 'hub' || password?.toString() === 'hub-secret')
  const server = createServer((socket) => void aedes.handle(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const commits: { readings: readonly Reading[]; resolve(): void; reject(error: Error): void }[] = []
  const inbox: InboxMessage[] = []
  const links: GatewayLink[] = []
  const offered: Reading[] = []
  const reports: GatewayReport[] = []
  const sink = {
    commit(readings: readonly Reading[]) {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      commits.push({ readings, resolve, reject })
      return promise
    },
    offer: (reading: Reading) => void offered.push(reading),
    link: (link: GatewayLink) => void links.push(link),
    fault: () => undefined,
    inbox: (message: InboxMessage) => void inbox.push(message),
    report: async (report: GatewayReport) => void reports.push(report),
    claim: async () => ({ refused: 'wrong code' }),
  }
  const acknowledged: number[] = []
  aedes.on('ack', (packet) => acknowledged.push(packet.messageId ?? 0))
  const subscribed = once(aedes, 'subscribe')
  const runtime = await mqttDriver.start(
    { mqtt: { mode: 'external', url: `mqtt://127.0.0.1:${port}`, username: 'hub', password: 'hub-secret' } },
    { sink, clock: manualClock(NOW), log, signal: new AbortController().signal },
  )
  if (!runtime) throw new Error('no runtime')
  await subscribed
  const stop = async () => {
    await new Promise<void>((resolve) => aedes.close(resolve))
    server.close()
  }
  return { runtime, commits, inbox, links, offered, reports, acknowledged, stop, url: `mqtt://127.0.0.1:${port}` }
}

let at: Awaited<ReturnType<typeof stage>>
let runtime: DriverRuntime
let gateway: MqttClient
let session: Session

beforeEach(async () => {
  at = await stage()
  runtime = at.runtime
  const device = { id: 'd1', name: 'D', slaveId: null, externalId: 'm1', pollIntervalMs: 5000, template: null }
  session = await runtime.open({
    id: 'g1',
    name: 'G',
    isEnabled: true,
    connection: { type: 'mqtt', clientId: 'gw', username: 'unused', passwordSha256: '' },
    devices: [device],
  })
  gateway = await connectAsync(at.url, { protocolVersion: 4 })
})

afterEach(async () => {
  await gateway.endAsync(true)
  await runtime.stop()
  await at.stop()
})

const publish = (topic: string, payload: string, qos: 0 | 1 = 1, retain = false) =>
  gateway.publishAsync(topic, payload, { qos, retain })

test('acknowledges to the broker after the commit, and takes the next messages meanwhile', async () => {
  for (let n = 0; n < 50; n++) await publish('quaywatch/gw/m1/telemetry', `{"values":{"n":${n}}}`)
  const numbers = () => at.commits.flatMap(({ readings }) => readings.map((reading) => reading.values.n))
  await vi.waitFor(() => expect(numbers()).toEqual(Array.from({ length: 50 }, (_, n) => n)))
  expect(at.acknowledged).toEqual([])
  for (const commit of at.commits) commit.resolve()
  await vi.waitFor(() => expect(at.acknowledged).toHaveLength(50))
})

test('what could not be committed comes again', async () => {
  await publish('quaywatch/gw/m1/telemetry', '{"values":{"n":1}}')
  await vi.waitFor(() => expect(at.commits).toHaveLength(1))
  at.commits[0]?.reject(new Error('disk full'))
  await vi.waitFor(() => expect(at.commits).toHaveLength(2), 10_000)
  expect(at.commits[1]?.readings).toEqual(at.commits[0]?.readings)
  at.commits[1]?.resolve()
  await vi.waitFor(() => expect(at.acknowledged).toHaveLength(1))
})

test('offers what nobody waits for', async () => {
  await publish('quaywatch/gw/m1/telemetry', '{"values":{"n":1}}', 0)
  await vi.waitFor(() => expect(at.offered).toHaveLength(1))
})

test('tells of messages of unknown gateways and devices', async () => {
  await publish('quaywatch/stranger/m1/telemetry', '{"values":{"n":1}}')
  await publish('quaywatch/gw/m9/telemetry', '{"values":{"n":1}}')
  await publish('quaywatch/gw/command', '{}')
  await vi.waitFor(() =>
    expect(at.inbox.map((message) => [message.gatewayId, message.clientId, message.reason])).toEqual([
      [null, 'stranger', 'unknown_topic'],
      ['g1', 'gw', 'unknown_device'],
    ]),
  )
})

test('the link follows the status', async () => {
  await publish('quaywatch/gw/status', 'online', 1, true)
  await publish('quaywatch/gw/status', 'offline', 1, true)
  await vi.waitFor(() => expect(at.links.map((link) => link.isOnline)).toEqual([true, false]))
})

test('reports go to the hub, and what the hub itself published does not come back as one', async () => {
  await gateway.publishAsync('quaywatch/gw/status', 'online', { qos: 1 })
  await vi.waitFor(() => expect(at.links).toMatchObject([{ isOnline: true }]))
  const heard: string[] = []
  gateway.on('message', (topic, payload) => heard.push(`${topic} ${payload}`))
  await gateway.subscribeAsync('quaywatch/gw/#')
  const message = { gatewayId: 'g1', topic: 'config/set', payload: '{}', isRetained: false }
  expect(await session.publish?.(message)).toEqual({ isConnected: true })
  await vi.waitFor(() => expect(heard).toContain('quaywatch/gw/config/set {}'))
  await gateway.publishAsync('quaywatch/gw/config/reported', '{"version":1}', { qos: 1 })
  await vi.waitFor(() => expect(at.reports).toMatchObject([{ topic: 'config/reported', payload: '{"version":1}' }]))
  expect(at.inbox).toEqual([])
})

test('nothing is sent to a gateway that is not heard of', async () => {
  const message = { gatewayId: 'g1', topic: 'command', payload: '{}', isRetained: false }
  expect(await session.publish?.(message)).toEqual({ isConnected: false })
})
