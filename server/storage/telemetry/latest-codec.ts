import { Columns, MISSING } from './columns.ts'
import { SHARD_SIZE } from './tables.ts'

/** The newest sample of each series of a shard: f64 time (NaN = none yet), f64 value, u8 quality, place by place. */
const BYTES = SHARD_SIZE * 17

export function encodeLatest(latest: Columns): Uint8Array {
  const data = new Uint8Array(BYTES)
  data.set(new Uint8Array(latest.at.buffer, 0, SHARD_SIZE * 8))
  data.set(new Uint8Array(latest.value.buffer, 0, SHARD_SIZE * 8), SHARD_SIZE * 8)
  data.set(latest.quality.subarray(0, SHARD_SIZE), SHARD_SIZE * 16)
  return data
}

export function decodeLatest(data: Uint8Array): Columns {
  const latest = emptyLatest()
  const copy = new Uint8Array(data)
  latest.at.set(new Float64Array(copy.buffer, 0, SHARD_SIZE))
  latest.value.set(new Float64Array(copy.buffer, SHARD_SIZE * 8, SHARD_SIZE))
  latest.quality.set(copy.subarray(SHARD_SIZE * 16))
  return latest
}

export function emptyLatest(): Columns {
  const latest = new Columns(SHARD_SIZE)
  latest.at.fill(Number.NaN)
  latest.value.fill(MISSING)
  latest.length = SHARD_SIZE
  return latest
}

/** Of two samples at one instant the later written stands. */
export function offerLatest(latest: Columns, place: number, at: number, value: number, quality: number): void {
  const known = latest.at[place] ?? Number.NaN
  if (at < known) return
  latest.at[place] = at
  latest.value[place] = value
  latest.quality[place] = quality
}
