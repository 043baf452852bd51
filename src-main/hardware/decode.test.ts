import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeRegister } from '../../e2e/simulators/encode.ts'
import type { RegisterSpec } from '../../server/core/outside.ts'
import { decodeBit, decoderOf, decodeText, scaleFactor } from './decode.ts'
import { register } from './test-hardware.ts'

function decode(changes: Partial<RegisterSpec>, hex: string, factor = 1): number | null | undefined {
  const spec = register({ metric: 'm', address: 0, ...changes })
  return decoderOf(spec)?.(Buffer.from(hex.replaceAll(' ', ''), 'hex'), 0, factor)
}

describe('values as devices send them', () => {
  test.each<[string, Partial<RegisterSpec>, string, number | null]>([
    ['SDM630 voltage, float ABCD', { type: 'f32' }, '43 66 33 34', 230.20001220703125],
    ['float CDAB', { type: 'f32', wordOrder: 'little' }, '33 34 43 66', 230.20001220703125],
    ['float BADC', { type: 'f32', byteOrder: 'little' }, '66 43 34 33', 230.20001220703125],
    ['float DCBA', { type: 'f32', byteOrder: 'little', wordOrder: 'little' }, '34 33 66 43', 230.20001220703125],
    ['EM24 power, i32 low word first', { type: 'i32', wordOrder: 'little', scale: 0.1 }, 'FF 9C FF FF', -10],
    ['MPR-53S energy, u64', { type: 'u64' }, '00 00 00 01 00 00 00 02', 4_294_967_298],
    ['u64 low word first', { type: 'u64', wordOrder: 'little' }, '00 02 00 00 00 01 00 00', 4_294_967_298],
    ['i64', { type: 'i64' }, 'FF FF FF FF FF FF FF FE', -2],
    ['u48', { type: 'u48', length: 3 }, '00 01 00 00 00 00', 4_294_967_296],
    ['i16', { type: 'i16', scale: -10 }, 'FF FE', 20],
    ['f64', { type: 'f64' }, '40 09 21 FB 54 44 2D 18', Math.PI],
    ['bcd16', { type: 'bcd16' }, '12 34', 1234],
    ['bcd32', { type: 'bcd32', length: 2, scale: 0.01 }, '00 12 34 56', 1234.56],
    ['bcd with a nibble that is no digit', { type: 'bcd16' }, '1A 34', null],
    ['bool in a register', { type: 'bool' }, '00 02', 1],
    ['bitfield over two registers', { type: 'bitfield', length: 2 }, '80 00 00 01', 0x80000001],
    ['enum', { type: 'enum' }, '00 F0', 240],
    ['NaN', { type: 'f32' }, '7F C0 00 00', null],
    ['infinity', { type: 'f32' }, '7F 80 00 00', null],
    ['a tenth without rounding dust', { type: 'u16', scale: 0.1 }, '08 FD', 230.1],
    ['offset', { type: 'u16', scale: 0.1, offset: -40 }, '01 F4', 10],
  ])('%s', (_name, changes, hex, value) => {
    expect(decode(changes, hex)).toBe(value)
  })
})

describe('sentinels', () => {
  test.each<[string, Partial<RegisterSpec>, string]>([
    ['ABB u32, all ones', { type: 'u32', invalid: ['4294967295'] }, 'FF FF FF FF'],
    ['ABB i32, largest', { type: 'i32', invalid: ['2147483647'] }, '7F FF FF FF'],
    ['ABB u64, all ones', { type: 'u64', invalid: ['18446744073709551615'] }, 'FF FF FF FF FF FF FF FF'],
    ['i16 named as a bit pattern', { type: 'i16', invalid: ['32768'] }, '80 00'],
    ['i16 named as a negative number', { type: 'i16', invalid: ['-32768'] }, '80 00'],
    ['i64 named as a negative number', { type: 'i64', invalid: ['-9223372036854775808'] }, '80 00 00 00 00 00 00 00'],
    ['float named as a bit pattern', { type: 'f32', invalid: ['4286578688'] }, 'FF 80 00 00'],
    ['enum', { type: 'enum', invalid: ['65535'] }, 'FF FF'],
  ])('%s is no value', (_name, changes, hex) => {
    expect(decode(changes, hex)).toBeNull()
  })

  test('a u64 one less than the sentinel is a value, though a double cannot tell them apart', () => {
    const spec: Partial<RegisterSpec> = { type: 'u64', invalid: ['18446744073709551615'] }
    expect(decode(spec, 'FF FF FF FF FF FF FF FE')).not.toBeNull()
  })
})

test('a scale register multiplies by its power of ten', () => {
  expect(decode({ type: 'i16' }, '09 00', scaleFactor(Buffer.from('FFFF', 'hex'), 0) ?? 0)).toBeCloseTo(230.4, 9)
  expect(scaleFactor(Buffer.from('8000', 'hex'), 0)).toBeNull()
})

test('text ends at NUL and has no number', () => {
  const spec = register({ metric: 'serial', address: 0, type: 'string', length: 3 })
  expect(decoderOf(spec)).toBeNull()
  expect(decodeText(spec, Buffer.from('AB12\0\0'), 0)).toBe('AB12')
  expect(decodeText({ ...spec, byteOrder: 'little' }, Buffer.from('BA21\0\0'), 0)).toBe('AB12')
})

test('bits are packed from the lowest', () => {
  const data = Buffer.from([0b0000_0101, 0b1000_0000])
  expect([0, 1, 2, 15].map((bit) => decodeBit(data, bit))).toEqual([1, 0, 1, 1])
})

test('what a simulated device encodes comes back, in every type and order', () => {
  const order = fc.constantFrom('big' as const, 'little' as const)
  const types = {
    u16: fc.integer({ min: 0, max: 0xffff }),
    i16: fc.integer({ min: -0x8000, max: 0x7fff }),
    u32: fc.integer({ min: 0, max: 0xffffffff }),
    i32: fc.integer({ min: -0x80000000, max: 0x7fffffff }),
    u48: fc.integer({ min: 0, max: 2 ** 48 - 1 }),
    u64: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
    i64: fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }),
    f32: fc.float({ noNaN: true, noDefaultInfinity: true }),
    f64: fc.double({ noNaN: true, noDefaultInfinity: true }),
    bcd16: fc.integer({ min: 0, max: 9999 }),
    bcd32: fc.integer({ min: 0, max: 99_999_999 }),
    bitfield: fc.integer({ min: 0, max: 0xffff }),
    enum: fc.integer({ min: 0, max: 0xffff }),
  } as const
  for (const [type, values] of Object.entries(types))
    fc.assert(
      fc.property(values, order, order, (value, byteOrder, wordOrder) => {
        const spec = register({ metric: 'm', address: 0, type: type as RegisterSpec['type'], byteOrder, wordOrder })
        const data = Buffer.alloc(spec.length * 2)
        encodeRegister(spec, value).forEach((word, index) => {
          data.writeUInt16BE(word, index * 2)
        })
        // −0 and 0 are one value on the wire of integers.
        expect((decoderOf(spec)?.(data, 0, 1) ?? Number.NaN) + 0).toBe(value + 0)
      }),
      { numRuns: 100 },
    )
})
