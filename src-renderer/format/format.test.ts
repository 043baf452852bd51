import { describe, expect, it } from 'vitest'
import { fold, matches } from './fold.ts'
import { shortMessage } from './incident.ts'
import { shownValue, splitMetric } from './metric.ts'
import { decimalsFor, formatBytes, formatNumber } from './number.ts'
import { formatAge, formatTime, zoneName } from './time.ts'

const words = { s: 's', min: 'min', h: 'h', d: 'd' }

describe('numbers', () => {
  it('are written as the locale writes them', () => {
    expect(formatNumber(1234.5, 'tr-TR', 1)).toBe('1.234,5')
    expect(formatNumber(1234.5, 'en-GB', 1)).toBe('1,234.5')
  })

  it('never show a negative zero', () => {
    expect(formatNumber(-0.04, 'en-GB', 1)).toBe('0.0')
    expect(formatNumber(-0.06, 'en-GB', 1)).toBe('-0.1')
  })

  it('keep three or four figures', () => {
    expect([0.123, 12.34, 231.4, 4800].map(decimalsFor)).toEqual([2, 1, 0, 0])
    expect(formatBytes(12_900_000, 'en-GB')).toBe('12.9 MB')
    expect(formatBytes(512, 'en-GB')).toBe('512 B')
  })
})

describe('metrics', () => {
  it('split into quantity and phase', () => {
    expect(splitMetric('voltage_l12')).toEqual({ base: 'voltage', phase: 'l12' })
    expect(splitMetric('energy_import')).toEqual({ base: 'energy_import', phase: null })
  })

  it('are scaled for reading', () => {
    expect(shownValue('active_power', 12_400)).toMatchObject({ value: 12.4, unit: 'kW' })
    expect(shownValue('active_power_l1', 740)).toMatchObject({ value: 740, unit: 'W' })
    expect(shownValue('active_power', -2500)).toMatchObject({ value: -2.5, unit: 'kW' })
  })

  it('keep a unit of their own when the device gives one', () => {
    expect(shownValue('sump_level', 70, 'cm')).toEqual({ value: 70, unit: 'cm', decimals: 0 })
    expect(shownValue('active_power', 5.2, 'kW')).toMatchObject({ value: 5.2, unit: 'kW' })
  })
})

describe('times', () => {
  const moment = '2026-03-29T00:59:59.000Z'

  it('are told in the zone of the site', () => {
    expect(formatTime(moment, 'en-GB', 'Europe/Istanbul', 'seconds')).toBe('03:59:59')
    expect(formatTime(moment, 'en-GB', 'Europe/Rome', 'seconds')).toBe('01:59:59')
    expect(formatTime('2026-03-29T01:00:00Z', 'en-GB', 'Europe/Rome', 'seconds')).toBe('03:00:00')
    expect(zoneName(moment, 'tr-TR', 'Europe/Istanbul')).toBe('GMT+3')
  })

  it('show midnight as 00, and nonsense as a dash', () => {
    expect(formatTime('2026-01-01T21:00:00Z', 'en-GB', 'Europe/Istanbul', 'time')).toBe('00:00')
    expect(formatTime('not a time', 'en-GB', 'UTC', 'time')).toBe('—')
  })

  it('age in at most two figures', () => {
    const second = 1000
    const hour = 3600 * second
    expect(formatAge(-5 * second, words)).toBe('0 s')
    expect(formatAge(89 * second, words)).toBe('89 s')
    expect(formatAge(12 * 60 * second, words)).toBe('12 min')
    expect(formatAge(3 * hour + 20 * 60 * second, words)).toBe('3 h 20 min')
    expect(formatAge(50 * hour, words)).toBe('2 d 2 h')
    expect(formatAge(24 * 30 * hour, words)).toBe('30 d')
  })
})

describe('search', () => {
  it('finds Turkish words typed without Turkish keys, and the other way round', () => {
    expect(matches(fold('İskele Çıkışı 4'), 'iskele cikis')).toBe(true)
    expect(matches(fold('Sarıyer'), 'SARIYER')).toBe(true)
    expect(matches(fold('Pontoon A'), 'a pont')).toBe(true)
    expect(matches(fold('Pontoon A'), 'b')).toBe(false)
  })
})

describe('a message beside its device', () => {
  it('does not say the name twice', () => {
    const at = { device_name: 'Pedestal E05', gateway_name: 'Pontoon E' }
    expect(shortMessage({ ...at, messages: { tr: 'Pedestal E05: 48 A > 45 A', en: '' } })).toBe('48 A > 45 A')
    expect(shortMessage({ ...at, messages: { tr: 'Pontoon E gateway: silent for 45 s', en: '' } })).toBe(
      'silent for 45 s',
    )
    expect(shortMessage({ ...at, messages: { tr: 'Pedestal E05 sends no data', en: '' } })).toBe(
      'Pedestal E05 sends no data',
    )
  })
})
