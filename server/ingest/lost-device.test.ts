import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startTestHub, type TestHub } from '../http/test-hub.ts'

const IDS: string[] = []
let test: TestHub
let gatewayId: string

beforeAll(async () => {
  test = await startTestHub()
  const gateway = { name: 'Iskele A', type: 'modbus_tcp', connection: { host: '127.0.0.1' } }
  gatewayId = (await test.call('POST', '/api/gateways', { json: gateway })).body.id
  for (let slave = 1; slave <= 4; slave++) {
    const device = { name: `Pedestal ${slave}`, device_type: 'pedestal', gateway_id: gatewayId, slave_id: slave }
    IDS.push((await test.call('POST', '/api/devices', { json: { ...device, poll_interval_s: 1 } })).body.id)
  }
  const policy = { name: 'Sessiz', severity: 'high', target: { device_type: 'pedestal' } }
  await test.call('POST', '/api/alarms', { json: { ...policy, condition: { type: 'no_data', after_s: 30 } } })
  await test.clock.advance(1000)
})
afterAll(() => test.stop())

async function poll(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    await test.clock.advance(1000)
    const at = test.clock.now()
    await test.intake.readings(
      IDS.map((deviceId) => ({ deviceId, at, values: { active_power: 900 }, quality: 'good' })),
    )
  }
  await test.hub.core.alarms.settled()
}

const link = (isOnline: boolean) =>
  test.intake.links([{ gatewayId, isOnline, since: test.clock.now(), cause: isOnline ? null : 'ETIMEDOUT' }])

async function seen() {
  const { items } = (await test.call('GET', '/api/measurements/map-data')).body
  return items.map((item: { is_online: boolean; values: { active_power: { value: number; quality: string } } }) => [
    item.is_online,
    item.values.active_power.value,
    item.values.active_power.quality,
  ])
}

describe('devices that are cut off', () => {
  it('are live while they are polled', async () => {
    await link(true)
    await poll(5)
    expect(await seen()).toEqual(IDS.map(() => [true, 900, 'good']))
  })

  it('turn stale with their value, then null and offline', async () => {
    await test.clock.advance(3000)
    expect(await seen()).toEqual(IDS.map(() => [true, 900, 'stale']))
    await test.clock.advance(7000)
    expect(await seen()).toEqual(IDS.map(() => [false, null, 'comm_fail']))
  })

  it('leave one gap in the record', async () => {
    const [id] = IDS
    const end = new Date(test.clock.now() + 1000).toISOString()
    const path = `/api/console/devices/${id}/series?metrics=active_power&start=2026-01-01T00:00:00Z&end=${end}`
    // The gap is written by a timer, which waits for nobody: its commit may still be under way.
    await vi.waitFor(async () => {
      const { points } = (await test.call('GET', path)).body.series.active_power
      expect(points.filter((point: [number, number | null, string]) => point[1] === null)).toHaveLength(1)
      expect(points.at(-1)?.slice(1)).toEqual([null, 'comm_fail'])
    })
  })

  it('are one incident together, cleared when they are back', async () => {
    await link(false)
    await test.clock.advance(60_000)
    await test.hub.core.alarms.settled()
    const down = (await test.call('GET', '/api/alarms/incidents')).body
    expect(down.total).toBe(1)
    expect(down.items[0]).toMatchObject({
      device_id: null,
      gateway_id: gatewayId,
      gateway_name: 'Iskele A',
      status: 'active',
      message: 'Iskele A ağ geçidi: 4 cihazdan 30 s boyunca veri gelmedi',
    })
    await link(true)
    await poll(2)
    expect(await seen()).toEqual(IDS.map(() => [true, 900, 'good']))
    expect((await test.call('GET', '/api/alarms/incidents')).body.items[0].status).toBe('cleared')
  })
})
