import type { FilterSpecification, LayerSpecification } from 'maplibre-gl'
import type { MapPalette } from './palette.ts'

const PLAN = 'plan'
const TEXT_FONT = ['Inter Variable', 'system-ui', 'sans-serif']

const isKind = (...kinds: string[]): FilterSpecification => ['in', ['get', 'kind'], ['literal', kinds]]

/** The marina's plan in fine lines; names when there is room. */
export function planLayers(palette: MapPalette): LayerSpecification[] {
  const fill = (id: string, kinds: string[], colour: string): LayerSpecification => ({
    id,
    type: 'fill',
    source: PLAN,
    filter: isKind(...kinds),
    paint: { 'fill-color': colour },
  })
  const line = (id: string, kinds: string[], colour: string, width: number, minzoom: number): LayerSpecification => ({
    id,
    type: 'line',
    source: PLAN,
    minzoom,
    filter: isKind(...kinds),
    paint: {
      'line-color': colour,
      'line-width': ['interpolate', ['linear'], ['zoom'], 14, width * 0.6, 19, width * 1.4],
    },
  })
  return [
    fill('plan-ground', ['quay'], palette.ground),
    fill('plan-water', ['basin'], palette.water),
    fill('plan-rock', ['breakwater'], palette.rock),
    line('plan-edges', ['basin', 'breakwater', 'quay'], palette['plan-line'], 1, 12),
    fill('plan-solid', ['pontoon', 'building'], palette.deck),
    line('plan-solid-edges', ['pontoon', 'building'], palette['plan-line'], 0.8, 14),
    line('plan-berths', ['berth'], palette.berth, 0.7, 15),
    planNames(palette, 'plan-names', ['building', 'breakwater'], 15.5, 12),
    planNames(palette, 'plan-pontoon-names', ['pontoon-head'], 14, 15),
    planNames(palette, 'plan-berth-names', ['berth'], 17.6, 10),
  ]
}

function planNames(
  palette: MapPalette,
  id: string,
  kinds: string[],
  minzoom: number,
  size: number,
): LayerSpecification {
  return {
    id,
    type: 'symbol',
    source: PLAN,
    minzoom,
    filter: isKind(...kinds),
    layout: {
      'text-field': ['get', 'name'],
      'text-font': TEXT_FONT,
      'text-size': size,
      'text-padding': 3,
      'text-variable-anchor': ['center', 'top', 'bottom', 'left', 'right'],
      'text-radial-offset': 1,
    },
    paint: {
      'text-color': palette.text,
      'text-halo-color': palette.halo,
      'text-halo-width': 1.2,
      'text-opacity': 0.85,
    },
  }
}

/** What the reader can switch off, and which layers that means. */
export const TOGGLES = {
  plan: ['plan-ground', 'plan-water', 'plan-rock', 'plan-edges', 'plan-solid', 'plan-solid-edges', 'plan-berths'],
  names: ['plan-names', 'plan-pontoon-names', 'plan-berth-names', 'device-names'],
  world: ['world-land', 'world-borders'],
} as const
export type Toggle = keyof typeof TOGGLES
