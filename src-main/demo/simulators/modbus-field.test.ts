import modbusSerial from 'modbus-serial'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { manualClock } from '../../../server/core/clock.ts'
import { silentLog } from '../../../server/http/test-hub.ts'
import { loadTemplateLibrary } from '../../../server/storage/template-library.ts'
import { folders } from '../../folders.ts'
import { MarinaModel } from '../load/model.ts'
import { DEVICES, GATEWAYS } from '../marina.ts'
import { type FieldGateway, ModbusField } from './modbus-field.ts'

const NOW = Date.parse('2026-07-18T17:40:00Z')
const templates = loadTemplateLibrary(folders.templates)
const clock = manualClock(NOW)
const model = new MarinaModel(NOW)

const gateways: FieldGateway[] = GATEWAYS.filter(({ kind }) => kind === 'modbus_tcp').map((gateway) => ({
  gateway,
  port: 0,
  devices: DEVICES.flatMap((device) => {
    const template = device.gateway === gateway.key ? templates.find(({ key }) => key === device.template) : undefined
    return template ? [{ device, template }] : []
  }),
}))

let field: ModbusField
let ports: ReadonlyMap<string, number>
type Client = InstanceType<typeof modbusSerial.default>
let client: Client

/** A client written elsewhere, which knows nothing of our templates. */
async function connect(gateway: string, unit: number): Promise<Client> {
  client = new modbusSerial.default()
  await client.connectTCP('127.0.0.1', { port: ports.get(gateway) ?? 0 })
  client.setID(unit)
  client.setTimeout(300)
  return client
}

beforeEach(async () => {
  field = new ModbusField(gateways, {
    model,
    clock,
    log: silentLog,
    operate: (device, point, value) => void model.operate(device.source, point, value, clock.now()),
  })
  ports = await field.start()
})

afterEach(async () => {
  await new Promise<void>((resolve) => client.close(() => resolve()))
  await field.stop()
})

it('answers an Eastron SDM630 at its published addresses with the values of the model', async () => {
  await connect('gw-pontoon-e', 5)
  const { buffer } = await client.readInputRegisters(0x0000, 0x4a)
  const truth = model.values({ kind: 'meter', node: 'e-p05', clamp: null }, clock.now())
  expect(buffer.readFloatBE(0)).toBeCloseTo(truth.voltage_l1 ?? 0, 3)
  expect(buffer.readFloatBE(0x0c)).toBeCloseTo(truth.current_l1 ?? 0, 3)
  expect(buffer.readFloatBE(0x34 * 2)).toBeCloseTo(truth.active_power ?? 0, 1)
  expect(buffer.readFloatBE(0x48 * 2) * 1000).toBeCloseTo(truth.energy_import ?? 0, -1)
})

it('answers an iEM3000 in kilowatts and 64-bit watt-hours, and moves on with time', async () => {
  await connect('gw-switchboard', 1)
  const read = async () => (await client.readHoldingRegisters(0x0c83, 4)).buffer.readBigInt64BE()
  const before = await read()
  const power = (await client.readHoldingRegisters(0x0bf3, 2)).buffer.readFloatBE()
  const truth = model.values({ kind: 'meter', node: 'main', clamp: null }, clock.now())
  expect(power * 1000).toBeCloseTo(truth.active_power ?? 0, 0)
  await clock.advance(60_000)
  const counted = Number((await read()) - before)
  expect(counted).toBeGreaterThan(power * 1000 * 0.8 * (1 / 60))
  expect(counted).toBeLessThan(power * 1000 * 1.2 * (1 / 60))
})

it('has a pedestal that stumbles and then falls silent while its neighbours answer', async () => {
  await connect('gw-pontoon-c', 5)
  await clock.advance(150_000)
  await expect(client.readInputRegisters(0, 2)).rejects.toThrow(/timed out/i)
  client.setID(4)
  expect((await client.readInputRegisters(0, 2)).buffer.readFloatBE()).toBeGreaterThan(200)
})

it('has a cabinet that goes off the line and comes back on the same port', async () => {
  await connect('gw-switchboard', 1)
  const port = ports.get('gw-pontoon-d') ?? 0
  await clock.advance(250_000)
  await expect(new modbusSerial.default().connectTCP('127.0.0.1', { port })).rejects.toThrow()
  await clock.advance(120_000)
  const back = await connect('gw-pontoon-d', 3)
  expect((await back.readInputRegisters(0, 2)).buffer.readFloatBE()).toBeGreaterThan(200)
})

it('has a breaker before each pedestal on its bus: opened, the pedestal is dead', async () => {
  await connect('gw-pontoon-b', 112)
  expect((await client.readCoils(0, 1)).data[0]).toBe(true)
  client.setID(12)
  expect((await client.readInputRegisters(0, 2)).buffer.readFloatBE()).toBeGreaterThan(200)
  client.setID(112)
  await client.writeCoil(0, false)
  expect((await client.readCoils(0, 1)).data[0]).toBe(false)
  await clock.advance(1_000)
  client.setID(12)
  const { buffer } = await client.readInputRegisters(0, 0x0e)
  expect([buffer.readFloatBE(0), buffer.readFloatBE(0x0c * 2)]).toEqual([0, 0])
  client.setID(112)
  await client.writeCoil(0, true)
  expect((await client.readCoils(0, 1)).data[0]).toBe(true)
})
