import { expect, test } from 'vitest'
import { decodeTelemetry, isMetricKey, MAX_PAYLOAD_BYTES } from './payload.ts'

const NOW = Date.UTC(2026, 6, 1, 12)
const decode = (payload: unknown) => decodeTelemetry(Buffer.from(JSON.stringify(payload)), NOW)

test('takes numbers, booleans and null, and the time as ISO, epoch milliseconds or none', () => {
  const values = { voltage_l1: 231.4, state: true, relay_open: false, power_factor: null }
  const read = { voltage_l1: 231.4, state: 1, relay_open: 0, power_factor: null }
  expect(decode({ ts: '2026-07-01T11:59:00.250Z', values })).toEqual({
    samples: [{ at: NOW - 59_750, values: read }],
    reason: null,
  })
  expect(decode({ ts: NOW - 1000, values }).samples).toEqual([{ at: NOW - 1000, values: read }])
  expect(decode({ values }).samples).toEqual([{ at: NOW, values: read }])
  expect(decode({ ts: null, values }).samples).toEqual([{ at: NOW, values: read }])
})

test('reads a time with an offset, and one without zone as UTC wherever the machine stands', () => {
  const at = (ts: string) => decode({ ts, values: { a: 1 } }).samples[0]?.at
  expect(at('2026-07-01T14:30:00+03:00')).toBe(NOW - 30 * 60_000)
  expect(at('2026-07-01T11:30:00')).toBe(NOW - 30 * 60_000)
})

test('brings an array in order of time, whatever its order was', () => {
  const ordered = [1, 2, 3].map((n) => ({ ts: NOW - 10_000 + n, values: { a: n } }))
  expect(decode(ordered).samples.map((sample) => sample.values)).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }])
  expect(decode([...ordered].reverse()).samples.map((sample) => sample.values)).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }])
})

test('keeps the good samples of an array beside a broken one', () => {
  const { samples, reason } = decode([{ values: { a: 1 } }, { values: { a: 'hot' } }, { values: { a: 3 } }])
  expect(samples).toHaveLength(2)
  expect(reason).toBe('bad_payload')
})

test.each([
  ['five minutes ahead and one millisecond', NOW + 5 * 60_000 + 1],
  ['seconds taken for milliseconds', NOW / 1000],
  ['a clock that was never set', '1970-01-01T00:00:10.000Z'],
  ['no time at all', 'yesterday at noon or so'],
  ['a date alone', '2026-07-01'],
  ['an object', { at: NOW }],
])('refuses a timestamp that is %s', (_, ts) => {
  expect(decode({ ts, values: { a: 1 } })).toEqual({ samples: [], reason: 'bad_timestamp' })
})

test('takes a clock that runs five minutes ahead', () => {
  expect(decode({ ts: NOW + 5 * 60_000, values: { a: 1 } }).reason).toBe(null)
})

test.each([
  ['a bare number', 17],
  ['null', null],
  ['no values', { ts: NOW }],
  ['values as a list', { values: [1, 2] }],
  ['a text as value', { values: { a: '231' } }],
  ['a nested value', { values: { a: { b: 1 } } }],
  ['a misspelt ts', { timestamp: NOW, values: { a: 1 } }],
  ['a metric in camel case', { values: { voltageL1: 1 } }],
  ['an empty metric', { values: { '': 1 } }],
  ['a nested array', [[{ values: { a: 1 } }]]],
])('refuses %s', (_, payload) => {
  expect(decode(payload)).toEqual({ samples: [], reason: 'bad_payload' })
})

test('refuses what is not JSON, numbers without end and prototypes', () => {
  const raw = (text: string) => decodeTelemetry(Buffer.from(text), NOW).reason
  expect(raw('')).toBe('bad_json')
  expect(raw('{"values":{"a":1}')).toBe('bad_json')
  expect(raw('{"values":{"a":NaN}}')).toBe('bad_json')
  expect(raw('{"values":{"a":1e999}}')).toBe('bad_payload')
  expect(raw('{"values":{"__proto__":1}}')).toBe('bad_payload')
})

test('does not parse more than the cap', () => {
  expect(decodeTelemetry(Buffer.alloc(MAX_PAYLOAD_BYTES + 1, '1'), NOW).reason).toBe('too_large')
})

test('metric keys are snake case of at most 64 characters', () => {
  for (const key of ['a', 'voltage_l1', `a${'_'.repeat(63)}`]) expect(isMetricKey(key)).toBe(true)
  for (const key of ['1a', '_a', 'A', 'a-b', 'ğ', `a${'_'.repeat(64)}`]) expect(isMetricKey(key)).toBe(false)
})
