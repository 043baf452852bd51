import type { Database as Sqlite, Statement } from 'better-sqlite3'
import { decodeChunk, encodeChunk } from './chunk-codec.ts'
import { Columns, isUsable, MISSING } from './columns.ts'
import { DayRollups, summarizeHours } from './day-rollups.ts'
import type { ShardState } from './fold.ts'
import { decodePiece } from './piece.ts'
import { DAY_MS, dayOf, HOUR_MS, hourStart, slotOf, WHOLE_DAY } from './rollup-codec.ts'
import { medianStep, type Nature } from './summary.ts'
import { SHARD_SIZE } from './tables.ts'

/** Bounds what one read decodes and one settling rewrites; at 5 s a chunk is 5.7 hours. */
export const MAX_CHUNK_POINTS = 4096

interface ChunkRow {
  readonly id: number
  readonly start_at: number
  readonly end_at: number
  readonly count: number
  readonly data: Uint8Array
}

interface Work {
  readonly series: number
  readonly nature: Nature
  /** Points that entered chunks, less those that replaced one already there. */
  gained: number
  dropped: number
}

/**
 * Moves a shard's pieces into the chunks and roll-ups of its series. Samples that go on where the series ended extend its
 * last chunk and join the running hour; late or duplicate ones are merged into the chunks that they fall in, and the
 * hours they touch are summed up again.
 */
export class Settler {
  readonly #database: Sqlite
  readonly #isAlive: (series: number) => boolean
  readonly #rollups: DayRollups
  readonly #statements: ReturnType<typeof prepare>

  constructor(database: Sqlite, isAlive: (series: number) => boolean) {
    this.#database = database
    this.#isAlive = isAlive
    this.#rollups = new DayRollups(database)
    this.#statements = prepare(database)
  }

  settle(shard: number, state: ShardState, saveShard: () => void): void {
    const waiting: (Columns | undefined)[] = []
    for (const { data } of this.#statements.pieces.all(shard)) {
      decodePiece(data, (place) => {
        waiting[place] ??= new Columns()
        return waiting[place]
      })
    }
    this.#database.transaction(() => {
      let gained = 0
      let dropped = 0
      for (const [place, columns] of waiting.entries()) {
        const series = shard * SHARD_SIZE + place
        if (!columns || !this.#isAlive(series)) continue
        const work = this.#settleSeries(series, columns.normalized())
        gained += work.gained
        dropped += work.dropped
      }
      this.#statements.deletePieces.run(shard)
      this.#statements.addMeta.run(gained, 'settled_points')
      if (dropped > 0) this.#statements.addMeta.run(dropped, 'dropped_points')
      state.points = 0
      state.pieces = 0
      state.since = 0
      saveShard()
    })()
  }

  #settleSeries(series: number, columns: Columns): Work {
    const known = this.#statements.nature.get(series)
    const rhythmMs = medianStep(columns.at, columns.length) ?? known?.rhythm_ms ?? null
    if (rhythmMs !== null && rhythmMs !== known?.rhythm_ms) this.#statements.saveRhythm.run(rhythmMs, series)
    const work: Work = { series, nature: { rhythmMs, modulus: known?.modulus ?? null }, gained: 0, dropped: 0 }
    const lastEnd = this.#statements.last.get(series)?.end_at ?? Number.NEGATIVE_INFINITY
    let from = 0
    while (from < columns.length) {
      const at = columns.at[from] ?? 0
      const to = columns.lowerBound((dayOf(at) + 1) * DAY_MS)
      const split = Math.max(from, Math.min(to, columns.lowerBound(lastEnd + 1)))
      if (split > from) this.#mergeLate(work, columns.slice(from, split))
      if (to > split) this.#extend(work, columns, split, to)
      from = to
    }
    return work
  }

  /** Samples of one day, all later than everything settled. */
  #extend(work: Work, columns: Columns, from: number, to: number): void {
    const at = columns.at[from] ?? 0
    const last = this.#statements.last.get(work.series)
    const isOpen = last && dayOf(last.end_at) === dayOf(at) && last.count < MAX_CHUNK_POINTS
    const joined = isOpen ? decodeChunk(last.data, new Columns(last.count + to - from)) : new Columns(to - from)
    joined.append(columns, from, to)
    if (isOpen) this.#statements.deleteChunk.run(last.id)
    this.#insertChunks(work.series, joined)
    work.gained += to - from
    const hours = summarizeHours(columns, from, to, work.nature)
    this.#rollups.join(work.series, dayOf(at), hours, work.nature)
  }

  /** Samples of one day that lie before the end of what is settled. */
  #mergeLate(work: Work, late: Columns): void {
    const from = hourStart(late.at[0] ?? 0)
    const to = hourStart(late.at[late.length - 1] ?? 0) + HOUR_MS
    const rows = this.#statements.between.all(work.series, dayOf(from) * DAY_MS, to, from)
    const kept = this.#withoutExpiredHours(work, late, rows)
    work.dropped += late.length - kept.length
    if (kept.length === 0) return
    const all = new Columns(kept.length + rows.reduce((sum, row) => sum + row.count, 0))
    for (const row of rows) decodeChunk(row.data, all)
    const before = all.length
    all.append(kept)
    const merged = all.normalized()
    for (const row of rows) this.#statements.deleteChunk.run(row.id)
    this.#insertChunks(work.series, merged)
    work.gained += merged.length - before
    const hours = summarizeHours(merged, merged.lowerBound(from), merged.lowerBound(to), work.nature)
    const slots = { first: slotOf(from), last: slotOf(to - 1) }
    this.#rollups.replace(work.series, dayOf(from), slots, hours, work.nature)
  }

  /** An hour whose roll-up is there while its samples have expired must not be summed up again from what came late. */
  #withoutExpiredHours({ series }: Work, late: Columns, rows: readonly ChunkRow[]): Columns {
    const slots = this.#rollups.slots(series, dayOf(late.at[0] ?? 0))
    const isExpired = (start: number) =>
      (slots.has(WHOLE_DAY) || slots.has(slotOf(start))) &&
      !rows.some(({ start_at, end_at }) => start_at < start + HOUR_MS && end_at >= start)
    const kept = new Columns(late.length)
    for (let i = 0; i < late.length; i++) {
      const at = late.at[i] ?? 0
      if (!isExpired(hourStart(at))) kept.push(at, late.value[i] ?? MISSING, late.quality[i] ?? 0)
    }
    return kept
  }

  #insertChunks(series: number, columns: Columns): void {
    for (let from = 0; from < columns.length; from += MAX_CHUNK_POINTS) {
      const to = Math.min(columns.length, from + MAX_CHUNK_POINTS)
      this.#statements.insertChunk.run(
        series,
        columns.at[from] ?? 0,
        columns.at[to - 1] ?? 0,
        to - from,
        ...extremesOf(columns, from, to),
        encodeChunk(columns, from, to),
      )
    }
  }
}

function prepare(database: Sqlite) {
  const chunk = 'SELECT id, start_at, end_at, count, data FROM chunk WHERE series = ?'
  return {
    pieces: database.prepare<[number], { data: Uint8Array }>('SELECT data FROM piece WHERE shard = ? ORDER BY seq'),
    deletePieces: database.prepare('DELETE FROM piece WHERE shard = ?'),
    nature: database.prepare<[number], { rhythm_ms: number | null; modulus: number | null }>(
      'SELECT rhythm_ms, modulus FROM series LEFT JOIN counter USING (device_id, metric) WHERE id = ?',
    ),
    saveRhythm: database.prepare('UPDATE series SET rhythm_ms = ? WHERE id = ?'),
    last: database.prepare<[number], ChunkRow>(`${chunk} ORDER BY start_at DESC LIMIT 1`),
    between: database.prepare<[number, number, number, number], ChunkRow>(
      `${chunk} AND start_at >= ? AND start_at < ? AND end_at >= ? ORDER BY start_at`,
    ),
    deleteChunk: database.prepare('DELETE FROM chunk WHERE id = ?'),
    insertChunk: database.prepare(`
      INSERT INTO chunk (series, start_at, end_at, count, min, max, quality, data)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`),
    addMeta: database.prepare('UPDATE meta SET value = value + ? WHERE key = ?') as Statement<[number, string]>,
  }
}

/** Lowest and highest usable value, and the most doubtful quality among them, for drawing without decoding. */
function extremesOf(
  columns: Columns,
  from: number,
  to: number,
): readonly [min: number | null, max: number | null, quality: number] {
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  let worst = 0
  for (let i = from; i < to; i++) {
    const value = columns.value[i] ?? MISSING
    const quality = columns.quality[i] ?? 0
    if (!isUsable(value, quality)) continue
    if (value < min) min = value
    if (value > max) max = value
    if (quality > worst) worst = quality
  }
  return min <= max ? [min, max, worst] : [null, null, 0]
}
