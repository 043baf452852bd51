import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reading } from '../../storage/telemetry/test-readings.ts'
import { type OpenStore, sqliteStore } from '../../storage/telemetry/test-stores.ts'
import { AppError } from '../errors.ts'
import { aggregate } from './aggregate.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const at = (iso: string) => Date.parse(iso)

describe('aggregated figures', () => {
  let opened: OpenStore
  beforeAll(async () => {
    opened = await sqliteStore()
  })
  afterAll(() => opened.close())

  /** One sample a minute, its values a function of the minutes since the start. */
  async function fill(
    device: string,
    start: number,
    minutes: number,
    values: (minute: number) => Record<string, number>,
  ) {
    const readings = Array.from({ length: minutes }, (_, i) => reading(device, start + i * MINUTE, values(i)))
    await opened.store.append(readings, start)
    await opened.store.compact()
  }

  it('are the contract’s: means over phases, kilowatts, kilowatt-hours', async () => {
    const start = at('2026-05-04T00:00Z')
    await fill('three', start, 121, (minute) => ({
      voltage_l1: 230,
      voltage_l2: 231,
      voltage_l3: 232,
      current_l1: 10,
      current_l2: 20,
      active_power: 6000,
      power_factor: 0.9,
      energy_import: minute * 100,
    }))
    const request = { start, end: start + 2 * HOUR, interval: 'hourly', timeZone: 'Europe/Istanbul' } as const
    const rows = await aggregate(opened.store, 'three', request)
    expect(rows.map(({ timestamp }) => timestamp)).toEqual([start, start + HOUR])
    for (const row of rows) {
      expect(row).toMatchObject({ voltageAvg: 231, currentAvg: 15, powerAvgKw: 6 })
      expect(row.energyKwh).toBeCloseTo(6)
      expect(row.powerFactorAvg).toBeCloseTo(0.9)
      expect(row.coverage).toBeCloseTo(1)
    }
  })

  it('take power from the phases, or from energy, where there is no total', async () => {
    const start = at('2026-05-04T00:00Z')
    await fill('phases', start, 61, () => ({ active_power_l1: 1000, active_power_l2: 2000, active_power_l3: 500 }))
    await fill('index', start, 61, (minute) => ({ energy_import: minute * 50 }))
    const request = { start, end: start + HOUR, interval: 'hourly', timeZone: 'UTC' } as const
    expect((await aggregate(opened.store, 'phases', request))[0]).toMatchObject({ powerAvgKw: 3.5, energyKwh: null })
    const [row] = await aggregate(opened.store, 'index', request)
    expect(row?.powerAvgKw).toBeCloseTo(3)
    expect(row?.energyKwh).toBeCloseTo(3)
  })

  it('have a row for every day, null where nothing was measured', async () => {
    const start = at('2026-05-04T00:00Z')
    await fill('gap', start, 60, () => ({ voltage_l1: 230 }))
    await fill('gap', start + 48 * HOUR, 60, () => ({ voltage_l1: 220 }))
    const request = { start, end: start + 72 * HOUR, interval: 'daily', timeZone: 'UTC' } as const
    const rows = await aggregate(opened.store, 'gap', request)
    expect(rows.map(({ voltageAvg }) => voltageAvg)).toEqual([230, null, 220])
    expect(rows.map(({ powerAvgKw, energyKwh }) => [powerAvgKw, energyKwh])).toEqual([
      [null, null],
      [null, null],
      [null, null],
    ])
    expect(rows[0]?.coverage).toBeCloseTo(1 / 24)
    expect(rows[1]?.coverage).toBe(0)
  })

  it('give the days of 23 and 25 hours their own energy', async () => {
    const start = at('2026-03-27T23:00Z')
    await fill('spring', start, 72 * 60, (minute) => ({ energy_import: minute * 100 }))
    const spring = { start, end: at('2026-03-30T22:00Z'), interval: 'daily', timeZone: 'Europe/Berlin' } as const
    expect((await aggregate(opened.store, 'spring', spring)).map((row) => Math.round(row.energyKwh ?? 0))).toEqual([
      144, 138, 144,
    ])
    const october = at('2026-10-23T22:00Z')
    await fill('autumn', october, 74 * 60, (minute) => ({ energy_import: minute * 100 }))
    const autumn = {
      start: october,
      end: at('2026-10-26T23:00Z'),
      interval: 'daily',
      timeZone: 'Europe/Berlin',
    } as const
    expect((await aggregate(opened.store, 'autumn', autumn)).map((row) => Math.round(row.energyKwh ?? 0))).toEqual([
      144, 150, 144,
    ])
  })

  it('count only what lies in the range, in rows that keep the start of their day', async () => {
    const start = at('2026-05-04T00:00Z')
    await fill('clipped', start, 48 * 60, (minute) => ({ energy_import: minute * 100 }))
    const request = { start: start + 12 * HOUR, end: start + 36 * HOUR, interval: 'daily', timeZone: 'UTC' } as const
    const rows = await aggregate(opened.store, 'clipped', request)
    expect(rows.map(({ timestamp }) => timestamp)).toEqual([start, start + 24 * HOUR])
    expect(rows.map(({ energyKwh }) => Math.round(energyKwh ?? 0))).toEqual([72, 72])
  })

  it('of a device without samples are rows of nothing', async () => {
    const request = { start: 0, end: HOUR, interval: 'hourly', timeZone: 'UTC' } as const
    expect(await aggregate(opened.store, 'nobody', request)).toEqual([
      {
        timestamp: 0,
        voltageAvg: null,
        currentAvg: null,
        powerAvgKw: null,
        energyKwh: null,
        powerFactorAvg: null,
        coverage: 0,
      },
    ])
  })

  it('refuse more rows than anyone can use', async () => {
    const request = { start: 0, end: at('2026-01-01T00:00Z'), interval: 'hourly', timeZone: 'UTC' } as const
    await expect(aggregate(opened.store, 'three', request)).rejects.toThrow(AppError)
  })
})
