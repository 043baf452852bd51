import { expect, test } from 'vitest'
import { manualClock } from '../../server/core/clock.ts'
import type { GatewayConnection, GatewayPlan } from '../../server/core/outside.ts'
import type { Driver, MqttConfig, Session } from './driver.ts'
import { createFieldBus } from './field-bus.ts'
import { device, gateway, recordIntake, silentLog } from './test-hardware.ts'

const TCP = { type: 'modbus_tcp', host: '127.0.0.1', port: 1 } as const
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

/** A driver that writes down what it is told and reports every gateway online. */
function notebook(refusesToStart = false) {
  const notes: string[] = []
  let starts = 0
  const driver: Driver = {
    async start(_config, { sink, clock }) {
      starts += 1
      if (refusesToStart && starts === 1) throw new Error('EADDRINUSE')
      notes.push('start')
      return {
        endpoint: 'mqtt://127.0.0.1:9',
        async open(plan: GatewayPlan): Promise<Session> {
          notes.push(`open ${plan.id}`)
          if (plan.name === 'broken') throw new Error('cannot be opened')
          await settle()
          sink.link({ gatewayId: plan.id, isOnline: true, since: clock.now(), cause: null })
          return {
            update: async (changed) => void notes.push(`update ${changed.id} ${changed.name}`),
            describe: () => null,
            async write({ point }) {
              if (point === 'broken') throw new Error('driver fault')
              return { readBack: 1, isConfirmed: true, cause: null }
            },
            publish: async ({ topic }) => ({ isConnected: topic === 'config/set' }),
            stop: async () => void notes.push(`stop ${plan.id}`),
          }
        },
        stop: async () => void notes.push('end'),
      }
    },
  }
  return { driver, notes }
}

function field({ driver, mqtt = { mode: 'off' } }: { driver: Driver; mqtt?: MqttConfig }) {
  const intake = recordIntake()
  const isServed = (type: string) => type !== 'nmea0183'
  const bus = createFieldBus({
    intake,
    clock: manualClock(0),
    log: silentLog,
    mqtt,
    loadDriver: (type) => (isServed(type) ? Promise.resolve(driver) : null),
  })
  return { intake, bus }
}

test('a gateway whose plan did not change is not disturbed; others are opened, updated and stopped', async () => {
  const { driver, notes } = notebook()
  const { bus } = field({ driver })
  await bus.configure([gateway(TCP, [device()], { id: 'a' }), gateway(TCP, [], { id: 'b' })])
  notes.length = 0
  await bus.configure([
    gateway({ ...TCP }, [{ ...device() }], { id: 'a' }),
    gateway(TCP, [], { id: 'b', name: 'renamed' }),
    gateway(TCP, [], { id: 'c' }),
  ])
  expect(notes).toEqual(['update b renamed', 'open c'])
  notes.length = 0
  await bus.configure([gateway(TCP, [device()], { id: 'a' })])
  expect(notes.sort()).toEqual(['stop b', 'stop c'])
})

test('configurations are applied one after another', async () => {
  const { driver, notes } = notebook()
  const { bus } = field({ driver })
  await Promise.all([
    bus.configure([gateway(TCP, [], { id: 'a' })]),
    bus.configure([gateway(TCP, [], { id: 'a', name: 'second' })]),
    bus.configure([]),
  ])
  expect(notes).toEqual(['start', 'open a', 'update a second', 'stop a'])
})

test('a gateway that cannot be opened is a fault of its own and is tried at the next configuration', async () => {
  const { driver, notes } = notebook()
  const { bus, intake } = field({ driver })
  await bus.start()
  const plans = (name: string) => [gateway(TCP, [], { id: 'a', name }), gateway(TCP, [], { id: 'b' })]
  await bus.configure(plans('broken'))
  expect(await intake.link((link) => link.gatewayId === 'a')).toMatchObject({
    isOnline: false,
    cause: 'cannot be opened',
  })
  expect(await intake.link((link) => link.gatewayId === 'b')).toMatchObject({ isOnline: true })
  await bus.configure(plans('mended'))
  expect(notes.filter((note) => note === 'open a')).toHaveLength(2)
  await intake.link((link) => link.gatewayId === 'a' && link.isOnline)
})

test('a driver that could not start is started again later', async () => {
  const { driver, notes } = notebook(true)
  const { bus, intake } = field({ driver })
  await bus.configure([gateway(TCP, [])])
  expect(await intake.link(() => true)).toMatchObject({ isOnline: false, cause: 'EADDRINUSE' })
  await bus.configure([gateway(TCP, [])])
  expect(notes).toEqual(['start', 'open gateway-1'])
})

test('a disabled gateway is stopped and offline', async () => {
  const { driver, notes } = notebook()
  const { bus, intake } = field({ driver })
  await bus.configure([gateway(TCP, [])])
  await bus.configure([gateway(TCP, [], { isEnabled: false })])
  expect(notes).toContain('stop gateway-1')
  expect(await intake.link((link) => !link.isOnline)).toMatchObject({ cause: 'disabled' })
})

test('links of undisturbed gateways are told again, because the hub may be a new one', async () => {
  const { driver } = notebook()
  const { bus, intake } = field({ driver })
  await bus.configure([gateway(TCP, [])])
  await intake.link((link) => link.isOnline)
  intake.taken.links.length = 0
  await bus.configure([gateway(TCP, [])])
  await intake.link((link) => link.isOnline)
})

test('types without a driver are left alone', async () => {
  const { driver, notes } = notebook()
  const { bus } = field({ driver })
  const nmea: GatewayConnection = { type: 'nmea0183', options: {} }
  await bus.configure([gateway(nmea, [])])
  expect(notes).toEqual([])
  await expect(bus.describe('device-1')).resolves.toBeNull()
})

test('the broker is started with the field bus and named among the endpoints', async () => {
  const { driver, notes } = notebook()
  const { bus } = field({ driver, mqtt: { mode: 'embedded', host: '127.0.0.1', port: 0 } })
  await bus.start()
  expect(notes).toEqual(['start'])
  await expect(bus.endpoints()).resolves.toEqual({ mqtt: 'mqtt://127.0.0.1:9' })
})

test('no broker, no endpoint', async () => {
  const { bus } = field(notebook())
  await bus.start()
  await expect(bus.endpoints()).resolves.toEqual({ mqtt: null })
})

test('a broker that cannot start makes the start fail', async () => {
  const { bus } = field({ driver: notebook(true).driver, mqtt: { mode: 'embedded', host: '127.0.0.1', port: 1 } })
  await expect(bus.start()).rejects.toThrow('EADDRINUSE')
})

test('stopping ends sessions before what they share, once, and later configurations are ignored', async () => {
  const { driver, notes } = notebook()
  const { bus } = field({ driver })
  await bus.configure([gateway(TCP, [])])
  await bus.stop()
  await bus.stop()
  await bus.configure([gateway(TCP, [], { id: 'late' })])
  expect(notes).toEqual(['start', 'open gateway-1', 'stop gateway-1', 'end'])
})

test('a write goes to the gateway that has the device; what goes wrong is an outcome', async () => {
  const { bus } = field({ driver: notebook().driver })
  await bus.configure([gateway(TCP, [device({ id: 'd1' })], { id: 'a' })])
  expect(await bus.write({ deviceId: 'd1', point: 'relay', value: 1 })).toMatchObject({ isConfirmed: true })
  expect(await bus.write({ deviceId: 'd1', point: 'broken', value: 1 })).toMatchObject({ cause: 'driver fault' })
  expect(await bus.write({ deviceId: 'elsewhere', point: 'relay', value: 1 })).toMatchObject({ isConfirmed: false })
})

test('a message goes to the gateway named, on one topic below its prefix', async () => {
  const { bus } = field({ driver: notebook().driver })
  await bus.configure([gateway(TCP, [], { id: 'a' })])
  const message = { gatewayId: 'a', topic: 'config/set', payload: '{}', isRetained: true }
  expect(await bus.publish(message)).toEqual({ isConnected: true })
  expect(await bus.publish({ ...message, gatewayId: 'b' })).toEqual({ isConnected: false })
  for (const topic of ['', '/config', 'config/#', '+/set'])
    await expect(bus.publish({ ...message, topic })).rejects.toThrow('topic')
})
