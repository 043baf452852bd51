import type { Bucket, Neighbours, RawRequest, TelemetryStore } from '../../core/telemetry/store.ts'
import type { Columns } from './columns.ts'

/** Typed arrays cross the thread border as bytes; the class around them does not. */
export type PlainColumns = Pick<Columns, 'at' | 'value' | 'quality' | 'length'>

export interface LatestRow {
  readonly deviceId: string
  readonly metric: string
  readonly at: number
  readonly value: number
  readonly quality: number
}

export interface EnvelopeColumns {
  readonly metric: string
  readonly columns: PlainColumns
  readonly decimated: boolean
}

/** What the hub's thread asks of the reader thread. */
export type ReaderCalls = {
  open(path: string): void
  metrics(deviceId: string): readonly string[]
  latest(): readonly LatestRow[]
  raw(request: RawRequest): {
    readonly metrics: readonly string[]
    readonly columns: readonly PlainColumns[]
    readonly nextStart: number | null
  }
  envelope(request: Parameters<TelemetryStore['envelope']>[0]): readonly EnvelopeColumns[]
  buckets(
    deviceId: string,
    metrics: readonly string[],
    edges: readonly number[],
  ): readonly (readonly [metric: string, buckets: readonly Bucket[]])[]
  around(deviceId: string, metric: string, instants: readonly number[]): readonly Neighbours[]
  close(): void
}
