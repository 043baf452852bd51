import { expect, it } from 'vitest'
import { monthOf, parsePeriod, periodName, stepped, writePeriod } from './period.ts'

const ZONE = 'Europe/Istanbul'
const NOW = Date.parse('2026-11-22T21:50:00Z') // already the 23rd in Istanbul

it('the running period is named by its unit alone', () => {
  expect(parsePeriod('', NOW, ZONE)).toEqual({
    unit: 'month',
    start: Date.parse('2026-10-31T21:00:00Z'),
    end: Date.parse('2026-11-30T21:00:00Z'),
    interval: 'daily',
    isCurrent: true,
  })
  expect(writePeriod('day', NOW, NOW, ZONE)).toBe('day')
  expect(parsePeriod('day', NOW, ZONE).start).toBe(Date.parse('2026-11-22T21:00:00Z'))
})

it('weeks begin on Monday, years on the first of January', () => {
  expect(parsePeriod('week', NOW, ZONE).start).toBe(Date.parse('2026-11-22T21:00:00Z'))
  expect(parsePeriod('week:2026-11-22', NOW, ZONE).start).toBe(Date.parse('2026-11-15T21:00:00Z'))
  expect(parsePeriod('year', NOW, ZONE)).toMatchObject({
    start: Date.parse('2025-12-31T21:00:00Z'),
    interval: 'monthly',
  })
})

it('one step back and one forth ends where it began, over a change of the clocks too', () => {
  for (const unit of ['day', 'week', 'month', 'year'] as const) {
    const zone = 'Europe/Berlin'
    const here = parsePeriod(`${unit}:2026-10-25`, NOW, zone)
    const back = parsePeriod(stepped(here, -1, NOW, zone), NOW, zone)
    expect(back.end).toBe(here.start)
    expect(parsePeriod(stepped(back, 1, NOW, zone), NOW, zone).start).toBe(here.start)
  }
})

it('is called as people call it', () => {
  expect(periodName(parsePeriod('month', NOW, ZONE), 'tr-TR', ZONE)).toBe('Kasım 2026')
  expect(periodName(parsePeriod('week:2026-11-18', NOW, ZONE), 'en-GB', ZONE)).toBe('16 Nov – 22 Nov 2026')
  expect(monthOf(NOW, ZONE)).toBe('2026-11')
})
