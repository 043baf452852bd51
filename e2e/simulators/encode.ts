import type { RegisterSpec } from '../../server/core/outside.ts'

/** Registers that make a device say `value` (canonical units) through this register of its template. */
export function encodeRegister(spec: RegisterSpec, value: number | string | null, scaleExponent = 0): number[] {
  const bytes = Buffer.alloc(spec.length * 2)
  if (typeof value === 'string') bytes.write(value, 'latin1')
  else if (value === null) writeInteger(bytes, sentinelOf(spec))
  else writeNumber(spec, bytes, value, scaleExponent)
  const words = Array.from({ length: spec.length }, (_, index) =>
    spec.byteOrder === 'big' ? bytes.readUInt16BE(index * 2) : bytes.readUInt16LE(index * 2),
  )
  return spec.wordOrder === 'big' ? words : words.reverse()
}

function sentinelOf(spec: RegisterSpec): bigint {
  const [first] = spec.invalid
  if (first === undefined) throw new Error(`${spec.metric} has no value that means "none"`)
  return BigInt(first)
}

function writeNumber(spec: RegisterSpec, bytes: Buffer, value: number, scaleExponent: number): void {
  const isPlain = spec.type === 'bool' || spec.type === 'enum' || spec.type === 'bitfield'
  const raw = isPlain ? value : (value - spec.offset) / spec.scale / 10 ** scaleExponent
  if (spec.type === 'f32') bytes.writeFloatBE(raw)
  else if (spec.type === 'f64') bytes.writeDoubleBE(raw)
  else if (spec.type === 'bcd16' || spec.type === 'bcd32')
    writeInteger(bytes, BigInt(`0x${Math.round(raw).toString().padStart(1, '0')}`))
  else writeInteger(bytes, BigInt(Math.round(raw)))
}

function writeInteger(bytes: Buffer, value: bigint): void {
  let rest = BigInt.asUintN(bytes.length * 8, value)
  for (let at = bytes.length - 1; at >= 0; at--) {
    bytes[at] = Number(rest & 0xffn)
    rest >>= 8n
  }
}
