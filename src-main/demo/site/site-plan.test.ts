import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Ring, signedArea } from './geometry.ts'
import { BASIN, BERTHS, BREAKWATERS, BUILDINGS, PEDESTALS, PONTOONS } from './layout.ts'
import { sitePlan, sitePlanOf } from './site-plan.ts'

const plan = sitePlan()
const polygons = plan.features.flatMap(({ properties, geometry }) =>
  geometry.type === 'Polygon' ? [{ properties, ring: geometry.coordinates[0] ?? [] }] : [],
)

const isInside = ([x, y]: readonly [number, number], ring: Ring): boolean => {
  let inside = false
  ring.forEach(([ax, ay], index) => {
    const [bx, by] = ring[(index + 1) % ring.length] ?? [ax, ay]
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside
  })
  return inside
}

/** Corners drawn a hand's width inward, so that shapes that touch do not count as overlapping. */
const inner = (ring: Ring): Ring => {
  const [cx, cy] = [0, 1].map((axis) => ring.reduce((sum, point) => sum + (point[axis] ?? 0), 0) / ring.length)
  return ring.map(([x, y]) => [x + ((cx ?? 0) - x) * 0.02, y + ((cy ?? 0) - y) * 0.02])
}

describe('the site plan', () => {
  it('has closed rings, anticlockwise, at the invented bay', () => {
    for (const { ring } of polygons) {
      expect(ring.length).toBeGreaterThanOrEqual(4)
      expect(ring.at(-1)).toEqual(ring[0])
      expect(signedArea(ring.slice(0, -1))).toBeGreaterThan(0)
      for (const [longitude, latitude] of ring) {
        expect(Math.abs(longitude - 27.33)).toBeLessThan(0.01)
        expect(Math.abs(latitude - 36.99)).toBeLessThan(0.01)
      }
    }
  })

  it('has six pontoons, over two hundred named berths of 10 to 18 metres, and a pedestal for every four', () => {
    expect(PONTOONS.map(({ name }) => name)).toEqual(['A', 'B', 'C', 'D', 'E', 'F'])
    expect(BERTHS.length).toBeGreaterThanOrEqual(200)
    expect(new Set(BERTHS.map(({ name }) => name)).size).toBe(BERTHS.length)
    expect(PEDESTALS.length * 4).toBe(BERTHS.length)
    for (const { properties } of polygons)
      if (properties.kind === 'berth') {
        expect(properties.length_m).toBeGreaterThanOrEqual(10)
        expect(properties.length_m).toBeLessThanOrEqual(18)
      }
  })

  it('lays nothing over anything else: berths, pontoons, moles and buildings keep clear', () => {
    const solid = [
      ...BERTHS.map(({ ring }) => ring),
      ...PONTOONS.map(({ ring }) => ring),
      ...BREAKWATERS.map(({ ring }) => ring),
      ...BUILDINGS.map(({ ring }) => ring),
    ]
    for (const { name, ring } of BERTHS) {
      const mine = inner(ring)
      expect([name, mine.every((corner) => isInside(corner, BASIN))]).toEqual([name, true])
      const overlapping = solid.filter(
        (other) =>
          other !== ring &&
          (mine.some((corner) => isInside(corner, other)) || other.some((corner) => isInside(corner, mine))),
      )
      expect([name, overlapping]).toEqual([name, []])
    }
  })

  it('is divided among the subregions without loss', () => {
    const parts = [null, ...PONTOONS.map(({ name }) => name)].map((pontoon) => sitePlanOf(pontoon).features.length)
    expect(parts.reduce((sum, count) => sum + count, 0)).toBe(plan.features.length)
  })

  it('is what resources/demo/site-plan.geojson holds', () => {
    const file: unknown = JSON.parse(
      readFileSync(new URL('../../../resources/demo/site-plan.geojson', import.meta.url), 'utf8'),
    )
    expect(file).toEqual(plan)
  })
})
