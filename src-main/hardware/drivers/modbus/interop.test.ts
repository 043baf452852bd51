import { createServer } from 'node:net'
import modbusSerial, { ServerTCP } from 'modbus-serial'
import { afterEach, expect, test } from 'vitest'
import { createModbusSlave } from '../../../../e2e/simulators/modbus-slave.ts'
import { systemClock } from '../../../../server/core/clock.ts'
import { createFieldBus } from '../../field-bus.ts'
import { device, gateway, point, recordIntake, register, silentLog, template } from '../../test-hardware.ts'

/** Against another implementation of Modbus, so that our two ends cannot share a misunderstanding. */

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

/** The foreign slave cannot say which port it was given, so one is looked for before. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise<void>((resolve) => server.close(() => resolve()))
  return address !== null && typeof address === 'object' ? address.port : 0
}

test('the product reads every table of a foreign slave', async () => {
  const port = await freePort()
  const slave = new ServerTCP(
    {
      getCoil: (address: number) => address === 3,
      getDiscreteInput: (address: number) => address === 4,
      getInputRegister: (address: number) => 1000 + address,
      getHoldingRegister: (address: number) => (address < 50 ? 2000 + address : 0),
    },
    { host: '127.0.0.1', port, unitID: 5 },
  )
  await new Promise<void>((resolve) => slave.once('initialized', () => resolve()))
  stops.push(() => new Promise((resolve) => slave.close(() => resolve())))
  const map = template([
    register({ metric: 'coil', address: 3, table: 'coil', type: 'bool' }),
    register({ metric: 'not_coil', address: 2, table: 'coil', type: 'bool' }),
    register({ metric: 'discrete', address: 4, table: 'discrete', type: 'bool' }),
    register({ metric: 'input', address: 7, table: 'input' }),
    register({ metric: 'holding', address: 9 }),
  ])
  const intake = recordIntake()
  const clock = systemClock((error) => expect.unreachable(String(error)))
  const bus = createFieldBus({ intake, clock, log: silentLog, mqtt: { mode: 'off' } })
  stops.push(() => bus.stop())
  await bus.configure([
    gateway({ type: 'modbus_tcp', host: '127.0.0.1', port }, [
      device({ slaveId: 5, template: map, pollIntervalMs: 50 }),
    ]),
  ])
  expect((await intake.reading(() => true)).values).toEqual({
    coil: 1,
    not_coil: 0,
    discrete: 1,
    input: 1007,
    holding: 2009,
  })
})

test('the product writes to a foreign slave, and reads back what it took', async () => {
  const port = await freePort()
  const coils = new Map<number, boolean>()
  const registers = new Map<number, number>()
  const slave = new ServerTCP(
    {
      getCoil: (address: number) => coils.get(address) ?? false,
      setCoil: (address: number, value: boolean) => void coils.set(address, value),
      getHoldingRegister: (address: number) => registers.get(address) ?? 0,
      setRegister: (address: number, value: number) => void registers.set(address, value),
    },
    { host: '127.0.0.1', port, unitID: 5 },
  )
  await new Promise<void>((resolve) => slave.once('initialized', () => resolve()))
  stops.push(() => new Promise((resolve) => slave.close(() => resolve())))
  const map = template([register({ metric: 'coil', address: 3, table: 'coil', type: 'bool' })], {}, [
    point({ key: 'coil', register: { table: 'coil', address: 3 } }),
    point({ key: 'coil_list', register: { table: 'coil', address: 4, isWrittenAsList: true } }),
    point({ key: 'register', register: { address: 9, type: 'i16', scale: 0.1, offset: -50 } }),
    point({ key: 'float', register: { address: 20, type: 'f32' } }),
  ])
  const clock = systemClock((error) => expect.unreachable(String(error)))
  const intake = recordIntake()
  const bus = createFieldBus({ intake, clock, log: silentLog, mqtt: { mode: 'off' } })
  stops.push(() => bus.stop())
  await bus.configure([
    gateway({ type: 'modbus_tcp', host: '127.0.0.1', port }, [device({ slaveId: 5, template: map })]),
  ])
  await intake.reading(() => true)
  for (const [key, value] of [
    ['coil', 1],
    ['coil_list', 1],
    ['register', 12.5],
    ['float', 41.75],
  ] as const)
    expect(await bus.write({ deviceId: 'device-1', point: key, value })).toEqual({
      readBack: value,
      isConfirmed: true,
      cause: null,
    })
  expect([coils.get(3), coils.get(4), registers.get(9)]).toEqual([true, true, 625])
})

test('a foreign master reads and writes the simulated slave', async () => {
  const slave = await createModbusSlave({ port: 0 })
  const master = new modbusSerial.default()
  stops.push(
    () => slave.stop(),
    () => new Promise((resolve) => master.close(() => resolve())),
  )
  slave.unit(3).set('input', 10, 1, 2, 3)
  slave.unit(3).bank.refuse('holding', 90, 99)
  await master.connectTCP('127.0.0.1', { port: slave.port })
  master.setID(3)
  expect((await master.readInputRegisters(10, 3)).data).toEqual([1, 2, 3])
  await master.writeRegisters(20, [7, 8])
  expect((await master.readHoldingRegisters(20, 2)).data).toEqual([7, 8])
  await master.writeCoil(4, true)
  expect((await master.readCoils(4, 1)).data[0]).toBe(true)
  await expect(master.readHoldingRegisters(85, 10)).rejects.toMatchObject({ modbusCode: 2 })
})
