import { join } from 'node:path'
import { expect, test } from 'vitest'
import { systemClock } from '../../server/core/clock.ts'
import type { FieldBus, RegisterSpec, TemplateSpec } from '../../server/core/outside.ts'
import { loadTemplateLibrary } from '../../server/storage/template-library.ts'
import { createFieldBus } from '../../src-main/hardware/field-bus.ts'
import { device, gateway, recordIntake, silentLog } from '../../src-main/hardware/test-hardware.ts'
import { createModbusSlave, type SlaveUnit } from './modbus-slave.ts'

/** Every shipped register map, spoken by a simulated device and read by the product. */

const TEMPLATES = loadTemplateLibrary(join(import.meta.dirname, '../../resources/templates'))

/** A value that the register can hold, different for each, negative where the type allows. */
function probeOf(register: RegisterSpec, index: number): number {
  const isSigned = register.type.startsWith('i') || register.type === 'f32'
  if (register.type === 'bool') return index % 2
  if (register.type === 'enum' || register.type === 'bitfield') return (index % 3) + 1
  const raw = (isSigned && index % 2 === 0 ? -1 : 1) * (100 + index)
  return raw * register.scale
}

interface Site {
  readonly intake: ReturnType<typeof recordIntake>
  readonly bus: FieldBus
  stop(): Promise<void>
}

/** A slave that speaks the map, made ready by `prepare`, and the product that reads it. */
async function siteOf(template: TemplateSpec, prepare: (unit: SlaveUnit) => void): Promise<Site> {
  const slave = await createModbusSlave({ port: 0 })
  prepare(slave.unit(1))
  const intake = recordIntake()
  const clock = systemClock((error) => expect.unreachable(String(error)))
  const bus = createFieldBus({ intake, clock, log: silentLog, mqtt: { mode: 'off' } })
  await bus.start()
  const connection = { type: 'modbus_tcp', host: '127.0.0.1', port: slave.port } as const
  await bus.configure([gateway(connection, [device({ template, pollIntervalMs: 50 })])])
  return {
    intake,
    bus,
    async stop() {
      await bus.stop()
      await slave.stop()
    },
  }
}

const numbersOf = (template: TemplateSpec) => template.registers.filter((register) => register.type !== 'string')
const MODBUS = TEMPLATES.filter((template) => template.registers.length > 0)
const named = (templates: readonly TemplateSpec[]) => templates.map((template) => [template.key, template] as const)

test.each(named(MODBUS))('every value of %s comes back in canonical units', async (_key, template) => {
  const numbers = numbersOf(template)
  const { intake, stop } = await siteOf(template, (unit) => {
    numbers.forEach((register, index) => {
      unit.write(template, register.metric, probeOf(register, index))
    })
  })
  for (const [index, register] of numbers.entries()) {
    const { values } = await intake.reading((reading) => register.metric in reading.values)
    const wanted = probeOf(register, index)
    const error = Math.abs((values[register.metric] ?? Number.NaN) - wanted)
    expect(error, register.metric).toBeLessThanOrEqual(Math.abs(wanted) * 1e-6)
  }
  await stop()
})

const withSentinels = TEMPLATES.filter((template) => template.registers.some(({ invalid }) => invalid.length > 0))

test.each(named(withSentinels))('what a device lacks of %s is null', async (_key, template) => {
  const marked = numbersOf(template).filter((register) => register.invalid.length > 0)
  const { intake, stop } = await siteOf(template, (unit) => {
    for (const { metric } of marked) unit.write(template, metric, null)
  })
  for (const { metric } of marked) {
    const { values, quality } = await intake.reading((reading) => metric in reading.values)
    expect([quality, values[metric]], metric).toEqual(['good', null])
  }
  await stop()
})

const withPoints = MODBUS.filter(({ points }) => points.length > 0)

test.each(named(withPoints))(
  'every point of %s is written, read back, and seen by the poll',
  async (_key, template) => {
    const { intake, bus, stop } = await siteOf(template, () => undefined)
    await intake.reading(() => true)
    for (const { key, metric, min, max, options } of template.points) {
      for (const value of options?.map((option) => option.value) ?? [max ?? 0, min ?? 0]) {
        const outcome = await bus.write({ deviceId: 'device-1', point: key, value })
        expect(outcome, key).toEqual({ readBack: value, isConfirmed: true, cause: null })
        if (metric !== null) await intake.reading(({ values }) => values[metric] === value)
      }
    }
    await stop()
  },
)
