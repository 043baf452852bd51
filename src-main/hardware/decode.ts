import type { RegisterSpec } from '../../server/core/outside.ts'

/** Value of a register in canonical units; `at` = byte offset in the data of a read, `factor` from the scale register. */
export type Decoder = (data: Buffer, at: number, factor: number) => number | null

type Raw = number | bigint

/** Prepares the decoder of one register. Text has none: its value is never a number. */
export function decoderOf(spec: RegisterSpec): Decoder | null {
  if (spec.type === 'string') return null
  const raw = rawReader(spec)
  const isInvalid = sentinelTest(spec)
  if (spec.type === 'bool' || spec.type === 'enum' || spec.type === 'bitfield')
    return (data, at) => {
      const value = raw(data, at)
      return value === null || isInvalid(value, data, at) ? null : Number(value)
    }
  const scaled = linear(spec.scale, spec.offset)
  return (data, at, factor) => {
    const value = raw(data, at)
    if (value === null || isInvalid(value, data, at)) return null
    const result = scaled(Number(value) * factor)
    return Number.isFinite(result) ? result : null
  }
}

/** Text of a string register: bytes in order up to the first NUL, trimmed. */
export function decodeText(spec: RegisterSpec, data: Buffer, at: number): string {
  const bytes = ordered(spec, data, at, Buffer.alloc(spec.length * 2))
  const end = bytes.indexOf(0)
  return bytes.toString('latin1', 0, end === -1 ? bytes.length : end).trim()
}

/** 10^sf of a SunSpec-style scale register; null when the register says "none" (0x8000) or nonsense. */
export function scaleFactor(data: Buffer, at: number): number | null {
  const exponent = data.readInt16BE(at)
  return exponent < -10 || exponent > 10 ? null : 10 ** exponent
}

/** Bit of a coil or discrete read. */
export function decodeBit(data: Buffer, bit: number): number {
  return ((data[bit >> 3] ?? 0) >> (bit & 7)) & 1
}

/** Dividing by 10 is exact where multiplying by 0.1 is not: 2301 must become 230.1. */
function linear(scale: number, offset: number): (raw: number) => number {
  const divisor = Math.round(1 / scale)
  if (Math.abs(scale) < 1 && Math.abs(1 / scale - divisor) < 1e-6) return (raw) => raw / divisor + offset
  return (raw) => raw * scale + offset
}

/** Reads the register's own integer or float in the byte and word order of this register. */
function rawReader(spec: RegisterSpec): (data: Buffer, at: number) => Raw | null {
  const read = bigEndianReader(spec)
  if (spec.byteOrder === 'big' && (spec.wordOrder === 'big' || spec.length === 1)) return read
  const scratch = Buffer.alloc(spec.length * 2)
  return (data, at) => read(ordered(spec, data, at, scratch), 0)
}

/** Copies a value's bytes into `into`, most significant first. */
function ordered(spec: RegisterSpec, data: Buffer, at: number, into: Buffer): Buffer {
  for (let word = 0; word < spec.length; word++) {
    const from = at + 2 * (spec.wordOrder === 'big' ? word : spec.length - 1 - word)
    const [first, second] = spec.byteOrder === 'big' ? [from, from + 1] : [from + 1, from]
    into[2 * word] = data[first] ?? 0
    into[2 * word + 1] = data[second] ?? 0
  }
  return into
}

function bigEndianReader(spec: RegisterSpec): (data: Buffer, at: number) => Raw | null {
  switch (spec.type) {
    case 'i16':
      return (data, at) => data.readInt16BE(at)
    case 'i32':
      return (data, at) => data.readInt32BE(at)
    case 'i64':
      return (data, at) => data.readBigInt64BE(at)
    case 'f32':
      return (data, at) => data.readFloatBE(at)
    case 'f64':
      return (data, at) => data.readDoubleBE(at)
    case 'bool':
      return (data, at) => (data.readUInt16BE(at) === 0 ? 0 : 1)
    case 'bcd16':
    case 'bcd32':
      return (data, at) => bcd(data, at, spec.length * 2)
    default:
      return (data, at) => unsigned(data, at, spec.length)
  }
}

function unsigned(data: Buffer, at: number, words: number): Raw {
  if (words === 1) return data.readUInt16BE(at)
  if (words === 2) return data.readUInt32BE(at)
  if (words === 3) return data.readUIntBE(at, 6)
  return data.readBigUInt64BE(at)
}

/** Packed decimal digits; null when a nibble is not a digit. */
function bcd(data: Buffer, at: number, bytes: number): number | null {
  let value = 0
  for (let i = 0; i < bytes; i++) {
    const byte = data[at + i] ?? 0
    const [high, low] = [byte >> 4, byte & 15]
    if (high > 9 || low > 9) return null
    value = value * 100 + high * 10 + low
  }
  return value
}

/**
 * Sentinels are raw integers, signed or as the bit pattern: −32768 and 0x8000 name the same i16. Floats are compared
 * by bit pattern.
 */
function sentinelTest(spec: RegisterSpec): (raw: Raw, data: Buffer, at: number) => boolean {
  if (spec.invalid.length === 0) return () => false
  const width = spec.length * 16
  const patterns = spec.invalid.map((text) => BigInt.asUintN(width, BigInt(text)))
  if (spec.type === 'f32' || spec.type === 'f64') {
    const scratch = Buffer.alloc(spec.length * 2)
    return (_raw, data, at) => {
      const bits = unsigned(ordered(spec, data, at, scratch), 0, spec.length)
      return patterns.includes(BigInt(bits))
    }
  }
  if (width > 48) {
    const exact = new Set(patterns)
    return (raw) => exact.has(BigInt.asUintN(width, BigInt(raw)))
  }
  const modulus = 2 ** width
  const small = new Set(patterns.map(Number))
  return (raw) => {
    const value = Number(raw)
    return small.has(value < 0 ? value + modulus : value)
  }
}
