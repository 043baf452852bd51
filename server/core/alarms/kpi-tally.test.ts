import { describe, expect, it } from 'vitest'
import type { AnnunciationRow } from './kpi.types.ts'
import { tallyOf } from './kpi-tally.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const START = Date.UTC(2026, 5, 1)

const row = (at: number, change: Partial<AnnunciationRow> = {}): AnnunciationRow => ({
  seq: at,
  policyId: 'p1',
  deviceId: 'd1',
  gatewayId: 'g1',
  severity: 'low',
  at: START + at,
  acknowledgedAt: null,
  clearedAt: null,
  ...change,
})
const tally = (rows: readonly AnnunciationRow[], hours = 24, operators = 1) => {
  const tallied = tallyOf({ start: START, end: START + hours * HOUR_MS, operators })
  for (const one of rows) tallied.add(one)
  return tallied.result()
}

describe('the figures of an alarm system', () => {
  it('are zeros and nulls where nothing called', () => {
    expect(tally([])).toMatchObject({
      annunciated: 0,
      perOperatorPer10Min: { mean: 0, peak: 0, peakAt: null },
      floods: 0,
      floodShare: 0,
      peakHour: null,
      top: [],
      toAcknowledge: { count: 0, meanMs: null, medianMs: null, p90Ms: null },
    })
  })

  it('rate what calls per operator and ten minutes', () => {
    const rows = Array.from({ length: 144 }, (_, index) => row(index * 10 * MINUTE_MS))
    const burst = [row(HOUR_MS + 1), row(HOUR_MS + 2), row(HOUR_MS + 3)]
    const all = [...rows, ...burst].sort((a, b) => a.at - b.at)
    const one = tally(all)
    expect(one.perOperatorPer10Min).toEqual({ mean: 147 / 144, peak: 4, peakAt: START + HOUR_MS })
    expect(tally(all, 24, 2).perOperatorPer10Min.peak).toBe(2)
    expect(one.perDay).toEqual([{ at: START, count: 147 }])
    expect(one.peakHour).toEqual({ at: START + HOUR_MS, count: 9 })
  })

  it('measure floods as the live meter does', () => {
    const flood = Array.from({ length: 20 }, (_, index) => row(HOUR_MS + index * 1000))
    const calm = [row(5 * HOUR_MS)]
    const { floods, floodMs, floodShare } = tally([...flood, ...calm])
    // From the eleventh call until fewer than five are left in the window.
    const lastedMs = 5_000 + 10 * MINUTE_MS
    expect([floods, floodMs]).toEqual([1, lastedMs])
    expect(floodShare).toBeCloseTo(lastedMs / (24 * HOUR_MS))
  })

  it('count a flood that is going on up to the end of the range', () => {
    const flood = Array.from({ length: 11 }, (_, index) => row(HOUR_MS - MINUTE_MS + index))
    expect(tally(flood, 1).floodMs).toBe(MINUTE_MS - 10)
  })

  it('split by priority and find who calls most', () => {
    const rows = [
      row(1, { severity: 'critical' }),
      row(2, { severity: 'high', deviceId: 'd2' }),
      row(3, { severity: 'medium', deviceId: 'd2' }),
      row(4, { severity: 'info', deviceId: null }),
      row(5, { severity: 'low', deviceId: 'd2' }),
    ]
    const { priorities, top, topCount } = tally(rows)
    expect(priorities).toEqual({ high: 2, medium: 1, low: 2 })
    expect(top[0]).toEqual({ policyId: 'p1', deviceId: 'd2', gatewayId: 'g1', count: 3 })
    expect(topCount).toBe(5)
  })

  it('tell how long answers take, as a distribution', () => {
    const rows = [30, 120, 1_000, 100_000].map((seconds, index) =>
      row(index, { acknowledgedAt: START + index + seconds * 1000 }),
    )
    const { toAcknowledge, unacknowledged } = tally([...rows, row(9)])
    expect(toAcknowledge).toMatchObject({ count: 4, bars: [1, 1, 0, 1, 0, 0, 1] })
    expect(toAcknowledge.meanMs).toBe((101_150 * 1000) / 4)
    expect(unacknowledged).toBe(1)
  })
})
