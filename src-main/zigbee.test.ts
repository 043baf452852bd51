import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectAsync } from 'mqtt'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  climateSensor,
  createZigbeeBridge,
  smartPlug,
  type ZigbeeBridgeSimulator,
} from '../e2e/simulators/zigbee2mqtt.ts'
import { type Program, signedIn, startProgram } from './test-program.ts'

const PLUG = '0xa4c138a1b2c3d4e5'
const SENSOR = '0x00158d0001a2b3c4'
const soon = { timeout: 10_000, interval: 50 }

describe('a Zigbee2MQTT bridge behind the real program', () => {
  let folder: string
  let program: Program
  let call: Awaited<ReturnType<typeof signedIn>>
  let bridge: ZigbeeBridgeSimulator
  let gateway: { id: string; username: string; password: string }
  const nodes = async () => (await call('GET', `/api/v1/zigbee/gateways/${gateway.id}/devices`)).items
  const node = async (ieee: string) =>
    (await nodes()).find((one: { ieee_address: string }) => one.ieee_address === ieee)
  const latest = async (deviceId: string) => {
    const { items } = await call('GET', `/api/console/devices/${deviceId}/latest`)
    return Object.fromEntries(items.map((item: { metric: string; value: number | null }) => [item.metric, item.value]))
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'quaywatch-zigbee-'))
    program = await startProgram(['--data', folder])
    call = await signedIn(program)
    gateway = await call('POST', '/api/gateways', {
      name: 'Zigbee',
      type: 'zigbee',
      connection: { base_topic: 'zigbee2mqtt' },
    })
    bridge = await createZigbeeBridge({
      url: program.mqttUrl ?? '',
      username: gateway.username,
      password: gateway.password,
      nodes: [climateSensor(SENSOR, 'ofis/klima')],
      waiting: [smartPlug(PLUG)],
    })
  })
  afterAll(async () => {
    await bridge?.close()
    await program?.kill('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  })

  it('is online with its version and its nodes', async () => {
    await vi.waitFor(async () => {
      const seen = await call('GET', `/api/v1/zigbee/gateways/${gateway.id}`)
      expect(seen).toMatchObject({
        is_online: true,
        version: '2.14.1',
        channel: 15,
        is_join_open: false,
        node_count: 1,
      })
    }, soon)
    expect(await node(SENSOR)).toMatchObject({
      friendly_name: 'ofis/klima',
      is_battery: true,
      interview: 'successful',
      device_id: null,
    })
  })

  it('makes a device of a node, and its values arrive in canonical units', async () => {
    const { device_id } = await call('POST', `/api/console/zigbee/gateways/${gateway.id}/nodes/${SENSOR}/adopt`, {
      name: 'Ofis iklim',
    })
    await bridge.tell(SENSOR, { temperature: 22.5 })
    await vi.waitFor(
      async () =>
        expect(await latest(device_id)).toMatchObject({
          temperature: 22.5,
          humidity: 51.2,
          battery_soc: 97,
          battery_voltage: 2.985,
        }),
      soon,
    )
    await bridge.available(SENSOR, false)
    await vi.waitFor(async () => expect((await latest(device_id)).temperature).toBeNull(), soon)
  })

  it('pairs a plug: window open, node in, window closed, switched and read back', async () => {
    await call('POST', `/api/console/zigbee/gateways/${gateway.id}/join`, { duration_s: 60 })
    await vi.waitFor(async () => expect(await node(PLUG)).toMatchObject({ interview: 'successful' }), soon)
    expect(await call('GET', `/api/v1/zigbee/gateways/${gateway.id}`)).toMatchObject({ is_join_open: true })
    await call('DELETE', `/api/console/zigbee/gateways/${gateway.id}/join`)
    await vi.waitFor(
      async () =>
        expect(await call('GET', `/api/v1/zigbee/gateways/${gateway.id}`)).toMatchObject({ is_join_open: false }),
      soon,
    )
    const { device_id } = await call('POST', `/api/console/zigbee/gateways/${gateway.id}/nodes/${PLUG}/adopt`, {
      name: 'Su ısıtıcı prizi',
    })
    // What it said when it joined is the device's first reading: nobody waits for its next message.
    await vi.waitFor(
      async () =>
        expect(await latest(device_id)).toMatchObject({
          active_power: 42,
          energy_import: 12_340,
          voltage_l1: 231,
          state: 1,
        }),
      soon,
    )
    expect(await call('POST', `/api/console/devices/${device_id}/write`, { point: 'state', value: 0 })).toEqual({
      point: 'state',
      requested: 0,
      read_back: 0,
      confirmed: true,
    })
    expect(bridge.requests.at(-1)).toBe(`${PLUG}/set {"state":"OFF"}`)
    await vi.waitFor(async () => expect((await latest(device_id)).active_power).toBe(0), soon)
  })

  it('is a gateway that nobody else can speak for', async () => {
    const other = await call('POST', '/api/gateways', { name: 'Uç', type: 'mqtt', connection: { client_id: 'uc' } })
    const stranger = await connectAsync(
      program.mqttUrl ?? '',
      { username: other.username, password: other.password, reconnectPeriod: 0, protocolVersion: 4 },
      false,
    )
    await stranger.publishAsync('zigbee2mqtt/bridge/devices', '[]', { qos: 1 })
    await stranger.endAsync()
    expect(await node(PLUG)).toBeDefined()
    await expect(
      call('POST', '/api/gateways', {
        name: 'İkinci',
        type: 'zigbee',
        connection: { base_topic: 'zigbee2mqtt/kat-2' },
      }),
    ).rejects.toThrow('409')
  })

  it('keeps its nodes over a restart of the hub, although the bridge does not list them again', async () => {
    await program.kill('SIGKILL')
    await bridge.close()
    program = await startProgram(['--data', folder])
    call = await signedIn(program)
    expect(await node(PLUG)).toMatchObject({ device_name: 'Su ısıtıcı prizi' })
  })

  it('is joined by a claim code, once', async () => {
    const { code } = await call('POST', '/api/v1/zigbee/claims/generate', { name: 'Teknik oda' })
    const redeem = async (typed: string) => {
      const claimer = await connectAsync(
        program.mqttUrl ?? '',
        { username: 'claim', password: 'claim', reconnectPeriod: 0, protocolVersion: 4 },
        false,
      )
      const answer = new Promise<string>((resolve) =>
        claimer.on('message', (_topic, payload) => resolve(String(payload))),
      )
      await claimer.subscribeAsync('quaywatch/claim/answer')
      await claimer.publishAsync('quaywatch/claim', JSON.stringify({ code: typed }), { qos: 1 })
      const said = JSON.parse(await answer)
      await claimer.endAsync()
      return said
    }
    expect(await redeem('AAAA-BBBB-CCCC')).toEqual({ ok: false, error: 'wrong code' })
    const won = await redeem(code.toLowerCase())
    expect(won).toMatchObject({ ok: true, base_topic: expect.stringMatching(/^zigbee2mqtt-/) })
    expect(await redeem(code)).toMatchObject({ ok: false })
    const second = await createZigbeeBridge({
      url: program.mqttUrl ?? '',
      username: won.username,
      password: won.password,
      baseTopic: won.base_topic,
    })
    await vi.waitFor(
      async () =>
        expect(await call('GET', `/api/v1/zigbee/gateways/${won.gateway_id}`)).toMatchObject({
          name: 'Teknik oda',
          is_online: true,
        }),
      soon,
    )
    await second.close()
    expect(await call('GET', '/api/v1/zigbee/claims/pending')).toMatchObject({ total: 0 })
  })
})
