import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startTestHub, type TestHub } from '../../test-hub.ts'
import { makeMarina } from '../../test-marina.ts'

describe('platform.md, Regions to Devices', () => {
  let test: TestHub
  let marina: Awaited<ReturnType<typeof makeMarina>>
  beforeAll(async () => {
    test = await startTestHub()
    marina = await makeMarina(test)
  })
  afterAll(() => test.stop())

  it('lists devices in the documented shape', async () => {
    const { status, body } = await test.call('GET', '/api/devices?skip=0&limit=10&sort_by=name&sort_order=asc')
    expect(status).toBe(200)
    expect(Object.keys(body)).toEqual(['items', 'total', 'skip', 'limit'])
    expect(body).toMatchObject({ total: 2, skip: 0, limit: 10 })
    expect(body.items.map((item: { name: string }) => item.name)).toEqual(['B-12', 'Entes RG3-12CS #01'])
    for (const field of [
      'id',
      'name',
      'device_type',
      'gateway_id',
      'slave_id',
      'template_id',
      'is_online',
      'last_seen',
      'created_at',
    ]) {
      expect(body.items[1]).toHaveProperty(field)
    }
    expect(body.items[1].created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  })

  it('uses the documented defaults of a list', async () => {
    expect((await test.call('GET', '/api/devices')).body).toMatchObject({ skip: 0, limit: 50 })
    const { body } = await test.call('GET', '/api/devices')
    expect(body.items[0].name).toBe('B-12')
  })

  it('filters by any documented field', async () => {
    const byType = await test.call('GET', '/api/devices?device_type=pedestal&is_online=false')
    expect(byType.body.total).toBe(1)
    expect((await test.call('GET', `/api/devices?gateway_id=${marina.modbus.id}&slave_id=1`)).body.items[0].id).toBe(
      marina.meter.id,
    )
    expect((await test.call('GET', '/api/devices?is_online=true')).body.total).toBe(0)
  })

  it('resolves a template by its key and shows its id', async () => {
    const template = (await test.call('GET', `/api/devices/device-templates/${marina.meter.template_id}`)).body
    expect(template.key).toBe('eastron-sdm630')
    expect(template.registers.length).toBeGreaterThan(20)
  })

  it('refuses a second device on the same slave address', async () => {
    const json = { name: 'x', device_type: 'other', gateway_id: marina.modbus.id, slave_id: 1 }
    const { status, body } = await test.call('POST', '/api/devices', { json })
    expect([status, body.error_code]).toEqual([409, 'DUPLICATE_ENTRY'])
  })

  it('requires a slave address on Modbus and refuses one on MQTT', async () => {
    const onModbus = await test.call('POST', '/api/devices', {
      json: { name: 'x', device_type: 'other', gateway_id: marina.modbus.id },
    })
    expect([onModbus.status, onModbus.body.error_code]).toEqual([422, 'BUSINESS_RULE_VIOLATION'])
    const onMqtt = await test.call('POST', '/api/devices', {
      json: { name: 'x', device_type: 'other', gateway_id: marina.mqtt.id, slave_id: 4 },
    })
    expect(onMqtt.status).toBe(422)
  })

  it('shows the tree and refuses a device below itself', async () => {
    const { body } = await test.call('GET', `/api/devices/${marina.pedestal.id}/hierarchy`)
    expect(body.ancestors.map((device: { id: string }) => device.id)).toEqual([marina.meter.id])
    expect((await test.call('GET', `/api/devices/${marina.meter.id}/children`)).body.items[0].id).toBe(
      marina.pedestal.id,
    )
    const cycle = await test.call('PUT', `/api/devices/${marina.meter.id}`, { json: { parent_id: marina.pedestal.id } })
    expect([cycle.status, cycle.body.error_code]).toEqual([422, 'BUSINESS_RULE_VIOLATION'])
    expect((await test.call('DELETE', `/api/devices/${marina.meter.id}`)).status).toBe(409)
  })

  it('shows an MQTT password once and never again', async () => {
    expect(marina.mqtt.username).toBe('uc-1')
    expect(marina.mqtt.password.length).toBeGreaterThanOrEqual(24)
    const again = await test.call('GET', '/api/gateways')
    expect(again.text).not.toContain(marina.mqtt.password)
    expect(again.text).not.toContain('password')
    expect((await test.call('GET', '/api/gateways/mqtt')).body.items).toEqual([
      { id: marina.mqtt.id, name: 'Uç 1', client_id: 'uc-1', is_online: false, last_seen: null },
    ])
  })

  it('fills the default port of Modbus TCP and refuses the fields of another type', async () => {
    const tcp = await test.call('POST', '/api/gateways', {
      json: { name: 'Pano 2', type: 'modbus_tcp', connection: { host: '10.0.0.9' } },
    })
    expect(tcp.body.connection).toEqual({ host: '10.0.0.9', port: 502 })
    const mixed = await test.call('POST', '/api/gateways', {
      json: { name: 'Pano 3', type: 'modbus_tcp', connection: { client_id: 'x' } },
    })
    expect(mixed.status).toBe(422)
    expect(mixed.body.detail).toContainEqual({
      loc: ['body', 'connection', 'host'],
      msg: 'field required',
      type: 'value_error.missing',
    })
    const changed = await test.call('PUT', `/api/gateways/${tcp.body.id}`, {
      json: { connection: { path: '/dev/ttyS0' } },
    })
    expect(changed.body.detail[0].loc.slice(0, 2)).toEqual(['body', 'connection'])
    expect((await test.call('DELETE', `/api/gateways/${tcp.body.id}`)).status).toBe(204)
    expect((await test.call('GET', `/api/gateways/${tcp.body.id}`)).status).toBe(404)
  })

  it('tells the hardware what to talk to, once for a burst of changes', async () => {
    await test.call('PUT', `/api/devices/${marina.meter.id}`, { json: { poll_interval_s: 2 } })
    await test.clock.advance(1_000)
    const planned = () => test.plans.at(-1)?.find((gateway) => gateway.id === marina.modbus.id)
    await vi.waitFor(() => expect(planned()?.devices[0]?.pollIntervalMs).toBe(2_000))
    const plan = planned()
    expect(plan?.connection).toEqual({ type: 'modbus_tcp', host: '127.0.0.1', port: 15_020 })
    expect(plan?.devices[0]).toMatchObject({ id: marina.meter.id, slaveId: 1, pollIntervalMs: 2_000 })
    expect(plan?.devices[0]?.template?.key).toBe('eastron-sdm630')
  })

  it('keeps a place while something stands in it', async () => {
    expect((await test.call('DELETE', `/api/regions/${marina.region.id}`)).body.error_code).toBe('STATE_CONFLICT')
    expect((await test.call('DELETE', `/api/subregions/${marina.subregion.id}`)).body.error_code).toBe('STATE_CONFLICT')
    expect((await test.call('DELETE', `/api/gateways/${marina.modbus.id}`)).body.error_code).toBe('STATE_CONFLICT')
  })

  it('changes only the fields that a PUT names', async () => {
    const { body } = await test.call('PUT', `/api/regions/${marina.region.id}`, { json: { description: 'Güney' } })
    expect(body).toMatchObject({ name: 'Ege', description: 'Güney', time_zone: 'Europe/Istanbul' })
  })

  it('downloads a register map and takes it back', async () => {
    const id = marina.meter.template_id
    const csv = await test.call('GET', `/api/devices/device-templates/${id}/register-map/download`)
    expect(csv.headers.get('content-disposition')).toContain('eastron-sdm630.csv')
    expect(csv.text).toMatch(/metric,table,address,/)
    const json = (await test.call('GET', `/api/devices/device-templates/${id}/register-map/download?format=json`)).body
    const put = await test.call('PUT', `/api/devices/device-templates/${id}/register-map`, {
      json: { registers: json.registers.slice(0, 3) },
    })
    expect(put.body).toMatchObject({ id, key: 'eastron-sdm630', verified: false, register_count: 3 })
    const twice = await test.call('PUT', `/api/devices/device-templates/${id}/register-map`, {
      json: { registers: [json.registers[0], json.registers[0]] },
    })
    expect(twice.body.detail).toEqual([
      { loc: ['body', 'registers', 1, 'metric'], msg: 'metric appears more than once', type: 'value_error.duplicate' },
    ])
  })

  it('keeps the points that can be written through a round of the register map', async () => {
    const templates = (await test.call('GET', '/api/devices/device-templates?key=victron-gx-vebus')).body.items
    const path = `/api/devices/device-templates/${templates[0].id}/register-map`
    const { registers, points } = (await test.call('GET', `${path}/download?format=json`)).body
    expect(points.map((point: { key: string }) => point.key)).toEqual(['shore_current_limit', 'mode'])
    expect((await test.call('PUT', path, { json: { registers } })).body.points).toEqual(points)
    const lower = [{ ...points[0], max: 63 }]
    expect((await test.call('PUT', path, { json: { registers, points: lower } })).body.points).toEqual(lower)
    expect((await test.call('GET', `${path}/download?format=json`)).body).toEqual({ registers, points: lower })
    const without = registers.filter((row: { metric: string }) => row.metric !== 'current_limit')
    const refused = await test.call('PUT', path, { json: { registers: without } })
    expect([refused.status, refused.body.error_code]).toEqual([422, 'BUSINESS_RULE_VIOLATION'])
    expect(refused.body.detail).toContain('current_limit')
  })

  it('writes every change to an audit trail whose chain holds', async () => {
    const { body } = await test.call('GET', '/api/console/audit?entity=device')
    expect(body.items.map((entry: { action: string }) => entry.action)).toContain('create')
    expect((await test.call('GET', '/api/console/audit/verify')).body).toMatchObject({
      is_intact: true,
      broken_at_seq: null,
    })
  })
})
