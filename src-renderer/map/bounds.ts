import type { FeatureCollection, Position } from 'geojson'

/** West, south, east, north in degrees. */
export type Bounds = readonly [west: number, south: number, east: number, north: number]

export function boundsOf(positions: Iterable<Position>): Bounds | null {
  let west = Number.POSITIVE_INFINITY
  let south = Number.POSITIVE_INFINITY
  let east = Number.NEGATIVE_INFINITY
  let north = Number.NEGATIVE_INFINITY
  for (const [longitude, latitude] of positions) {
    if (longitude === undefined || latitude === undefined) continue
    west = Math.min(west, longitude)
    east = Math.max(east, longitude)
    south = Math.min(south, latitude)
    north = Math.max(north, latitude)
  }
  return west <= east ? [west, south, east, north] : null
}

export function* positionsOf(collection: FeatureCollection): Generator<Position> {
  for (const { geometry } of collection.features) {
    if (geometry && 'coordinates' in geometry) yield* flattened(geometry.coordinates)
  }
}

function* flattened(coordinates: Position | Position[] | Position[][] | Position[][][]): Generator<Position> {
  if (coordinates.length === 0) return
  if (typeof coordinates[0] === 'number') yield coordinates as Position
  else for (const inner of coordinates as Position[][]) yield* flattened(inner)
}
