import type { Database as Sqlite, Statement } from 'better-sqlite3'
import { encodeChunk } from './chunk-codec.ts'
import { Columns } from './columns.ts'
import { decodeLatest, emptyLatest, encodeLatest, offerLatest } from './latest-codec.ts'
import { eachPoint, type LogRecord, readLogRecord } from './log-record.ts'
import { encodePiece, type PieceEntry, placeOf } from './piece.ts'
import { SHARD_SIZE, shardOf } from './tables.ts'

/** Points taken from the log at a time; bounds the memory of a fold (17 bytes each, twice). */
const FOLD_POINTS = 400_000
/** Work between two yields: some milliseconds each. */
const SLICE_POINTS = 40_000
const SLICE_SHARDS = 64
const SLICE_ROWS = 100

export interface ShardState {
  points: number
  pieces: number
  /** When the oldest of its pieces was made, epoch ms; 0 without pieces. */
  since: number
  readonly latest: Columns
}

interface FoldedShard {
  readonly shard: number
  readonly points: number
  readonly data: Uint8Array
}

interface LogRow {
  readonly seq: number
  readonly points: number
  readonly data: Uint8Array
}

/** Moves the oldest part of the log into pieces: per shard one row with a chunk per series. */
export class Folder {
  readonly shards = new Map<number, ShardState>()
  readonly #database: Sqlite
  readonly #isAlive: (series: number) => boolean
  readonly #selectLog: Statement<[number, number], LogRow>
  readonly #savePiece: Statement
  readonly #saveShard: Statement
  readonly #deleteLog: Statement
  readonly #saveFolded: Statement

  constructor(database: Sqlite, isAlive: (series: number) => boolean) {
    this.#database = database
    this.#isAlive = isAlive
    this.#selectLog = database.prepare('SELECT seq, points, data FROM log WHERE seq > ? ORDER BY seq LIMIT ?')
    this.#savePiece = database.prepare('INSERT OR REPLACE INTO piece (shard, seq, data) VALUES (?, ?, ?)')
    this.#saveShard = database.prepare(`
      INSERT INTO shard (id, points, pieces, since, latest) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET points = excluded.points, pieces = excluded.pieces, since = excluded.since,
        latest = excluded.latest`)
    this.#deleteLog = database.prepare('DELETE FROM log WHERE seq IN (SELECT seq FROM log WHERE seq <= ? LIMIT ?)')
    this.#saveFolded = database.prepare(`UPDATE meta SET value = ? WHERE key = 'folded_seq'`)
    const rows = database
      .prepare<[], { id: number; points: number; pieces: number; since: number; latest: Uint8Array }>(
        'SELECT id, points, pieces, since, latest FROM shard',
      )
      .all()
    for (const { id, points, pieces, since, latest } of rows) {
      this.shards.set(id, { points, pieces, since, latest: decodeLatest(latest) })
    }
  }

  /**
   * Yields between slices so that commits get their turn; returns what was taken off the log. The log's rows go only when
   * all their pieces are there; for as long as both are, and after a crash in between, the samples are there twice, which
   * is the same as once.
   */
  *fold(now: number): Generator<undefined, { readonly points: number; readonly rows: number }> {
    const { records, seq, points } = yield* this.#takeLog()
    if (records.length === 0) return { points: 0, rows: 0 }
    const sorted = yield* sortBySeries(records)
    const folded: FoldedShard[] = []
    let sliced = 0
    for (const [shard, from, to] of shardRanges(sorted)) {
      const result = this.#foldShard(shard, sorted, from, to)
      if (result) folded.push(result)
      sliced += to - from
      if (sliced > SLICE_POINTS) {
        sliced = 0
        yield
      }
    }
    for (let i = 0; i < folded.length; i += SLICE_SHARDS) {
      yield
      this.#savePieces(folded.slice(i, i + SLICE_SHARDS), seq, now)
    }
    yield* this.#dropLog(seq)
    return { points, rows: records.length }
  }

  *#takeLog(): Generator<undefined, { records: LogRecord[]; seq: number; points: number }> {
    const records: LogRecord[] = []
    let seq = 0
    let points = 0
    for (;;) {
      const rows = this.#selectLog.all(seq, SLICE_ROWS)
      for (const row of rows) {
        records.push(readLogRecord(row.data))
        seq = row.seq
        points += row.points
        if (points >= FOLD_POINTS) return { records, seq, points }
      }
      if (rows.length < SLICE_ROWS) return { records, seq, points }
      yield
    }
  }

  #foldShard(shard: number, sorted: Sorted, from: number, to: number): FoldedShard | null {
    const state = this.#stateOf(shard)
    const entries: PieceEntry[] = []
    let points = 0
    let start = from
    for (let place = 0; place < SHARD_SIZE; place++) {
      const series = shard * SHARD_SIZE + place
      const end = Math.min(to, sorted.starts[series + 1] ?? to)
      if (end > start && this.#isAlive(series)) {
        const columns = sorted.columns.slice(start, end).normalized()
        entries.push({ place, chunk: encodeChunk(columns) })
        points += columns.length
        const newest = columns.length - 1
        offerLatest(
          state.latest,
          placeOf(series),
          columns.at[newest] ?? 0,
          columns.value[newest] ?? 0,
          columns.quality[newest] ?? 0,
        )
      }
      start = end
    }
    return entries.length === 0 ? null : { shard, points, data: encodePiece(entries) }
  }

  #savePieces(folded: readonly FoldedShard[], seq: number, now: number): void {
    this.#database.transaction(() => {
      for (const { shard, points, data } of folded) {
        const state = this.#stateOf(shard)
        state.points += points
        state.pieces++
        if (state.since === 0) state.since = now
        this.#savePiece.run(shard, seq, data)
        this.saveShard(shard)
      }
    })()
  }

  *#dropLog(seq: number): Generator<undefined> {
    let changes = SLICE_ROWS
    while (changes === SLICE_ROWS) {
      yield
      changes = this.#deleteLog.run(seq, SLICE_ROWS).changes
    }
    this.#saveFolded.run(seq)
  }

  saveShard(shard: number): void {
    const { points, pieces, since, latest } = this.#stateOf(shard)
    this.#saveShard.run(shard, points, pieces, since, encodeLatest(latest))
  }

  #stateOf(shard: number): ShardState {
    let state = this.shards.get(shard)
    if (!state) {
      state = { points: 0, pieces: 0, since: 0, latest: emptyLatest() }
      this.shards.set(shard, state)
    }
    return state
  }
}

interface Sorted {
  readonly columns: Columns
  /** Series → index of its first point; one more entry than the highest series. */
  readonly starts: Uint32Array
}

/** Counting sort: points of one series together, in order of arrival. */
function* sortBySeries(records: readonly LogRecord[]): Generator<undefined, Sorted> {
  const total = records.reduce((sum, { points }) => sum + points, 0)
  const starts = countSeries(records)
  yield
  const next = starts.slice()
  const columns = new Columns(total)
  columns.length = total
  let sliced = 0
  for (const record of records) {
    eachPoint(record, (series, at, value, quality) => {
      const index = next[series] ?? 0
      next[series] = index + 1
      columns.at[index] = at
      columns.value[index] = value
      columns.quality[index] = quality
    })
    sliced += record.points
    if (sliced > SLICE_POINTS) {
      sliced = 0
      yield
    }
  }
  return { columns, starts }
}

function countSeries(records: readonly LogRecord[]): Uint32Array {
  let highest = 0
  for (const { series } of records) {
    for (let i = 0; i < series.length; i++) if ((series[i] ?? 0) > highest) highest = series[i] ?? 0
  }
  const starts = new Uint32Array(highest + 2)
  for (const { series } of records) {
    for (let i = 0; i < series.length; i++) {
      const after = (series[i] ?? 0) + 1
      starts[after] = (starts[after] ?? 0) + 1
    }
  }
  for (let i = 1; i < starts.length; i++) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0)
  return starts
}

function* shardRanges({ starts }: Sorted): Generator<readonly [shard: number, from: number, to: number]> {
  const last = shardOf(starts.length - 2)
  for (let shard = 0; shard <= last; shard++) {
    const from = starts[shard * SHARD_SIZE] ?? 0
    const to = starts[Math.min((shard + 1) * SHARD_SIZE, starts.length - 1)] ?? 0
    if (to > from) yield [shard, from, to]
  }
}
