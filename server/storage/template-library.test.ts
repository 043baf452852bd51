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

  test('whose name is not its key is refused', () => {
    expect(() => load('registers: [{ metric: a, address: 1 }]\n', 'other')).toThrow(/belongs at/)
  })
})
