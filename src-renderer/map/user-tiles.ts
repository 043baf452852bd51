import { addProtocol, type LayerSpecification, type SourceSpecification } from 'maplibre-gl'
import { PMTiles, Protocol } from 'pmtiles'
import type { MapPalette } from './palette.ts'

/** PMTiles that the user dropped into the data folder: a base map under the plan, drawn muted whatever its schema. */

let protocol: Protocol | null = null

function ensureProtocol(): Protocol {
  if (!protocol) {
    protocol = new Protocol()
    addProtocol('pmtiles', protocol.tile)
  }
  return protocol
}

export interface UserTiles {
  readonly source: SourceSpecification
  readonly layers: LayerSpecification[]
}

const VECTOR = 1

export async function userTiles(name: string, url: string, palette: MapPalette): Promise<UserTiles> {
  const file = new PMTiles(url)
  ensureProtocol().add(file)
  const header = await file.getHeader()
  const source = `tiles-${name}`
  if (header.tileType !== VECTOR) {
    return {
      source: { type: 'raster', url: `pmtiles://${url}`, tileSize: 256 },
      layers: [
        {
          id: source,
          type: 'raster',
          source,
          paint: {
            'raster-saturation': -0.8,
            'raster-opacity': 0.7,
            'raster-brightness-max': isDark(palette.land) ? 0.4 : 1,
          },
        },
      ],
    }
  }
  const metadata = await file.getMetadata()
  return {
    source: { type: 'vector', url: `pmtiles://${url}` },
    layers: vectorLayers(source, vectorLayerIds(metadata), palette),
  }
}

/** Of a resolved `rgb(…)` colour. */
export function isDark(colour: string): boolean {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 128
}

function vectorLayerIds(metadata: unknown): string[] {
  if (typeof metadata !== 'object' || metadata === null || !('vector_layers' in metadata)) return []
  const layers = metadata.vector_layers
  if (!Array.isArray(layers)) return []
  return layers.flatMap((layer: unknown) =>
    typeof layer === 'object' && layer !== null && 'id' in layer ? [String(layer.id)] : [],
  )
}

/** Areas first, then lines; water and buildings told apart by the names that the common schemas share. */
export function vectorLayers(source: string, ids: readonly string[], palette: MapPalette): LayerSpecification[] {
  const fills = ids
    .filter((id) => /water|ocean|earth|land|building|park/.test(id))
    .sort((a, b) => fillOrder(a) - fillOrder(b))
    .map<LayerSpecification>((id) => ({
      id: `${source}-${id}-fill`,
      type: 'fill',
      source,
      'source-layer': id,
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': fillColour(id, palette), 'fill-opacity': 0.8 },
    }))
  const lines = ids
    .filter((id) => !/label|place|poi|name|housenumber/.test(id))
    .map<LayerSpecification>((id) => ({
      id: `${source}-${id}-line`,
      type: 'line',
      source,
      'source-layer': id,
      paint: { 'line-color': palette.border, 'line-width': 0.6, 'line-opacity': 0.6 },
    }))
  return [...fills, ...lines]
}

const ORDER = [/earth|land/, /park/, /water|ocean/, /building/]
const fillOrder = (id: string): number => ORDER.findIndex((pattern) => pattern.test(id))

function fillColour(id: string, palette: MapPalette): string {
  if (/water|ocean/.test(id)) return palette.sea
  return /building/.test(id) ? palette.deck : palette.land
}
