import { QUALITIES } from '../../core/outside.ts'
import { Columns, isUsable, MISSING } from './columns.ts'
import { medianStep } from './summary.ts'

const POINTS_PER_BUCKET = 3
const MISSED_STEPS = 2.5
/** Quality of a missing point that stands for silence rather than for something the source said. */
const SILENT = QUALITIES.indexOf('stale')

interface Mark {
  at: number
  value: number
  quality: number
}

interface Cell {
  low: Mark
  high: Mark
}

/** Draws a series with few points: lowest and highest of each bucket in time order, and a missing one at each gap. */
export class Sketch {
  readonly widthMs: number
  readonly #buckets: number
  readonly #start: number
  readonly #cells: (Cell | undefined)[]
  readonly #gaps = new Map<number, Mark>()
  #lastAt = Number.NaN
  #gapMs: number

  constructor(start: number, end: number, maxPoints: number) {
    this.#buckets = Math.max(1, Math.floor(maxPoints / POINTS_PER_BUCKET))
    this.widthMs = (end - start) / this.#buckets
    this.#start = start
    this.#gapMs = this.widthMs
    this.#cells = Array.from({ length: this.#buckets })
  }

  /** Whether a stretch lies in one bucket, so that its extremes may stand for it. */
  holdsInOne(from: number, to: number): boolean {
    return this.#indexOf(from) === this.#indexOf(to)
  }

  addSamples(samples: Columns, from = 0, to = samples.length): void {
    this.#setRhythm(medianStep(samples.at.subarray(from, to), to - from))
    for (let i = from; i < to; i++) {
      const at = samples.at[i] ?? 0
      const value = samples.value[i] ?? MISSING
      const quality = samples.quality[i] ?? 0
      if (isUsable(value, quality)) this.#add({ at, value, quality }, { at, value, quality })
      else this.addMissing(at, quality)
    }
  }

  /** A stretch whose extremes are known and their times are not: they are drawn at its ends. */
  addStretch(from: number, to: number, figures: { count: number; min: number; max: number; quality: number }): void {
    const { count, min, max, quality } = figures
    this.#setRhythm(count > 1 ? (to - from) / (count - 1) : null)
    this.#add({ at: from, value: min, quality }, { at: to, value: max, quality })
  }

  addMissing(at: number, quality = SILENT): void {
    const index = this.#indexOf(at)
    if (!this.#gaps.has(index)) this.#gaps.set(index, { at, value: MISSING, quality })
  }

  columns(): Columns {
    const marks: Mark[] = []
    for (let index = 0; index < this.#buckets; index++) {
      const gap = this.#gaps.get(index)
      if (gap) marks.push(gap)
      const cell = this.#cells[index]
      if (!cell) continue
      marks.push(cell.low)
      if (cell.high.value !== cell.low.value) marks.push(apartFrom(cell.low, cell.high))
    }
    const columns = new Columns(marks.length)
    for (const { at, value, quality } of marks) columns.push(at, value, quality)
    return columns.normalized()
  }

  #add(low: Mark, high: Mark): void {
    if (low.at - this.#lastAt > this.#gapMs) this.addMissing(this.#lastAt + 1)
    this.#lastAt = high.at
    const index = this.#indexOf(low.at)
    const cell = this.#cells[index]
    if (!cell) this.#cells[index] = { low, high }
    else {
      if (low.value < cell.low.value) cell.low = low
      if (high.value > cell.high.value) cell.high = high
    }
  }

  #setRhythm(rhythmMs: number | null): void {
    if (rhythmMs !== null) this.#gapMs = Math.max(this.widthMs, rhythmMs * MISSED_STEPS)
  }

  #indexOf(at: number): number {
    return Math.min(this.#buckets - 1, Math.max(0, Math.floor((at - this.#start) / this.widthMs)))
  }
}

/** Two points cannot stand at one instant. */
const apartFrom = (low: Mark, high: Mark): Mark => (high.at === low.at ? { ...high, at: high.at + 1 } : high)

/** The samples with a missing point in each gap, as far as there is room for them. */
export function withGaps(samples: Columns, maxPoints: number): Columns {
  const rhythmMs = medianStep(samples.at, samples.length)
  if (rhythmMs === null) return samples
  const result = new Columns(samples.length)
  let room = maxPoints - samples.length
  for (let i = 0; i < samples.length; i++) {
    const at = samples.at[i] ?? 0
    const previousAt = i > 0 ? (samples.at[i - 1] ?? at) : at
    if (room > 0 && at - previousAt > rhythmMs * MISSED_STEPS + 1) {
      result.push(previousAt + 1, MISSING, SILENT)
      room--
    }
    result.push(at, samples.value[i] ?? MISSING, samples.quality[i] ?? 0)
  }
  return result
}
