import { describe, expect, it } from 'vitest'
import { pickStep, timeLabels, timeTicks } from './time-ticks.ts'
import { dayStart, instantOf, offsetName, wallTime, zoneName } from './zone.ts'

const berlin = 'Europe/Berlin'
const istanbul = 'Europe/Istanbul'
const hours = (ticks: readonly number[], zone: string): number[] => ticks.map((at) => wallTime(at, zone).hour)

describe('a zone', () => {
  it('gives the instant of a wall time on both sides of a clock change', () => {
    expect(instantOf(berlin, 2026, 3, 29, 1, 30)).toBe(Date.UTC(2026, 2, 29, 0, 30))
    expect(instantOf(berlin, 2026, 3, 29, 3, 30)).toBe(Date.UTC(2026, 2, 29, 1, 30))
    expect(instantOf(berlin, 2026, 7, 1)).toBe(Date.UTC(2026, 5, 30, 22))
  })

  it('gives the first of an hour that happens twice', () => {
    expect(instantOf(berlin, 2026, 10, 25, 2, 30)).toBe(Date.UTC(2026, 9, 25, 0, 30))
  })

  it('moves a skipped time to after the change', () => {
    expect(wallTime(instantOf(berlin, 2026, 3, 29, 2, 30), berlin)).toMatchObject({ hour: 3 })
  })

  it('begins days of 23 and 25 hours at midnight', () => {
    const hoursOf = (day: number, month: number): number => {
      const noon = instantOf(berlin, 2026, month, day, 12)
      return (dayStart(noon, berlin, 1) - dayStart(noon, berlin)) / 3_600_000
    }
    expect([hoursOf(29, 3), hoursOf(25, 10), hoursOf(1, 6)]).toEqual([23, 25, 24])
  })

  it('is named with its offset, and with both when they change', () => {
    expect(offsetName(-4.5 * 3_600_000)).toBe('UTC−4:30')
    expect(zoneName(istanbul, 0, 1)).toBe('Europe/Istanbul UTC+2')
    expect(zoneName(berlin, Date.UTC(2026, 1, 1), Date.UTC(2026, 6, 1))).toBe('Europe/Berlin UTC+1 / UTC+2')
  })
})

describe('time ticks', () => {
  it('stand on round wall times of the zone', () => {
    const start = Date.UTC(2026, 5, 1, 10, 7)
    const ticks = timeTicks(start, start + 3_600_000, { unit: 'minute', count: 15 }, 'Asia/Kathmandu')
    expect(ticks.map((at) => wallTime(at, 'Asia/Kathmandu').minute)).toEqual([0, 15, 30, 45])
  })

  it('skip the hour that the clocks skip', () => {
    const start = instantOf(berlin, 2026, 3, 29)
    const end = instantOf(berlin, 2026, 3, 29, 6)
    expect(hours(timeTicks(start, end, { unit: 'hour', count: 1 }, berlin), berlin)).toEqual([0, 1, 3, 4, 5, 6])
    expect(hours(timeTicks(start, end, { unit: 'hour', count: 2 }, berlin), berlin)).toEqual([0, 4, 6])
  })

  it('show the hour that happens twice, and name the new offset', () => {
    const ticks = timeTicks(
      instantOf(berlin, 2026, 10, 25),
      instantOf(berlin, 2026, 10, 25, 4),
      { unit: 'hour', count: 1 },
      berlin,
    )
    expect(hours(ticks, berlin)).toEqual([0, 1, 2, 2, 3, 4])
    expect(timeLabels(ticks, { unit: 'hour', count: 1 }, berlin, 'en-GB')[3]).toBe('02:00\nUTC+1')
  })

  it('put weeks on Mondays and months on their first day', () => {
    const start = Date.UTC(2026, 0, 1)
    const weeks = timeTicks(start, start + 40 * 86_400_000, { unit: 'day', count: 7 }, istanbul)
    expect(new Set(weeks.map((at) => new Date(at + 3 * 3_600_000).getUTCDay()))).toEqual(new Set([1]))
    const quarters = timeTicks(start, Date.UTC(2026, 11, 31), { unit: 'month', count: 3 }, istanbul)
    expect(quarters.map((at) => wallTime(at, istanbul).month)).toEqual([4, 7, 10])
  })

  it('choose a step that keeps the labels apart', () => {
    expect(pickStep(0, 3_600_000, 8)).toEqual({ unit: 'minute', count: 10 })
    expect(pickStep(0, 86_400_000, 8)).toEqual({ unit: 'hour', count: 3 })
    expect(pickStep(0, 366 * 86_400_000, 12)).toEqual({ unit: 'month', count: 2 })
  })

  it('name the day once and again when it changes', () => {
    const start = instantOf(istanbul, 2026, 6, 1, 18)
    const step = { unit: 'hour', count: 3 } as const
    const ticks = timeTicks(start, start + 9 * 3_600_000, step, istanbul)
    expect(timeLabels(ticks, step, istanbul, 'tr-TR')).toEqual(['18:00\n1 Haz', '21:00', '00:00\n2 Haz', '03:00'])
  })
})
