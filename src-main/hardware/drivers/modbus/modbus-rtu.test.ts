import { afterEach, describe, expect, test } from 'vitest'
import { createModbusSlave } from '../../../../e2e/simulators/modbus-slave.ts'
import { hasSocat, openPtyPair } from '../../../../e2e/simulators/pty-pair.ts'
import { systemClock } from '../../../../server/core/clock.ts'
import type { Reading } from '../../../../server/core/outside.ts'
import { createFieldBus } from '../../field-bus.ts'
import { device, gateway, recordIntake, register, silentLog, template } from '../../test-hardware.ts'
import { createModbusDriver } from './index.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

async function line() {
  const ptys = await openPtyPair()
  stops.push(() => ptys.stop())
  const [ours, theirs] = ptys.paths
  const slave = await createModbusSlave({ serialPath: theirs, baudRate: 19_200 })
  stops.push(() => slave.stop())
  const intake = recordIntake()
  const driver = createModbusDriver({ timeoutMs: 100, maxBackoffMs: 100 })
  const bus = createFieldBus({
    intake,
    log: silentLog,
    mqtt: { mode: 'off' },
    clock: systemClock((error) => expect.unreachable(String(error))),
    loadDriver: async () => driver,
  })
  await bus.start()
  stops.push(() => bus.stop())
  const connection = {
    type: 'modbus_rtu',
    path: ours,
    baudRate: 19_200,
    parity: 'even',
    dataBits: 8,
    stopBits: 1,
  } as const
  return { slave, intake, bus, connection }
}

const METER = template([
  register({ metric: 'voltage_l1', address: 0, table: 'input', type: 'f32' }),
  register({ metric: 'active_power', address: 12, table: 'input', type: 'f32' }),
])
const says = (metric: string, value: number | null) => (reading: Reading) => reading.values[metric] === value

describe.skipIf(!hasSocat())('over a serial line (socat joins two ptys; skipped where socat is absent)', () => {
  test('two devices on one line are polled in turn', async () => {
    const { slave, intake, bus, connection } = await line()
    slave.unit(1).write(METER, 'voltage_l1', 230)
    slave.unit(2).write(METER, 'voltage_l1', 240)
    await bus.configure([
      gateway(connection, [device({ template: METER }), device({ id: 'device-2', slaveId: 2, template: METER })]),
    ])
    await intake.reading((reading) => reading.deviceId === 'device-1' && reading.values.voltage_l1 === 230)
    await intake.reading((reading) => reading.deviceId === 'device-2' && reading.values.voltage_l1 === 240)
    expect(intake.taken.faults).toEqual([])
    expect(await intake.link(() => true)).toMatchObject({ isOnline: true })
  })

  test('an answer that trickles in is put together, noise before it is passed over', async () => {
    const { slave, intake, bus, connection } = await line()
    slave.faults.pieceBytes = 2
    slave.faults.prefix = Buffer.from([0x00, 0xff, 0x01])
    slave.unit(1).write(METER, 'voltage_l1', 231)
    await bus.configure([gateway(connection, [device({ template: METER })])])
    await intake.reading(says('voltage_l1', 231))
  })

  test('damaged frames are told as such and never become values', async () => {
    const { slave, intake, bus, connection } = await line()
    slave.faults.isCrcBad = true
    slave.unit(1).write(METER, 'voltage_l1', 230)
    await bus.configure([gateway(connection, [device({ template: METER })])])
    await intake.fault((fault) => fault.kind === 'crc')
    await intake.reading((reading) => reading.quality === 'comm_fail')
    slave.faults.isCrcBad = false
    await intake.reading(says('voltage_l1', 230))
  })

  test('bytes that are no answer are a framing fault', async () => {
    const { slave, intake, bus, connection } = await line()
    slave.faults.instead = Buffer.alloc(40, 0x55)
    slave.unit(1).write(METER, 'voltage_l1', 230)
    await bus.configure([gateway(connection, [device({ template: METER })])])
    await intake.fault((fault) => fault.kind === 'framing')
  })

  test('a silent device leaves the line to the others', async () => {
    const { slave, intake, bus, connection } = await line()
    slave.unit(1).write(METER, 'voltage_l1', 230)
    slave.unit(2).isSilent = true
    await bus.configure([
      gateway(connection, [device({ template: METER }), device({ id: 'silent', slaveId: 2, template: METER })]),
    ])
    await intake.reading((reading) => reading.deviceId === 'silent' && reading.quality === 'comm_fail')
    slave.unit(1).write(METER, 'voltage_l1', 236)
    await intake.reading(says('voltage_l1', 236))
    expect(intake.taken.links.filter((link) => !link.isOnline)).toEqual([])
  })

  test('a port that is not there is told with its name', async () => {
    const { intake, bus, connection } = await line()
    await bus.configure([gateway({ ...connection, path: '/dev/ttyNOTHING' }, [device({ template: METER })])])
    expect(await intake.link(() => true)).toMatchObject({
      isOnline: false,
      cause: expect.stringContaining('/dev/ttyNOTHING'),
    })
  })
})
