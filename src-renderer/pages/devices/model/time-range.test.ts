import { describe, expect, it } from 'vitest'
import { wallTime } from '../../../charts/zone.ts'
import { mainMetric, quantities } from './quantities.ts'
import { energySpan, fromLocalInput, parseRange, shifted, toLocalInput, writeRange } from './time-range.ts'

const now = Date.UTC(2026, 5, 10, 12, 34, 56)
const zone = 'Europe/Istanbul'

describe('a range in the address', () => {
  it('is a name that moves with the clock in steps, or two instants', () => {
    expect(parseRange('hour', now)).toEqual({ name: 'hour', start: now + 4000 - 3_600_000, end: now + 4000 })
    expect(parseRange(writeRange(1_700_000_000_000, 1_700_000_060_000), now)).toEqual({
      name: 'custom',
      start: 1_700_000_000_000,
      end: 1_700_000_060_000,
    })
  })

  it('falls back to a day when it makes no sense', () => {
    expect(parseRange('1700000060000-1700000000000', now).name).toBe('day')
    expect(parseRange('<script>', now).name).toBe('day')
  })

  it('shifts by its own length', () => {
    const range = parseRange('1700000000000-1700000060000', now)
    expect(shifted(range, -1)).toBe('1699999940000-1700000000000')
  })

  it('is typed in the wall time of the site', () => {
    expect(toLocalInput(now, zone)).toBe('2026-06-10T15:34')
    expect(fromLocalInput('2026-06-10T15:34', zone)).toBe(Date.UTC(2026, 5, 10, 12, 34))
    expect(fromLocalInput('', zone)).toBeNull()
  })
})

describe('the span of the energy table', () => {
  it('begins on a boundary of its interval', () => {
    expect(wallTime(energySpan('hourly', now, zone).start, zone)).toMatchObject({ day: 9, hour: 0 })
    expect(wallTime(energySpan('daily', now, zone).start, zone)).toMatchObject({ month: 5, day: 11, hour: 0 })
    expect(new Date(energySpan('weekly', now, zone).start + 3 * 3_600_000).getUTCDay()).toBe(1)
    expect(wallTime(energySpan('monthly', now, zone).start, zone)).toMatchObject({ year: 2024, month: 7, day: 1 })
  })
})

describe('the main metric', () => {
  it('is power where there is power, and never a switch while there is a quantity', () => {
    expect(mainMetric(['voltage_l1', 'active_power'])).toBe('active_power')
    expect(mainMetric(['pump_running', 'sump_level'])).toBe('sump_level')
    expect(mainMetric(['energy_import', 'frequency'])).toBe('frequency')
    expect(mainMetric(['state'])).toBe('state')
    expect(mainMetric([])).toBeNull()
  })
})

describe('quantities', () => {
  it('tell voltages between phases from those to neutral', () => {
    expect(quantities(['voltage_l12', 'voltage_l1']).map(({ base }) => base)).toEqual(['voltage', 'voltage_ll'])
  })

  it('stand in the order of reading, their phases in theirs, and the device’s own last', () => {
    expect(quantities(['fan_rpm', 'voltage_l2', 'energy_import', 'voltage_l1', 'active_power'])).toEqual([
      { base: 'active_power', metrics: ['active_power'] },
      { base: 'voltage', metrics: ['voltage_l1', 'voltage_l2'] },
      { base: 'energy_import', metrics: ['energy_import'] },
      { base: 'fan_rpm', metrics: ['fan_rpm'] },
    ])
  })
})
