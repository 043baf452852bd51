import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeChunk, encodeChunk } from './chunk-codec.ts'
import { Columns } from './columns.ts'

type Sample = readonly [at: number, value: number, quality: number]

function columnsOf(samples: readonly Sample[]): Columns {
  const columns = new Columns(samples.length)
  for (const sample of samples) columns.push(...sample)
  return columns
}

const samplesOf = ({ at, value, quality, length }: Columns): Sample[] =>
  Array.from({ length }, (_, i) => [at[i] ?? Number.NaN, value[i] ?? Number.NaN, quality[i] ?? -1])

const roundTrip = (samples: readonly Sample[]) => samplesOf(decodeChunk(encodeChunk(columnsOf(samples))))

const decimal = fc.tuple(fc.integer({ min: -(2 ** 31), max: 2 ** 31 }), fc.integer({ min: 0, max: 6 }))
const value = fc.oneof(
  { weight: 2, arbitrary: fc.constant(Number.NaN) },
  { weight: 3, arbitrary: fc.double() },
  { weight: 3, arbitrary: fc.float() },
  { weight: 5, arbitrary: decimal.map(([integer, exponent]) => integer / 10 ** exponent) },
  { weight: 5, arbitrary: fc.integer({ min: -300, max: 300 }).map((integer) => integer * 0.1) },
  { weight: 1, arbitrary: fc.constantFrom(0, -0, Infinity, -Infinity, 5e-324, Number.MAX_VALUE, 2 ** 53) },
)
const time = fc.oneof(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 0, max: 100 }))

it('gives back every double, time and quality bit by bit', () => {
  const sample = fc.tuple(time, value, fc.integer({ min: 0, max: 7 }))
  fc.assert(
    fc.property(fc.array(sample, { maxLength: 60 }), (samples) => {
      expect(roundTrip(samples)).toEqual(samples)
    }),
    { numRuns: 500 },
  )
})

it.each([
  ['decimals', fc.integer({ min: -5000, max: 5000 }).map((n) => n / 100)],
  ['products', fc.integer({ min: -5000, max: 5000 }).map((n) => n * 0.1)],
  ['float32 decimals', fc.integer({ min: -5000, max: 5000 }).map((n) => Math.fround(n / 100))],
  ['float32', fc.float({ noNaN: true })],
  ['float64', fc.double({ noNaN: true })],
])('gives back runs of %s', (_, numbers) => {
  fc.assert(
    fc.property(fc.array(fc.tuple(numbers, fc.integer({ min: 1, max: 5 })), { maxLength: 50 }), (runs) => {
      const values = runs.flatMap(([number, times]) => Array.from({ length: times }, () => number))
      const samples = values.map((number, i): Sample => [i * 5000, number, 0])
      expect(roundTrip(samples)).toEqual(samples)
    }),
  )
})

it('spends next to nothing on a steady series and about a byte on a moving decimal', () => {
  const steady = Array.from({ length: 4000 }, (_, i): Sample => [i * 1000, 50, 0])
  const moving = Array.from({ length: 4000 }, (_, i): Sample => [i * 1000, 230 + ((i * 7) % 11) / 10, 0])
  expect(encodeChunk(columnsOf(steady)).length).toBeLessThan(40)
  expect(encodeChunk(columnsOf(moving)).length).toBeLessThan(4200)
})

it('refuses a record that ends early', () => {
  const data = encodeChunk(
    columnsOf([
      [1, 2.5, 0],
      [2, 3.5, 0],
    ]),
  )
  expect(() => decodeChunk(data.subarray(0, data.length - 1))).toThrow(RangeError)
})
