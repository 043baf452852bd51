import type { Bucket, Neighbours, Sample } from '../../core/telemetry/store.ts'
import { BucketBuilder } from './bucket-builder.ts'
import { Columns, isUsable, MISSING } from './columns.ts'
import { DAY_MS, decodeRollup, eachHour, HOUR_MS, hourStart, WHOLE_DAY } from './rollup-codec.ts'
import type { RollupRow, Settled } from './settled.ts'
import { medianStep, type Nature, type Summary } from './summary.ts'

const hourOf = (at: number) => Math.floor(at / HOUR_MS)
/** How many chunks without one usable sample are looked through for a neighbour of an edge. */
const MAX_CHUNKS_LOOKED_THROUGH = 16

/** A series as one query sees it. */
export interface SeriesView {
  readonly id: number
  readonly nature: Nature
  /** Its unsettled samples in time order. */
  readonly tail: Columns
}

/** The rhythm is learnt when samples settle; until then the unsettled ones tell it. */
export function viewOf(id: number, nature: Nature, tail: Columns): SeriesView {
  const rhythmMs = nature.rhythmMs ?? medianStep(tail.at, tail.length)
  return { id, nature: { ...nature, rhythmMs }, tail }
}

/**
 * Buckets of one series. Hours that no edge cuts and that have no unsettled sample come from their roll-up; the others
 * are read sample by sample, settled and unsettled as one.
 */
export function bucketsOf(series: SeriesView, edges: readonly number[], settled: Settled): Bucket[] {
  const from = edges[0]
  const to = edges.at(-1)
  if (from === undefined || to === undefined || edges.length < 2) return []
  const builder = new BucketBuilder(edges, series.nature)
  const before = neighbourBefore(series, from, settled)
  if (before) builder.addSample(before.at, before.value, true)
  const rollups = settled.rollups(series.id, from, to)
  const raw = [...rawHours(series.tail, edges, rollups)].sort((a, b) => a - b)
  const hours = new HourFeed(series, settled, builder, raw, from, to)
  for (const { day, data } of rollups) {
    eachHour(day * DAY_MS, data, (slot, summary) => {
      if (slot === WHOLE_DAY) hours.wholeDay(day * 24, summary)
      else hours.rolledUp(day * 24 + slot, summary)
    })
  }
  hours.finish()
  const after = neighbourFrom(series, to, settled)
  if (after) builder.addSample(after.at, after.value, true)
  return builder.build()
}

/** Hours that must be read sample by sample. */
function rawHours(tail: Columns, edges: readonly number[], rollups: readonly RollupRow[]): Set<number> {
  const hours = new Set<number>()
  for (const { day, data } of rollups) {
    if (data.length === 0) for (let slot = 0; slot < 24; slot++) hours.add(day * 24 + slot)
  }
  for (const edge of edges) if (edge % HOUR_MS !== 0) hours.add(hourOf(edge))
  const to = tail.lowerBound(edges.at(-1) ?? 0)
  let last = Number.NaN
  for (let i = tail.lowerBound(edges[0] ?? 0); i < to; i++) {
    const hour = hourOf(tail.at[i] ?? 0)
    if (hour !== last) hours.add(hour)
    last = hour
  }
  return hours
}

/** Feeds a builder with hours in time order, from roll-ups or from samples. */
class HourFeed {
  readonly #series: SeriesView
  readonly #settled: Settled
  readonly #builder: BucketBuilder
  readonly #raw: readonly number[]
  readonly #from: number
  readonly #to: number
  #next = 0

  constructor(
    series: SeriesView,
    settled: Settled,
    builder: BucketBuilder,
    raw: readonly number[],
    from: number,
    to: number,
  ) {
    this.#series = series
    this.#settled = settled
    this.#builder = builder
    this.#raw = raw
    this.#from = from
    this.#to = to
  }

  rolledUp(hour: number, summary: Summary): void {
    const start = hour * HOUR_MS
    this.#readRawBefore(hour)
    if (this.#raw[this.#next] === hour) {
      const end = this.#runEnd()
      if (this.#readSamples(hour, end)) return
    }
    if (start >= this.#from && start < this.#to && !this.#isRead(hour)) this.#builder.addSummary(summary)
  }

  wholeDay(firstHour: number, summary: Summary): void {
    this.#readRawBefore(firstHour)
    if (summary.firstAt >= this.#from && summary.lastAt < this.#to) this.#builder.addSummary(summary)
  }

  finish(): void {
    this.#readRawBefore(Number.POSITIVE_INFINITY)
  }

  #readUpTo = Number.NEGATIVE_INFINITY

  #isRead(hour: number): boolean {
    return hour < this.#readUpTo
  }

  #readRawBefore(hour: number): void {
    while ((this.#raw[this.#next] ?? Number.POSITIVE_INFINITY) < hour) {
      const start = this.#raw[this.#next] ?? 0
      this.#readSamples(start, this.#runEnd())
    }
  }

  /** Takes the run of adjoining raw hours that begins at the next one; returns the hour after it. */
  #runEnd(): number {
    let end = (this.#raw[this.#next++] ?? 0) + 1
    while (this.#raw[this.#next] === end) {
      this.#next++
      end++
    }
    return end
  }

  /** False when there is no sample: the hours' samples have expired, or there never were any. */
  #readSamples(fromHour: number, toHour: number): boolean {
    const from = Math.max(this.#from, fromHour * HOUR_MS)
    const to = Math.min(this.#to, toHour * HOUR_MS)
    const samples = this.#settled.points(this.#series.id, from, to)
    const { tail } = this.#series
    samples.append(tail, tail.lowerBound(from), tail.lowerBound(to))
    if (samples.length === 0) return false
    feed(this.#builder, samples.normalized())
    this.#readUpTo = toHour
    return true
  }
}

function feed(builder: BucketBuilder, samples: Columns): void {
  let hourEnd = Number.NEGATIVE_INFINITY
  for (let i = 0; i < samples.length; i++) {
    const at = samples.at[i] ?? 0
    if (at >= hourEnd) {
      hourEnd = hourStart(at) + HOUR_MS
      const to = samples.lowerBound(hourEnd)
      builder.setRhythm(medianStep(samples.at.subarray(i, to), to - i))
    }
    const value = samples.value[i] ?? MISSING
    builder.addSample(at, value, isUsable(value, samples.quality[i] ?? 0))
  }
}

export const neighboursOf = (series: SeriesView, at: number, settled: Settled): Neighbours => ({
  before: neighbourBefore(series, at + 1, settled),
  after: neighbourFrom(series, at + 1, settled),
})

/** The newest usable sample before `at`, settled or not. */
function neighbourBefore({ id, tail }: SeriesView, at: number, settled: Settled): Sample | null {
  let edge = at
  for (let looked = 0; looked < MAX_CHUNKS_LOOKED_THROUGH; looked++) {
    const chunk = settled.chunkBefore(id, edge)
    const start = chunk?.at[0] ?? Number.NEGATIVE_INFINITY
    const samples = chunk ? chunk.slice(0, chunk.lowerBound(edge)) : new Columns(0)
    samples.append(tail, tail.lowerBound(start), tail.lowerBound(edge))
    const found = lastUsable(samples.normalized())
    if (found) return found
    if (!chunk) break
    edge = start
  }
  return lastRolledUp(id, at, settled)
}

/** From the roll-ups, for when the samples themselves have expired. */
function lastRolledUp(id: number, at: number, settled: Settled): Sample | null {
  for (const edge of [at, (Math.floor(at / DAY_MS) - 1) * DAY_MS]) {
    const row = settled.rollupBefore(id, edge)
    if (!row) return null
    const hour = decodeRollup(row.day * DAY_MS, row.data).findLast(({ summary }) => summary.lastAt < at)
    if (hour) return { at: hour.summary.lastAt, value: hour.summary.last }
  }
  return null
}

/** The oldest usable sample at or after `at`, settled or not. */
function neighbourFrom({ id, tail }: SeriesView, at: number, settled: Settled): Sample | null {
  let edge = at
  for (let looked = 0; looked < MAX_CHUNKS_LOOKED_THROUGH; looked++) {
    const chunk = settled.chunkFrom(id, edge)
    const end = chunk ? (chunk.at[chunk.length - 1] ?? 0) + 1 : Number.POSITIVE_INFINITY
    const samples = chunk ? chunk.slice(chunk.lowerBound(edge), chunk.length) : new Columns(0)
    samples.append(tail, tail.lowerBound(edge), tail.lowerBound(end))
    const found = firstUsable(samples.normalized())
    if (found) return found
    if (!chunk) return null
    edge = end
  }
  return null
}

function lastUsable(samples: Columns): Sample | null {
  for (let i = samples.length - 1; i >= 0; i--) {
    const value = samples.value[i] ?? MISSING
    if (isUsable(value, samples.quality[i] ?? 0)) return { at: samples.at[i] ?? 0, value }
  }
  return null
}

function firstUsable(samples: Columns): Sample | null {
  for (let i = 0; i < samples.length; i++) {
    const value = samples.value[i] ?? MISSING
    if (isUsable(value, samples.quality[i] ?? 0)) return { at: samples.at[i] ?? 0, value }
  }
  return null
}
