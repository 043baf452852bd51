import { describe, expect, it } from 'vitest'
import { loadTemplateLibrary } from '../../server/storage/template-library.ts'
import { folders } from '../folders.ts'
import { MarinaModel } from './load/model.ts'
import { DEVICES, GATEWAYS, POLICIES } from './marina.ts'

const templates = loadTemplateLibrary(folders.templates)
const NOW = Date.parse('2026-07-18T17:40:00Z')

/** Registers that a device has but the story does not use; they read as zero. */
const QUIET = /_t2$|^digital_inputs$|^serial_number$/

describe('the demo marina', () => {
  it('has over sixty devices behind Modbus and MQTT gateways, each with an address of its own', () => {
    expect(DEVICES.length).toBeGreaterThanOrEqual(60)
    expect(new Set(DEVICES.map(({ key }) => key)).size).toBe(DEVICES.length)
    expect(new Set(DEVICES.map(({ gateway, slaveId, key }) => `${gateway} ${slaveId ?? key}`)).size).toBe(
      DEVICES.length,
    )
    expect(new Set(GATEWAYS.map(({ kind }) => kind))).toEqual(new Set(['modbus_tcp', 'mqtt']))
  })

  it('lists parents before their children, under one incomer', () => {
    DEVICES.forEach(({ parent }, index) => {
      if (parent !== null) expect(DEVICES.slice(0, index).map(({ key }) => key)).toContain(parent)
    })
    expect(DEVICES.filter(({ parent, source }) => parent === null && source.kind === 'meter')).toHaveLength(1)
  })

  it('uses templates that exist, and has a value for every register of them', () => {
    const model = new MarinaModel(NOW)
    for (const device of DEVICES) {
      if (device.template === null) continue
      const template = templates.find(({ key }) => key === device.template)
      const values = model.values(device.source, NOW)
      const missing = (template?.registers ?? []).filter(({ metric }) => !QUIET.test(metric) && !(metric in values))
      expect([device.key, template?.key, missing.map(({ metric }) => metric)]).toEqual([
        device.key,
        device.template,
        [],
      ])
    }
  })

  it('has one feeder whose phases are unequal enough to be told', () => {
    const model = new MarinaModel(NOW)
    const condition = POLICIES.flatMap(({ condition: one }) => (one.type === 'phase_imbalance' ? [one] : []))[0]
    const isUneven = (values: Readonly<Record<string, number>>) => {
      const currents = [1, 2, 3].map((phase) => values[`current_l${phase}`] ?? 0)
      const mean = currents.reduce((sum, current) => sum + current, 0) / 3
      const worst = Math.max(...currents.map((current) => Math.abs(current - mean)))
      return mean >= (condition?.minValue ?? 0) && (100 * worst) / mean > (condition?.percent ?? 0)
    }
    const instants = Array.from({ length: 270 }, (_, index) => NOW + index * 319_000)
    const isOftenUneven = ({ source }: (typeof DEVICES)[number]) =>
      instants.filter((at) => isUneven(model.values(source, at))).length > instants.length / 4
    const uneven = DEVICES.filter((device) => device.key.startsWith('feeder-') && isOftenUneven(device))
    expect(uneven.map(({ key }) => key)).toEqual(['feeder-b'])
  })

  it('has finite values only', () => {
    const model = new MarinaModel(NOW)
    for (const { source } of DEVICES)
      for (const hour of [0, 4, 9, 13, 21])
        for (const value of Object.values(model.values(source, NOW + hour * 3_600_000)))
          expect(value).toBeTypeOf('number')
  })

  it('keeps its alarms few: only the overloaded pedestal crosses a limit on a summer day', () => {
    const model = new MarinaModel(NOW)
    const limits = POLICIES.flatMap(({ name, condition, target }) =>
      condition.type === 'threshold' ? [{ name, condition, target }] : [],
    )
    const watched = limits.flatMap((limit) =>
      DEVICES.filter(({ key, deviceType }) =>
        'device' in limit.target ? limit.target.device === key : limit.target.deviceType === deviceType,
      ).map((device) => ({ ...limit, device })),
    )
    const isCrossed = ({ condition, device }: (typeof watched)[number], at: number) => {
      const value = model.values(device.source, at)[condition.metric] ?? condition.value
      return condition.operator === '>' ? value > condition.value : value < condition.value
    }
    const instants = Array.from({ length: 270 }, (_, index) => NOW + index * 319_000)
    const crossed = instants.flatMap((at) => watched.filter((each) => isCrossed(each, at)))
    expect([...new Set(crossed.map(({ name, device }) => `${device.key}: ${name}`))].sort()).toEqual([
      'e-p05: Pedestal overload L1',
    ])
  })
})
