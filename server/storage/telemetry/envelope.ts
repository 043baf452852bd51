import type { SeriesView } from './bucket-query.ts'
import type { Columns } from './columns.ts'
import { DAY_MS, eachHour, HOUR_MS } from './rollup-codec.ts'
import type { ChunkHead, Settled } from './settled.ts'
import { Sketch, withGaps } from './sketch.ts'

export interface Envelope {
  readonly columns: Columns
  readonly decimated: boolean
}

interface Range {
  readonly start: number
  readonly end: number
}

/** Hours are fine enough for a bucket that holds at least this many of them. */
const HOURS_PER_BUCKET = 2
/** Up to so many times the points wanted are read sample by sample, because then the drawing is exact. */
const READ_ALL_FACTOR = 4

/**
 * At most `maxPoints` samples that draw like all of them. Everything is returned as it is when it fits; a long range is
 * drawn from the hours' roll-ups, a dense one from the extremes that chunks carry.
 */
export function envelopeOf(
  series: SeriesView,
  range: Range & { readonly maxPoints: number },
  settled: Settled,
): Envelope {
  const sketch = new Sketch(range.start, range.end, range.maxPoints)
  const tail = series.tail.slice(series.tail.lowerBound(range.start), series.tail.lowerBound(range.end))
  const heads = settled.heads(series.id, range.start, range.end)
  const count = heads.reduce((sum, head) => sum + head.count, tail.length)
  const isCoarse = sketch.widthMs >= HOURS_PER_BUCKET * HOUR_MS
  const isSmall = count <= range.maxPoints * READ_ALL_FACTOR
  const first = Math.min(heads[0]?.start_at ?? Number.POSITIVE_INFINITY, tail.at[0] ?? Number.POSITIVE_INFINITY)
  if (count === 0 || (isCoarse && (!isSmall || settled.hasRollupBefore(series.id, range.start, first)))) {
    drawHours(series.id, range, tail, settled, sketch)
  } else if (isSmall) {
    const columns = merged(settled.points(series.id, range.start, range.end), tail, range)
    if (columns.length <= range.maxPoints) return { columns: withGaps(columns, range.maxPoints), decimated: false }
    sketch.addSamples(columns)
  } else drawChunks(series.id, range, heads, tail, settled, sketch)
  return { columns: sketch.columns(), decimated: true }
}

/** The tail on top of settled samples: what is written later stands. */
function merged(columns: Columns, tail: Columns, { start, end }: Range): Columns {
  columns.append(tail, tail.lowerBound(start), tail.lowerBound(end))
  return columns.normalized()
}

function drawHours(series: number, { start, end }: Range, tail: Columns, settled: Settled, sketch: Sketch): void {
  let next = 0
  const drawTail = (before: number) => {
    const to = tail.lowerBound(before)
    if (to > next) sketch.addSamples(tail, next, to)
    next = Math.max(next, to)
  }
  for (const { day, data } of settled.rollups(series, start, end)) {
    if (data.length === 0) {
      const part = { start: Math.max(start, day * DAY_MS), end: Math.min(end, (day + 1) * DAY_MS) }
      drawTail(part.start)
      sketch.addSamples(merged(settled.points(series, part.start, part.end), tail.slice(next, tail.length), part))
      next = Math.max(next, tail.lowerBound(part.end))
      continue
    }
    eachHour(day * DAY_MS, data, (_slot, summary) => {
      if (summary.firstAt < start || summary.lastAt >= end) return
      drawTail(summary.firstAt)
      sketch.addStretch(summary.firstAt, summary.lastAt, summary)
    })
  }
  drawTail(end)
}

function drawChunks(
  series: number,
  { start, end }: Range,
  heads: readonly ChunkHead[],
  tail: Columns,
  settled: Settled,
  sketch: Sketch,
): void {
  let drawn = start
  for (const head of heads) {
    const part = { start: Math.max(start, head.start_at), end: Math.min(end, head.end_at + 1) }
    sketch.addSamples(tail, tail.lowerBound(drawn), tail.lowerBound(part.start))
    drawn = part.end
    const isTouched = tail.lowerBound(part.start) < tail.lowerBound(part.end)
    const isWhole = head.start_at >= start && head.end_at < end
    if (isTouched || !isWhole || !sketch.holdsInOne(head.start_at, head.end_at)) {
      sketch.addSamples(merged(settled.points(series, part.start, part.end), tail, part))
    } else if (head.min !== null && head.max !== null) {
      const { count, min, max, quality } = head
      sketch.addStretch(head.start_at, head.end_at, { count, min, max, quality })
    }
  }
  sketch.addSamples(tail, tail.lowerBound(drawn), tail.length)
}
