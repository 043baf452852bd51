import { Api } from '../api.ts'
import { createModbusSlave, type ModbusSlave, type SlaveUnit } from '../simulators/modbus-slave.ts'
import { createZigbeeBridge, smartPlug, type ZigbeeBridgeSimulator } from '../simulators/zigbee2mqtt.ts'
import { navigation, signIn } from '../window.ts'
import { expect, test } from './desktop.ts'

const UNIT = 51
const COLLEAGUE = { email: 'mehmet@harbour.example', password: 'a long enough sentence' }
const PLUG = '0xa4c138a1b2c3d4e5'

let slave: ModbusSlave
let breaker: SlaveUnit
let bridge: ZigbeeBridgeSimulator | null = null

test.beforeEach(async () => {
  slave = await createModbusSlave({ port: 0 })
  breaker = slave.unit(UNIT)
  breaker.set('coil', 0, 1)
})
test.afterEach(async () => {
  await bridge?.close()
  await slave.stop()
})

interface Point {
  readonly point: string
}

test('every place opens; what the hub commands reaches the hardware in the other process, until a lock-out stops it', async ({
  page,
  desktop,
  api,
}) => {
  await signIn(page, desktop.signIn)

  await test.step('every place in the navigation has its page', async () => {
    const places = navigation(page).getByRole('link')
    for (let index = 0; index < (await places.count()); index++) {
      const place = places.nth(index)
      await place.click()
      await expect(place).toHaveAttribute('aria-current', 'page')
      await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible()
    }
  })

  const gateway = await api.post<{ id: string }>('/api/gateways', {
    name: 'Pontoon B',
    type: 'modbus_tcp',
    connection: { host: '127.0.0.1', port: slave.port },
  })
  const device = await api.post<{ id: string }>('/api/devices', {
    name: 'Pedestal B12 breaker',
    device_type: 'breaker',
    gateway_id: gateway.id,
    slave_id: UNIT,
    template_id: 'relay-driven-contactor',
    poll_interval_s: 1,
  })
  const { items } = await api.get<{ items: Point[] }>(`/api/console/devices/${device.id}/points`)
  const point = items[0]?.point ?? ''
  const write = (value: number) => api.post(`/api/console/devices/${device.id}/write`, { point, value })

  await test.step('a write is done and read back', async () => {
    expect(await write(0)).toMatchObject({ requested: 0, read_back: 0, confirmed: true })
    expect(breaker.bank.get('coil', 0)).toBe(0)
  })

  await test.step('a locked point is not switched, once a colleague approved and the lock hangs', async () => {
    const made = await api.post<{ id: string }>('/api/loto/points', {
      name: 'Pedestal B12',
      device_id: device.id,
      energy_type: 'electrical',
      isolation_method: 'Breaker open, padlock on handle',
    })
    const session = await api.post<{ id: string }>('/api/loto/sessions', {
      title: 'Socket replacement',
      reason: 'Burnt contact',
      point_ids: [made.id],
    })
    await expect(api.post(`/api/loto/sessions/${session.id}/approve`, {})).rejects.toThrow('BUSINESS_RULE_VIOLATION')
    const roles = await api.get<{ items: { id: string; name: string }[] }>('/api/roles')
    const supervisor = roles.items.find(({ name }) => name === 'Supervisor')?.id
    await api.post('/api/users', { ...COLLEAGUE, name: 'Mehmet', role_id: supervisor })
    const colleague = new Api({ url: desktop.url, signIn: COLLEAGUE })
    await colleague.post(`/api/loto/sessions/${session.id}/approve`, {})
    await api.post('/api/loto/locks', { session_id: session.id, point_id: made.id, kind: 'equipment', tag: 'M. Kaya' })
    await expect(write(1)).rejects.toThrow('LOTO_ACTIVE')
    expect(breaker.bank.get('coil', 0)).toBe(0)
  })

  await test.step('a Zigbee plug behind the broker of the desktop pairs and switches', async () => {
    const zigbee = await api.post<{ id: string; username: string; password: string }>('/api/gateways', {
      name: 'Office Zigbee',
      type: 'zigbee',
      connection: { base_topic: 'zigbee2mqtt' },
    })
    const { mqtt_url: url } = await api.get<{ mqtt_url: string }>('/api/console/system')
    bridge = await createZigbeeBridge({ ...zigbee, url, waiting: [smartPlug(PLUG)] })
    const console = `/api/console/zigbee/gateways/${zigbee.id}`
    const nodes = async () =>
      (
        await api.get<{ items: { ieee_address: string; interview: string }[] }>(
          `/api/v1/zigbee/gateways/${zigbee.id}/devices`,
        )
      ).items
    await expect.poll(async () => (await nodes()).length).toBe(1)
    await api.post(`${console}/join`, { duration_s: 60 })
    await expect
      .poll(async () => (await nodes()).find(({ ieee_address }) => ieee_address === PLUG)?.interview)
      .toBe('successful')
    const plug = await api.post<{ device_id: string }>(`${console}/nodes/${PLUG}/adopt`, { name: 'Kettle' })
    expect(await api.post(`/api/console/devices/${plug.device_id}/write`, { point: 'state', value: 0 })).toMatchObject({
      read_back: 0,
      confirmed: true,
    })
  })
})
