import type { Quality, Reading } from '../outside.ts'

/** [epoch ms, value or null, quality]; null means known to be missing. */
export type Point = readonly [at: number, value: number | null, quality: Quality]

export interface Latest {
  readonly at: number
  readonly value: number | null
  readonly quality: Quality
}

export interface RawRequest {
  readonly deviceId: string
  readonly metrics: readonly string[]
  /** Epoch ms, inclusive. */
  readonly start: number
  /** Epoch ms, exclusive. */
  readonly end: number
  /** Points over all metrics together in one answer. */
  readonly limit: number
}

export interface RawPage {
  /** Metric → points, oldest first. Every point with at < nextStart is here; none at or after it. */
  readonly series: ReadonlyMap<string, readonly Point[]>
  /** Where to go on from, or null when the range is exhausted. */
  readonly nextStart: number | null
}

/** Samples of one metric as parallel arrays, oldest first: what a million of them travel as. */
export interface SampleColumns {
  readonly at: Float64Array
  /** NaN is known to be missing. */
  readonly value: Float64Array
  /** Index in QUALITIES. */
  readonly quality: Uint8Array
  readonly length: number
}

/**
 * What happened to one series between two instants. A sample counts when it has a value and its quality is good, estimated
 * or simulated; where none counts, min, max, mean and last are null. The mean is over samples, not over time.
 */
export interface Bucket {
  readonly start: number
  readonly end: number
  readonly count: number
  readonly min: number | null
  readonly max: number | null
  readonly mean: number | null
  readonly last: number | null
  /**
   * Counter difference over the bucket: index(end) − index(start), each index interpolated between its neighbouring
   * samples, resets and wraps accounted for. Null when the bucket has no two indexes to subtract. Over adjoining buckets
   * the differences add up to the difference over the whole.
   */
  readonly increase: number | null
  /** Share of the bucket that is covered by samples, 0–1: a gap longer than the series' own rhythm is not covered. */
  readonly coverage: number
  /** Share of the bucket between the series' usable samples, 0–1: below 1 the increase is that of a part. */
  readonly spanned: number
  /** The index at an end of the bucket was interpolated over a gap: an estimate here, exact over the gap as a whole. */
  readonly isInterpolated: boolean
}

export interface Sample {
  readonly at: number
  readonly value: number
}

/** The usable samples next to an instant: the last one at or before it, and the first one after it. */
export interface Neighbours {
  readonly before: Sample | null
  readonly after: Sample | null
}

export interface StoreStats {
  readonly series: number
  readonly points: number
  readonly bytes: number
  readonly pendingPoints: number
  readonly committedPoints: number
  readonly droppedPoints: number
  readonly lastCommitMs: number | null
}

export interface Retention {
  readonly rawDays: number
  readonly hourlyDays: number
  readonly dailyDays: number
  /** Disk budget of the telemetry files; oldest raw chunks that are rolled up go first. */
  readonly maxBytes: number
}

/** The time-series store of design section 5. One implementation per database; the same test suite runs on each. */
export interface TelemetryStore {
  start(): Promise<void>
  stop(): Promise<void>
  /** Resolves after the commit that holds every one of these readings has reached the disk. Grouped with its neighbours. */
  append(readings: readonly Reading[], ingestedAt: number): Promise<void>
  /** Device → metric → newest sample by source time, as committed. Read once at start. */
  latest(): Promise<ReadonlyMap<string, ReadonlyMap<string, Latest>>>
  metrics(deviceId: string): Promise<readonly string[]>
  raw(request: RawRequest): Promise<RawPage>
  /** The same page as `raw`, as arrays. */
  rawColumns(request: RawRequest): Promise<{
    readonly columns: ReadonlyMap<string, SampleColumns>
    readonly nextStart: number | null
  }>
  /** At most maxPoints per metric: min and max of each bucket kept in time order, gaps as a null point. */
  envelope(
    request: Omit<RawRequest, 'limit'> & { readonly maxPoints: number },
  ): Promise<ReadonlyMap<string, { readonly points: readonly Point[]; readonly decimated: boolean }>>
  /** For each metric one bucket per interval of `edges` (ascending epoch ms; n edges make n − 1 buckets). */
  buckets(
    deviceId: string,
    metrics: readonly string[],
    edges: readonly number[],
  ): Promise<ReadonlyMap<string, readonly Bucket[]>>
  /** What is known around each instant. A series that there is not has no neighbours. */
  around(deviceId: string, metric: string, instants: readonly number[]): Promise<readonly Neighbours[]>
  /** Moves the log's closed part into chunks and roll-ups. Runs by itself; callable for tests and benches. */
  compact(): Promise<void>
  /** One small step of deletion; true while there is more to delete. */
  expire(retention: Retention, now: number): Promise<boolean>
  forgetDevice(deviceId: string): Promise<void>
  /** Tells where a counter starts again from zero, in its canonical unit, so that a wrap is not read as a reset. */
  declareCounter(deviceId: string, metric: string, modulus: number | null): Promise<void>
  stats(): Promise<StoreStats>
}
