import type { Feature, FeatureCollection, Point, Position } from 'geojson'
import { positionsOf } from './bounds.ts'

/** How far beyond its end a pontoon's name stands, as a share of its length from the middle. */
const BEYOND = 1.14

/**
 * Adds a point past the sea end of every pontoon: there its name is in nobody's way, while its middle is full of
 * berths and pedestals. The sea end is the one farther from the quay, or from the middle of the plan without one.
 */
export function withPontoonHeads(plan: FeatureCollection): FeatureCollection {
  const shore =
    middleOf(plan.features.filter((feature) => feature.properties?.kind === 'quay')) ?? middleOf(plan.features)
  if (!shore) return plan
  const heads = plan.features.flatMap((feature) => {
    const middle = feature.properties?.kind === 'pontoon' ? middleOf([feature]) : null
    return middle ? [headOf(feature, middle, shore)] : []
  })
  return { type: 'FeatureCollection', features: [...plan.features, ...heads] }
}

function headOf(pontoon: Feature, middle: Position, shore: Position): Feature<Point> {
  let end = middle
  for (const position of positionsOf({ type: 'FeatureCollection', features: [pontoon] })) {
    if (distance(position, shore) > distance(end, shore)) end = position
  }
  const beyond = (axis: 0 | 1): number => {
    const from = middle[axis] ?? 0
    return from + ((end[axis] ?? 0) - from) * BEYOND
  }
  return {
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [beyond(0), beyond(1)] },
    properties: { kind: 'pontoon-head', name: pontoon.properties?.name ?? '' },
  }
}

function middleOf(features: readonly Feature[]): Position | null {
  let count = 0
  let longitude = 0
  let latitude = 0
  for (const [east = 0, north = 0] of positionsOf({ type: 'FeatureCollection', features: [...features] })) {
    longitude += east
    latitude += north
    count += 1
  }
  return count === 0 ? null : [longitude / count, latitude / count]
}

/** Good enough within one marina: degrees, the longitude shortened by the latitude. */
function distance(a: Position, b: Position): number {
  const [aEast = 0, aNorth = 0] = a
  const [bEast = 0, bNorth = 0] = b
  return Math.hypot((aEast - bEast) * Math.cos((aNorth * Math.PI) / 180), aNorth - bNorth)
}
