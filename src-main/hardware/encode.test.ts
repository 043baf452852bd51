import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PointRegister } from '../../server/core/outside.ts'
import { decoderOf } from './decode.ts'
import { asRegister, encodeWords, tolerance } from './encode.ts'

const place: PointRegister = {
  table: 'holding',
  address: 0,
  type: 'u16',
  byteOrder: 'big',
  wordOrder: 'big',
  scale: 1,
  offset: 0,
  isWrittenAsList: false,
}
const hex = (changes: Partial<PointRegister>, value: number) =>
  encodeWords({ ...place, ...changes }, value).toString('hex')

test('values are written as the device counts them', () => {
  expect(hex({ scale: 0.1 }, 16.3)).toBe('00a3')
  expect(hex({ type: 'i16', scale: 0.1 }, -5)).toBe('ffce')
  expect(hex({ scale: 2, offset: 10 }, 30)).toBe('000a')
  expect(hex({ type: 'bool' }, 1)).toBe('0001')
  expect(hex({ type: 'u32' }, 0x01020304)).toBe('01020304')
  expect(hex({ type: 'u32', wordOrder: 'little' }, 0x01020304)).toBe('03040102')
  expect(hex({ type: 'u32', byteOrder: 'little' }, 0x01020304)).toBe('02010403')
  expect(hex({ type: 'f32' }, 1.5)).toBe('3fc00000')
})

test('what does not fit its type is not written as something else', () => {
  expect(() => encodeWords(place, 65_536)).toThrow(RangeError)
  expect(() => encodeWords(place, -1)).toThrow(RangeError)
  expect(() => encodeWords({ ...place, type: 'bcd16' }, 1)).toThrow(RangeError)
})

test('every value reads back as itself, within what the register can tell', () => {
  const order = fc.constantFrom('big' as const, 'little' as const)
  const register = fc.record({
    type: fc.constantFrom(
      'u16' as const,
      'i16' as const,
      'u32' as const,
      'i32' as const,
      'f32' as const,
      'f64' as const,
    ),
    byteOrder: order,
    wordOrder: order,
    scale: fc.constantFrom(1, 0.1, 0.01, 2, 10),
    offset: fc.constantFrom(0, -40),
  })
  fc.assert(
    fc.property(register, fc.double({ min: 0, max: 280, noNaN: true }), (changes, value) => {
      const point = { ...place, ...changes }
      const read = decoderOf(asRegister(point))?.(encodeWords(point, value), 0, 1)
      expect(Math.abs((read ?? Number.NaN) - value)).toBeLessThanOrEqual(tolerance(point, value) + 40 * 2 ** -22)
    }),
  )
})
