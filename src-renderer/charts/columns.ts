/** Points as the server sends them → columns as the chart draws them: a band (min, max) and a line, gaps kept. */

/** [epoch ms, value or null, quality]; null = known to be missing. */
export type SeriesPoint = readonly [at: number, value: number | null, quality: string]

export interface SeriesColumns {
  readonly at: readonly number[]
  readonly min: readonly (number | null)[]
  readonly max: readonly (number | null)[]
  /** The mean where the source gives it, else the middle of min and max; the value itself where nothing was merged. */
  readonly line: readonly (number | null)[]
  readonly quality: readonly string[]
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

interface Open {
  bucket: number
  min: number
  max: number
  quality: string
}

/**
 * Merges an envelope (min and max of each bucket, in time order) into one column per bucket of `bucketMs` from `start`.
 * A null point ends the band there: nothing is drawn across it.
 */
export function bandColumns(points: readonly SeriesPoint[], start: number, bucketMs: number): SeriesColumns {
  const at: number[] = []
  const min: (number | null)[] = []
  const max: (number | null)[] = []
  const quality: string[] = []
  let open: Open | null = null
  const put = (when: number, low: number | null, high: number | null, how: string): void => {
    const last = at[at.length - 1]
    at.push(last !== undefined && when <= last ? last + 1 : when)
    min.push(low)
    max.push(high)
    quality.push(how)
  }
  const close = (): void => {
    if (open) put(start + (open.bucket + 0.5) * bucketMs, open.min, open.max, open.quality)
    open = null
  }
  for (const [when, value, how] of points) {
    if (value === null) {
      close()
      put(when, null, null, how)
      continue
    }
    const bucket = Math.floor((when - start) / bucketMs)
    const current: Open | null = open
    if (current === null || current.bucket !== bucket) {
      close()
      open = { bucket, min: value, max: value, quality: how }
    } else {
      open = {
        bucket,
        min: Math.min(current.min, value),
        max: Math.max(current.max, value),
        quality: worseQuality(current.quality, how),
      }
    }
  }
  close()
  const line = min.map((low, index) => {
    const high = max[index] ?? null
    return low === null || high === null ? null : (low + high) / 2
  })
  return { at, min, max, line, quality, isBand: true }
}

const WORST_LAST = ['good', 'simulated', 'estimated', 'stale', 'invalid', 'comm_fail']

export function worseQuality(a: string, b: string): string {
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
