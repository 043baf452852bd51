import type { Database as Sqlite, Statement } from 'better-sqlite3'
import { Expirer } from './expiry.ts'
import { Folder, type ShardState } from './fold.ts'
import type { NewSeries } from './packer.ts'
import { Settler } from './settle.ts'
import { SHARD_SIZE } from './tables.ts'
import type { WriterCalls } from './writer-calls.ts'

const FOLD_AT_POINTS = 400_000
const FOLD_AT_ROWS = 4000
const FOLD_AFTER_MS = 60_000
/** Beyond this the log would cost queries and the next start too much: commits wait for folding. */
const FOLD_FIRST_POINTS = 3_000_000
const SETTLE_AT_POINTS = SHARD_SIZE * 2048
const SETTLE_AT_PIECES = 64
const SETTLE_AFTER_MS = 3_600_000
const TICK_MS = 2000
/** After trouble (a full disk, say) housekeeping rests so long; commits go on being tried. */
const REST_AFTER_TROUBLE_MS = 10_000

/**
 * The one writer of the telemetry database. Commits come as calls; between them it folds the log into pieces, settles
 * pieces into chunks and deletes what has expired, in slices short enough that a commit never waits long. A slice needs
 * no sync of its own: what it moves was synced by its commit, and losing a move in a power cut only undoes it.
 */
export class TelemetryWriter {
  readonly #database: Sqlite
  readonly #alive = new Set<number>()
  readonly #folder: Folder
  readonly #settler: Settler
  readonly #expirer: Expirer
  readonly #insertSeries: Statement
  readonly #insertLog: Statement
  readonly #now: () => number
  readonly #onTrouble: (error: unknown) => void
  readonly #series: NewSeries[]
  #nextSeries: number
  #seq: number
  #logPoints: number
  #logRows: number
  #logSince = 0
  #committed = 0
  #folding: ReturnType<Folder['fold']> | null = null
  #isRunning = false
  #restUntil = 0
  #isForced = false
  #timer: NodeJS.Timeout | null = null

  constructor(database: Sqlite, onTrouble: (error: unknown) => void, now: () => number = Date.now) {
    this.#onTrouble = onTrouble
    this.#database = database
    this.#now = now
    this.#series = database.prepare<[], NewSeries>('SELECT id, device_id AS deviceId, metric FROM series').all()
    for (const { id } of this.#series) this.#alive.add(id)
    const isAlive = (series: number) => this.#alive.has(series)
    this.#folder = new Folder(database, isAlive)
    this.#settler = new Settler(database, isAlive)
    this.#expirer = new Expirer(database)
    this.#insertSeries = database.prepare('INSERT OR IGNORE INTO series (id, device_id, metric) VALUES (?, ?, ?)')
    this.#insertLog = database.prepare('INSERT INTO log (seq, ingested_at, points, data) VALUES (?, ?, ?, ?)')
    const log = database
      .prepare<[], { seq: number | null; points: number | null; rows: number }>(
        'SELECT max(seq) AS seq, sum(points) AS points, count(*) AS rows FROM log',
      )
      .get()
    this.#seq = Math.max(log?.seq ?? 0, this.#meta('folded_seq'))
    this.#logPoints = log?.points ?? 0
    this.#logRows = log?.rows ?? 0
    if (this.#logRows > 0) this.#logSince = now()
    this.#nextSeries =
      (database.prepare(`SELECT seq FROM sqlite_sequence WHERE name = 'series'`).pluck().get() as number | undefined) ??
      0
  }

  known(): { series: NewSeries[]; nextId: number } {
    return { series: this.#series.splice(0), nextId: this.#nextSeries + 1 }
  }

  start(): void {
    this.#timer ??= setInterval(() => this.#wake(), TICK_MS)
    this.#wake()
  }

  commit(data: ArrayBuffer, points: number, ingestedAt: number, newSeries: readonly NewSeries[]): void {
    while (this.#logPoints > FOLD_FIRST_POINTS) this.#slice()
    this.#database.pragma('synchronous = FULL')
    this.#database.transaction(() => {
      for (const { id, deviceId, metric } of newSeries) this.#insertSeries.run(id, deviceId, metric)
      this.#insertLog.run(this.#seq + 1, ingestedAt, points, new Uint8Array(data))
    })()
    this.#seq++
    for (const { id } of newSeries) this.#alive.add(id)
    if (this.#logRows++ === 0) this.#logSince = this.#now()
    this.#logPoints += points
    this.#committed += points
    this.#wake()
  }

  /** Folds the whole log and settles every piece, while commits go on in between. */
  async compact(): Promise<void> {
    this.#isForced = true
    try {
      while (this.#due()) {
        this.#slice()
        await new Promise((resolve) => setImmediate(resolve))
      }
    } finally {
      this.#isForced = false
    }
  }

  expire(retention: Parameters<WriterCalls['expire']>[0], now: number): boolean {
    this.#database.pragma('synchronous = NORMAL')
    return this.#expirer.step(retention, now)
  }

  forget(deviceId: string): void {
    for (const id of this.#expirer.forget(deviceId)) this.#alive.delete(id)
    this.#wake()
  }

  declareCounter(deviceId: string, metric: string, modulus: number | null): void {
    if (modulus === null) {
      this.#database.prepare('DELETE FROM counter WHERE device_id = ? AND metric = ?').run(deviceId, metric)
    } else this.#database.prepare('INSERT OR REPLACE INTO counter VALUES (?, ?, ?)').run(deviceId, metric, modulus)
  }

  stats(): ReturnType<WriterCalls['stats']> {
    const page = (name: string) => Number(this.#database.pragma(name, { simple: true }))
    let waiting = this.#logPoints
    for (const shard of this.#folder.shards.values()) waiting += shard.points
    return {
      points: this.#meta('settled_points') + waiting,
      droppedPoints: this.#meta('dropped_points'),
      bytes: (page('page_count') - page('freelist_count')) * page('page_size'),
      committedPoints: this.#committed,
    }
  }

  close(): void {
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
    this.#folding = null
    this.#database.close()
  }

  #meta(key: string): number {
    const value: unknown = this.#database.prepare('SELECT value FROM meta WHERE key = ?').pluck().get(key)
    return typeof value === 'number' ? value : 0
  }

  /** Runs slices until nothing is due, giving way to commits after each. */
  #wake(): void {
    if (this.#isRunning || !this.#timer || this.#now() < this.#restUntil || !this.#due()) return
    this.#isRunning = true
    const run = () => {
      this.#isRunning = this.#timer !== null && this.#due() !== null && this.#trySlice()
      if (this.#isRunning) setImmediate(run)
    }
    setImmediate(run)
  }

  #trySlice(): boolean {
    try {
      this.#slice()
      return true
    } catch (error) {
      this.#folding = null
      this.#restUntil = this.#now() + REST_AFTER_TROUBLE_MS
      this.#onTrouble(error)
      return false
    }
  }

  #slice(): void {
    const work = this.#due()
    if (!work) return
    this.#database.pragma('synchronous = NORMAL')
    work()
  }

  #due(): (() => void) | null {
    if (this.#folding) return () => this.#fold()
    const now = this.#now()
    if (this.#isFoldDue(now)) return () => this.#fold()
    for (const [shard, state] of this.#folder.shards) {
      if (this.#isSettleDue(state, now)) {
        return () => this.#settler.settle(shard, state, () => this.#folder.saveShard(shard))
      }
    }
    return this.#expirer.hasForgotten() ? () => this.#expirer.dropForgotten() : null
  }

  #isFoldDue(now: number): boolean {
    if (this.#logRows === 0) return false
    const isLarge = this.#logPoints >= FOLD_AT_POINTS || this.#logRows >= FOLD_AT_ROWS
    return isLarge || this.#isForced || now - this.#logSince >= FOLD_AFTER_MS
  }

  #isSettleDue({ points, pieces, since }: ShardState, now: number): boolean {
    if (pieces === 0) return false
    const isLarge = points >= SETTLE_AT_POINTS || pieces >= SETTLE_AT_PIECES
    return isLarge || this.#isForced || now - since >= SETTLE_AFTER_MS
  }

  /** One slice of the fold under way; begins one when there is none. */
  #fold(): void {
    const folding = this.#folding ?? this.#folder.fold(this.#now())
    this.#folding = null
    const { done, value } = folding.next()
    if (!done) {
      this.#folding = folding
      return
    }
    this.#logPoints = value.rows === 0 ? 0 : this.#logPoints - value.points
    this.#logRows = value.rows === 0 ? 0 : this.#logRows - value.rows
    this.#logSince = this.#now()
  }
}
