import type { Database as Sqlite, Statement } from 'better-sqlite3'
import { Columns } from './columns.ts'
import { eachPoint, type LogRecord, readLogRecord } from './log-record.ts'
import { decodePiece } from './piece.ts'
import { SHARD_SIZE, shardOf } from './tables.ts'

interface CachedRow {
  readonly seq: number
  readonly record: LogRecord
}

/**
 * What is not settled yet: pieces and the log. Log rows never change, so they are kept decoded from one query to the
 * next; only those that came since are read.
 */
export class Tail {
  readonly #selectNew: Statement<[number], { seq: number; data: Uint8Array }>
  readonly #selectFolded: Statement<[], { value: number }>
  readonly #selectPieces: Statement<[number], { data: Uint8Array }>
  #rows: CachedRow[] = []

  constructor(database: Sqlite) {
    this.#selectNew = database.prepare('SELECT seq, data FROM log WHERE seq > ? ORDER BY seq')
    this.#selectFolded = database.prepare(`SELECT value FROM meta WHERE key = 'folded_seq'`)
    this.#selectPieces = database.prepare('SELECT data FROM piece WHERE shard = ? ORDER BY seq')
  }

  /** Unsettled samples of each series, in time order; series without any have empty columns. */
  of(series: readonly number[]): ReadonlyMap<number, Columns> {
    const found = new Map(series.map((id) => [id, new Columns(16)]))
    for (const shard of new Set(series.map(shardOf))) {
      for (const { data } of this.#selectPieces.iterate(shard)) {
        decodePiece(data, (place) => found.get(shard * SHARD_SIZE + place) ?? null)
      }
    }
    this.#refresh()
    const highest = Math.max(...series, 0)
    const targets: (Columns | undefined)[] = Array.from({ length: highest + 1 })
    for (const [id, columns] of found) targets[id] = columns
    for (const { record } of this.#rows) collect(record, targets)
    return new Map([...found].map(([id, columns]) => [id, columns.normalized()]))
  }

  /** Visits the log's own points in order of arrival. */
  eachLogPoint(visit: (series: number, at: number, value: number, quality: number) => void): void {
    this.#refresh()
    for (const { record } of this.#rows) eachPoint(record, visit)
  }

  #refresh(): void {
    const folded = this.#selectFolded.get()?.value ?? 0
    if ((this.#rows[0]?.seq ?? Number.POSITIVE_INFINITY) <= folded) {
      this.#rows = this.#rows.filter(({ seq }) => seq > folded)
    }
    const newest = this.#rows.at(-1)?.seq ?? folded
    for (const { seq, data } of this.#selectNew.iterate(newest)) {
      this.#rows.push({ seq, record: readLogRecord(data) })
    }
  }
}

function collect(record: LogRecord, targets: readonly (Columns | undefined)[]): void {
  eachPoint(record, (series, at, value, quality) => {
    targets[series]?.push(at, value, quality)
  })
}
