import { afterEach, describe, expect, test } from 'vitest'
import { createModbusSlave, type SlaveOptions } from '../../../../e2e/simulators/modbus-slave.ts'
import { systemClock } from '../../../../server/core/clock.ts'
import { createFieldBus } from '../../field-bus.ts'
import { device, gateway, point, recordIntake, register, silentLog, template } from '../../test-hardware.ts'
import { createModbusDriver } from './index.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

const RELAY = template(
  [
    register({ metric: 'state', address: 0, table: 'coil', type: 'bool' }),
    register({ metric: 'current_limit', address: 22, type: 'i16', scale: 0.1 }),
  ],
  { minGapMs: 2 },
  [
    point({ key: 'breaker', metric: 'state', register: { table: 'coil', address: 0 } }),
    point({ key: 'breaker_list', register: { table: 'coil', address: 0, isWrittenAsList: true } }),
    point({ key: 'limit', metric: 'current_limit', register: { address: 22, type: 'i16', scale: 0.1 } }),
    point({ key: 'limit_list', register: { address: 22, type: 'i16', scale: 0.1, isWrittenAsList: true } }),
    point({ key: 'power', register: { address: 30, type: 'f32', wordOrder: 'little' } }),
    point({ key: 'reset', kind: 'command', register: { address: 62 } }),
  ],
)

async function site(options: SlaveOptions = { port: 0 }, pollIntervalMs = 20) {
  const slave = await createModbusSlave(options)
  const intake = recordIntake()
  const driver = createModbusDriver({ timeoutMs: 60, maxBackoffMs: 100 })
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
  const unit = slave.unit(1)
  const start = async () => {
    await bus.configure([gateway(connection, [device({ template: RELAY, pollIntervalMs })])])
    await intake.reading((reading) => reading.quality === 'good')
  }
  const write = (key: string, value: number) => bus.write({ deviceId: 'device-1', point: key, value })
  return { slave, unit, intake, bus, start, write }
}

describe.each([{ port: 0 }, { port: 0, framing: 'rtu' as const }])('over a socket, %o', (options) => {
  test.each([
    ['a coil (FC05)', 'breaker', 1],
    ['a list of one coil (FC15)', 'breaker_list', 1],
    ['a register (FC06)', 'limit', 16.3],
    ['a list of one register (FC16)', 'limit_list', 16.3],
    ['two registers (FC16)', 'power', 41.7],
  ])('%s is written and read back', async (_what, key, value) => {
    const { unit, start, write } = await site(options)
    await start()
    expect(await write(key, value)).toEqual({ readBack: expect.closeTo(value, 5), isConfirmed: true, cause: null })
    if (key.startsWith('breaker')) expect(unit.bank.get('coil', 0)).toBe(1)
    if (key.startsWith('limit')) expect(unit.bank.get('holding', 22)).toBe(163)
  })
})

test('what was read back is a reading at once', async () => {
  const { intake, start, write } = await site({ port: 0 }, 3_600_000)
  await start()
  await write('breaker', 1)
  expect(await intake.reading(({ values }) => values.state === 1)).toMatchObject({
    quality: 'good',
    values: { state: 1 },
  })
})

test('a device that takes a write without doing it is caught by the read back', async () => {
  const { unit, start, write } = await site()
  await start()
  unit.set('holding', 22, 100)
  unit.bank.keep('holding', 22, 22)
  expect(await write('limit', 16)).toEqual({ readBack: 10, isConfirmed: false, cause: null })
})

test('a device that acts a little later is given the time', async () => {
  const { unit, start, write } = await site()
  await start()
  unit.bank.keep('coil', 0, 0)
  const written = write('breaker', 1)
  const acts = setTimeout(() => unit.set('coil', 0, 1), 100)
  expect(await written).toEqual({ readBack: 1, isConfirmed: true, cause: null })
  clearTimeout(acts)
})

test.each([
  [2, 'exception 02 (illegal data address)'],
  [3, 'exception 03 (illegal data value)'],
  [4, 'exception 04 (device failure)'],
])('exception %i is the cause, and nothing was changed', async (code, cause) => {
  const { unit, start, write } = await site()
  await start()
  unit.bank.keep('coil', 0, 0, code)
  expect(await write('breaker', 1)).toEqual({ readBack: null, isConfirmed: false, cause })
})

test.each([
  [0x0a, 'exception 0A (gateway path unavailable)'],
  [0x0b, 'exception 0B (gateway target device failed to respond)'],
])('a device that is absent behind its gateway says so (%i)', async (code, cause) => {
  const { slave, intake, bus, start } = await site()
  slave.faults.absentUnit = code
  await start()
  const connection = { type: 'modbus_tcp', host: '127.0.0.1', port: slave.port } as const
  const absent = device({ id: 'absent', slaveId: 9, template: RELAY })
  await bus.configure([gateway(connection, [device({ template: RELAY }), absent])])
  await intake.fault(({ deviceId }) => deviceId === 'absent')
  expect(await bus.write({ deviceId: 'absent', point: 'breaker', value: 1 })).toEqual({
    readBack: null,
    isConfirmed: false,
    cause,
  })
})

test('a silent device and an unplugged gateway are outcomes, not errors', async () => {
  const { slave, unit, start, write } = await site()
  await start()
  unit.isSilent = true
  expect(await write('breaker', 1)).toMatchObject({ isConfirmed: false, cause: 'no answer in 60 ms' })
  await slave.unplug()
  expect(await write('breaker', 1)).toMatchObject({ isConfirmed: false, cause: expect.any(String) })
})

test('a command is done once and has nothing to read back', async () => {
  const { unit, start, write } = await site()
  await start()
  expect(await write('reset', 1)).toEqual({ readBack: null, isConfirmed: true, cause: null })
  expect(unit.bank.get('holding', 62)).toBe(1)
})

test('a value that its register cannot hold, and a point that is none, are not sent', async () => {
  const { slave, start, write } = await site({ port: 0 }, 3_600_000)
  await start()
  const { requests } = slave
  expect(await write('limit', 1e9)).toMatchObject({ isConfirmed: false, cause: expect.stringContaining('range') })
  expect(await write('nothing', 1)).toMatchObject({ isConfirmed: false, cause: 'no point nothing with a register' })
  expect(slave.requests).toBe(requests)
})

test('writes overtake polls, each is read back before the next, and polls go on', async () => {
  const { slave, unit, intake, start, write } = await site({ port: 0 }, 5)
  unit.delayMs = 3
  await start()
  const before = slave.requests
  const outcomes = await Promise.all([write('breaker', 1), write('limit', 12), write('breaker', 0)])
  expect(outcomes.map(({ isConfirmed }) => isConfirmed)).toEqual([true, true, true])
  // Three writes and three reads back, and at most the two polls that were under way.
  expect(slave.requests - before).toBeLessThanOrEqual(8)
  const count = intake.taken.readings.length
  unit.set('holding', 22, 250)
  await intake.reading(({ values }) => values.current_limit === 25)
  expect(intake.taken.readings.length).toBeGreaterThan(count)
  expect(intake.taken.faults).toEqual([])
})
