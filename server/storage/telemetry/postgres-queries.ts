import type { Bucket, Neighbours, RawRequest, Sample, TelemetryStore } from '../../core/telemetry/store.ts'
import { BucketBuilder } from './bucket-builder.ts'
import { Columns, MISSING } from './columns.ts'
import type { Envelope } from './envelope.ts'
import { EXTREMES, NEIGHBOUR_BEFORE, NEIGHBOUR_FROM, type Query, RHYTHM, SUMMARIES } from './postgres-tables.ts'
import { cutAt } from './raw-query.ts'
import { DAY_MS, eachHour } from './rollup-codec.ts'
import { Sketch, withGaps } from './sketch.ts'
import { Summary } from './summary.ts'

interface SeriesRow {
  readonly id: number
  readonly metric: string
  readonly modulus: number | null
}

interface SampleRow {
  readonly at: number
  readonly value: number | null
  readonly quality: number
}

/** Queries of the PostgreSQL store: the server sums up by bucket, and the same builder as on SQLite joins the edges. */
export class PostgresQueries {
  readonly #query: Query

  constructor(query: Query) {
    this.#query = query
  }

  async metrics(deviceId: string): Promise<readonly string[]> {
    return (await this.#series(deviceId)).map(({ metric }) => metric).sort()
  }

  async raw({ deviceId, metrics, start, end, limit }: RawRequest) {
    const series = await this.#series(deviceId, metrics)
    const read = new Map<string, Columns>()
    for (const { id, metric } of series) read.set(metric, await this.#samples(id, start, end, limit + 1))
    const times = Float64Array.from([...read.values()].flatMap(({ at, length }) => [...at.subarray(0, length)])).sort()
    const nextStart = cutAt(times, limit)
    const columns = new Map(
      [...read].map(([metric, part]) => [
        metric,
        nextStart === null ? part : part.slice(0, part.lowerBound(nextStart)),
      ]),
    )
    return { columns, nextStart }
  }

  async envelope({ deviceId, metrics, start, end, maxPoints }: Parameters<TelemetryStore['envelope']>[0]) {
    const answers = new Map<string, Envelope>()
    for (const { id, metric } of await this.#series(deviceId, metrics)) {
      const samples = await this.#samples(id, start, end, maxPoints + 1)
      const fits = samples.length <= maxPoints
      answers.set(
        metric,
        fits
          ? { columns: withGaps(samples, maxPoints), decimated: false }
          : { columns: await this.#sketch(id, start, end, maxPoints), decimated: true },
      )
    }
    return answers
  }

  async buckets(deviceId: string, metrics: readonly string[], edges: readonly number[]) {
    const answers = new Map<string, readonly Bucket[]>()
    for (const series of await this.#series(deviceId, metrics)) {
      answers.set(series.metric, await this.#bucketsOf(series, edges))
    }
    return answers
  }

  async around(deviceId: string, metric: string, instants: readonly number[]): Promise<readonly Neighbours[]> {
    const [series] = await this.#series(deviceId, [metric])
    const found: Neighbours[] = []
    for (const at of instants) {
      const [before, after] = series
        ? [
            await this.#neighbour(NEIGHBOUR_BEFORE, series.id, at + 1),
            await this.#neighbour(NEIGHBOUR_FROM, series.id, at + 1),
          ]
        : [null, null]
      found.push({ before, after })
    }
    return found
  }

  async #neighbour(query: string, id: number, at: number): Promise<Sample | null> {
    const [row] = await this.#query<Sample>(query, [id, at])
    return row ? { at: Number(row.at), value: row.value } : null
  }

  async #bucketsOf({ id, modulus }: SeriesRow, edges: readonly number[]): Promise<readonly Bucket[]> {
    const from = edges[0]
    const to = edges.at(-1)
    if (from === undefined || to === undefined || edges.length < 2) return []
    const builder = new BucketBuilder(edges, { rhythmMs: await this.#rhythmOf(id, to), modulus })
    const before = await this.#neighbour(NEIGHBOUR_BEFORE, id, from)
    if (before) builder.addSample(before.at, before.value, true)
    await this.#addExpired(id, from, to, builder)
    for (const row of await this.#query<Record<string, number>>(SUMMARIES, [id, from, to, edges, modulus])) {
      builder.addSummary(summaryOf(row))
    }
    const after = await this.#neighbour(NEIGHBOUR_FROM, id, to)
    if (after) builder.addSample(after.at, after.value, true)
    return builder.build()
  }

  async #rhythmOf(id: number, before: number): Promise<number | null> {
    const [row] = await this.#query<{ rhythm: number | null }>(RHYTHM, [id, before])
    return row?.rhythm ? Number(row.rhythm) : null
  }

  /** Days whose samples have expired come before all that are left. */
  async #addExpired(id: number, from: number, to: number, builder: BucketBuilder): Promise<void> {
    const rows = await this.#query<{ day: number; data: Uint8Array }>(
      'SELECT day, data FROM telemetry_rollup WHERE series_id = $1 AND day >= $2 AND day < $3 ORDER BY day',
      [id, Math.floor(from / DAY_MS), Math.ceil(to / DAY_MS)],
    )
    for (const { day, data } of rows) {
      eachHour(day * DAY_MS, data, (_slot, summary) => {
        if (summary.firstAt >= from && summary.lastAt < to) builder.addSummary(summary)
      })
    }
  }

  async #sketch(id: number, start: number, end: number, maxPoints: number): Promise<Columns> {
    const sketch = new Sketch(start, end, maxPoints)
    const buckets = Math.max(1, Math.round((end - start) / sketch.widthMs))
    const edges = Array.from({ length: buckets }, (_, index) => Math.round(start + index * sketch.widthMs))
    for (const row of await this.#query<Record<string, number | null>>(EXTREMES, [id, start, end, edges])) {
      if (row.missing_at !== null) sketch.addMissing(Number(row.missing_at))
      if (row.min === null || row.max === null) continue
      const figures = { count: 1, min: Number(row.min), max: Number(row.max), quality: Number(row.quality) }
      sketch.addStretch(Number(row.first_at), Number(row.last_at), figures)
    }
    return sketch.columns()
  }

  async #samples(id: number, start: number, end: number, limit: number): Promise<Columns> {
    const rows = await this.#query<SampleRow>(
      'SELECT at, value, quality FROM telemetry_sample WHERE series_id = $1 AND at >= $2 AND at < $3 ORDER BY at LIMIT $4',
      [id, start, end, limit],
    )
    const columns = new Columns(rows.length)
    for (const { at, value, quality } of rows) columns.push(Number(at), value ?? MISSING, quality)
    return columns
  }

  #series(deviceId: string, metrics: readonly string[] | null = null): Promise<readonly SeriesRow[]> {
    return this.#query<SeriesRow>(
      `SELECT id, metric, modulus FROM telemetry_series LEFT JOIN telemetry_counter USING (device_id, metric)
       WHERE device_id = $1 AND ($2::text[] IS NULL OR metric = ANY ($2))`,
      [deviceId, metrics],
    )
  }
}

function summaryOf(row: Record<string, number | boolean>): Summary {
  const summary = new Summary()
  const number = (name: string) => Number(row[name] ?? 0)
  summary.count = number('count')
  summary.sum = number('sum')
  summary.min = number('min')
  summary.max = number('max')
  summary.firstAt = number('first_at')
  summary.first = number('first')
  summary.lastAt = number('last_at')
  summary.last = number('last')
  summary.increase = number('increase')
  summary.coveredMs = number('covered_ms')
  summary.isCut = row.is_cut === true
  return summary
}
