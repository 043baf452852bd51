import type { Feature, FeatureCollection, Position } from 'geojson'
import { describe, expect, it } from 'vitest'
import { withPontoonHeads } from './pontoon-heads.ts'

const polygon = (kind: string, name: string, ring: Position[]): Feature => ({
  type: 'Feature',
  properties: { kind, name },
  geometry: { type: 'Polygon', coordinates: [ring] },
})
const box = (west: number, south: number, east: number, north: number): Position[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
]
const plan = (...features: Feature[]): FeatureCollection => ({ type: 'FeatureCollection', features })

describe('the head of a pontoon', () => {
  it('lies past the end that is farther from the quay, whichever side that is', () => {
    const pontoon = polygon('pontoon', 'A', box(10, 0, 20, 1))
    const fromWest = withPontoonHeads(plan(polygon('quay', 'Q', box(0, -5, 1, 5)), pontoon)).features.at(-1)
    const fromEast = withPontoonHeads(plan(polygon('quay', 'Q', box(40, -5, 41, 5)), pontoon)).features.at(-1)
    expect(fromWest?.properties).toEqual({ kind: 'pontoon-head', name: 'A' })
    expect(fromWest?.geometry.type === 'Point' && fromWest.geometry.coordinates[0]).toBeGreaterThan(20)
    expect(fromEast?.geometry.type === 'Point' && fromEast.geometry.coordinates[0]).toBeLessThan(10)
  })

  it('is not invented where there is no pontoon or no plan', () => {
    expect(withPontoonHeads(plan(polygon('basin', 'B', box(0, 0, 1, 1)))).features).toHaveLength(1)
    expect(withPontoonHeads(plan()).features).toEqual([])
  })
})
