import { ByteReader, ByteWriter, unzigzag, zigzag } from './bytes.ts'
import { Columns, MISSING } from './columns.ts'
import { findForm, fromInteger, type IntegerKind, type NumberForm } from './number-form.ts'

/**
 * One series' samples in time order as bytes:
 *   form · count · times (delta of delta) · runs of (quality, missing) · values that are there.
 * Regular times and steady values cost nothing per sample; a jittering time and a decimal that moves cost a byte each.
 * Lossless for every double but NaN, which is how a missing value is spelled.
 */
const FORMS = ['decimal', 'product', 'decimal32', 'float32', 'float64'] as const satisfies readonly NumberForm['kind'][]
const MISSING_BIT = 8

const writer = new ByteWriter()
const bits = new DataView(new ArrayBuffer(8))
let present = new Float64Array(4096)
let integers = new Float64Array(4096)

export function encodeChunk(columns: Columns, from = 0, to = columns.length): Uint8Array {
  const count = to - from
  if (present.length < count) {
    present = new Float64Array(count * 2)
    integers = new Float64Array(count * 2)
  }
  let presentCount = 0
  for (let i = from; i < to; i++) {
    const value = columns.value[i] ?? MISSING
    if (!Number.isNaN(value)) present[presentCount++] = value
  }
  const form = findForm(present, presentCount, integers)
  writer.byte(FORMS.indexOf(form.kind) | ('exponent' in form ? form.exponent << 4 : 0))
  writer.varint(count)
  writeTimes(columns.at, from, to)
  writeStates(columns, from, to)
  if ('exponent' in form) writeDeltas(integers, presentCount)
  else if (form.kind === 'float32') writeFloat32(present, presentCount)
  else writeFloat64(present, presentCount)
  return writer.take()
}

/** Appends the chunk's samples to `into`. */
export function decodeChunk(data: Uint8Array, into = new Columns(0), offset = 0): Columns {
  const reader = new ByteReader(data, offset)
  const head = reader.byte()
  const kind = FORMS[head & 15]
  if (kind === undefined) throw new RangeError(`telemetry chunk of unknown form ${head & 15}`)
  const count = reader.varint()
  into.reserve(count)
  const start = into.length
  readTimes(reader, into.at, start, count)
  const presentCount = readStates(reader, into, start, count)
  if (kind === 'float32') readFloat32(reader, into.value, start, count)
  else if (kind === 'float64') readFloat64(reader, into.value, start, count)
  else readDecimals(reader, kind, head >> 4, into.value, start, count, presentCount)
  into.length += count
  return into
}

/** Zigzag varints; two zeros in a row are followed by the number of further zeros. */
class ZeroRuns {
  #zeros = 0

  put(value: number): void {
    if (value === 0) {
      this.#zeros++
      return
    }
    this.flush()
    writer.varint(zigzag(value))
  }

  flush(): void {
    if (this.#zeros > 0) writer.byte(0)
    if (this.#zeros > 1) {
      writer.byte(0)
      writer.varint(this.#zeros - 2)
    }
    this.#zeros = 0
  }
}
const runs = new ZeroRuns()

function writeTimes(at: Float64Array, from: number, to: number): void {
  if (from === to) return
  let previous = at[from] ?? 0
  writer.varint(zigzag(previous))
  let step = 0
  for (let i = from + 1; i < to; i++) {
    const time = at[i] ?? 0
    const next = time - previous
    runs.put(next - step)
    step = next
    previous = time
  }
  runs.flush()
}

function readTimes(reader: ByteReader, at: Float64Array, start: number, count: number): void {
  if (count === 0) return
  let time = unzigzag(reader.varint())
  let step = 0
  let repeats = 0
  let wasZero = false
  at[start] = time
  for (let i = start + 1; i < start + count; i++) {
    if (repeats > 0) repeats--
    else {
      const token = reader.varint()
      if (token !== 0) step += unzigzag(token)
      else if (wasZero) repeats = reader.varint()
      wasZero = token === 0 && !wasZero
    }
    time += step
    at[i] = time
  }
}

function writeStates(columns: Columns, from: number, to: number): void {
  let run = 0
  let current = -1
  for (let i = from; i < to; i++) {
    const value = columns.value[i] ?? MISSING
    const state = (columns.quality[i] ?? 0) | (Number.isNaN(value) ? MISSING_BIT : 0)
    if (state !== current) {
      if (run > 0) writeRun(current, run)
      current = state
      run = 0
    }
    run++
  }
  if (run > 0) writeRun(current, run)
}

function writeRun(state: number, run: number): void {
  writer.byte(state)
  writer.varint(run)
}

/** Fills quality, marks missing values with NaN and the others with 0, and returns how many are not missing. */
function readStates(reader: ByteReader, into: Columns, start: number, count: number): number {
  let presentCount = 0
  let i = start
  while (i < start + count) {
    const state = reader.byte()
    const run = reader.varint()
    const isMissing = (state & MISSING_BIT) !== 0
    into.quality.fill(state & 7, i, i + run)
    into.value.fill(isMissing ? MISSING : 0, i, i + run)
    if (!isMissing) presentCount += run
    i += run
  }
  return presentCount
}

function writeDeltas(values: Float64Array, count: number): void {
  let previous = 0
  for (let i = 0; i < count; i++) {
    const value = values[i] ?? 0
    runs.put(value - previous)
    previous = value
  }
  runs.flush()
}

function readDecimals(
  reader: ByteReader,
  kind: IntegerKind,
  exponent: number,
  into: Float64Array,
  start: number,
  count: number,
  presentCount: number,
): void {
  let left = presentCount
  let integer = 0
  let value = fromInteger(kind, exponent, 0)
  let repeats = 0
  let wasZero = false
  for (let i = start; i < start + count && left > 0; i++) {
    if (Number.isNaN(into[i] ?? 0)) continue
    left--
    if (repeats > 0) {
      repeats--
      into[i] = value
      continue
    }
    const token = reader.varint()
    if (token !== 0) {
      integer += unzigzag(token)
      value = fromInteger(kind, exponent, integer)
      wasZero = false
    } else if (wasZero) {
      repeats = reader.varint()
      wasZero = false
    } else wasZero = true
    into[i] = value
  }
}

function writeFloat32(values: Float64Array, count: number): void {
  let previous = 0
  for (let i = 0; i < count; i++) {
    bits.setFloat32(0, values[i] ?? 0)
    const pattern = bits.getUint32(0)
    writer.varint((pattern ^ previous) >>> 0)
    previous = pattern
  }
}

function readFloat32(reader: ByteReader, into: Float64Array, start: number, count: number): void {
  let pattern = 0
  for (let i = start; i < start + count; i++) {
    if (Number.isNaN(into[i] ?? 0)) continue
    pattern = (pattern ^ reader.varint()) >>> 0
    bits.setUint32(0, pattern)
    into[i] = bits.getFloat32(0)
  }
}

/** XOR with the value before; a byte tells which bytes of it are not zero, then those. */
function writeFloat64(values: Float64Array, count: number): void {
  let previousHigh = 0
  let previousLow = 0
  for (let i = 0; i < count; i++) {
    bits.setFloat64(0, values[i] ?? 0)
    const high = bits.getUint32(0)
    const low = bits.getUint32(4)
    bits.setUint32(0, high ^ previousHigh)
    bits.setUint32(4, low ^ previousLow)
    previousHigh = high
    previousLow = low
    let mask = 0
    for (let k = 0; k < 8; k++) if (bits.getUint8(k) !== 0) mask |= 1 << k
    writer.byte(mask)
    for (let k = 0; k < 8; k++) if ((mask & (1 << k)) !== 0) writer.byte(bits.getUint8(k))
  }
}

function readFloat64(reader: ByteReader, into: Float64Array, start: number, count: number): void {
  let high = 0
  let low = 0
  for (let i = start; i < start + count; i++) {
    if (Number.isNaN(into[i] ?? 0)) continue
    const mask = reader.byte()
    for (let k = 0; k < 8; k++) bits.setUint8(k, (mask & (1 << k)) !== 0 ? reader.byte() : 0)
    high ^= bits.getUint32(0)
    low ^= bits.getUint32(4)
    bits.setUint32(0, high)
    bits.setUint32(4, low)
    into[i] = bits.getFloat64(0)
  }
}
