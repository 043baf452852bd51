import { type ByteReader, type ByteWriter, unzigzag, zigzag } from './bytes.ts'

/**
 * A column of integers as its lowest and, for each, the difference to it in as many bytes as the largest needs. Slightly
 * longer than varints and several times quicker to read: a year of hours is read at once.
 */
export function writeIntegers(writer: ByteWriter, column: Float64Array, count: number): void {
  let lowest = column[0] ?? 0
  let highest = lowest
  for (let i = 1; i < count; i++) {
    const value = column[i] ?? 0
    if (value < lowest) lowest = value
    if (value > highest) highest = value
  }
  const width = bytesFor(highest - lowest)
  writer.byte(width)
  writer.varint(zigzag(lowest))
  for (let i = 0; i < count; i++) {
    let rest = (column[i] ?? 0) - lowest
    for (let k = 0; k < width; k++) {
      writer.byte(rest % 256)
      rest = Math.floor(rest / 256)
    }
  }
}

/** `bytes` is the record that `reader` reads. */
export function readIntegers(reader: ByteReader, bytes: Uint8Array, column: Float64Array, count: number): void {
  const width = reader.byte()
  const lowest = unzigzag(reader.varint())
  const from = reader.skip(width * count)
  if (width === 0) column.fill(lowest, 0, count)
  else if (width === 1) for (let i = 0; i < count; i++) column[i] = lowest + (bytes[from + i] ?? 0)
  else if (width === 2) {
    for (let i = 0, k = from; i < count; i++, k += 2)
      column[i] = lowest + ((bytes[k] ?? 0) | ((bytes[k + 1] ?? 0) << 8))
  } else readWide(bytes, from, width, column, count, lowest)
}

function readWide(
  bytes: Uint8Array,
  from: number,
  width: number,
  column: Float64Array,
  count: number,
  lowest: number,
): void {
  for (let i = 0, start = from; i < count; i++, start += width) {
    let value = 0
    for (let k = start + width - 1; k >= start; k--) value = value * 256 + (bytes[k] ?? 0)
    column[i] = lowest + value
  }
}

function bytesFor(range: number): number {
  let width = 0
  for (let rest = range; rest > 0; rest = Math.floor(rest / 256)) width++
  return width
}
