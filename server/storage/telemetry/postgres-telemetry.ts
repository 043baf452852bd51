import pg from 'pg'
import type { Log, Reading } from '../../core/outside.ts'
import { QUALITIES } from '../../core/outside.ts'
import type {
  Bucket,
  Latest,
  Neighbours,
  RawPage,
  RawRequest,
  Retention,
  StoreStats,
  TelemetryStore,
} from '../../core/telemetry/store.ts'
import { CommitQueue } from './commit-queue.ts'
import { Packer } from './packer.ts'
import { PostgresExpiry } from './postgres-expiry.ts'
import { PostgresQueries } from './postgres-queries.ts'
import { type Query, TABLES } from './postgres-tables.ts'
import { PostgresWriter } from './postgres-writer.ts'
import { toPoints } from './raw-query.ts'

const INT8_OID = 20
const MAX_CONNECTIONS = 6

export type PostgresTelemetryOptions = { readonly log: Log } & (
  | { readonly url: string }
  /** A connection that is opened and closed elsewhere. */
  | { readonly query: Query }
)

/** The telemetry store on PostgreSQL: one row per sample, partitioned by month; aggregates are computed by the server. */
export function openPostgresTelemetry(options: PostgresTelemetryOptions): TelemetryStore {
  if ('query' in options) return new PostgresTelemetry(options.query, async () => undefined, options.log)
  const types = {
    getTypeParser: (oid: number, format?: 'text' | 'binary') =>
      oid === INT8_OID ? Number : pg.types.getTypeParser(oid, format as 'text'),
  }
  const pool = new pg.Pool({ connectionString: options.url, max: MAX_CONNECTIONS, types: types as never })
  pool.on('error', (error) => options.log.warn({ err: error }, 'telemetry connection lost'))
  const query: Query = async (text, values) => (await pool.query(text, values ? [...values] : [])).rows
  return new PostgresTelemetry(query, () => pool.end(), options.log)
}

interface Running {
  readonly packer: Packer
  readonly queue: CommitQueue
}

class PostgresTelemetry implements TelemetryStore {
  readonly #query: Query
  readonly #close: () => Promise<void>
  readonly #writer: PostgresWriter
  readonly #queries: PostgresQueries
  readonly #expiry: PostgresExpiry
  #running: Promise<Running> | null = null

  constructor(query: Query, close: () => Promise<void>, log: Log) {
    this.#query = query
    this.#close = close
    this.#writer = new PostgresWriter(query, log)
    this.#queries = new PostgresQueries(query)
    this.#expiry = new PostgresExpiry(query)
  }

  async start(): Promise<void> {
    this.#running ??= this.#open()
    try {
      await this.#running
    } catch (error) {
      this.#running = null
      throw error
    }
  }

  async stop(): Promise<void> {
    const running = this.#running
    if (!running) return
    await (await running).queue.drain()
    this.#running = null
    await this.#close()
  }

  async append(readings: readonly Reading[], ingestedAt: number): Promise<void> {
    return (await this.#started()).queue.append(readings, ingestedAt)
  }

  async latest(): Promise<ReadonlyMap<string, ReadonlyMap<string, Latest>>> {
    const rows = await this.#query<{
      device_id: string
      metric: string
      at: number
      value: number | null
      quality: number
    }>('SELECT device_id, metric, at, value, quality FROM telemetry_latest JOIN telemetry_series ON id = series_id')
    const devices = new Map<string, Map<string, Latest>>()
    for (const { device_id: deviceId, metric, at, value, quality } of rows) {
      const metrics = devices.get(deviceId) ?? new Map<string, Latest>()
      devices.set(deviceId, metrics)
      metrics.set(metric, { at: Number(at), value, quality: QUALITIES[quality] ?? 'invalid' })
    }
    return devices
  }

  metrics(deviceId: string): Promise<readonly string[]> {
    return this.#queries.metrics(deviceId)
  }

  async raw(request: RawRequest): Promise<RawPage> {
    const { columns, nextStart } = await this.#queries.raw(request)
    return { series: new Map([...columns].map(([metric, part]) => [metric, toPoints(part)])), nextStart }
  }

  rawColumns(request: RawRequest): ReturnType<TelemetryStore['rawColumns']> {
    return this.#queries.raw(request)
  }

  async envelope(request: Parameters<TelemetryStore['envelope']>[0]): ReturnType<TelemetryStore['envelope']> {
    const answers = await this.#queries.envelope(request)
    return new Map(
      [...answers].map(([metric, { columns, decimated }]) => [metric, { points: toPoints(columns), decimated }]),
    )
  }

  buckets(
    deviceId: string,
    metrics: readonly string[],
    edges: readonly number[],
  ): Promise<ReadonlyMap<string, readonly Bucket[]>> {
    return this.#queries.buckets(deviceId, metrics, edges)
  }

  around(deviceId: string, metric: string, instants: readonly number[]): Promise<readonly Neighbours[]> {
    return this.#queries.around(deviceId, metric, instants)
  }

  /** Nothing waits to be moved: samples are stored where they stay. */
  async compact(): Promise<void> {
    await (await this.#started()).queue.drain()
  }

  expire(retention: Retention, now: number): Promise<boolean> {
    return this.#expiry.step(retention, now)
  }

  async forgetDevice(deviceId: string): Promise<void> {
    const { queue, packer } = await this.#started()
    await queue.drain()
    packer.forget(deviceId)
    await this.#expiry.forget(deviceId)
  }

  async declareCounter(deviceId: string, metric: string, modulus: number | null): Promise<void> {
    await this.#query('DELETE FROM telemetry_counter WHERE device_id = $1 AND metric = $2', [deviceId, metric])
    if (modulus !== null) {
      await this.#query('INSERT INTO telemetry_counter VALUES ($1, $2, $3)', [deviceId, metric, modulus])
    }
  }

  async stats(): Promise<StoreStats> {
    const { queue, packer } = await this.#started()
    const [size] = await this.#query<{ points: number; bytes: number }>(`
      SELECT coalesce(sum(greatest(reltuples, 0)), 0)::bigint AS points,
        coalesce(sum(pg_total_relation_size(oid)), 0)::bigint AS bytes
      FROM pg_class WHERE relkind = 'r' AND relname LIKE 'telemetry\\_%'`)
    return {
      series: packer.seriesCount,
      points: Number(size?.points ?? 0),
      bytes: Number(size?.bytes ?? 0),
      ...queue.figures,
    }
  }

  async #open(): Promise<Running> {
    for (const table of TABLES) await this.#query(table)
    const series = await this.#query<{ id: number; device_id: string; metric: string }>(
      'SELECT id, device_id, metric FROM telemetry_series',
    )
    const [last] = await this.#query<{ id: number }>('SELECT coalesce(max(id), 0) AS id FROM telemetry_series')
    const known = series.map(({ id, device_id: deviceId, metric }) => ({ id, deviceId, metric }))
    const packer = new Packer(known, (last?.id ?? 0) + 1)
    return { packer, queue: new CommitQueue(packer, (...commit) => this.#writer.commit(...commit)) }
  }

  #started(): Promise<Running> {
    return this.#running ?? Promise.reject(new Error('telemetry store is not started'))
  }
}
