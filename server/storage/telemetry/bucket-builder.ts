import { credit } from '../../core/telemetry/counter.ts'
import type { Bucket } from '../../core/telemetry/store.ts'
import { covered, type Nature, type Summary } from './summary.ts'

/** So many samples tell the distance between them. */
const MIN_COUNT = 4

/**
 * Folds samples and summaries of one series, in time order, into buckets. What lies between two neighbours (counter
 * increments, covered time) is shared out over the buckets between them in proportion to time, so that adjoining buckets
 * add up to the whole. Samples before the first edge and after the last only serve as neighbours.
 */
export class BucketBuilder {
  readonly #edges: readonly number[]
  readonly #nature: Nature
  readonly #size: number
  readonly #count: Uint32Array
  readonly #sum: Float64Array
  readonly #min: Float64Array
  readonly #max: Float64Array
  readonly #last: Float64Array
  readonly #increase: Float64Array
  readonly #hasIncrease: Uint8Array
  readonly #coveredMs: Float64Array
  readonly #spannedMs: Float64Array
  readonly #isInterpolated: Uint8Array
  #index = -1
  #hasPrevious = false
  #previousAt = 0
  #previous = 0
  #isCut = false
  #rhythmMs: number | null

  constructor(edges: readonly number[], nature: Nature) {
    this.#edges = edges
    this.#nature = nature
    this.#rhythmMs = nature.rhythmMs
    this.#size = Math.max(0, edges.length - 1)
    this.#count = new Uint32Array(this.#size)
    this.#sum = new Float64Array(this.#size)
    this.#min = new Float64Array(this.#size).fill(Number.POSITIVE_INFINITY)
    this.#max = new Float64Array(this.#size).fill(Number.NEGATIVE_INFINITY)
    this.#last = new Float64Array(this.#size)
    this.#increase = new Float64Array(this.#size)
    this.#hasIncrease = new Uint8Array(this.#size)
    this.#coveredMs = new Float64Array(this.#size)
    this.#spannedMs = new Float64Array(this.#size)
    this.#isInterpolated = new Uint8Array(this.#size)
  }

  /** Distance between the samples that follow; it changes over a series' life. Null keeps the one before. */
  setRhythm(rhythmMs: number | null): void {
    this.#rhythmMs = rhythmMs ?? this.#rhythmMs
  }

  addSample(at: number, value: number, usable: boolean): void {
    if (!usable) {
      if (this.#hasPrevious && !this.#isCut) {
        this.#cover(this.#previousAt, covered(at - this.#previousAt, this.#rhythmMs))
        this.#isCut = true
      }
      return
    }
    this.#bridgeTo(at, value)
    const index = this.#bucketAt(at)
    if (index >= 0 && index < this.#size) this.#tally(index, 1, value, value, value, value)
    this.#remember(at, value, false)
  }

  /** A summary counts in the bucket where it begins; callers see to it that no edge cuts it. */
  addSummary(summary: Summary): void {
    if (summary.count === 0) return
    this.#bridgeTo(summary.firstAt, summary.first)
    this.setRhythm(summary.count >= MIN_COUNT ? (summary.lastAt - summary.firstAt) / (summary.count - 1) : null)
    const index = this.#bucketAt(summary.firstAt)
    if (index >= 0 && index < this.#size) {
      this.#tally(index, summary.count, summary.sum, summary.min, summary.max, summary.last)
      this.#coveredMs[index] = (this.#coveredMs[index] ?? 0) + summary.coveredMs
      this.#credit(index, summary.increase, summary.lastAt - summary.firstAt)
    }
    this.#remember(summary.lastAt, summary.last, summary.isCut)
  }

  build(): Bucket[] {
    if (this.#hasPrevious && !this.#isCut && this.#rhythmMs !== null) {
      this.#cover(this.#previousAt, this.#rhythmMs)
    }
    return Array.from({ length: this.#size }, (_, index) => this.#bucket(index))
  }

  #bucket(index: number): Bucket {
    const start = this.#edges[index] ?? 0
    const end = this.#edges[index + 1] ?? 0
    const count = this.#count[index] ?? 0
    const of = (column: Float64Array) => (count > 0 ? (column[index] ?? null) : null)
    return {
      start,
      end,
      count,
      min: of(this.#min),
      max: of(this.#max),
      mean: count > 0 ? (this.#sum[index] ?? 0) / count : null,
      last: of(this.#last),
      increase: this.#hasIncrease[index] === 1 ? (this.#increase[index] ?? null) : null,
      coverage: shareOf(this.#coveredMs[index] ?? 0, start, end),
      spanned: shareOf(this.#spannedMs[index] ?? 0, start, end),
      isInterpolated: this.#isInterpolated[index] === 1,
    }
  }

  #tally(index: number, count: number, sum: number, min: number, max: number, last: number): void {
    this.#count[index] = (this.#count[index] ?? 0) + count
    this.#sum[index] = (this.#sum[index] ?? 0) + sum
    if (min < (this.#min[index] ?? 0)) this.#min[index] = min
    if (max > (this.#max[index] ?? 0)) this.#max[index] = max
    this.#last[index] = last
  }

  #remember(at: number, value: number, isCut: boolean): void {
    this.#hasPrevious = true
    this.#previousAt = at
    this.#previous = value
    this.#isCut = isCut
  }

  /** −1 before the first edge, size at or after the last. Calls come in time order. */
  #bucketAt(at: number): number {
    while (this.#index < this.#size && (this.#edges[this.#index + 1] ?? Number.POSITIVE_INFINITY) <= at) this.#index++
    return this.#index
  }

  #bridgeTo(at: number, value: number): void {
    if (!this.#hasPrevious) return
    const from = this.#previousAt
    const gap = at - from
    if (gap <= 0) return
    const vouchedMs = this.#isCut ? 0 : covered(gap, this.#rhythmMs)
    const amount = credit(this.#previous, value, this.#nature.modulus)
    const index = this.#index
    if (index >= 0 && index < this.#size && at <= (this.#edges[index + 1] ?? 0)) {
      this.#coveredMs[index] = (this.#coveredMs[index] ?? 0) + vouchedMs
      this.#credit(index, amount, gap)
      return
    }
    if (vouchedMs > 0) this.#cover(from, vouchedMs)
    const isGap = covered(gap, this.#rhythmMs) < gap
    this.#share(from, at, (bucket, part) => {
      this.#credit(bucket, amount * part, gap * part)
      if (isGap) this.#isInterpolated[bucket] = 1
    })
  }

  #cover(from: number, durationMs: number): void {
    this.#share(from, from + durationMs, (index, part) => {
      this.#coveredMs[index] = (this.#coveredMs[index] ?? 0) + durationMs * part
    })
  }

  #credit(index: number, amount: number, durationMs: number): void {
    if (durationMs <= 0) return
    this.#increase[index] = (this.#increase[index] ?? 0) + amount
    this.#spannedMs[index] = (this.#spannedMs[index] ?? 0) + durationMs
    this.#hasIncrease[index] = 1
  }

  /** Calls `give` for each bucket that [from, to) touches with the part of that time which falls in it. */
  #share(from: number, to: number, give: (index: number, part: number) => void): void {
    const whole = to - from
    if (!(whole > 0)) return
    for (let index = Math.max(0, this.#index); index < this.#size; index++) {
      const start = this.#edges[index] ?? 0
      const end = this.#edges[index + 1] ?? 0
      if (start >= to) return
      const overlap = Math.min(end, to) - Math.max(start, from)
      if (overlap > 0) give(index, overlap / whole)
    }
  }
}

const shareOf = (ms: number, start: number, end: number): number => (end > start ? Math.min(1, ms / (end - start)) : 0)
