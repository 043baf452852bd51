import { afterEach, expect, test } from 'vitest'
import { createModbusSlave } from '../../../../e2e/simulators/modbus-slave.ts'
import { systemClock } from '../../../../server/core/clock.ts'
import { createFieldBus } from '../../field-bus.ts'
import { device, gateway, recordIntake, register, silentLog, template } from '../../test-hardware.ts'
import { createModbusDriver } from './index.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

async function site(timeoutMs = 60) {
  const slave = await createModbusSlave({ port: 0 })
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
  const connection = { type: 'modbus_tcp', host: '127.0.0.1', port: slave.port } as const
  return { slave, intake, bus, connection }
}

const METER = template([
  register({ metric: 'voltage_l1', address: 0, type: 'u32', scale: 0.1, unit: 'V' }),
  register({ metric: 'active_power', address: 4, type: 'f32', unit: 'W' }),
])

test('values of a slave arrive as readings, and the gateway is online', async () => {
  const { slave, intake, bus, connection } = await site()
  slave.unit(7).write(METER, 'voltage_l1', 230.1)
  slave.unit(7).write(METER, 'active_power', -1500.5)
  await bus.configure([gateway(connection, [device({ slaveId: 7, template: METER })])])
  const reading = await intake.reading(() => true)
  expect(reading).toMatchObject({
    deviceId: 'device-1',
    quality: 'good',
    values: { voltage_l1: 230.1, active_power: -1500.5 },
  })
  expect(await intake.link(() => true)).toMatchObject({ gatewayId: 'gateway-1', isOnline: true, cause: null })
})
