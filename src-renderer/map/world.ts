import type { Feature, FeatureCollection } from 'geojson'
import { feature, mesh } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import worldUrl from 'world-atlas/countries-10m.json?url'

export interface World {
  readonly land: FeatureCollection
  readonly borders: Feature
}

let world: Promise<World> | null = null

/** The bundled overview of the world (Natural Earth 1:10 m), read once and only when a map is shown. */
export function loadWorld(): Promise<World> {
  world ??= readWorld().catch((error: unknown) => {
    world = null
    throw error
  })
  return world
}

async function readWorld(): Promise<World> {
  const answer = await fetch(worldUrl)
  if (!answer.ok) throw new Error(`The world overview is missing (${answer.status})`)
  const topology = (await answer.json()) as Topology<{ countries: GeometryCollection }>
  const { countries } = topology.objects
  return {
    land: feature(topology, countries),
    borders: {
      type: 'Feature',
      properties: {},
      geometry: mesh(topology, countries, (a, b) => a !== b),
    },
  }
}
