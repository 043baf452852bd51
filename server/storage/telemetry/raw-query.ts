import { QUALITIES } from '../../core/outside.ts'
import type { Point } from '../../core/telemetry/store.ts'
import type { SeriesView } from './bucket-query.ts'
import { type Columns, MISSING } from './columns.ts'
import type { PlainColumns } from './reader-calls.ts'
import type { Settled } from './settled.ts'

export interface ColumnsPage {
  /** One per series asked for, in the same order. */
  readonly columns: readonly Columns[]
  readonly nextStart: number | null
}

/** Samples of several series up to a limit over all of them; an instant is never split over two pages. */
export function rawPage(
  series: readonly SeriesView[],
  range: { readonly start: number; readonly end: number; readonly limit: number },
  settled: Settled,
): ColumnsPage {
  const { start, end, limit } = range
  const read = series.map((view) => firstSamples(view, start, end, limit + 1, settled))
  const completeTo = Math.min(end, ...read.map((part) => part.completeTo))
  const upTo = read.map(({ columns }) => columns.lowerBound(completeTo))
  if (completeTo === end && upTo.reduce((sum, length) => sum + length, 0) <= limit) {
    return { columns: read.map(({ columns }) => columns), nextStart: null }
  }
  const times = new Float64Array(upTo.reduce((sum, length) => sum + length, 0))
  let filled = 0
  for (const [i, { columns }] of read.entries()) {
    times.set(columns.at.subarray(0, upTo[i]), filled)
    filled += upTo[i] ?? 0
  }
  times.sort()
  const cut = cutAt(times, limit) ?? (completeTo < end ? completeTo : null)
  return {
    columns: read.map(({ columns }) => (cut === null ? columns : columns.slice(0, columns.lowerBound(cut)))),
    nextStart: cut,
  }
}

/** The instant of the first sample that does not fit; the first instant always fits, however many samples it has. */
export function cutAt(times: Float64Array, limit: number): number | null {
  const cut = times[limit]
  if (cut === undefined || cut !== times[0]) return cut ?? null
  return times.find((at) => at > cut) ?? null
}

function firstSamples({ id, tail }: SeriesView, from: number, to: number, wanted: number, settled: Settled) {
  const { columns, completeTo } = settled.firstPoints(id, from, to, wanted)
  columns.append(tail, tail.lowerBound(from), tail.lowerBound(completeTo))
  return { columns: columns.normalized(), completeTo }
}

export function toPoints({ at, value, quality, length }: PlainColumns): Point[] {
  const points: Point[] = []
  for (let i = 0; i < length; i++) {
    const v = value[i] ?? MISSING
    points.push([at[i] ?? 0, Number.isNaN(v) ? null : v, QUALITIES[quality[i] ?? 0] ?? 'invalid'])
  }
  return points
}
