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
import { toPoints } from './raw-query.ts'
import type { ReaderCalls } from './reader-calls.ts'
import { WorkerLink } from './worker-link.ts'
import type { WriterCalls } from './writer-calls.ts'

export interface SqliteTelemetryOptions {
  /** File of the telemetry database, made when it is not there. */
  readonly path: string
  readonly log: Log
}

/** The telemetry store in a file of its own: one thread writes it, one reads it, and the caller's thread does neither. */
export function openSqliteTelemetry(options: SqliteTelemetryOptions): TelemetryStore {
  return new SqliteTelemetry(options)
}

interface Running {
  readonly writer: WorkerLink<WriterCalls>
  readonly reader: WorkerLink<ReaderCalls>
  readonly packer: Packer
  readonly queue: CommitQueue
}

/** Source and bundle name their files alike but for the extension, and both keep the workers beside this file. */
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'

class SqliteTelemetry implements TelemetryStore {
  readonly #path: string
  readonly #log: Log
  #running: Promise<Running> | null = null

  constructor({ path, log }: SqliteTelemetryOptions) {
    this.#path = path
    this.#log = log
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
    const { queue, writer, reader } = await running
    await queue.drain()
    this.#running = null
    await Promise.allSettled([writer.call('close', []), reader.call('close', [])])
    await Promise.all([writer.end(), reader.end()])
  }

  async append(readings: readonly Reading[], ingestedAt: number): Promise<void> {
    const { queue } = await this.#started()
    return queue.append(readings, ingestedAt)
  }

  async latest(): Promise<ReadonlyMap<string, ReadonlyMap<string, Latest>>> {
    const { reader } = await this.#started()
    const devices = new Map<string, Map<string, Latest>>()
    for (const { deviceId, metric, at, value, quality } of await reader.call('latest', [])) {
      let metrics = devices.get(deviceId)
      if (!metrics) {
        metrics = new Map()
        devices.set(deviceId, metrics)
      }
      metrics.set(metric, { at, value: Number.isNaN(value) ? null : value, quality: QUALITIES[quality] ?? 'invalid' })
    }
    return devices
  }

  async metrics(deviceId: string): Promise<readonly string[]> {
    return (await this.#started()).reader.call('metrics', [deviceId])
  }

  async raw(request: RawRequest): Promise<RawPage> {
    const { columns, nextStart } = await this.rawColumns(request)
    return { series: new Map([...columns].map(([metric, part]) => [metric, toPoints(part)])), nextStart }
  }

  async rawColumns(request: RawRequest): ReturnType<TelemetryStore['rawColumns']> {
    const { reader } = await this.#started()
    const { metrics, columns, nextStart } = await reader.call('raw', [request])
    return { columns: new Map(columns.map((part, i) => [metrics[i] ?? '', part])), nextStart }
  }

  async envelope(request: Parameters<TelemetryStore['envelope']>[0]): ReturnType<TelemetryStore['envelope']> {
    const { reader } = await this.#started()
    const answers = await reader.call('envelope', [request])
    return new Map(answers.map(({ metric, columns, decimated }) => [metric, { points: toPoints(columns), decimated }]))
  }

  async buckets(
    deviceId: string,
    metrics: readonly string[],
    edges: readonly number[],
  ): Promise<ReadonlyMap<string, readonly Bucket[]>> {
    const { reader } = await this.#started()
    return new Map(await reader.call('buckets', [deviceId, metrics, edges]))
  }

  async around(deviceId: string, metric: string, instants: readonly number[]): Promise<readonly Neighbours[]> {
    return (await this.#started()).reader.call('around', [deviceId, metric, instants])
  }

  async compact(): Promise<void> {
    return (await this.#started()).writer.call('compact', [])
  }

  async expire(retention: Retention, now: number): Promise<boolean> {
    return (await this.#started()).writer.call('expire', [retention, now])
  }

  async forgetDevice(deviceId: string): Promise<void> {
    const { queue, packer, writer } = await this.#started()
    await queue.drain()
    packer.forget(deviceId)
    await writer.call('forget', [deviceId])
  }

  async declareCounter(deviceId: string, metric: string, modulus: number | null): Promise<void> {
    const { writer } = await this.#started()
    await writer.call('declareCounter', [deviceId, metric, modulus])
  }

  async stats(): Promise<StoreStats> {
    const { queue, packer, writer } = await this.#started()
    const stored = await writer.call('stats', [])
    const figures = queue.figures
    return {
      series: packer.seriesCount,
      points: stored.points,
      bytes: stored.bytes,
      pendingPoints: figures.pendingPoints,
      committedPoints: figures.committedPoints,
      droppedPoints: figures.droppedPoints + stored.droppedPoints,
      lastCommitMs: figures.lastCommitMs,
    }
  }

  async #open(): Promise<Running> {
    const onTrouble = (error: Error) => this.#log.error({ err: error }, 'telemetry store in trouble')
    const writer = new WorkerLink<WriterCalls>(new URL(`./writer.worker.${extension}`, import.meta.url), onTrouble)
    const reader = new WorkerLink<ReaderCalls>(new URL(`./reader.worker.${extension}`, import.meta.url), onTrouble)
    try {
      const { series, nextId } = await writer.call('open', [this.#path])
      await reader.call('open', [this.#path])
      const packer = new Packer(series, nextId)
      const queue = new CommitQueue(packer, (data, ...rest) => writer.call('commit', [data, ...rest], [data]))
      return { writer, reader, packer, queue }
    } catch (error) {
      await Promise.all([writer.end(), reader.end()])
      throw error
    }
  }

  #started(): Promise<Running> {
    return this.#running ?? Promise.reject(new Error('telemetry store is not started'))
  }
}
