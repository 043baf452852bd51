import { describe, expect, it } from 'vitest'
import type { ReactiveLimit } from './energy.types.ts'
import { forecastRatio, hoursUntilBreach } from './reactive-forecast.ts'
import { BUILT_IN_RULE, inForce, limitsFor, statusOf } from './reactive-limits.ts'

const record = (more: Partial<ReactiveLimit>): ReactiveLimit => ({
  id: 'l',
  tenantId: 't',
  deviceId: 'd',
  validFrom: 0,
  installedKva: 100,
  connectionKw: 80,
  isSinglePhase: false,
  inductivePercent: null,
  capacitivePercent: null,
  isExempt: false,
  createdAt: 0,
  ...more,
})

describe('reactive limits', () => {
  it.each([
    [{ installedKva: 49.9 }, 'under_50_kva', 33, 20],
    [{ installedKva: 50 }, 'from_50_kva', 20, 15],
    [{ installedKva: null }, 'from_50_kva', 20, 15],
    [{ inductivePercent: 25 }, 'custom', 25, 15],
    [{ connectionKw: 9 }, 'exempt', 20, 15],
    [{ connectionKw: 9.1 }, 'from_50_kva', 20, 15],
    [{ isSinglePhase: true }, 'exempt', 20, 15],
    [{ isExempt: true, inductivePercent: 25 }, 'exempt', 25, 15],
  ] as const)('%o is %s', (more, band, inductivePercent, capacitivePercent) => {
    expect(limitsFor(record(more), BUILT_IN_RULE)).toMatchObject({ band, inductivePercent, capacitivePercent })
  })

  it('takes the stricter pair for a meter of which nothing is recorded, and says so', () => {
    expect(limitsFor(null, BUILT_IN_RULE)).toMatchObject({ band: 'from_50_kva', isAssumed: true })
  })

  it('holds from its day on, and the newest one that has begun', () => {
    const entries = [{ validFrom: 300 }, { validFrom: 100 }, { validFrom: null }]
    expect([50, 100, 299, 300].map((at) => inForce(entries, at)?.validFrom)).toEqual([null, 100, 100, 300])
    expect(inForce([{ validFrom: 10 }], 5)).toBeNull()
  })

  it('judges the two directions apart and lets the worse one speak', () => {
    const limits = limitsFor(record({}), BUILT_IN_RULE)
    expect(statusOf(limits, 15.9, 0)).toBe('ok')
    expect(statusOf(limits, 16, 0)).toBe('near')
    expect(statusOf(limits, 20.01, 0)).toBe('over')
    expect(statusOf(limits, 1, 12)).toBe('near')
    expect(statusOf(limits, 19, 16)).toBe('over')
    expect(statusOf(limits, null, null)).toBe('unknown')
    expect(statusOf(limitsFor(record({ isExempt: true }), BUILT_IN_RULE), 99, 99)).toBe('exempt')
  })
})

const HOUR = 3_600_000

describe('what is to come of a ratio', () => {
  it('goes on at the mean rates', () => {
    expect(forecastRatio({ active: 1_000, reactive: 100 }, { active: 10, reactive: 4 }, 100 * HOUR)).toBeCloseTo(25, 9)
    expect(forecastRatio({ active: 0, reactive: 0 }, { active: 0, reactive: 0 }, HOUR)).toBeNull()
  })

  it('reaches the limit when the forecast says so, is over it now, or never gets there', () => {
    const soFar = { active: 1_000, reactive: 180 }
    const hours = hoursUntilBreach(soFar, { active: 10, reactive: 4 }, 20, 100 * HOUR)
    expect(hours).toBeCloseTo(10, 9)
    expect(forecastRatio(soFar, { active: 10, reactive: 4 }, (hours ?? 0) * HOUR)).toBeCloseTo(20, 9)
    expect(hoursUntilBreach({ active: 1_000, reactive: 201 }, { active: 10, reactive: 0 }, 20, HOUR)).toBe(0)
    expect(hoursUntilBreach(soFar, { active: 10, reactive: 2 }, 20, 1e6 * HOUR)).toBeNull()
    expect(hoursUntilBreach(soFar, { active: 10, reactive: 4 }, 20, 9 * HOUR)).toBeNull()
  })
})
