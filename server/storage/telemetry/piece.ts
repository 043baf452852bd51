import { ByteReader, ByteWriter } from './bytes.ts'
import { decodeChunk } from './chunk-codec.ts'
import type { Columns } from './columns.ts'
import { SHARD_SIZE } from './tables.ts'

/** A piece: number of series, then (place in the shard, byte length of its chunk) of each, then the chunks. */
export interface PieceEntry {
  readonly place: number
  readonly chunk: Uint8Array
}

export const placeOf = (series: number) => series % SHARD_SIZE

const writer = new ByteWriter()

export function encodePiece(entries: readonly PieceEntry[]): Uint8Array {
  writer.byte(entries.length)
  for (const { place, chunk } of entries) {
    writer.byte(place)
    writer.varint(chunk.length)
  }
  for (const { chunk } of entries) writer.bytes(chunk)
  return writer.take()
}

/** Appends the samples at `place` to the columns that `target` names; places it returns null for are skipped. */
export function decodePiece(data: Uint8Array, target: (place: number) => Columns | null): void {
  const reader = new ByteReader(data)
  const count = reader.byte()
  const places: (readonly [place: number, length: number])[] = []
  for (let i = 0; i < count; i++) places.push([reader.byte(), reader.varint()])
  let offset = reader.offset
  for (const [place, length] of places) {
    const columns = target(place)
    if (columns) decodeChunk(data, columns, offset)
    offset += length
  }
}
