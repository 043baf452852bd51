import { afterEach, describe, expect, test } from 'vitest'
import { createModbusSlave, type SlaveOptions } from '../../../../e2e/simulators/modbus-slave.ts'
import { systemClock } from '../../../../server/core/clock.ts'
import type { Reading } from '../../../../server/core/outside.ts'
import { createFieldBus } from '../../field-bus.ts'
import { device, gateway, recordIntake, register, silentLog, template } from '../../test-hardware.ts'
import { createModbusDriver } from './index.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

async function site(options: SlaveOptions = { port: 0 }, timeoutMs = 60) {
  const slave = await createModbusSlave(options)
  const intake = recordIntake()
  const driver = createModbusDriver({ timeoutMs, maxBackoffMs: 100 })
  const bus = createFieldBus({
    intake,
    log: silentLog,
    mqtt: { mode: 'off' },
    clock: systemClock((error) => expect.unreachable(String(error))),
    loadDriver: async () => driver,
  })
  await bus.start()
  stops.push(
    () => slave.stop(),
    () => bus.stop(),
  )
  const isRtu = 'framing' in options && options.framing === 'rtu'
  const connection = { type: isRtu ? 'modbus_rtu_tcp' : 'modbus_tcp', host: '127.0.0.1', port: slave.port } as const
  return { slave, intake, bus, connection }
}

const METER = template([
  register({ metric: 'voltage_l1', address: 0, type: 'u32', scale: 0.1, unit: 'V' }),
  register({ metric: 'active_power', address: 4, type: 'f32', unit: 'W' }),
])

const isGood = (reading: Reading) => reading.quality === 'good'
const says = (metric: string, value: number | null) => (reading: Reading) => reading.values[metric] === value

describe.each([{ port: 0 }, { port: 0, framing: 'rtu' as const }])('over a socket, %o', (options) => {
  test('values of a slave arrive as readings, and the gateway is online', async () => {
    const { slave, intake, bus, connection } = await site(options)
    slave.unit(7).write(METER, 'voltage_l1', 230.1)
    slave.unit(7).write(METER, 'active_power', -1500.5)
    await bus.configure([gateway(connection, [device({ slaveId: 7, template: METER })])])
    expect(await intake.reading(() => true)).toMatchObject({
      deviceId: 'device-1',
      quality: 'good',
      values: { voltage_l1: 230.1, active_power: -1500.5 },
    })
    expect(await intake.link(() => true)).toMatchObject({ gatewayId: 'gateway-1', isOnline: true, cause: null })
    slave.unit(7).write(METER, 'active_power', 42)
    await intake.reading(says('active_power', 42))
  })

  test('an answer in pieces is put together', async () => {
    const { slave, intake, bus, connection } = await site(options)
    slave.faults.pieceBytes = 3
    slave.unit(1).write(METER, 'voltage_l1', 229.9)
    await bus.configure([gateway(connection, [device({ template: METER })])])
    await intake.reading(says('voltage_l1', 229.9))
    expect(intake.taken.faults).toEqual([])
  })

  test('a device that falls silent says so once, and comes back by itself', async () => {
    const { slave, intake, bus, connection } = await site(options)
    slave.unit(1).write(METER, 'voltage_l1', 230)
    await bus.configure([gateway(connection, [device({ template: METER })])])
    await intake.reading(isGood)
    slave.unit(1).isSilent = true
    const lost = await intake.reading((reading) => reading.quality === 'comm_fail')
    expect(lost.values).toEqual({ voltage_l1: null, active_power: null })
    expect(await intake.link((link) => !link.isOnline)).toMatchObject({ cause: 'no device answers' })
    await intake.fault((fault) => fault.kind === 'timeout' && fault.deviceId === 'device-1')
    slave.unit(1).isSilent = false
    slave.unit(1).write(METER, 'voltage_l1', 231)
    await intake.reading(says('voltage_l1', 231))
    expect(intake.taken.readings.filter((reading) => reading.quality === 'comm_fail')).toHaveLength(1)
    expect(intake.taken.links.map((link) => link.isOnline)).toEqual([true, false, true])
  })

  test('a hung-up connection is opened anew', async () => {
    const { slave, intake, bus, connection } = await site(options)
    slave.unit(1).write(METER, 'voltage_l1', 230)
    await bus.configure([gateway(connection, [device({ template: METER })])])
    await intake.reading(isGood)
    slave.drop()
    slave.unit(1).write(METER, 'voltage_l1', 233)
    await intake.reading(says('voltage_l1', 233))
    expect(intake.taken.links.map((link) => link.isOnline)).toEqual([true])
  })
})

test('an unplugged gateway is offline with the cause, and online again when plugged', async () => {
  const { slave, intake, bus, connection } = await site()
  slave.unit(1).write(METER, 'voltage_l1', 230)
  await bus.configure([gateway(connection, [device({ template: METER })])])
  await intake.reading(isGood)
  await slave.unplug()
  expect(await intake.link((link) => !link.isOnline)).toMatchObject({ cause: expect.stringContaining('ECONNREFUSED') })
  await intake.reading((reading) => reading.quality === 'comm_fail')
  await slave.plug()
  slave.unit(1).write(METER, 'voltage_l1', 234)
  await intake.reading(says('voltage_l1', 234))
  expect(intake.taken.links.at(-1)).toMatchObject({ isOnline: true })
})

test.each(['silence', 0x0a, 0x0b] as const)(
  'one absent device (%s) leaves the others and the gateway alone',
  async (absent) => {
    const { slave, intake, bus, connection } = await site()
    slave.faults.absentUnit = absent
    slave.unit(1).write(METER, 'voltage_l1', 230)
    const devices = [device({ template: METER }), device({ id: 'absent', slaveId: 2, template: METER })]
    await bus.configure([gateway(connection, devices)])
    await intake.reading((reading) => reading.deviceId === 'absent' && reading.quality === 'comm_fail')
    slave.unit(1).write(METER, 'voltage_l1', 235)
    await intake.reading(says('voltage_l1', 235))
    expect(intake.taken.links.filter((link) => !link.isOnline)).toEqual([])
    const fault = await intake.fault((each) => each.deviceId === 'absent')
    expect(fault).toMatchObject(absent === 'silence' ? { kind: 'timeout' } : { kind: 'exception', code: absent })
  },
)

test('a hole in the map is found once, read around, and its values are missing', async () => {
  const { slave, intake, bus, connection } = await site()
  const map = template([0, 1, 2, 3, 4, 5].map((address) => register({ metric: `m${address}`, address })))
  for (let address = 0; address < 6; address++) slave.unit(1).set('holding', address, 100 + address)
  slave.unit(1).bank.refuse('holding', 3, 3)
  await bus.configure([gateway(connection, [device({ template: map })])])
  const first = await intake.reading(isGood)
  expect(first.values).toEqual({ m0: 100, m1: 101, m2: 102, m4: 104, m5: 105 })
  expect(await intake.reading((reading) => reading.quality === 'invalid')).toMatchObject({ values: { m3: null } })
  const learned = await bus.describe('device-1')
  expect(learned?.holes).toEqual([{ table: 'holding', address: 3 }])
  slave.unit(1).set('holding', 5, 200)
  await intake.reading(says('m5', 200))
  const failures = (await bus.describe('device-1'))?.failures
  slave.unit(1).set('holding', 5, 201)
  await intake.reading(says('m5', 201))
  expect((await bus.describe('device-1'))?.failures).toBe(failures)
})

test('a refused gap between two values costs no value', async () => {
  const { slave, intake, bus, connection } = await site()
  const map = template([register({ metric: 'a', address: 0 }), register({ metric: 'b', address: 5 })])
  slave.unit(1).set('holding', 0, 1)
  slave.unit(1).set('holding', 5, 2)
  slave.unit(1).bank.refuse('holding', 2, 3)
  await bus.configure([gateway(connection, [device({ template: map })])])
  expect((await intake.reading(() => true)).values).toEqual({ a: 1, b: 2 })
  expect((await bus.describe('device-1'))?.plan).toHaveLength(2)
})

test('a block that stays silent takes only its own values away', async () => {
  const { slave, intake, bus, connection } = await site()
  const map = template([register({ metric: 'a', address: 0 }), register({ metric: 'b', address: 500 })])
  slave.unit(1).set('holding', 0, 1)
  slave.unit(1).bank.refuse('holding', 500, 500, 4)
  await bus.configure([gateway(connection, [device({ template: map })])])
  expect((await intake.reading(isGood)).values).toEqual({ a: 1 })
  expect((await intake.reading((reading) => reading.quality === 'invalid')).values).toEqual({ b: null })
  slave.unit(1).bank.allow()
  slave.unit(1).set('holding', 500, 7)
  await intake.reading(says('b', 7))
})

test('an answer that is not Modbus closes the connection and the next one is clean', async () => {
  const { slave, intake, bus, connection } = await site()
  slave.faults.prefix = Buffer.from('HTTP/1.1 400 Bad Request\r\n')
  slave.unit(1).write(METER, 'voltage_l1', 230)
  await bus.configure([gateway(connection, [device({ template: METER })])])
  await intake.fault((fault) => fault.kind === 'framing')
  slave.faults.prefix = Buffer.alloc(0)
  await intake.reading(says('voltage_l1', 230))
})

test('an answer after its timeout is not taken for the next one', async () => {
  const { slave, intake, bus, connection } = await site({ port: 0 }, 40)
  slave.unit(1).set('holding', 0, 0, 1111)
  slave.unit(1).delayMs = 60
  slave.unit(2).write(METER, 'voltage_l1', 222.2)
  const devices = [device({ template: METER }), device({ id: 'device-2', slaveId: 2, template: METER })]
  await bus.configure([gateway(connection, devices)])
  await intake.reading((reading) => reading.deviceId === 'device-1' && reading.quality === 'comm_fail')
  const ofSecond = intake.taken.readings.filter((reading) => reading.deviceId === 'device-2')
  expect(ofSecond.length).toBeGreaterThan(0)
  expect(ofSecond.every(says('voltage_l1', 222.2))).toBe(true)
})

test('bad CRCs are told as such and never become values', async () => {
  const { slave, intake, bus, connection } = await site({ port: 0, framing: 'rtu' })
  slave.faults.isCrcBad = true
  slave.unit(1).write(METER, 'voltage_l1', 230)
  await bus.configure([gateway(connection, [device({ template: METER })])])
  await intake.fault((fault) => fault.kind === 'crc')
  await intake.reading((reading) => reading.quality === 'comm_fail')
  slave.faults.isCrcBad = false
  await intake.reading(isGood)
})

test('values scaled by a register, text and a sentinel', async () => {
  const { slave, intake, bus, connection } = await site()
  const map = template([
    register({ metric: 'active_power', address: 10, type: 'i16', scaleRegister: 12 }),
    register({ metric: 'current_l1', address: 11, type: 'u16', scale: 0.1, invalid: ['65535'] }),
    register({ metric: 'serial_number', address: 20, type: 'string', length: 4, pollClass: 'once' }),
    register({ metric: 'is_closed', address: 3, table: 'coil', type: 'bool' }),
  ])
  slave.unit(1).set('holding', 12, 0xffff)
  slave.unit(1).write(map, 'active_power', -12.3)
  slave.unit(1).write(map, 'current_l1', null)
  slave.unit(1).write(map, 'serial_number', 'SN12')
  slave.unit(1).write(map, 'is_closed', 1)
  await bus.configure([gateway(connection, [device({ template: map })])])
  const { values } = await intake.reading(isGood)
  expect(values).toEqual({ active_power: -12.3, current_l1: null, is_closed: 1 })
})

test('two gateways that name one path share its connection', async () => {
  const { slave, intake, bus, connection } = await site()
  slave.unit(1).write(METER, 'voltage_l1', 230)
  slave.unit(2).write(METER, 'voltage_l1', 240)
  await bus.configure([
    gateway(connection, [device({ template: METER })]),
    gateway(connection, [device({ id: 'device-2', slaveId: 2, template: METER })], { id: 'gateway-2' }),
  ])
  await intake.reading(says('voltage_l1', 230))
  await intake.reading(says('voltage_l1', 240))
  expect(slave.connections).toBe(1)
})

test('one path with two framings is refused for the second', async () => {
  const { intake, bus, connection, slave } = await site()
  slave.unit(1).write(METER, 'voltage_l1', 230)
  const other = { ...connection, type: 'modbus_rtu_tcp' } as const
  await bus.configure([
    gateway(connection, [device({ template: METER })]),
    gateway(other, [device({ id: 'device-2', template: METER })], { id: 'gateway-2' }),
  ])
  await intake.reading(isGood)
  const refused = await intake.fault((fault) => fault.kind === 'config')
  expect(refused.message).toContain('same path')
  expect(await intake.link((link) => link.gatewayId === refused.gatewayId)).toMatchObject({ isOnline: false })
})
