import type { Device } from '../devices/devices.types.ts'
import type { Inventory } from '../devices/inventory.ts'

type Position = readonly [longitude: number, latitude: number]

interface Place {
  readonly name: string
  readonly at: Position
}

/**
 * Names of the berths that a pedestal serves, by its subregion's plan: those to which no other pedestal of the plan is
 * nearer. None for a device that stands nowhere, or that no pedestal of the plan stands for.
 */
export function berthsOf(inventory: Inventory, device: Device): readonly string[] {
  const plan = inventory.subregionOf(device)?.sitePlan
  if (!plan || device.deviceType !== 'pedestal' || device.latitude === null || device.longitude === null) return []
  const own: Position = [device.longitude, device.latitude]
  const pedestals = placesOf(plan, 'pedestal')
  const mine = nearest(pedestals, own)
  if (!mine) return []
  return placesOf(plan, 'berth')
    .filter((berth) => nearest(pedestals, berth.at) === mine)
    .map(({ name }) => name)
    .sort()
}

const nearest = (places: readonly Place[], to: Position): Place | null =>
  places.reduce<Place | null>(
    (best, place) => (best === null || distance(place.at, to) < distance(best.at, to) ? place : best),
    null,
  )

/** Squared, on a plane: enough to compare places of one pontoon. */
function distance([longitudeA, latitudeA]: Position, [longitudeB, latitudeB]: Position): number {
  const east = (longitudeA - longitudeB) * Math.cos((latitudeA * Math.PI) / 180)
  return east ** 2 + (latitudeA - latitudeB) ** 2
}

/** A plan is what a user uploaded: whatever does not look like a place is passed over. */
function placesOf(plan: Readonly<Record<string, unknown>>, kind: string): readonly Place[] {
  const features: unknown = plan.features
  if (!Array.isArray(features)) return []
  return features.flatMap((feature: unknown) => {
    const properties = fieldOf(feature, 'properties')
    const name = fieldOf(properties, 'name')
    if (fieldOf(properties, 'kind') !== kind || typeof name !== 'string') return []
    const at = centreOf(fieldOf(fieldOf(feature, 'geometry'), 'coordinates'))
    return at ? [{ name, at }] : []
  })
}

const fieldOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined

/** Of a point, or the mean of a polygon's first ring. */
function centreOf(coordinates: unknown): Position | null {
  if (!Array.isArray(coordinates)) return null
  const [longitude, latitude]: unknown[] = coordinates
  if (typeof longitude === 'number' && typeof latitude === 'number') return [longitude, latitude]
  if (!Array.isArray(longitude)) return null
  const ring = longitude.flatMap((point: unknown) => centreOf(point) ?? [])
  if (ring.length < 4) return null
  let [east, north, count] = [0, 0, 0]
  for (let i = 0; i + 1 < ring.length; i += 2) {
    east += Number(ring[i])
    north += Number(ring[i + 1])
    count++
  }
  return [east / count, north / count]
}
