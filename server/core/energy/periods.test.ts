import { describe, expect, it } from 'vitest'
import { dayOf, daysIn, monthOf, monthSpan, shifted } from './periods.ts'

const BERLIN = 'Europe/Berlin'
const iso = ({ start, end }: { start: number; end: number }) => [
  new Date(start).toISOString(),
  new Date(end).toISOString(),
]
const at = (text: string) => Date.parse(text)

describe('periods', () => {
  it('knows the months of a zone', () => {
    expect(iso(monthSpan(BERLIN, '2026-03'))).toEqual(['2026-02-28T23:00:00.000Z', '2026-03-31T22:00:00.000Z'])
    expect(monthOf(BERLIN, at('2026-03-31T22:00:00Z'))).toBe('2026-04')
    expect(dayOf(BERLIN, at('2026-03-31T21:59:59Z'))).toBe('2026-03-31')
    expect(daysIn(BERLIN, monthSpan(BERLIN, '2026-03'))).toBe(31)
    expect(daysIn(BERLIN, { start: 5, end: 5 })).toBe(0)
  })

  it('goes back by whole months where there are whole months', () => {
    const may = monthSpan(BERLIN, '2026-05')
    expect(shifted(BERLIN, may, 'period').span).toEqual(monthSpan(BERLIN, '2026-04'))
    const quarter = { start: may.start, end: monthSpan(BERLIN, '2026-07').end }
    expect(shifted(BERLIN, quarter, 'period').span.start).toBe(monthSpan(BERLIN, '2026-02').start)
    expect(shifted(BERLIN, may, 'year').span).toEqual(monthSpan(BERLIN, '2025-05'))
  })

  it('goes back by the length on the clock otherwise, over a change of the clocks too', () => {
    const week = { start: at('2026-03-29T22:00:00Z'), end: at('2026-04-05T22:00:00Z') }
    expect(iso(shifted(BERLIN, week, 'period').span)).toEqual(['2026-03-22T23:00:00.000Z', '2026-03-29T22:00:00.000Z'])
  })

  it('takes a day that the year before did not have to the last of its month', () => {
    const { of } = shifted(BERLIN, monthSpan(BERLIN, '2028-02'), 'year')
    expect(new Date(of(at('2028-02-29T11:00:00Z'))).toISOString()).toBe('2027-02-28T11:00:00.000Z')
  })
})
