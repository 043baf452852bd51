import type { Database as Sqlite, Statement } from 'better-sqlite3'
import type { Bucket, Neighbours } from '../../core/telemetry/store.ts'
import { bucketsOf, neighboursOf, type SeriesView, viewOf } from './bucket-query.ts'
import { Columns } from './columns.ts'
import { envelopeOf } from './envelope.ts'
import { decodeLatest, offerLatest } from './latest-codec.ts'
import { placeOf } from './piece.ts'
import { type ColumnsPage, rawPage } from './raw-query.ts'
import type { EnvelopeColumns, LatestRow, ReaderCalls } from './reader-calls.ts'
import { Settled } from './settled.ts'
import { SHARD_SIZE, shardOf } from './tables.ts'
import { Tail } from './tail.ts'

interface SeriesRow {
  readonly id: number
  readonly metric: string
  readonly rhythm_ms: number | null
  readonly modulus: number | null
}

/** Queries over log, pieces, chunks and roll-ups as one. Each sees one snapshot: all that was committed before it. */
export class TelemetryReader {
  readonly #database: Sqlite
  readonly #settled: Settled
  readonly #tail: Tail
  readonly #selectSeries: Statement<[string], SeriesRow>

  constructor(database: Sqlite) {
    this.#database = database
    this.#settled = new Settled(database)
    this.#tail = new Tail(database)
    this.#selectSeries = database.prepare(`
      SELECT id, metric, rhythm_ms, modulus FROM series LEFT JOIN counter USING (device_id, metric)
      WHERE device_id = ?`)
  }

  metrics(deviceId: string): string[] {
    return this.#selectSeries
      .all(deviceId)
      .map(({ metric }) => metric)
      .sort()
  }

  raw({ deviceId, metrics, ...range }: Parameters<ReaderCalls['raw']>[0]): ColumnsPage & { metrics: string[] } {
    return this.#snapshot(() => {
      const series = this.#views(deviceId, metrics)
      return { metrics: [...series.keys()], ...rawPage([...series.values()], range, this.#settled) }
    })
  }

  envelope({ deviceId, metrics, ...range }: Parameters<ReaderCalls['envelope']>[0]): EnvelopeColumns[] {
    return this.#snapshot(() =>
      [...this.#views(deviceId, metrics)].map(([metric, series]) => ({
        metric,
        ...envelopeOf(series, range, this.#settled),
      })),
    )
  }

  buckets(deviceId: string, metrics: readonly string[], edges: readonly number[]): [string, Bucket[]][] {
    return this.#snapshot(() =>
      [...this.#views(deviceId, metrics)].map(([metric, series]) => [metric, bucketsOf(series, edges, this.#settled)]),
    )
  }

  around(deviceId: string, metric: string, instants: readonly number[]): Neighbours[] {
    return this.#snapshot(() => {
      const series = this.#views(deviceId, [metric]).get(metric)
      return instants.map((at) => (series ? neighboursOf(series, at, this.#settled) : { before: null, after: null }))
    })
  }

  /** Newest sample by source time of every series, from the shards' table and the log behind it. */
  latest(): LatestRow[] {
    return this.#snapshot(() => {
      const shards = new Map<number, Columns>()
      const rows = this.#database.prepare<[], { id: number; latest: Uint8Array }>('SELECT id, latest FROM shard').all()
      for (const { id, latest } of rows) shards.set(id, decodeLatest(latest))
      const newer = new Map<number, Columns>()
      this.#tail.eachLogPoint((series, at, value, quality) => {
        const shard = shardOf(series)
        let latest = shards.get(shard) ?? newer.get(shard)
        if (!latest) {
          latest = new Columns(SHARD_SIZE)
          latest.at.fill(Number.NaN)
          newer.set(shard, latest)
        }
        offerLatest(latest, placeOf(series), at, value, quality)
      })
      for (const [shard, latest] of newer) shards.set(shard, latest)
      const series = this.#database
        .prepare<[], { id: number; deviceId: string; metric: string }>(
          'SELECT id, device_id AS deviceId, metric FROM series',
        )
        .all()
      return series.flatMap(({ id, deviceId, metric }) => {
        const latest = shards.get(shardOf(id))
        const at = latest?.at[placeOf(id)] ?? Number.NaN
        if (!latest || Number.isNaN(at)) return []
        return [
          { deviceId, metric, at, value: latest.value[placeOf(id)] ?? 0, quality: latest.quality[placeOf(id)] ?? 0 },
        ]
      })
    })
  }

  close(): void {
    this.#database.close()
  }

  #views(deviceId: string, metrics: readonly string[]): Map<string, SeriesView> {
    const known = new Map(this.#selectSeries.all(deviceId).map((row) => [row.metric, row]))
    const wanted = metrics.flatMap((metric) => known.get(metric) ?? [])
    const tails = this.#tail.of(wanted.map(({ id }) => id))
    return new Map(
      wanted.map(({ id, metric, rhythm_ms: rhythmMs, modulus }) => [
        metric,
        viewOf(id, { rhythmMs, modulus }, tails.get(id) ?? new Columns(0)),
      ]),
    )
  }

  #snapshot<T>(query: () => T): T {
    this.#settled.forgetDecoded()
    return this.#database.transaction(query)()
  }
}
