import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeRollup, encodeRollup, HOUR_MS } from './rollup-codec.ts'
import { addSample, joinSummary, Summary } from './summary.ts'

const NATURE = { rhythmMs: 1000, modulus: null }
const DAY = 20_000 * 24 * HOUR_MS

function summaryOf(samples: readonly (readonly [at: number, value: number, quality: number])[]): Summary {
  const summary = new Summary()
  for (const [at, value, quality] of samples) addSample(summary, at, value, quality, NATURE)
  return summary
}

const hour = (values: fc.Arbitrary<number>) =>
  fc.array(fc.tuple(values, fc.constantFrom(0, 2, 4, 5)), { minLength: 1, maxLength: 20 })

it.each([
  ['decimals', fc.integer({ min: -1e6, max: 1e6 }).map((n) => n / 1000)],
  ['doubles', fc.double({ noNaN: true, min: -1e9, max: 1e9 })],
  ['large counters', fc.integer({ min: 0, max: 2 ** 48 })],
])('keeps the summaries of a day of %s', (_, values) => {
  fc.assert(
    fc.property(fc.array(hour(values), { maxLength: 24 }), (day) => {
      const hours = day
        .map((samples, slot) => ({
          slot,
          summary: summaryOf(samples.map(([v, q], i) => [DAY + slot * HOUR_MS + i * 1500, v, q] as const)),
        }))
        .filter(({ summary }) => summary.count > 0)
      const decoded = decodeRollup(DAY, encodeRollup(DAY, hours))
      expect(decoded.length).toBe(hours.length)
      for (const [i, { slot, summary }] of hours.entries()) {
        const { sum, increase, ...exact } = summary
        expect(decoded[i]?.slot).toBe(slot)
        expect(decoded[i]?.summary).toMatchObject(exact)
        const tolerance = 1e-9 * Math.max(1, Math.abs(sum), increase)
        expect(Math.abs((decoded[i]?.summary.sum ?? 0) - sum)).toBeLessThanOrEqual(tolerance)
        expect(Math.abs((decoded[i]?.summary.increase ?? 0) - increase)).toBeLessThanOrEqual(tolerance)
      }
    }),
  )
})

it('summaries joined are the summary of all', () => {
  const values = fc.array(fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.constantFrom(0, 4, 5)), { maxLength: 40 })
  fc.assert(
    fc.property(values, fc.nat(40), (all, cut) => {
      const samples = all.map(([v, q], i) => [i * 1000, v, q] as const)
      const joined = summaryOf(samples.slice(0, cut))
      joinSummary(joined, summaryOf(samples.slice(cut)), NATURE)
      expect(joined).toEqual(summaryOf(samples))
    }),
  )
})
