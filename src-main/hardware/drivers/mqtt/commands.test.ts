import { createHash } from 'node:crypto'
import { connect, connectAsync, type MqttClient } from 'mqtt'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createMqttGateway, type MqttGatewaySimulator } from '../../../../e2e/simulators/mqtt-gateway.ts'
import { manualClock } from '../../../../server/core/clock.ts'
import type { GatewayPlan, WriteOutcome } from '../../../../server/core/outside.ts'
import { createFieldBus, type RunningFieldBus } from '../../field-bus.ts'
import { device, gateway, point, recordIntake, silentLog, template } from '../../test-hardware.ts'

const CREDENTIALS = { clientId: 'pontoon-f', username: 'pontoon-f', password: 'secret' }
const PREFIX = 'quaywatch/pontoon-f'
const words = { tr: '-', en: '-' }
const SUPPLY = template([], {}, [
  { ...point({ key: 'breaker', metric: 'state', register: { table: 'coil' } }), register: null },
  { ...point({ key: 'limit', unit: 'A', step: 1, register: {} }), register: null },
  {
    ...point({ key: 'reset', kind: 'command', register: {} }),
    options: [{ value: 1, name: words, effect: null }],
    register: null,
  },
])
const PLAN: GatewayPlan = gateway(
  {
    type: 'mqtt',
    clientId: CREDENTIALS.clientId,
    username: CREDENTIALS.username,
    passwordSha256: createHash('sha256').update(CREDENTIALS.password).digest('hex'),
  },
  [device({ slaveId: null, externalId: 'F-P03', template: SUPPLY })],
)

let clock: ReturnType<typeof manualClock>
let bus: RunningFieldBus
let intake: ReturnType<typeof recordIntake>
let url: string
const clients: MqttClient[] = []

beforeEach(async () => {
  clock = manualClock(Date.UTC(2026, 6, 1, 12))
  intake = recordIntake()
  bus = createFieldBus({ intake, clock, log: silentLog, mqtt: { mode: 'embedded', host: '127.0.0.1', port: 0 } })
  await bus.start()
  await bus.configure([PLAN])
  url = (await bus.endpoints()).mqtt ?? ''
})

afterEach(async () => {
  for (const client of clients.splice(0)) client.end(true)
  await bus.stop()
})

async function connected(): Promise<MqttGatewaySimulator> {
  const made = await createMqttGateway({ url, ...CREDENTIALS })
  clients.push(made.client)
  return made
}

const write = (key: string, value: number): Promise<WriteOutcome> =>
  bus.write({ deviceId: 'device-1', point: key, value })

async function commandAt(gw: MqttGatewaySimulator): Promise<Record<string, unknown>> {
  const packet = await vi.waitFor(() => {
    const [first] = gw.received
    if (!first) throw new Error('no command yet')
    return first
  })
  expect(packet.topic).toBe(`${PREFIX}/command`)
  return JSON.parse(packet.payload.toString())
}

const answer = (gw: MqttGatewaySimulator, result: Record<string, unknown>) =>
  gw.publishRaw(`${PREFIX}/command/result`, JSON.stringify(result))

test('a command names its device, point and value, and until when it may be done', async () => {
  const gw = await connected()
  const written = write('breaker', 0)
  const { id, ...rest } = await commandAt(gw)
  expect(rest).toEqual({ device: 'F-P03', point: 'breaker', value: 0, expires_at: '2026-07-01T12:00:10.000Z' })
  await answer(gw, { id, ok: true, value: false })
  expect(await written).toEqual({ readBack: 0, isConfirmed: true, cause: null })
  await vi.waitFor(() => expect(intake.taken.reports).toMatchObject([{ topic: 'command/result' }]))
})

test.each<[string, string, number, Record<string, unknown>, WriteOutcome]>([
  ['says another value', 'limit', 16, { ok: true, value: 10 }, { readBack: 10, isConfirmed: false, cause: null }],
  ['rounds to its step', 'limit', 16, { ok: true, value: 16.4 }, { readBack: 16.4, isConfirmed: true, cause: null }],
  ['says no value', 'limit', 16, { ok: true }, { readBack: null, isConfirmed: false, cause: null }],
  ['has done a command', 'reset', 1, { ok: true }, { readBack: null, isConfirmed: true, cause: null }],
  [
    'refuses',
    'breaker',
    1,
    { ok: false, error: 'trip not reset' },
    { readBack: null, isConfirmed: false, cause: 'trip not reset' },
  ],
])('a gateway that %s', async (_what, key, value, result, outcome) => {
  const gw = await connected()
  const written = write(key, value)
  const { id } = await commandAt(gw)
  await answer(gw, { id: 'another', ok: true, value })
  await gw.publishRaw(`${PREFIX}/command/result`, 'no json')
  await answer(gw, { id, ...result })
  expect(await written).toEqual(outcome)
})

test('a gateway that is away gets nothing, and one that is silent is not waited for', async () => {
  expect(await write('breaker', 0)).toMatchObject({ isConfirmed: false, cause: 'the gateway is not connected' })
  const gw = await connected()
  const written = write('breaker', 0)
  await commandAt(gw)
  await clock.advance(10_000)
  expect(await written).toEqual({ readBack: null, isConfirmed: false, cause: 'no answer in 10 s' })
})

test('a command whose time has passed does not reach a session that comes back', async () => {
  const options = { clientId: 'kept', clean: false, protocolVersion: 4, reconnectPeriod: 0 } as const
  const session = { ...options, username: CREDENTIALS.username, password: CREDENTIALS.password }
  const away = await connectAsync(url, session)
  await away.subscribeAsync(`${PREFIX}/#`, { qos: 1 })
  await away.endAsync()
  const gw = await connected()
  const written = write('breaker', 1)
  await commandAt(gw)
  await clock.advance(10_000)
  await written
  const heard: string[] = []
  const back = connect(url, session)
  clients.push(back)
  back.on('message', (topic) => heard.push(topic))
  await new Promise<void>((resolve) => back.once('connect', () => resolve()))
  await gw.publishRaw(`${PREFIX}/config/reported`, '{}')
  await vi.waitFor(() => expect(heard).toContain(`${PREFIX}/config/reported`))
  expect(heard).not.toContain(`${PREFIX}/command`)
})
