import type { Quality, SeriesPoint } from '../api/types.ts'

/** Points as the server sends them → columns as the chart draws them: a band (min, max) and a line, gaps kept. */

export interface SeriesColumns {
  readonly at: readonly number[]
  readonly min: readonly (number | null)[]
  readonly max: readonly (number | null)[]
  /** The mean where the source gives it, else the middle of min and max; the value itself where nothing was merged. */
  readonly line: readonly (number | null)[]
  readonly quality: readonly Quality[]
  /** True when a column stands for more than one sample, so that min and max say something. */
  readonly isBand: boolean
}

/** Every point is a column of its own. */
export function pointColumns(points: readonly SeriesPoint[]): SeriesColumns {
  const value = points.map(([, value]) => value)
  return {
    at: points.map(([at]) => at),
    min: value,
    max: value,
    line: value,
    quality: points.map(([, , quality]) => quality),
    isBand: false,
  }
}

/** One bucket of values, or one gap (bucket null). */
interface Segment {
  readonly at: number
  readonly bucket: number | null
  readonly min: number | null
  readonly max: number | null
  readonly quality: Quality
}

/**
 * Merges an envelope (min and max of each bucket, in time order) into one column per bucket of `bucketMs` from `start`.
 * A null point ends the band there: nothing is drawn across it.
 */
export function bandColumns(points: readonly SeriesPoint[], start: number, bucketMs: number): SeriesColumns {
  const segments: Segment[] = []
  for (const [when, value, quality] of points) {
    const bucket = value === null ? null : Math.floor((when - start) / bucketMs)
    const at = bucket === null ? when : start + (bucket + 0.5) * bucketMs
    const last = segments[segments.length - 1]
    if (last && bucket !== null && last.bucket === bucket) segments[segments.length - 1] = merged(last, value, quality)
    else segments.push({ at: Math.max(at, (last?.at ?? at - 1) + 1), bucket, min: value, max: value, quality })
  }
  return {
    at: segments.map((segment) => segment.at),
    min: segments.map((segment) => segment.min),
    max: segments.map((segment) => segment.max),
    line: segments.map(({ min, max }) => (min === null || max === null ? null : (min + max) / 2)),
    quality: segments.map((segment) => segment.quality),
    isBand: true,
  }
}

function merged(segment: Segment, value: number | null, quality: Quality): Segment {
  if (value === null) return segment
  return {
    ...segment,
    min: Math.min(segment.min ?? value, value),
    max: Math.max(segment.max ?? value, value),
    quality: worseQuality(segment.quality, quality),
  }
}

const WORST_LAST: readonly Quality[] = ['good', 'simulated', 'estimated', 'stale', 'invalid', 'comm_fail']

export function worseQuality(a: Quality, b: Quality): Quality {
  return WORST_LAST.indexOf(b) > WORST_LAST.indexOf(a) ? b : a
}

/** One time column for several series. Undefined = the series says nothing here (drawn through); null = a gap. */
export interface AlignedColumns {
  readonly at: number[]
  readonly series: readonly {
    readonly min: (number | null | undefined)[]
    readonly max: (number | null | undefined)[]
    readonly line: (number | null | undefined)[]
  }[]
}

export function alignColumns(all: readonly SeriesColumns[]): AlignedColumns {
  const at = [...new Set(all.flatMap((columns) => columns.at))].sort((a, b) => a - b)
  const indexOf = new Map(at.map((when, index) => [when, index]))
  const series = all.map((columns) => {
    const spread = (values: readonly (number | null)[]): (number | null | undefined)[] => {
      const out = new Array<number | null | undefined>(at.length).fill(undefined)
      columns.at.forEach((when, index) => {
        out[indexOf.get(when) ?? 0] = values[index]
      })
      return out
    }
    return { min: spread(columns.min), max: spread(columns.max), line: spread(columns.line) }
  })
  return { at, series }
}

export interface Summary {
  readonly min: number | null
  readonly max: number | null
  readonly last: number | null
  /** How many times the series breaks off between two values. */
  readonly gaps: number
}

export function summarise(columns: SeriesColumns): Summary {
  let min: number | null = null
  let max: number | null = null
  let last: number | null = null
  let gaps = 0
  let isInGap = false
  columns.line.forEach((value, index) => {
    const low = columns.min[index] ?? null
    const high = columns.max[index] ?? null
    if (value === null || low === null || high === null) {
      isInGap = last !== null
      return
    }
    if (isInGap) gaps += 1
    isInGap = false
    min = min === null ? low : Math.min(min, low)
    max = max === null ? high : Math.max(max, high)
    last = value
  })
  return { min, max, last, gaps }
}
