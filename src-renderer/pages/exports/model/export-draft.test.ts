import { describe, expect, it } from 'vitest'
import { bodyOf, type ExportDraft, spanOf, timeLeftMs } from './export-draft.ts'

const ZONE = 'Europe/Istanbul'
const NOW = Date.parse('2026-03-03T10:30:00+03:00')
const DRAFT: ExportDraft = {
  deviceIds: ['a'],
  metrics: [],
  range: 'lastMonth',
  start: null,
  end: null,
  interval: 'daily',
  format: 'xlsx',
  locale: 'tr',
}

describe('an export as it is filled in', () => {
  it.each([
    ['today', '2026-03-03T00:00:00+03:00', '2026-03-03T10:30:00+03:00'],
    ['yesterday', '2026-03-02T00:00:00+03:00', '2026-03-03T00:00:00+03:00'],
    ['week', '2026-02-24T00:00:00+03:00', '2026-03-03T10:30:00+03:00'],
    ['month', '2026-03-01T00:00:00+03:00', '2026-03-03T10:30:00+03:00'],
    ['lastMonth', '2026-02-01T00:00:00+03:00', '2026-03-01T00:00:00+03:00'],
  ] as const)('means by %s the days of the site', (range, start, end) => {
    expect(spanOf(range, NOW, ZONE)).toEqual({ start: Date.parse(start), end: Date.parse(end) })
  })

  it('names metrics only when some were chosen', () => {
    expect(bodyOf(DRAFT, NOW, ZONE)).not.toHaveProperty('metrics')
    expect(bodyOf({ ...DRAFT, metrics: ['voltage_l1'] }, NOW, ZONE)).toMatchObject({ metrics: ['voltage_l1'] })
  })

  it('is not sent without a device or with an end before its start', () => {
    expect(bodyOf({ ...DRAFT, deviceIds: [] }, NOW, ZONE)).toBeNull()
    expect(bodyOf({ ...DRAFT, range: 'custom', start: NOW, end: NOW - 1 }, NOW, ZONE)).toBeNull()
  })

  it('tells the time left only once there is a pace', () => {
    const job = { rows_done: 250, rows_total: 1000, started_at: new Date(NOW).toISOString() }
    expect(timeLeftMs(job, NOW + 10_000)).toBe(30_000)
    expect(timeLeftMs({ ...job, rows_done: 0 }, NOW + 10_000)).toBeNull()
    expect(timeLeftMs({ ...job, rows_done: 1200 }, NOW + 10_000)).toBeNull()
  })
})
