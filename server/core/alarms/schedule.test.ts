import { describe, expect, it } from 'vitest'
import { deviceOf, policyOf, Watchroom } from './evaluator.fixture.ts'
import { type Calendar, openAt, type Schedule } from './schedule.ts'

const HOUR_MS = 3_600_000
const ISTANBUL: Calendar = { timeZone: 'Europe/Istanbul', holidays: new Set(['2026-10-29']) }
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]
const WORKDAYS = [1, 2, 3, 4, 5]

const schedule = (change: Partial<Schedule>): Schedule => ({
  timeZone: null,
  windows: [{ days: EVERY_DAY, from: '08:00', to: '18:00' }],
  holidays: 'ignore',
  season: null,
  ...change,
})
const isOpen = (given: Schedule, iso: string, calendar = ISTANBUL) => openAt(given, calendar, Date.parse(iso)).isOpen

describe('a schedule', () => {
  it('is open from the first to before the last minute of a window, by the site’s clock', () => {
    const day = schedule({})
    expect(isOpen(day, '2026-06-01T04:59:59Z')).toBe(false)
    expect(openAt(day, ISTANBUL, Date.parse('2026-06-01T05:00:00Z'))).toEqual({
      isOpen: true,
      until: Date.parse('2026-06-01T15:00:00Z'),
    })
    expect(isOpen(day, '2026-06-01T15:00:00Z')).toBe(false)
    expect(isOpen(schedule({ timeZone: 'UTC' }), '2026-06-01T08:00:00Z')).toBe(true)
  })

  it('has several windows a day, which may touch', () => {
    const twice = schedule({
      windows: [
        { days: WORKDAYS, from: '06:00', to: '09:00' },
        { days: WORKDAYS, from: '09:00', to: '11:00' },
        { days: [6], from: '00:00', to: '24:00' },
      ],
    })
    // Monday 2026-06-01, local 07:00.
    expect(openAt(twice, ISTANBUL, Date.parse('2026-06-01T04:00:00Z')).until).toBe(Date.parse('2026-06-01T08:00:00Z'))
    expect(isOpen(twice, '2026-06-01T09:00:00Z')).toBe(false)
    expect(isOpen(twice, '2026-06-06T12:00:00Z')).toBe(true)
    expect(isOpen(twice, '2026-06-07T12:00:00Z')).toBe(false)
  })

  it('goes over midnight, and belongs to the day on which it begins', () => {
    const night = schedule({ windows: [{ days: [5], from: '22:00', to: '06:00' }] })
    // Friday 2026-06-05 23:00 and Saturday 05:00 local, but not Friday 05:00.
    expect(isOpen(night, '2026-06-05T20:00:00Z')).toBe(true)
    expect(isOpen(night, '2026-06-06T02:00:00Z')).toBe(true)
    expect(isOpen(night, '2026-06-06T03:00:00Z')).toBe(false)
    expect(isOpen(night, '2026-06-05T02:00:00Z')).toBe(false)
  })

  it('leaves holidays out, or keeps to them', () => {
    const noon = '2026-10-29T09:00:00Z'
    expect(isOpen(schedule({}), noon)).toBe(true)
    expect(isOpen(schedule({ holidays: 'exclude' }), noon)).toBe(false)
    expect(isOpen(schedule({ holidays: 'only' }), noon)).toBe(true)
    expect(isOpen(schedule({ holidays: 'only' }), '2026-10-30T09:00:00Z')).toBe(false)
  })

  it('keeps to a season, over the new year too', () => {
    const summer = schedule({ season: { from: '06-01', to: '09-30' } })
    const winter = schedule({ season: { from: '11-01', to: '03-31' } })
    const at = (date: string) => `${date}T09:00:00Z`
    expect([isOpen(summer, at('2026-05-31')), isOpen(summer, at('2026-06-01'))]).toEqual([false, true])
    expect([isOpen(summer, at('2026-09-30')), isOpen(summer, at('2026-10-01'))]).toEqual([true, false])
    expect([isOpen(winter, at('2026-01-15')), isOpen(winter, at('2026-07-15'))]).toEqual([true, false])
  })

  it('lives through both changes of the clock', () => {
    const berlin: Calendar = { timeZone: 'Europe/Berlin', holidays: new Set() }
    const length = (given: Schedule, iso: string) => {
      const { isOpen: open, until } = openAt(given, berlin, Date.parse(iso))
      return open ? (until - Date.parse(iso)) / HOUR_MS : null
    }
    const night = schedule({ windows: [{ days: [6], from: '22:00', to: '06:00' }] })
    expect(length(night, '2026-03-28T21:00:00Z')).toBe(7)
    expect(length(night, '2026-10-24T20:00:00Z')).toBe(9)
    // 02:15 to 02:45 does not take place on the night on which 02:00 becomes 03:00.
    const swallowed = schedule({ windows: [{ days: [7], from: '02:15', to: '02:45' }] })
    expect(openAt(swallowed, berlin, Date.parse('2026-03-29T00:59:00Z')).isOpen).toBe(false)
    expect(openAt(swallowed, berlin, Date.parse('2026-03-29T01:30:00Z')).isOpen).toBe(false)
    expect(openAt(swallowed, berlin, Date.parse('2026-04-05T00:20:00Z')).isOpen).toBe(true)
  })
})

describe('a policy with a schedule', () => {
  const OPENS = Date.parse('2026-06-01T05:00:00Z')
  const high = { type: 'threshold', metric: 'a', operator: '>', value: 10 } as const

  it('is not judged outside; what stands clears by schedule, and what is high when it opens is found at once', () => {
    const room = new Watchroom(OPENS - 3_000).watch([policyOf(high, { schedule: schedule({}) })])
    expect(room.say({ a: 11 })).toEqual([])
    expect(room.pass(2)).toEqual(['raise d'])
    room.now = Date.parse('2026-06-01T14:59:58Z')
    expect(room.say({ a: 12 })).toEqual([])
    expect(room.pass(1)).toEqual(['clear d schedule'])
    expect(room.say({ a: 13 })).toEqual([])
  })

  it('finds at its opening who has been silent all night', () => {
    const silent = policyOf({ type: 'no_data', metric: null, afterS: 60 }, { schedule: schedule({}) })
    const room = new Watchroom(OPENS - 600_000).watch([silent], [deviceOf('d'), deviceOf('e')])
    room.say({ a: 1 })
    expect(room.pass(500)).toEqual([])
    room.say({ a: 1 }, 'e')
    expect(room.pass(120)).toContain('raise d')
    room.now = Date.parse('2026-06-01T14:59:58Z')
    expect(room.pass(3)).toContain('clear d schedule')
  })

  it('goes on at once when its schedule is taken away', () => {
    const room = new Watchroom(OPENS - 7_200_000).watch([policyOf(high, { schedule: schedule({}) })])
    room.say({ a: 11 })
    room.watch([policyOf(high, { updatedAt: 1 })])
    expect(room.found).toEqual(['raise d'])
    room.watch([policyOf(high, { schedule: schedule({}), updatedAt: 2 })])
    expect(room.found).toEqual(['raise d', 'clear d schedule'])
  })

  it('feels a new holiday', () => {
    const room = new Watchroom(Date.parse('2026-06-01T09:00:00Z'))
    const policy = policyOf(high, { schedule: schedule({ holidays: 'exclude' }) })
    room.watch([policy])
    expect(room.say({ a: 11 })).toEqual(['raise d'])
    room.calendar = { timeZone: 'Europe/Istanbul', holidays: new Set(['2026-06-01']) }
    room.watch([policy])
    expect(room.found).toEqual(['raise d', 'clear d schedule'])
  })
})
