import type { FeatureCollection } from 'geojson'
import type { LayerSpecification, StyleSpecification } from 'maplibre-gl'
import { deviceLayers } from './device-layers.ts'
import type { MapPalette } from './palette.ts'
import { planLayers } from './plan-layers.ts'
import { withPontoonHeads } from './pontoon-heads.ts'

export const SOURCES = { world: 'world', borders: 'borders', plan: 'plan', devices: 'devices' } as const
/** Local fonts: the style has no glyphs, so that every letter comes from this computer. */
export const FONT = ['Inter Variable', 'system-ui', 'sans-serif']
/** User tiles go in below this layer. */
export const FIRST_PLAN_LAYER = 'plan-ground'

/** A marina shows each of its pedestals; beyond this many, numbers say more than dots. */
const MANY = 1000

const EMPTY: FeatureCollection = { type: 'FeatureCollection', features: [] }

export function mapStyle(palette: MapPalette, plan: FeatureCollection, deviceCount: number): StyleSpecification {
  const isDense = deviceCount > MANY
  return {
    version: 8,
    sources: {
      [SOURCES.world]: { type: 'geojson', data: EMPTY, maxzoom: 8, tolerance: 0.3 },
      [SOURCES.borders]: { type: 'geojson', data: EMPTY, maxzoom: 8 },
      [SOURCES.plan]: { type: 'geojson', data: withPontoonHeads(plan), maxzoom: 20, tolerance: 0.05 },
      [SOURCES.devices]: {
        type: 'geojson',
        data: EMPTY,
        promoteId: 'id',
        cluster: true,
        clusterRadius: isDense ? 32 : 13,
        clusterMinPoints: 3,
        clusterMaxZoom: 17,
        clusterProperties: { worst: ['max', ['get', 'rank']], locked: ['max', ['get', 'locked']] },
      },
    },
    layers: [
      { id: 'sea', type: 'background', paint: { 'background-color': palette.sea } },
      ...worldLayers(palette),
      ...planLayers(palette),
      ...deviceLayers(palette, isDense),
    ],
  }
}

/** The overview is drawn for country scale: it fades out before its coast could contradict the marina's plan. */
function worldLayers(palette: MapPalette): LayerSpecification[] {
  return [
    {
      id: 'world-land',
      type: 'fill',
      source: SOURCES.world,
      paint: {
        'fill-color': palette.land,
        'fill-opacity': ['interpolate', ['linear'], ['zoom'], 11, 1, 13, 0],
      },
    },
    {
      id: 'world-borders',
      type: 'line',
      source: SOURCES.borders,
      paint: {
        'line-color': palette.border,
        'line-width': 0.6,
        'line-opacity': ['interpolate', ['linear'], ['zoom'], 0, 0.5, 11, 0.5, 13, 0],
      },
    },
  ]
}
