import type { Log } from '../../core/outside.ts'
import { eachPoint, readLogRecord } from './log-record.ts'
import type { NewSeries } from './packer.ts'
import { INSERT_SAMPLES, INSERT_SERIES, monthOf, type Query } from './postgres-tables.ts'
import { DAY_MS } from './rollup-codec.ts'

/** Samples whose source time is further off than this go to the default partition. */
const PARTITIONED_PAST_MS = 400 * DAY_MS
const PARTITIONED_FUTURE_MS = 40 * DAY_MS

/** Writes what a commit holds, one statement for all its samples. */
export class PostgresWriter {
  readonly #query: Query
  readonly #log: Log
  readonly #months = new Set<string>()

  constructor(query: Query, log: Log) {
    this.#query = query
    this.#log = log
  }

  async commit(data: ArrayBuffer, _points: number, ingestedAt: number, newSeries: readonly NewSeries[]): Promise<void> {
    if (newSeries.length > 0) {
      await this.#query(INSERT_SERIES, [
        newSeries.map(({ id }) => id),
        newSeries.map(({ deviceId }) => deviceId),
        newSeries.map(({ metric }) => metric),
      ])
    }
    const rows = new Map<string, readonly [series: number, at: number, value: number | null, quality: number]>()
    eachPoint(readLogRecord(new Uint8Array(data)), (series, at, value, quality) => {
      rows.set(`${series}@${at}`, [series, at, Number.isNaN(value) ? null : value, quality])
    })
    const samples = [...rows.values()]
    const times = samples.map(([, at]) => at)
    await this.#partition(times, ingestedAt)
    const [series, values, qualities] = [samples.map(([id]) => id), samples.map((s) => s[2]), samples.map((s) => s[3])]
    await this.#query(INSERT_SAMPLES, [series, times, values, qualities, ingestedAt])
  }

  async #partition(times: readonly number[], now: number): Promise<void> {
    const starts = new Set(times.map((at) => Math.floor(at / DAY_MS) * DAY_MS))
    for (const at of starts) {
      if (at < now - PARTITIONED_PAST_MS || at > now + PARTITIONED_FUTURE_MS) continue
      const { name, from, to } = monthOf(at)
      if (this.#months.has(name)) continue
      this.#months.add(name)
      try {
        await this.#query(
          `CREATE TABLE IF NOT EXISTS ${name} PARTITION OF telemetry_sample FOR VALUES FROM (${from}) TO (${to})`,
        )
      } catch (error) {
        this.#log.warn({ err: error, month: name }, 'telemetry month stays in the default partition')
      }
    }
  }
}
