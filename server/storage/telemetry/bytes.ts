const TWO_31 = 2 ** 31
const scratch = new DataView(new ArrayBuffer(8))

/** Signed → unsigned so that small magnitudes of either sign stay short. Exact while |n| < 2^52. */
export const zigzag = (n: number) => (n < 0 ? -2 * n - 1 : 2 * n)
export function unzigzag(z: number): number {
  if (z < TWO_31) return (z >>> 1) ^ -(z & 1)
  return z % 2 === 0 ? z / 2 : -(z + 1) / 2
}

/** A growing byte buffer. One writer is reused for many records: `take` copies the record out and starts over. */
export class ByteWriter {
  #bytes = new Uint8Array(4096)
  #length = 0

  get length(): number {
    return this.#length
  }

  byte(value: number): void {
    if (this.#length === this.#bytes.length) this.#grow(1)
    this.#bytes[this.#length++] = value
  }

  /** Unsigned, up to 2^53, seven bits a byte, least significant first. */
  varint(value: number): void {
    if (this.#length + 8 > this.#bytes.length) this.#grow(8)
    let rest = value
    while (rest >= TWO_31) {
      this.#bytes[this.#length++] = (rest % 128) | 128
      rest = Math.floor(rest / 128)
    }
    while (rest > 127) {
      this.#bytes[this.#length++] = (rest & 127) | 128
      rest >>>= 7
    }
    this.#bytes[this.#length++] = rest
  }

  float64(value: number): void {
    scratch.setFloat64(0, value, true)
    for (let i = 0; i < 8; i++) this.byte(scratch.getUint8(i))
  }

  bytes(source: Uint8Array): void {
    if (this.#length + source.length > this.#bytes.length) this.#grow(source.length)
    this.#bytes.set(source, this.#length)
    this.#length += source.length
  }

  take(): Uint8Array {
    const record = this.#bytes.slice(0, this.#length)
    this.#length = 0
    return record
  }

  #grow(atLeast: number): void {
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + atLeast))
    larger.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = larger
  }
}

/** Reads what ByteWriter wrote. Reading past the end throws: a torn record is never silently zeros. */
export class ByteReader {
  readonly #bytes: Uint8Array
  #offset: number

  constructor(bytes: Uint8Array, offset = 0) {
    this.#bytes = bytes
    this.#offset = offset
  }

  get offset(): number {
    return this.#offset
  }

  byte(): number {
    const value = this.#bytes[this.#offset++]
    if (value === undefined) throw new RangeError('telemetry record ends early')
    return value
  }

  varint(): number {
    let value = this.byte()
    if (value < 128) return value
    value &= 127
    let shift = 7
    let byte = this.byte()
    while (byte > 127 && shift < 21) {
      value |= (byte & 127) << shift
      shift += 7
      byte = this.byte()
    }
    if (byte < 128) return value | (byte << shift)
    let factor = 2 ** shift
    while (byte > 127) {
      value += (byte & 127) * factor
      factor *= 128
      byte = this.byte()
    }
    return value + byte * factor
  }

  /** Goes past the next bytes; they stand at the returned offset of the record. */
  skip(length: number): number {
    const from = this.#offset
    this.#offset += length
    if (this.#offset > this.#bytes.length) throw new RangeError('telemetry record ends early')
    return from
  }

  float64(): number {
    for (let i = 0; i < 8; i++) scratch.setUint8(i, this.byte())
    return scratch.getFloat64(0, true)
  }
}
