import type { PointRegister, RegisterSpec } from '../../server/core/outside.ts'

/** Registers that each type takes; the core has checked that the type can be written (points.ts). */
const WORDS = { bool: 1, u16: 1, i16: 1, u32: 2, i32: 2, f32: 2, f64: 4 } as const
type Writable = keyof typeof WORDS

/** Bytes of the registers that hold `value` (canonical units). @throws RangeError when it does not fit the type */
export function encodeWords(place: PointRegister, value: number): Buffer {
  const { type, byteOrder, wordOrder } = place
  if (!isWritable(type)) throw new RangeError(`${type} cannot be written`)
  const bytes = bigEndian(type, rawOf(place, value))
  const words = Array.from({ length: bytes.length / 2 }, (_, index) => bytes.subarray(2 * index, 2 * index + 2))
  if (wordOrder === 'little') words.reverse()
  const ordered = Buffer.concat(words)
  return byteOrder === 'big' ? ordered : ordered.swap16()
}

/** The register as the decoder knows registers, so that a point is read back as everything else is read. */
export function asRegister(place: PointRegister): RegisterSpec {
  const { isWrittenAsList: _, ...rest } = place
  const length = isWritable(place.type) ? WORDS[place.type] : 1
  return {
    ...rest,
    metric: '',
    length,
    scaleRegister: null,
    unit: '',
    pollClass: 'live',
    invalid: [],
    labels: null,
    counter: null,
  }
}

/** Furthest that a value read back may lie from the one written: half of what one raw step is worth. */
export function tolerance({ type, scale }: PointRegister, value: number): number {
  if (type === 'f32') return Math.abs(value) * 2 ** -23 + Number.EPSILON
  return type === 'f64' ? Math.abs(value) * Number.EPSILON : Math.abs(scale) / 2 + Math.abs(value) * Number.EPSILON * 4
}

function rawOf({ type, scale, offset }: PointRegister, value: number): number {
  if (type === 'bool') return value === 0 ? 0 : 1
  const raw = (value - offset) / scale
  return type === 'f32' || type === 'f64' ? raw : Math.round(raw)
}

function bigEndian(type: Writable, raw: number): Buffer {
  const bytes = Buffer.alloc(2 * WORDS[type])
  switch (type) {
    case 'i16':
      bytes.writeInt16BE(raw)
      break
    case 'u32':
      bytes.writeUInt32BE(raw)
      break
    case 'i32':
      bytes.writeInt32BE(raw)
      break
    case 'f32':
      bytes.writeFloatBE(raw)
      break
    case 'f64':
      bytes.writeDoubleBE(raw)
      break
    default:
      bytes.writeUInt16BE(raw)
  }
  return bytes
}

function isWritable(type: PointRegister['type']): type is Writable {
  return Object.hasOwn(WORDS, type)
}
