import type { Retention } from '../../core/telemetry/store.ts'
import { Columns, MISSING } from './columns.ts'
import { summarizeHours } from './day-rollups.ts'
import type { Query } from './postgres-tables.ts'
import { DAY_MS, dayOf, encodeRollup } from './rollup-codec.ts'
import { medianStep } from './summary.ts'

/** One statement: a day's samples go at the moment its roll-up is there. What comes late for a day that went is dropped. */
const REPLACE_DAY = `
  WITH kept AS (
    INSERT INTO telemetry_rollup (series_id, day, data) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING)
  DELETE FROM telemetry_sample WHERE series_id = $1 AND at >= $4 AND at < $5`

/** Retention on PostgreSQL: a day of a series at a time. The disk budget is the database administrator's there. */
export class PostgresExpiry {
  readonly #query: Query
  #cursor = 0

  constructor(query: Query) {
    this.#query = query
  }

  /** One step; true while the round over all series is not finished. */
  async step({ rawDays, hourlyDays, dailyDays }: Retention, now: number): Promise<boolean> {
    const [series] = await this.#query<{ id: number }>(
      'SELECT id FROM telemetry_series WHERE id > $1 ORDER BY id LIMIT 1',
      [this.#cursor],
    )
    if (!series) {
      this.#cursor = 0
      return false
    }
    const before = dayOf(now - rawDays * DAY_MS) * DAY_MS
    if (await this.#expireDay(series.id, before)) return true
    const lastDay = dayOf(now) - Math.max(hourlyDays, dailyDays)
    await this.#query('DELETE FROM telemetry_rollup WHERE series_id = $1 AND day < $2', [series.id, lastDay])
    this.#cursor = series.id
    return true
  }

  async forget(deviceId: string): Promise<void> {
    const series = await this.#query<{ id: number }>('SELECT id FROM telemetry_series WHERE device_id = $1', [deviceId])
    const ids = [series.map(({ id }) => id)]
    await this.#query('DELETE FROM telemetry_latest WHERE series_id = ANY ($1)', ids)
    await this.#query('DELETE FROM telemetry_rollup WHERE series_id = ANY ($1)', ids)
    await this.#query('DELETE FROM telemetry_sample WHERE series_id = ANY ($1)', ids)
    await this.#query('DELETE FROM telemetry_series WHERE id = ANY ($1)', ids)
  }

  /** The oldest expired day of the series; false when there is none. */
  async #expireDay(series: number, before: number): Promise<boolean> {
    const [oldest] = await this.#query<{ at: number }>(
      'SELECT at FROM telemetry_sample WHERE series_id = $1 AND at < $2 ORDER BY at LIMIT 1',
      [series, before],
    )
    if (!oldest) return false
    const day = dayOf(Number(oldest.at))
    const [from, to] = [day * DAY_MS, (day + 1) * DAY_MS]
    const rows = await this.#query<{ at: number; value: number | null; quality: number }>(
      'SELECT at, value, quality FROM telemetry_sample WHERE series_id = $1 AND at >= $2 AND at < $3 ORDER BY at',
      [series, from, to],
    )
    const samples = new Columns(rows.length)
    for (const { at, value, quality } of rows) samples.push(Number(at), value ?? MISSING, quality)
    const nature = { rhythmMs: medianStep(samples.at, samples.length), modulus: null }
    const data = encodeRollup(from, summarizeHours(samples, 0, samples.length, nature))
    await this.#query(REPLACE_DAY, [series, day, Buffer.from(data), from, to])
    return true
  }
}
