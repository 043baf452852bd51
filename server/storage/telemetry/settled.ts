import type { Database as Sqlite } from 'better-sqlite3'
import { decodeChunk } from './chunk-codec.ts'
import { Columns } from './columns.ts'
import { DAY_MS } from './rollup-codec.ts'

export interface ChunkHead {
  readonly id: number
  readonly start_at: number
  readonly end_at: number
  readonly count: number
  readonly min: number | null
  readonly max: number | null
  readonly quality: number
}

/** A day without data has too few samples for summaries: its chunks are read. */
export interface RollupRow {
  readonly day: number
  readonly data: Uint8Array
}

interface Chunk {
  readonly id: number
  readonly start_at: number
  readonly end_at: number
  readonly data: Uint8Array
}

const floorDay = (at: number) => Math.floor(at / DAY_MS) * DAY_MS

/** Reads chunks and roll-ups. A chunk never crosses a UTC day, so one that reaches into a range began on its first day. */
export class Settled {
  readonly #statements: ReturnType<typeof prepare>
  #lastId = 0
  #last = new Columns(0)

  constructor(database: Sqlite) {
    this.#statements = prepare(database)
  }

  /** Samples with from ≤ time < to, in time order. */
  points(series: number, from: number, to: number): Columns {
    const result = new Columns()
    for (const chunk of this.#statements.between.all(series, floorDay(from), to, from)) {
      const columns = this.#decode(chunk)
      result.append(columns, columns.lowerBound(from), columns.lowerBound(to))
    }
    return result
  }

  /** At least `wanted` samples from `from` on, if there are so many before `to`; complete up to `completeTo`. */
  firstPoints(series: number, from: number, to: number, wanted: number): { columns: Columns; completeTo: number } {
    const columns = new Columns()
    for (const chunk of this.#statements.between.iterate(series, floorDay(from), to, from)) {
      const part = this.#decode(chunk)
      columns.append(part, part.lowerBound(from), part.lowerBound(to))
      if (columns.length >= wanted) return { columns, completeTo: Math.min(to, chunk.end_at + 1) }
    }
    return { columns, completeTo: to }
  }

  /** The chunk that holds the newest sample before `at`, and what lies before that chunk is reached by asking again. */
  chunkBefore(series: number, at: number): Columns | null {
    const chunk = this.#statements.before.get(series, at)
    return chunk ? this.#decode(chunk) : null
  }

  /** The chunk that holds the oldest sample at or after `at`. */
  chunkFrom(series: number, at: number): Columns | null {
    const around = this.#statements.before.get(series, at)
    if (around && around.end_at >= at) return this.#decode(around)
    const next = this.#statements.from.get(series, at)
    return next ? this.#decode(next) : null
  }

  heads(series: number, from: number, to: number): ChunkHead[] {
    return this.#statements.heads.all(series, floorDay(from), to, from)
  }

  rollups(series: number, from: number, to: number): RollupRow[] {
    return this.#statements.rollups.all(series, Math.floor(from / DAY_MS), Math.ceil(to / DAY_MS))
  }

  rollupBefore(series: number, at: number): RollupRow | undefined {
    return this.#statements.rollupBefore.get(series, Math.floor(at / DAY_MS))
  }

  /** Whether samples of the range have expired: there are roll-ups of days before the first sample that is left. */
  hasRollupBefore(series: number, start: number, firstSampleAt: number): boolean {
    const day = Math.floor(start / DAY_MS)
    return (
      this.#statements.firstRollup.get(series, day, Math.floor(Math.min(firstSampleAt, 8.64e15) / DAY_MS)) !== undefined
    )
  }

  /** The last decoded chunk is kept: neighbouring reads of one query often fall in the same one. */
  #decode(chunk: Chunk): Columns {
    if (chunk.id !== this.#lastId) {
      this.#last = decodeChunk(chunk.data)
      this.#lastId = chunk.id
    }
    return this.#last
  }

  /** Chunk numbers may be used again after a deletion, so nothing is kept from one query to the next. */
  forgetDecoded(): void {
    this.#lastId = 0
    this.#last = new Columns(0)
  }
}

function prepare(database: Sqlite) {
  const chunk = 'SELECT id, start_at, end_at, data FROM chunk WHERE series = ?'
  return {
    between: database.prepare<[number, number, number, number], Chunk>(
      `${chunk} AND start_at >= ? AND start_at < ? AND end_at >= ? ORDER BY start_at`,
    ),
    before: database.prepare<[number, number], Chunk>(`${chunk} AND start_at < ? ORDER BY start_at DESC LIMIT 1`),
    from: database.prepare<[number, number], Chunk>(`${chunk} AND start_at >= ? ORDER BY start_at LIMIT 1`),
    heads: database.prepare<[number, number, number, number], ChunkHead>(`
      SELECT id, start_at, end_at, count, min, max, quality FROM chunk
      WHERE series = ? AND start_at >= ? AND start_at < ? AND end_at >= ? ORDER BY start_at`),
    rollups: database.prepare<[number, number, number], RollupRow>(
      'SELECT day, data FROM rollup WHERE series = ? AND day >= ? AND day < ? ORDER BY day',
    ),
    firstRollup: database.prepare<[number, number, number], { day: number }>(
      'SELECT day FROM rollup WHERE series = ? AND day >= ? AND day < ? LIMIT 1',
    ),
    rollupBefore: database.prepare<[number, number], RollupRow>(
      'SELECT day, data FROM rollup WHERE series = ? AND day <= ? ORDER BY day DESC LIMIT 1',
    ),
  }
}
