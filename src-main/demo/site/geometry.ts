/** Metres: x along the quay (bearing 26°), y out to sea (bearing 116°), from the quay's south end. */
export type Point = readonly [x: number, y: number]
export type Ring = readonly Point[]
export type LonLat = readonly [longitude: number, latitude: number]

/** A bay on the Turkish Aegean coast that has no such marina. */
const ORIGIN: LonLat = [27.32865, 36.99005]
const QUAY_BEARING = (26 * Math.PI) / 180
const METRES_PER_DEGREE = 111_195

export function toLonLat([x, y]: Point): LonLat {
  const east = x * Math.sin(QUAY_BEARING) + y * Math.cos(QUAY_BEARING)
  const north = x * Math.cos(QUAY_BEARING) - y * Math.sin(QUAY_BEARING)
  const longitude = ORIGIN[0] + east / (METRES_PER_DEGREE * Math.cos((ORIGIN[1] * Math.PI) / 180))
  return [round(longitude), round(ORIGIN[1] + north / METRES_PER_DEGREE)]
}

/** Seven decimals are a centimetre. */
const round = (degrees: number): number => Math.round(degrees * 1e7) / 1e7

export const rectangle = (x: number, y: number, width: number, height: number): Ring => [
  [x, y],
  [x + width, y],
  [x + width, y + height],
  [x, y + height],
]

/** Twice the signed area; positive when anticlockwise in x, y. */
export const signedArea = (ring: Ring): number =>
  ring.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = ring[(index + 1) % ring.length] ?? [x, y]
    return sum + x * nextY - nextX * y
  }, 0)

/** Closed longitude/latitude ring, anticlockwise as RFC 7946 wants its outer rings. The frame is mirrored. */
export function toGeoRing(ring: Ring): LonLat[] {
  const ordered = signedArea(ring) > 0 ? [...ring].reverse() : [...ring]
  const points = ordered.map(toLonLat)
  const [first] = points
  return first ? [...points, first] : []
}

/** Points of a cubic Bézier curve, ends included. */
export function bezier(from: Point, control1: Point, control2: Point, to: Point, steps: number): Point[] {
  const at = (t: number, axis: 0 | 1) => {
    const s = 1 - t
    return s ** 3 * from[axis] + 3 * s * s * t * control1[axis] + 3 * s * t * t * control2[axis] + t ** 3 * to[axis]
  }
  return Array.from({ length: steps + 1 }, (_, step): Point => [at(step / steps, 0), at(step / steps, 1)])
}

/** The line moved sideways by a width that may change along it; positive is to the left of the way it runs. */
export function offset(line: readonly Point[], distance: (share: number) => number): Point[] {
  return line.map((point, index): Point => {
    const before = line[Math.max(0, index - 1)] ?? point
    const after = line[Math.min(line.length - 1, index + 1)] ?? point
    const length = Math.hypot(after[0] - before[0], after[1] - before[1]) || 1
    const by = distance(index / (line.length - 1))
    return [point[0] - ((after[1] - before[1]) / length) * by, point[1] + ((after[0] - before[0]) / length) * by]
  })
}

/** Half circle around the end of a line, from its left side to its right. */
export function roundHead(line: readonly Point[], radius: number): Point[] {
  const end = line.at(-1) ?? [0, 0]
  const before = line.at(-2) ?? [0, 0]
  const heading = Math.atan2(end[1] - before[1], end[0] - before[0])
  return Array.from({ length: 9 }, (_, step): Point => {
    const angle = heading + Math.PI / 2 - (Math.PI * step) / 8
    return [end[0] + radius * Math.cos(angle), end[1] + radius * Math.sin(angle)]
  })
}
