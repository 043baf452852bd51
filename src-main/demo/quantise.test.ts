import fc from 'fast-check'
import { expect, it } from 'vitest'
import { encodeRegister } from '../../e2e/simulators/encode.ts'
import type { RegisterSpec } from '../../server/core/outside.ts'
import { decoderOf } from '../hardware/decode.ts'
import { quantiserOf } from './quantise.ts'

const spec = (type: RegisterSpec['type'], length: number, scale: number): RegisterSpec => ({
  metric: 'energy_import',
  table: 'holding',
  address: 0,
  length,
  type,
  byteOrder: 'big',
  wordOrder: 'big',
  scale,
  offset: 0,
  scaleRegister: null,
  unit: '',
  pollClass: 'energy',
  invalid: [],
  labels: null,
  counter: null,
})

const SPECS = [spec('f32', 2, 1000), spec('u64', 4, 1), spec('i32', 2, 0.1), spec('i16', 1, -10), spec('u32', 2, 100)]

it('rounds as the register and its decoder do, to the bit', () => {
  for (const each of SPECS) {
    const quantise = quantiserOf(each)
    const decode = decoderOf(each)
    fc.assert(
      fc.property(fc.double({ min: 0, max: 300_000, noNaN: true }), (value) => {
        const bytes = Buffer.alloc(each.length * 2)
        encodeRegister(each, value).forEach((word, index) => void bytes.writeUInt16BE(word, index * 2))
        expect(quantise(value)).toBe(decode?.(bytes, 0, 1))
      }),
    )
  }
})

it('never reverses two counts', () => {
  const quantise = quantiserOf(spec('f32', 2, 1000))
  fc.assert(
    fc.property(
      fc.double({ min: 1e6, max: 4e7, noNaN: true }),
      fc.double({ min: 0, max: 50, noNaN: true }),
      (a, more) => {
        expect(quantise(a + more)).toBeGreaterThanOrEqual(quantise(a))
      },
    ),
  )
})
