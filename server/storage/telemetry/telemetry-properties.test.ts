import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Reading } from '../../core/outside.ts'
import type { TelemetryStore } from '../../core/telemetry/store.ts'
import { reading } from './test-readings.ts'
import { type OpenStore, sqliteStore } from './test-stores.ts'

const T0 = Date.parse('2026-03-28T00:00:00Z')
const MINUTE = 60_000
const SPAN = 3 * 24 * 60 * MINUTE

interface Arrival {
  readonly readings: readonly Reading[]
  /** Whether the store compacts after this batch. */
  readonly compacts: boolean
}

/** A counter that mostly rises and sometimes starts again, sampled irregularly, now and then without a value. */
const samples = fc
  .uniqueArray(fc.integer({ min: 0, max: SPAN / MINUTE }), { minLength: 2, maxLength: 60 })
  .chain((minutes) =>
    fc
      .array(fc.tuple(fc.integer({ min: -3, max: 500 }), fc.integer({ min: 0, max: 9 })), {
        minLength: minutes.length,
        maxLength: minutes.length,
      })
      .map((steps) => {
        let value = 1000
        return minutes
          .toSorted((a, b) => a - b)
          .map((minute, i) => {
            const [step = 0, chance = 0] = steps[i] ?? []
            value = step < 0 ? 0 : value + step
            return { at: T0 + minute * MINUTE, value: chance === 0 ? null : value }
          })
      }),
  )

function expectNear(actual: number | null | undefined, expected: number | null, digits: number): void {
  if (actual === null || actual === undefined || expected === null) expect(actual).toBe(expected)
  else expect(actual).toBeCloseTo(expected, digits)
}

const edgesOf = fc
  .uniqueArray(fc.integer({ min: -600, max: SPAN / MINUTE + 600 }), { minLength: 2, maxLength: 12 })
  .map((minutes) => minutes.toSorted((a, b) => a - b).map((minute) => T0 + minute * MINUTE))

describe('buckets', () => {
  let opened: OpenStore
  let devices = 0
  const store = (): TelemetryStore => opened.store
  beforeAll(async () => {
    opened = await sqliteStore()
  })
  afterAll(() => opened.close())

  async function bucketsAfter(arrivals: readonly Arrival[], device: string, edges: readonly number[]) {
    for (const { readings, compacts } of arrivals) {
      await store().append(
        readings.map((each) => ({ ...each, deviceId: device })),
        T0,
      )
      if (compacts) await store().compact()
    }
    return (await store().buckets(device, ['e'], edges)).get('e') ?? []
  }

  const arrivalsOf = (
    all: readonly { at: number; value: number | null }[],
    size: number,
    compacts: number,
  ): Arrival[] =>
    Array.from({ length: Math.ceil(all.length / size) }, (_, i) => ({
      readings: all.slice(i * size, (i + 1) * size).map(({ at, value }) => reading('', at, { e: value })),
      compacts: (compacts & (1 << (i % 16))) !== 0,
    }))

  it('add up to the difference over the whole', async () => {
    await fc.assert(
      fc.asyncProperty(samples, edgesOf, fc.nat(0xffff), async (all, edges, compacts) => {
        const device = `sum-${devices++}`
        const parts = await bucketsAfter(arrivalsOf(all, 7, compacts), device, edges)
        const [first = 0, last = 0] = [edges[0], edges.at(-1)]
        const [whole] = (await store().buckets(device, ['e'], [first, last])).get('e') ?? []
        const sum = parts.reduce((total, { increase }) => total + (increase ?? 0), 0)
        expect(sum).toBeCloseTo(whole?.increase ?? 0, 6)
        expect(parts.every(({ increase }) => increase === null)).toBe(whole?.increase === null)
        expect(parts.reduce((total, { count }) => total + count, 0)).toBe(whole?.count)
        const spannedMs = (all: typeof parts) =>
          all.reduce((total, { start, end, spanned }) => total + (end - start) * spanned, 0)
        expect(spannedMs(parts)).toBeCloseTo(whole ? spannedMs([whole]) : 0, 3)
      }),
      { numRuns: 60 },
    )
  })

  it('are the same whatever the order of arrival, however often a sample comes, and wherever it is kept', async () => {
    const scenario = samples.chain((all) =>
      fc.record({
        all: fc.constant(all),
        shuffled: fc.shuffledSubarray([...all, ...all.slice(0, 10)], {
          minLength: all.length + Math.min(10, all.length),
        }),
        edges: edgesOf,
        compacts: fc.nat(0xffff),
      }),
    )
    await fc.assert(
      fc.asyncProperty(scenario, async ({ all, shuffled, edges, compacts }) => {
        const plain = await bucketsAfter(arrivalsOf(all, 1000, 0), `plain-${devices}`, edges)
        const mixed = await bucketsAfter(arrivalsOf(shuffled, 7, compacts), `mixed-${devices++}`, edges)
        expect(mixed.length).toBe(plain.length)
        // Whether a step is a gap depends on the rhythm, which is learnt from what came before.
        for (const [i, { mean, increase, coverage, spanned, isInterpolated, ...exact }] of plain.entries()) {
          expect(mixed[i]).toMatchObject(exact)
          expectNear(mixed[i]?.spanned, spanned, 9)
          expectNear(mixed[i]?.mean, mean, 9)
          expectNear(mixed[i]?.increase, increase, 6)
          expect(Math.abs((mixed[i]?.coverage ?? 0) - coverage)).toBeLessThanOrEqual(1)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('on dense days are the same from roll-ups as from samples', async () => {
    const dense = Array.from({ length: 2000 }, (_, i) => ({
      at: T0 + i * 2 * MINUTE,
      value: i % 500 === 499 ? 0 : i * 10,
    }))
    await fc.assert(
      fc.asyncProperty(edgesOf, fc.integer({ min: 50, max: 900 }), fc.nat(0xffff), async (edges, size, compacts) => {
        const plain = await bucketsAfter(arrivalsOf(dense, 10_000, 0), `raw-${devices}`, edges)
        const rolled = await bucketsAfter(arrivalsOf(dense, size, compacts), `rolled-${devices++}`, edges)
        for (const [i, { mean, increase, coverage, spanned, ...exact }] of plain.entries()) {
          expect(rolled[i]).toMatchObject(exact)
          expectNear(rolled[i]?.spanned, spanned, 9)
          expectNear(rolled[i]?.mean, mean, 6)
          expectNear(rolled[i]?.increase, increase, 6)
          expect(rolled[i]?.coverage).toBeCloseTo(coverage, 6)
        }
      }),
      { numRuns: 15 },
    )
  })
})
