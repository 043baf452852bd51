import { credit } from '../../core/telemetry/counter.ts'
import { isUsable } from './columns.ts'

/** What a stretch of one series amounts to, from its usable samples. Stretches in time order can be joined. */
export class Summary {
  count = 0
  sum = 0
  min = Number.POSITIVE_INFINITY
  max = Number.NEGATIVE_INFINITY
  firstAt = 0
  first = 0
  lastAt = 0
  last = 0
  /** Counter increments between the stretch's own samples, resets and wraps accounted for. */
  increase = 0
  /** Milliseconds between the stretch's own samples that they vouch for. */
  coveredMs = 0
  /** The last usable sample was followed, within the stretch, by one that is not: it vouches for nothing after. */
  isCut = false
  /** Code of the most doubtful usable quality: simulated before estimated before good. */
  quality = 0
}

/** What the mathematics need to know of a series. */
export interface Nature {
  /** Usual distance between samples; null while unknown. */
  readonly rhythmMs: number | null
  /** Where the counter starts again from zero; null = never, or not a counter. */
  readonly modulus: number | null
}

const JITTER_MS = 1000
const MISSED_STEPS = 2.5

/** How much of the time from a sample to the next the sample vouches for: all, or one rhythm when the next is late. */
export function covered(gapMs: number, rhythmMs: number | null): number {
  if (rhythmMs === null) return gapMs
  return gapMs <= Math.max(rhythmMs * MISSED_STEPS, rhythmMs + JITTER_MS) ? gapMs : Math.min(gapMs, rhythmMs)
}

/** Adds one sample that is later than everything in the summary. */
export function addSample(to: Summary, at: number, value: number, quality: number, nature: Nature): void {
  if (!isUsable(value, quality)) {
    if (to.count > 0 && !to.isCut) {
      to.coveredMs += covered(at - to.lastAt, nature.rhythmMs)
      to.isCut = true
    }
    return
  }
  if (to.count === 0) {
    to.firstAt = at
    to.first = value
  } else {
    to.increase += credit(to.last, value, nature.modulus)
    if (!to.isCut) to.coveredMs += covered(at - to.lastAt, nature.rhythmMs)
  }
  to.count++
  to.sum += value
  if (value < to.min) to.min = value
  if (value > to.max) to.max = value
  to.lastAt = at
  to.last = value
  to.isCut = false
  if (quality > to.quality) to.quality = quality
}

/** Adds a stretch that begins after everything in the summary. */
export function joinSummary(to: Summary, next: Summary, nature: Nature): void {
  if (next.count === 0) return
  if (to.count === 0) {
    Object.assign(to, next)
    return
  }
  to.increase += credit(to.last, next.first, nature.modulus) + next.increase
  if (!to.isCut) to.coveredMs += covered(next.firstAt - to.lastAt, nature.rhythmMs)
  to.coveredMs += next.coveredMs
  to.count += next.count
  to.sum += next.sum
  to.min = Math.min(to.min, next.min)
  to.max = Math.max(to.max, next.max)
  to.lastAt = next.lastAt
  to.last = next.last
  to.isCut = next.isCut
  to.quality = Math.max(to.quality, next.quality)
}

/** The middle distance between neighbours, or null when there are too few to tell. */
export function medianStep(at: Float64Array, length: number): number | null {
  if (length < 4) return null
  const steps = new Float64Array(Math.min(length - 1, 512))
  const stride = Math.max(1, Math.floor((length - 1) / steps.length))
  for (let i = 0; i < steps.length; i++) steps[i] = (at[i * stride + 1] ?? 0) - (at[i * stride] ?? 0)
  steps.sort()
  return steps[steps.length >> 1] ?? null
}
