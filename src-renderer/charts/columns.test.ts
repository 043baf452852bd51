import { describe, expect, it } from 'vitest'
import type { SeriesPoint } from '../api/types.ts'
import { alignColumns, bandColumns, pointColumns, summarise } from './columns.ts'

const good = (at: number, value: number | null): SeriesPoint => [at, value, value === null ? 'comm_fail' : 'good']

describe('band columns', () => {
  it('merge min and max of a bucket into one column in its middle', () => {
    const columns = bandColumns([good(10, 5), good(70, 9), good(120, 2), good(180, 4)], 0, 100)
    expect(columns.at).toEqual([50, 150])
    expect(columns.min).toEqual([5, 2])
    expect(columns.max).toEqual([9, 4])
    expect(columns.line).toEqual([7, 3])
  })

  it('keep a gap a gap', () => {
    const columns = bandColumns([good(10, 5), good(40, null), good(320, 6)], 0, 100)
    expect(columns.line).toEqual([5, null, 6])
    expect(columns.quality).toEqual(['good', 'comm_fail', 'good'])
  })

  it('stay in time order when a gap begins in a bucket that has values', () => {
    const columns = bandColumns([good(10, 5), good(20, null), good(90, 6)], 0, 100)
    expect(columns.at).toEqual([...columns.at].sort((a, b) => a - b))
    expect(new Set(columns.at).size).toBe(columns.at.length)
    expect(columns.line).toEqual([5, null, 6])
  })

  it('carry the worst quality of their samples', () => {
    const columns = bandColumns(
      [
        [1, 1, 'good'],
        [2, 3, 'estimated'],
      ],
      0,
      100,
    )
    expect(columns.quality).toEqual(['estimated'])
  })
})

describe('aligned columns', () => {
  it('tell a gap (null) from a time at which the other series speaks (undefined)', () => {
    const aligned = alignColumns([pointColumns([good(1, 1), good(3, null)]), pointColumns([good(2, 7)])])
    expect(aligned.at).toEqual([1, 2, 3])
    expect(aligned.series[0]?.line).toEqual([1, undefined, null])
    expect(aligned.series[1]?.line).toEqual([undefined, 7, undefined])
  })
})

describe('a summary', () => {
  it('tells range, last value and gaps, and says nothing of nothing', () => {
    expect(summarise(pointColumns([good(1, 4), good(2, null), good(3, null), good(4, -2)]))).toEqual({
      min: -2,
      max: 4,
      last: -2,
      gaps: 1,
    })
    expect(summarise(pointColumns([]))).toEqual({ min: null, max: null, last: null, gaps: 0 })
    expect(summarise(pointColumns([good(1, null), good(2, 3), good(3, null)])).gaps).toBe(0)
  })
})
