import { describe, expect, it } from 'vitest'
import { meterValues } from './meter.ts'
import { Network } from './network.ts'
import { DAY_MS, dayStart, HOUR_MS, localDay } from './site-time.ts'
import { MAIN, OVERLOADED_PEDESTAL, pedestalKey, supplyOf } from './supply.ts'

const PHASES = [0, 1, 2] as const
const JULY = localDay(Date.parse('2026-07-18T09:00:00Z'))
const STARTED_AT = dayStart(JULY) + 20.5 * HOUR_MS
const SUPPLY = supplyOf(STARTED_AT)
const marina = () => new Network(SUPPLY, JULY)
const powerOf = (network: Network, key: string, at: number) =>
  PHASES.map((phase) => network.at(at).watts(key, phase)).reduce((a, b) => a + b, 0)
const energyOf = (network: Network, key: string, at: number) =>
  PHASES.map((phase) => network.wattHours(key, phase, at)).reduce((a, b) => a + b, 0)

/** Instants spread over a year, at odd minutes. */
const sampled = Array.from({ length: 36 }, (_, index) => dayStart(JULY) - 180 * DAY_MS + index * 243.3 * HOUR_MS)

describe('the load of the marina', () => {
  it('is a pure function of time: another instance, asked in another order, says the same', () => {
    const [one, other] = [marina(), marina()]
    const at = dayStart(JULY - 9) + 11.3 * HOUR_MS
    energyOf(other, MAIN, dayStart(JULY + 4))
    expect(energyOf(other, MAIN, at)).toBeCloseTo(energyOf(one, MAIN, at), 3)
    expect(powerOf(other, 'feeder-c', at)).toBe(powerOf(one, 'feeder-c', at))
  })

  it('never takes less than nothing, and the incomer never feeds back, all year', () => {
    const network = marina()
    const watts = sampled.flatMap((at) =>
      SUPPLY.flatMap(({ key }) => PHASES.map((phase) => network.at(at).watts(key, phase))),
    )
    expect(Math.min(...watts)).toBeGreaterThanOrEqual(0)
  })

  it('adds up: a parent carries its children and a small loss', () => {
    const network = marina()
    for (const at of sampled.slice(0, 20)) {
      for (const parent of SUPPLY.filter(({ key }) => SUPPLY.some((node) => node.parent === key))) {
        const children = SUPPLY.filter((node) => node.parent === parent.key)
        const below = children.reduce(
          (sum, node) => sum + powerOf(network, node.key, at) * (node.isGenerator ? -1 : 1),
          0,
        )
        const above = powerOf(network, parent.key, at)
        expect(above).toBeGreaterThan(below)
        expect(above).toBeLessThan(below * 1.06 + 6_000)
      }
    }
  })

  it('counts exactly the power it draws: the counter is the integral', () => {
    const network = marina()
    for (const key of ['c-p02', pedestalKey(OVERLOADED_PEDESTAL), 'workshop', MAIN]) {
      const from = dayStart(JULY) + 15.21 * HOUR_MS
      const to = from + HOUR_MS
      const step = 1_000
      let integral = 0
      for (let at = from + step / 2; at < to; at += step) integral += (powerOf(network, key, at) * step) / HOUR_MS
      const counted = energyOf(network, key, to) - energyOf(network, key, from)
      expect(Math.abs(integral / counted - 1)).toBeLessThan(5e-4)
    }
  })

  it('has counters that only rise, across midnights on either side of the anchor', () => {
    const network = marina()
    for (const key of [MAIN, 'feeder-f', 'a-p07', 'solar']) {
      let previous = 0
      for (let at = dayStart(JULY - 2) - 7 * HOUR_MS; at < dayStart(JULY + 3); at += 617_000) {
        const now = energyOf(network, key, at)
        expect(now).toBeGreaterThanOrEqual(previous)
        previous = now
      }
    }
  })

  it('sags where it is loaded and stays within the supply standard', () => {
    const network = marina()
    const volts = sampled.flatMap((at) =>
      SUPPLY.flatMap(({ key }) => PHASES.map((phase) => network.at(at).volts(key, phase))),
    )
    expect(Math.min(...volts)).toBeGreaterThan(213)
    expect(Math.max(...volts)).toBeLessThan(240)
    const evening = network.at(dayStart(JULY) + 20.5 * HOUR_MS)
    expect(evening.volts('b-p10', 0)).toBeLessThan(evening.volts(MAIN, 0) - 3)
  })

  it('tells its story: one unbalanced feeder, one overloaded pedestal, busy summer evenings', () => {
    const network = marina()
    const evening = dayStart(JULY) + 20.5 * HOUR_MS
    const neutral = (feeder: string) => meterValues(network, feeder, null, evening).current_n ?? 0
    expect(neutral('feeder-b')).toBeGreaterThan(2 * neutral('feeder-a'))
    expect(neutral('feeder-b')).toBeGreaterThan(2 * neutral('feeder-c'))
    const amps = (hours: number) =>
      meterValues(network, pedestalKey(OVERLOADED_PEDESTAL), null, STARTED_AT + hours * HOUR_MS).current_l1 ?? 0
    const firstMinutes = Array.from({ length: 15 }, (_, minute) => amps(minute / 60))
    expect(Math.min(...firstMinutes)).toBeGreaterThan(45)
    expect(amps(25 / 60)).toBeLessThan(42)
    const before = Array.from({ length: 100 }, (_, index) => amps(-0.5 - index * 0.31))
    expect(Math.max(...before)).toBeLessThan(42)
    expect(powerOf(network, MAIN, evening)).toBeGreaterThan(1.8 * powerOf(network, MAIN, dayStart(JULY) + 4 * HOUR_MS))
  })
})
