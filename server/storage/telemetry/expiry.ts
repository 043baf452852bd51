import type { Database as Sqlite, Statement } from 'better-sqlite3'
import type { Retention } from '../../core/telemetry/store.ts'
import { DayRollups } from './day-rollups.ts'
import { DAY_MS, dayOf, decodeRollup, encodeRollup, WHOLE_DAY } from './rollup-codec.ts'
import { joinSummary, Summary } from './summary.ts'

const SERIES_PER_STEP = 64
const ROWS_PER_STEP = 256

/**
 * Deletes what has outlived its class, a few series and rows at a time. Only chunks are deleted for their age, and the
 * day of a chunk is rolled up when it is written or, if it was too sparse for that, before it goes.
 */
export class Expirer {
  readonly #database: Sqlite
  readonly #rollups: DayRollups
  readonly #statements: ReturnType<typeof prepare>
  #cursor = 0
  /** Raw older than this goes to keep the disk budget, epoch ms. */
  #budgetFloor = Number.NEGATIVE_INFINITY
  #hasForgotten: boolean

  constructor(database: Sqlite) {
    this.#database = database
    this.#rollups = new DayRollups(database)
    this.#statements = prepare(database)
    this.#hasForgotten = this.#statements.anyForgotten.get() !== undefined
  }

  /** One step; true while the round over all series is not finished or there is more to delete. */
  step(retention: Retention, now: number): boolean {
    if (this.#cursor === 0) this.#budgetFloor = this.#floorForBudget(retention.maxBytes)
    const rawBefore = Math.max(now - retention.rawDays * DAY_MS, this.#budgetFloor)
    const hourlyBefore = Math.floor(now / DAY_MS) - retention.hourlyDays
    const dailyBefore = Math.floor(now / DAY_MS) - retention.dailyDays
    const series = this.#statements.nextSeries.all(this.#cursor, SERIES_PER_STEP)
    let touched = 0
    this.#database.transaction(() => {
      for (const { id } of series) {
        if (touched >= ROWS_PER_STEP) return
        const deleted = this.#deleteChunks(id, rawBefore, ROWS_PER_STEP - touched)
        touched += deleted
        touched += this.#statements.deleteRollups.run(id, dailyBefore).changes
        touched += this.#condense(id, dailyBefore, hourlyBefore)
        if (touched < ROWS_PER_STEP) this.#cursor = id
      }
    })()
    if (series.length > 0) return true
    this.#cursor = 0
    return this.#isOver(retention.maxBytes) && this.#floorForBudget(retention.maxBytes) > this.#budgetFloor
  }

  /** Makes the device's series invisible at once; what they left is deleted step by step. */
  forget(deviceId: string): readonly number[] {
    const ids = this.#statements.seriesOf.all(deviceId).map(({ id }) => id)
    this.#database.transaction(() => {
      for (const id of ids) {
        this.#statements.deleteSeries.run(id)
        this.#statements.addForgotten.run(id)
      }
    })()
    this.#hasForgotten ||= ids.length > 0
    return ids
  }

  hasForgotten(): boolean {
    return this.#hasForgotten
  }

  /** One small step of deleting what forgotten series left behind. */
  dropForgotten(): void {
    const next = this.#statements.anyForgotten.get()
    if (!next) {
      this.#hasForgotten = false
      return
    }
    this.#database.transaction(() => {
      const deleted = this.#deleteChunks(next.series, Number.MAX_SAFE_INTEGER, ROWS_PER_STEP)
      if (deleted >= ROWS_PER_STEP) return
      this.#statements.deleteRollups.run(next.series, Number.MAX_SAFE_INTEGER)
      this.#statements.dropForgotten.run(next.series)
    })()
  }

  #deleteChunks(series: number, before: number, limit: number): number {
    const edge = Math.trunc(Math.max(before, Number.MIN_SAFE_INTEGER))
    const rows = this.#statements.oldChunks.all(series, edge, edge, limit)
    let points = 0
    for (const { id, count, start_at } of rows) {
      this.#rollups.secure(series, dayOf(start_at))
      this.#statements.deleteChunk.run(id)
      points += count
    }
    if (points > 0) this.#statements.addSettled.run(-points)
    return rows.length
  }

  /** Hours that have expired become one summary of their day. */
  #condense(series: number, fromDay: number, toDay: number): number {
    const newest = this.#statements.newestRollup.get(series, toDay)
    if (!newest || isWholeDay(newest)) return 0
    let changed = 0
    for (const { day, data } of this.#statements.rollups.all(series, fromDay, toDay)) {
      if (isWholeDay({ day, data })) continue
      const hours = decodeRollup(day * DAY_MS, data)
      const whole = new Summary()
      for (const { summary } of hours) joinSummary(whole, summary, { rhythmMs: null, modulus: null })
      this.#statements.saveRollup.run(encodeRollup(day * DAY_MS, [{ slot: WHOLE_DAY, summary: whole }]), series, day)
      changed++
    }
    return changed
  }

  #isOver(maxBytes: number): boolean {
    const page = (name: string) => Number(this.#database.pragma(name, { simple: true }))
    return (page('page_count') - page('freelist_count')) * page('page_size') > maxBytes
  }

  #floorForBudget(maxBytes: number): number {
    if (!this.#isOver(maxBytes)) return Number.NEGATIVE_INFINITY
    let oldest = Number.POSITIVE_INFINITY
    for (const { id } of this.#statements.nextSeries.all(0, -1)) {
      const start = this.#statements.oldest.get(id)?.start_at
      if (start !== undefined && start < oldest) oldest = start
    }
    return oldest === Number.POSITIVE_INFINITY ? Number.NEGATIVE_INFINITY : (Math.floor(oldest / DAY_MS) + 1) * DAY_MS
  }
}

interface RollupRow {
  readonly day: number
  readonly data: Uint8Array
}

const isWholeDay = ({ day, data }: RollupRow) => decodeRollup(day * DAY_MS, data)[0]?.slot === WHOLE_DAY

function prepare(database: Sqlite) {
  return {
    nextSeries: database.prepare<[number, number], { id: number }>(
      'SELECT id FROM series WHERE id > ? ORDER BY id LIMIT ?',
    ),
    oldest: database.prepare<[number], { start_at: number }>(
      'SELECT start_at FROM chunk WHERE series = ? ORDER BY start_at LIMIT 1',
    ),
    oldChunks: database.prepare<[number, number, number, number], { id: number; count: number; start_at: number }>(
      'SELECT id, count, start_at FROM chunk WHERE series = ? AND start_at < ? AND end_at < ? ORDER BY start_at LIMIT ?',
    ),
    deleteChunk: database.prepare('DELETE FROM chunk WHERE id = ?'),
    addSettled: database.prepare(`UPDATE meta SET value = value + ? WHERE key = 'settled_points'`) as Statement<
      [number]
    >,
    deleteRollups: database.prepare('DELETE FROM rollup WHERE series = ? AND day < ?'),
    rollups: database.prepare<[number, number, number], RollupRow>(
      'SELECT day, data FROM rollup WHERE series = ? AND day >= ? AND day < ?',
    ),
    newestRollup: database.prepare<[number, number], RollupRow>(
      'SELECT day, data FROM rollup WHERE series = ? AND day < ? ORDER BY day DESC LIMIT 1',
    ),
    saveRollup: database.prepare('UPDATE rollup SET data = ? WHERE series = ? AND day = ?'),
    seriesOf: database.prepare<[string], { id: number }>('SELECT id FROM series WHERE device_id = ?'),
    deleteSeries: database.prepare('DELETE FROM series WHERE id = ?'),
    addForgotten: database.prepare('INSERT OR IGNORE INTO forgotten (series) VALUES (?)'),
    anyForgotten: database.prepare<[], { series: number }>('SELECT series FROM forgotten LIMIT 1'),
    dropForgotten: database.prepare('DELETE FROM forgotten WHERE series = ?'),
  }
}
