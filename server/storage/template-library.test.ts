import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadTemplateLibrary } from './template-library.ts'

const SHIPPED = join(import.meta.dirname, '../../resources/templates')

test('every shipped template loads, cites its source and measures in canonical units', () => {
  const templates = loadTemplateLibrary(SHIPPED)
  expect(templates.map((template) => template.key)).toEqual(
    expect.arrayContaining([
      'eastron-sdm120',
      'eastron-sdm630',
      'schneider-iem3000',
      'carlo-gavazzi-em24',
      'carlo-gavazzi-em24-e1',
      'entes-mpr53s',
      'chint-dtsu666',
      'sofar-hyd-g3',
      'victron-gx',
      'victron-gx-grid',
      'victron-gx-vebus',
      'waveshare-modbus-rtu-relay',
      'relay-driven-contactor',
      'mqtt-shore-breaker',
    ]),
  )
  for (const template of templates) {
    expect(template.source).not.toBe('')
    for (const { unit, metric } of template.registers)
      expect(['', 'V', 'A', 'W', 'var', 'VA', 'Wh', 'varh', 'Hz', '%', '°C'], `${template.key} ${metric}`).toContain(
        unit,
      )
  }
})

test('what a written value does is a clause that goes on after the device’s name', () => {
  for (const { key, points } of loadTemplateLibrary(SHIPPED))
    for (const { options } of points)
      for (const { effect } of options ?? []) {
        const texts = effect === null ? [] : [effect.tr, effect.en]
        for (const text of texts) expect(text, key).toMatch(/^(?:\p{Ll}|GX).*[^.]$/u)
      }
})

test('ids are the same at every load', () => {
  const ids = loadTemplateLibrary(SHIPPED).map((template) => template.id)
  expect(loadTemplateLibrary(SHIPPED).map((template) => template.id)).toEqual(ids)
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('an unsigned energy counter carries where it wraps', () => {
  const grid = loadTemplateLibrary(SHIPPED).find((template) => template.key === 'victron-gx-grid')
  const energy = grid?.registers.find((register) => register.metric === 'energy_import')
  expect(energy).toMatchObject({
    unit: 'Wh',
    pollClass: 'energy',
    counter: { modulus: 42_949_672_960, resettable: false },
  })
})

describe('a template file', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'templates-'))
    cpSync(join(SHIPPED, 'defaults.yaml'), join(folder, 'defaults.yaml'))
    mkdirSync(join(folder, 'sensor'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const head = 'key: probe\nname: P\nmanufacturer: M\ndevice_type: sensor\nversion: "1"\nverified: false\nsource: s\n'
  const load = (body: string, name = 'probe', start = head) => {
    writeFileSync(join(folder, 'sensor', `${name}.yaml`), start + body)
    return loadTemplateLibrary(folder)
  }

  test('inherits what it does not state', () => {
    const [template] = load("registers:\n  - { metric: voltage_l1, address: 0x10, invalid: [0xFFFF, '0x8000'] }\n")
    expect(template?.limits).toEqual({ maxRead: 125, maxGap: 8, minGapMs: 10, forbidden: [] })
    expect(template?.registers[0]).toMatchObject({
      address: 16,
      table: 'holding',
      type: 'u16',
      unit: 'V',
      pollClass: 'live',
      invalid: ['65535', '32768'],
      counter: null,
    })
  })

  test.each([
    ['an unknown key', 'registers: [{ metric: a, address: 1, adress: 2 }]', /adress/],
    ['a key given twice', 'name: Q\nregisters: [{ metric: a, address: 1 }]', /unique/],
    ['a metric given twice', 'registers: [{ metric: a, address: 1 }, { metric: a, address: 2 }]', /a is given twice/],
    ['an inherited value restated', 'registers: [{ metric: a, address: 1, scale: 1 }]', /scale is inherited/],
    ['an inherited unit restated', 'registers: [{ metric: voltage_l1, address: 1, unit: V }]', /unit is inherited/],
    ['text without a length', 'registers: [{ metric: a, address: 1, type: string }]', /needs a length/],
    ['a length against the type', 'registers: [{ metric: a, address: 1, type: u32, length: 3 }]', /u32 takes 2/],
    ['a number in a coil', 'registers: [{ metric: a, address: 1, table: coil }]', /coil holds only bool/],
    ['a value across the end', 'registers: [{ metric: a, address: 65535, type: u32 }]', /beyond address 65535/],
    [
      'a register in a forbidden range',
      'limits: { forbidden: [[1, 9]] }\nregisters: [{ metric: a, address: 9 }]',
      /forbidden/,
    ],
  ])('with %s is refused', (_what, body, message) => {
    expect(() => load(`${body}\n`)).toThrow(message)
  })

  const NAME = 'name: { tr: A, en: A }'
  const OFF_ON = 'options: [{ value: 0, name: { tr: a, en: a } }, { value: 1, name: { tr: b, en: b } }]'
  const points = (...list: string[]) => `registers: [{ metric: a, address: 1 }]\npoints: [${list.join(', ')}]`

  test('declares what can be written, with the unit of what it measures', () => {
    const limit = `{ key: limit, ${NAME}, kind: setpoint, metric: current_limit, min: 0, max: 63, register: { address: 22, scale: 0.1 } }`
    const [template] = load(`registers: [{ metric: current_limit, address: 22, scale: 0.1 }]\npoints: [${limit}]\n`)
    expect(template?.points).toEqual([
      {
        key: 'limit',
        name: { tr: 'A', en: 'A' },
        kind: 'setpoint',
        metric: 'current_limit',
        unit: 'A',
        min: 0,
        max: 63,
        step: null,
        options: null,
        energising: null,
        register: {
          table: 'holding',
          address: 22,
          type: 'u16',
          byteOrder: 'big',
          wordOrder: 'big',
          scale: 0.1,
          offset: 0,
          isWrittenAsList: false,
        },
      },
    ])
  })

  test('may have points alone, for a device that tells its values by name', () => {
    const [template] = load(
      `points: [{ key: relay, ${NAME}, kind: switch, metric: state, ${OFF_ON}, energising: [1] }]\n`,
    )
    expect(template).toMatchObject({ registers: [], points: [{ key: 'relay', metric: 'state', register: null }] })
  })

  test.each([
    ['neither registers nor points', 'limits: { max_gap: 1 }', /neither registers nor points/],
    [
      'a point given twice',
      points(
        `{ key: p, ${NAME}, kind: setpoint, min: 0, max: 1, register: { address: 1 } }`,
        `{ key: p, ${NAME}, kind: setpoint, min: 0, max: 1, register: { address: 1 } }`,
      ),
      /p: is given twice/,
    ],
    [
      'a switch of one state',
      points(
        `{ key: p, ${NAME}, kind: switch, options: [{ value: 1, name: { tr: a, en: a } }], register: { address: 1 } }`,
      ),
      /two options/,
    ],
    [
      'a set point without a range',
      points(`{ key: p, ${NAME}, kind: setpoint, max: 1, register: { address: 1 } }`),
      /needs min and max/,
    ],
    [
      'a range upside down',
      points(`{ key: p, ${NAME}, kind: setpoint, min: 2, max: 1, register: { address: 1 } }`),
      /min is not below max/,
    ],
    [
      'a value that its register cannot hold',
      points(`{ key: p, ${NAME}, kind: setpoint, min: -1, max: 1, register: { address: 1 } }`),
      /does not fit u16/,
    ],
    [
      'a number in a coil',
      points(`{ key: p, ${NAME}, kind: switch, ${OFF_ON}, register: { table: coil, address: 1 } }`),
      /coil takes only bool/,
    ],
    [
      'a type that cannot be written',
      points(`{ key: p, ${NAME}, kind: setpoint, min: 0, max: 1, register: { address: 1, type: bcd16 } }`),
      /bcd16 cannot be written/,
    ],
    ['a point without a register', points(`{ key: p, ${NAME}, kind: switch, ${OFF_ON} }`), /needs a register/],
    [
      'a read back that is not measured',
      points(`{ key: p, ${NAME}, kind: setpoint, metric: b, min: 0, max: 1, register: { address: 1 } }`),
      /b is not measured/,
    ],
    [
      'an energising value that is none',
      points(`{ key: p, ${NAME}, kind: switch, ${OFF_ON}, energising: [2], register: { address: 1 } }`),
      /energising names no option/,
    ],
    [
      'a name in one language',
      points('{ key: p, name: { en: A }, kind: setpoint, min: 0, max: 1, register: { address: 1 } }'),
      /name.tr/,
    ],
  ])('with %s is refused', (_what, body, message) => {
    expect(() => load(`${body}\n`)).toThrow(message)
  })

  test('whose name is not its key is refused', () => {
    expect(() => load('registers: [{ metric: a, address: 1 }]\n', 'other')).toThrow(/belongs at/)
  })
})
