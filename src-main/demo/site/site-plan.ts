import { type LonLat, type Ring, toGeoRing, toLonLat } from './geometry.ts'
import { BASIN, BERTHS, BREAKWATERS, BUILDINGS, PEDESTALS, PONTOONS, QUAY } from './layout.ts'

export type SiteKind = 'quay' | 'basin' | 'breakwater' | 'pontoon' | 'berth' | 'building' | 'pedestal'

export interface SiteFeature {
  readonly type: 'Feature'
  readonly properties: {
    readonly kind: SiteKind
    readonly name: string
    readonly length_m?: number
    readonly pontoon?: string
  }
  readonly geometry:
    | { readonly type: 'Polygon'; readonly coordinates: readonly (readonly LonLat[])[] }
    | { readonly type: 'Point'; readonly coordinates: LonLat }
}

export interface SitePlan {
  readonly type: 'FeatureCollection'
  readonly features: readonly SiteFeature[]
}

const polygon = (properties: SiteFeature['properties'], ring: Ring): SiteFeature => ({
  type: 'Feature',
  properties,
  geometry: { type: 'Polygon', coordinates: [toGeoRing(ring)] },
})

/** The whole marina in drawing order: water first, then what stands in it. */
export function sitePlan(): SitePlan {
  return {
    type: 'FeatureCollection',
    features: [
      polygon({ kind: 'quay', name: 'Quay' }, QUAY),
      polygon({ kind: 'basin', name: 'Basin' }, BASIN),
      ...BREAKWATERS.map(({ name, ring }) => polygon({ kind: 'breakwater', name }, ring)),
      ...BUILDINGS.map(({ name, ring }) => polygon({ kind: 'building', name }, ring)),
      ...PONTOONS.map(({ name, ring }) => polygon({ kind: 'pontoon', name, pontoon: name }, ring)),
      ...BERTHS.map(({ name, pontoon, lengthM, ring }) =>
        polygon({ kind: 'berth', name, length_m: lengthM, pontoon }, ring),
      ),
      ...PEDESTALS.map(
        ({ name, pontoon, at }): SiteFeature => ({
          type: 'Feature',
          properties: { kind: 'pedestal', name, pontoon },
          geometry: { type: 'Point', coordinates: toLonLat(at) },
        }),
      ),
    ],
  }
}

/** The part that belongs to one pontoon's subregion, or with null to the marina itself. */
export function sitePlanOf(pontoon: string | null): SitePlan {
  const features = sitePlan().features.filter((feature) => (feature.properties.pontoon ?? null) === pontoon)
  return { type: 'FeatureCollection', features }
}
