import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../server/core/clock.ts'
import type { RegisterSpec } from '../../server/core/outside.ts'
import { loadTemplateLibrary } from '../../server/storage/template-library.ts'
import { createFieldBus, type RunningFieldBus } from '../../src-main/hardware/field-bus.ts'
import { device, gateway, recordIntake, silentLog } from '../../src-main/hardware/test-hardware.ts'
import { createModbusSlave, type ModbusSlave } from './modbus-slave.ts'

/** Every shipped register map, spoken by a simulated device and read by the product. */

const TEMPLATES = loadTemplateLibrary(join(import.meta.dirname, '../../resources/templates'))

/** A value that the register can hold, different for each, negative where the type allows. */
function probeOf(register: RegisterSpec, index: number): number {
  const isSigned = register.type.startsWith('i') || register.type === 'f32'
  if (register.type === 'enum' || register.type === 'bitfield') return (index % 3) + 1
  const raw = (isSigned && index % 2 === 0 ? -1 : 1) * (100 + index)
  return raw * register.scale
}

describe.each(TEMPLATES.map((template) => [template.key, template] as const))('%s', (_key, template) => {
  let slave: ModbusSlave
  let bus: RunningFieldBus
  const intake = recordIntake()
  const numbers = template.registers.filter((register) => register.type !== 'string')

  beforeAll(async () => {
    slave = await createModbusSlave({ port: 0 })
    const clock = systemClock((error) => expect.unreachable(String(error)))
    bus = createFieldBus({ intake, clock, log: silentLog, mqtt: { mode: 'off' } })
    await bus.start()
    const connection = { type: 'modbus_tcp', host: '127.0.0.1', port: slave.port } as const
    slave.unit(2)
    numbers.forEach((register, index) => {
      slave.unit(1).write(template, register.metric, probeOf(register, index))
    })
    for (const register of numbers.filter((each) => each.invalid.length > 0))
      slave.unit(2).write(template, register.metric, null)
    const devices = [1, 2].map((unit) => device({ id: `unit-${unit}`, slaveId: unit, template, pollIntervalMs: 50 }))
    await bus.configure([gateway(connection, devices)])
  })
  afterAll(async () => {
    await bus.stop()
    await slave.stop()
  })

  test('every value comes back in canonical units', async () => {
    for (const [index, register] of numbers.entries()) {
      const reading = await intake.reading(({ deviceId, values }) => deviceId === 'unit-1' && register.metric in values)
      const value = reading.values[register.metric] ?? Number.NaN
      const wanted = probeOf(register, index)
      expect(Math.abs(value - wanted), register.metric).toBeLessThan(Math.abs(wanted) * 1e-6)
    }
  })

  test.runIf(numbers.some((register) => register.invalid.length > 0))('what the device lacks is null', async () => {
    for (const { metric } of numbers.filter((register) => register.invalid.length > 0)) {
      const reading = await intake.reading(({ deviceId, values }) => deviceId === 'unit-2' && metric in values)
      expect(reading.values[metric], metric).toBeNull()
    }
  })
})
