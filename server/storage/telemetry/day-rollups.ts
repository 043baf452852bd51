import type { Database as Sqlite } from 'better-sqlite3'
import { decodeChunk } from './chunk-codec.ts'
import { Columns, MISSING } from './columns.ts'
import { DAY_MS, decodeRollup, encodeRollup, HOUR_MS, type HourSummary, hourStart, slotOf } from './rollup-codec.ts'
import { addSample, joinSummary, medianStep, type Nature, Summary } from './summary.ts'

/** A day of no more samples than this is summed up only when its samples expire: reading them is as quick. */
const SPARSE_POINTS = 192

/** Keeps the roll-up row of a series' day in step with its chunks. */
export class DayRollups {
  readonly #statements: ReturnType<typeof prepare>

  constructor(database: Sqlite) {
    this.#statements = prepare(database)
  }

  /** Slots of the day that are summed up. */
  slots(series: number, day: number): ReadonlySet<number> {
    const row = this.#statements.get.get(series, day)
    return new Set(row ? decodeRollup(day * DAY_MS, row.data).map(({ slot }) => slot) : [])
  }

  /** After samples were put behind all others of the day. */
  join(series: number, day: number, hours: readonly HourSummary[], nature: Nature): void {
    const known = this.#dense(series, day, nature)
    if (!known) return
    for (const { slot, summary } of hours) {
      const there = known.get(slot)
      if (there) joinSummary(there, summary, nature)
      else known.set(slot, summary)
    }
    this.#save(series, day, known)
  }

  /** After samples were merged into the day: the slots from first to last are what `hours` says. */
  replace(
    series: number,
    day: number,
    slots: { readonly first: number; readonly last: number },
    hours: readonly HourSummary[],
    nature: Nature,
  ): void {
    const known = this.#dense(series, day, nature)
    if (!known) return
    for (let slot = slots.first; slot <= slots.last; slot++) known.delete(slot)
    for (const { slot, summary } of hours) known.set(slot, summary)
    this.#save(series, day, known)
  }

  /** Before samples of the day are deleted: sums up what was too sparse to be summed up so far. */
  secure(series: number, day: number): void {
    if ((this.#statements.get.get(series, day)?.data.length ?? 0) > 0) return
    this.#save(series, day, this.#summarizeDay(series, day, { rhythmMs: null, modulus: null }))
  }

  /** The day's known hours; null when they are dealt with: still sparse, or just summed up from the chunks. */
  #dense(series: number, day: number, nature: Nature): Map<number, Summary> | null {
    const row = this.#statements.get.get(series, day)
    if (row && row.data.length > 0) {
      return new Map(decodeRollup(day * DAY_MS, row.data).map(({ slot, summary }) => [slot, summary]))
    }
    const points = this.#statements.points.get(series, day * DAY_MS, (day + 1) * DAY_MS)?.points ?? 0
    if (points > SPARSE_POINTS) this.#save(series, day, this.#summarizeDay(series, day, nature))
    else if (!row) this.#statements.save.run(series, day, new Uint8Array(0))
    return null
  }

  #summarizeDay(series: number, day: number, nature: Nature): Map<number, Summary> {
    const columns = new Columns()
    for (const { data } of this.#statements.chunks.iterate(series, day * DAY_MS, (day + 1) * DAY_MS)) {
      decodeChunk(data, columns)
    }
    const rhythmMs = medianStep(columns.at, columns.length) ?? nature.rhythmMs
    const hours = summarizeHours(columns, 0, columns.length, { ...nature, rhythmMs })
    return new Map(hours.map(({ slot, summary }) => [slot, summary]))
  }

  #save(series: number, day: number, bySlot: ReadonlyMap<number, Summary>): void {
    const hours = [...bySlot].map(([slot, summary]) => ({ slot, summary })).sort((a, b) => a.slot - b.slot)
    this.#statements.save.run(series, day, encodeRollup(day * DAY_MS, hours))
  }
}

/** Samples [from, to) of the columns, which must lie in one UTC day, by hour; hours without a usable one are left out. */
export function summarizeHours(columns: Columns, from: number, to: number, nature: Nature): HourSummary[] {
  const hours: HourSummary[] = []
  let end = Number.NEGATIVE_INFINITY
  let summary = new Summary()
  let slot = 0
  const close = () => {
    if (summary.count > 0) hours.push({ slot, summary })
  }
  for (let i = from; i < to; i++) {
    const at = columns.at[i] ?? 0
    if (at >= end) {
      close()
      summary = new Summary()
      slot = slotOf(at)
      end = hourStart(at) + HOUR_MS
    }
    addSample(summary, at, columns.value[i] ?? MISSING, columns.quality[i] ?? 0, nature)
  }
  close()
  return hours
}

function prepare(database: Sqlite) {
  return {
    get: database.prepare<[number, number], { data: Uint8Array }>(
      'SELECT data FROM rollup WHERE series = ? AND day = ?',
    ),
    save: database.prepare('INSERT OR REPLACE INTO rollup (series, day, data) VALUES (?, ?, ?)'),
    points: database.prepare<[number, number, number], { points: number | null }>(
      'SELECT sum(count) AS points FROM chunk WHERE series = ? AND start_at >= ? AND start_at < ?',
    ),
    chunks: database.prepare<[number, number, number], { data: Uint8Array }>(
      'SELECT data FROM chunk WHERE series = ? AND start_at >= ? AND start_at < ? ORDER BY start_at',
    ),
  }
}
