import { describe, expect, it } from 'vitest'
import { edgesOf } from './time-zone.ts'

const at = (iso: string) => Date.parse(iso)
const iso = (edges: readonly number[]) => edges.map((edge) => new Date(edge).toISOString())
const hoursBetween = (edges: readonly number[]) =>
  edges.slice(1).map((edge, index) => (edge - (edges[index] ?? 0)) / 3_600_000)

describe('edges of days', () => {
  it('begin at midnight in Istanbul, three hours before UTC', () => {
    expect(iso(edgesOf('daily', 'Europe/Istanbul', at('2026-03-28T12:00Z'), at('2026-03-30T21:00Z')))).toEqual([
      '2026-03-27T21:00:00.000Z',
      '2026-03-28T21:00:00.000Z',
      '2026-03-29T21:00:00.000Z',
      '2026-03-30T21:00:00.000Z',
    ])
  })

  it('make a day of 23 hours in spring and one of 25 in autumn', () => {
    const spring = edgesOf('daily', 'Europe/Berlin', at('2026-03-28T00:00Z'), at('2026-03-30T22:00Z'))
    const autumn = edgesOf('daily', 'Europe/Berlin', at('2026-10-24T00:00Z'), at('2026-10-26T23:00Z'))
    expect(hoursBetween(spring)).toEqual([24, 23, 24])
    expect(hoursBetween(autumn)).toEqual([24, 25, 24])
    expect(iso(autumn.slice(1, 3))).toEqual(['2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'])
  })

  it('follow American rules and half-hour zones', () => {
    expect(
      hoursBetween(edgesOf('daily', 'America/New_York', at('2026-03-07T12:00Z'), at('2026-03-09T12:00Z'))),
    ).toEqual([24, 23, 24])
    expect(iso(edgesOf('daily', 'Asia/Kolkata', at('2026-01-01T12:00Z'), at('2026-01-01T18:30Z')))).toEqual([
      '2025-12-31T18:30:00.000Z',
      '2026-01-01T18:30:00.000Z',
    ])
  })

  it('begin when the clock jumps where midnight itself is skipped', () => {
    const edges = edgesOf('daily', 'Africa/Cairo', at('2026-04-23T12:00Z'), at('2026-04-25T12:00Z'))
    expect(hoursBetween(edges)).toEqual([24, 23, 24])
    expect(iso(edges)[1]).toBe('2026-04-23T22:00:00.000Z')
  })

  it('begin at the first of two midnights', () => {
    const edges = edgesOf('daily', 'America/Havana', at('2026-10-31T12:00Z'), at('2026-11-02T12:00Z'))
    expect(hoursBetween(edges)).toEqual([24, 25, 24])
  })
})

describe('edges of hours', () => {
  it('run through both changes of the clock', () => {
    const autumn = edgesOf('hourly', 'Europe/Berlin', at('2026-10-24T22:00Z'), at('2026-10-25T23:00Z'))
    expect(autumn).toHaveLength(26)
    expect(new Set(hoursBetween(autumn))).toEqual(new Set([1]))
  })

  it('sit on local hours in half-hour zones and where the clock moves by half an hour', () => {
    expect(iso(edgesOf('hourly', 'Asia/Kolkata', at('2026-01-01T00:00Z'), at('2026-01-01T01:00Z')))).toEqual([
      '2025-12-31T23:30:00.000Z',
      '2026-01-01T00:30:00.000Z',
      '2026-01-01T01:30:00.000Z',
    ])
    const howe = edgesOf('hourly', 'Australia/Lord_Howe', at('2026-04-04T14:00Z'), at('2026-04-04T17:00Z'))
    expect(hoursBetween(howe).every((hours) => hours === 1 || hours === 0.5)).toBe(true)
  })
})

describe('edges of weeks and months', () => {
  it('begin weeks on Monday', () => {
    const edges = edgesOf('weekly', 'Europe/Berlin', at('2026-10-21T00:00Z'), at('2026-11-01T00:00Z'))
    expect(iso(edges)).toEqual(['2026-10-18T22:00:00.000Z', '2026-10-25T23:00:00.000Z', '2026-11-01T23:00:00.000Z'])
  })

  it('begin months on the first, across a new year', () => {
    const edges = edgesOf('monthly', 'Europe/Istanbul', at('2026-12-10T00:00Z'), at('2027-02-10T00:00Z'))
    expect(iso(edges)).toEqual([
      '2026-11-30T21:00:00.000Z',
      '2026-12-31T21:00:00.000Z',
      '2027-01-31T21:00:00.000Z',
      '2027-02-28T21:00:00.000Z',
    ])
  })
})

it('a range on edges gives exactly those', () => {
  expect(edgesOf('daily', 'UTC', at('2026-01-01T00:00Z'), at('2026-01-02T00:00Z'))).toHaveLength(2)
})

it('an unknown zone is refused', () => {
  expect(() => edgesOf('daily', 'Mars/Olympus', 0, 1)).toThrow(RangeError)
})
