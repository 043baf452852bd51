import { expect, it } from 'vitest'
import { MarinaModel } from './model.ts'
import { Switches } from './switches.ts'

const NOW = Date.parse('2026-07-18T17:40:00Z')
const HOUR = 3_600_000
const meter = { kind: 'meter', node: 'e-p03', clamp: null } as const
const breaker = { kind: 'breaker', node: 'e-p03' } as const
const feeder = { kind: 'meter', node: 'feeder-e', clamp: null } as const

function marina(saved = {}) {
  const switches = new Switches(saved)
  return { switches, model: new MarinaModel(NOW, switches) }
}

it('an open breaker takes voltage, current and power from what it feeds, and from its feeder what that took', () => {
  const { model } = marina()
  const before = model.values(feeder, NOW + HOUR).active_power ?? 0
  const taken = model.values(meter, NOW + HOUR).active_power ?? 0
  expect(model.operate(breaker, 'breaker', 0, NOW + HOUR)).toBe(true)
  expect(model.values(breaker, NOW + HOUR)).toEqual({ state: 0 })
  expect(model.values(meter, NOW + HOUR + 1)).toMatchObject({
    voltage_l1: 0,
    current_l1: 0,
    active_power: 0,
    reactive_power: 0,
    frequency: 0,
  })
  expect(before - (model.values(feeder, NOW + HOUR + 1).active_power ?? 0)).toBeCloseTo(taken * 1.009, -1)
  expect(model.operate(breaker, 'breaker', 1, NOW + 2 * HOUR)).toBe(true)
  expect(model.values(meter, NOW + 2 * HOUR).voltage_l1).toBeGreaterThan(210)
})

it('a counter stands still while its breaker is open, and goes on from there', () => {
  const { model } = marina()
  const untouched = new MarinaModel(NOW)
  const index = (of: MarinaModel, at: number) => of.values(meter, at).energy_import ?? 0
  model.operate(breaker, 'breaker', 0, NOW + HOUR)
  model.operate(breaker, 'breaker', 1, NOW + 30 * HOUR)
  const atOpening = index(model, NOW + HOUR)
  expect(index(model, NOW + 5 * HOUR)).toBeCloseTo(atOpening, 6)
  expect(index(model, NOW + 30 * HOUR)).toBeCloseTo(atOpening, 6)
  const missed = index(untouched, NOW + 30 * HOUR) - index(untouched, NOW + HOUR)
  expect(missed).toBeGreaterThan(100)
  expect(index(model, NOW + 40 * HOUR)).toBeCloseTo(index(untouched, NOW + 40 * HOUR) - missed, 4)
  const varOf = (at: number) => model.values(meter, at).reactive_energy_import ?? 0
  expect(varOf(NOW + 29 * HOUR)).toBeCloseTo(varOf(NOW + HOUR), 6)
})

it('is remembered over a restart, and tells nothing of a switch to where it already is', () => {
  const { model, switches } = marina()
  expect(model.operate(breaker, 'breaker', 1, NOW)).toBe(false)
  model.operate(breaker, 'breaker', 0, NOW)
  expect(model.operate(breaker, 'breaker', 0, NOW + HOUR)).toBe(false)
  const again = marina(switches.saved())
  expect(again.model.values(breaker, NOW + HOUR)).toEqual({ state: 0 })
  expect(again.model.values(meter, NOW + HOUR).active_power).toBe(0)
  expect(again.model.values(breaker, NOW - HOUR)).toEqual({ state: 1 })
  expect(model.operate(meter, 'breaker', 0, NOW)).toBe(false)
})

it('a relay of the battery’s GX rests open', () => {
  const { model } = marina()
  const battery = { kind: 'battery' } as const
  expect(model.values(battery, NOW)).toMatchObject({ relay_1: 0, relay_2: 0 })
  expect(model.operate(battery, 'relay_2', 1, NOW)).toBe(true)
  expect(model.values(battery, NOW)).toMatchObject({ relay_1: 0, relay_2: 1 })
  expect(model.operate(battery, 'relay_2', 0, NOW + HOUR)).toBe(true)
  expect(model.values(battery, NOW + HOUR)).toMatchObject({ relay_2: 0 })
})
