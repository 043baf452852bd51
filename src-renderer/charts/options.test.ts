import { describe, expect, it } from 'vitest'
import { chartKey, stepped, zoomed } from './chart-keys.ts'
import { pointColumns } from './columns.ts'
import { plainColour } from './css-colours.ts'
import { digitsOf, plotData, valueRange } from './options.ts'
import { sparkPath, sparkScale } from './spark-shape.ts'
import { indexAt } from './spoken.ts'

describe('the value axis', () => {
  it('has as many decimals as its step needs', () => {
    expect([1, 10, 2.5, 0.5, 0.25, 0.05, 0.1, 1000].map(digitsOf)).toEqual([0, 0, 1, 1, 2, 2, 1, 0])
  })

  it('gives a flat line room, and starts at zero only where asked', () => {
    expect(valueRange(230, 230, false)).toEqual([218.5, 241.5])
    expect(valueRange(0, 0, false)).toEqual([-0.5, 0.5])
    expect(valueRange(2, 10, true)).toEqual([0, 11])
    expect(valueRange(null, null, false)).toEqual([0, 1])
  })
})

describe('plot data', () => {
  it('puts the edges of a band before its line', () => {
    const columns = { ...pointColumns([[1, 5, 'good']]), min: [4], max: [6], isBand: true }
    expect(plotData([{ key: 'a', label: 'a', unit: '', columns }])).toEqual([[1], [6], [4], [5]])
  })
})

describe('chart keys', () => {
  it('move the cursor within the data', () => {
    expect(stepped(null, -1, 10)).toBe(9)
    expect(stepped(9, 10, 10)).toBe(9)
    expect(stepped(3, -10, 10)).toBe(0)
    expect(chartKey('ArrowRight', true)).toEqual({ act: 'step', by: 10 })
    expect(chartKey('x', false)).toBeNull()
  })

  it('zoom about a point that keeps its place, down to ten seconds', () => {
    expect(zoomed(0, 1_000_000, 250_000, 0.5)).toEqual([125_000, 625_000])
    expect(zoomed(0, 12_000, 6_000, 0.5)).toEqual([1_000, 11_000])
  })
})

describe('a sparkline', () => {
  it('breaks at a gap', () => {
    const path = sparkPath(
      [
        [0, 1],
        [1, 2],
        [2, null],
        [3, 4],
      ],
      (at) => at,
      (value) => value,
    )
    expect(path).toBe('M0.0 1.0L1.0 2.0M3.0 4.0')
  })

  it('is not flattened by a far limit', () => {
    expect(sparkScale([229, 231], [232, 400])).toEqual({ low: 229, high: 232 })
    expect(sparkScale([5, 5], []).high).toBeGreaterThan(5)
  })
})

describe('a point under the cursor', () => {
  it('is the last one at or before it', () => {
    expect([0, 10, 15, 20, 99].map((at) => indexAt([10, 20], at))).toEqual([-1, 0, 0, 1, 1])
  })
})

describe('a resolved colour', () => {
  it('is one that a map style knows', () => {
    expect(plainColour('color(srgb 0.5 0 1)')).toBe('rgba(128, 0, 255, 1)')
    expect(plainColour('color(srgb 0 0 0 / 0.22)')).toBe('rgba(0, 0, 0, 0.22)')
    expect(plainColour('rgb(1, 2, 3)')).toBe('rgb(1, 2, 3)')
  })
})
