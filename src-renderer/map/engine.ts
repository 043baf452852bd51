import type { FeatureCollection } from 'geojson'
import { type GeoJSONSource, type MapLayerMouseEvent, Map as MapLibre, ScaleControl, setWorkerUrl } from 'maplibre-gl'
import 'maplibre-gl/dist/maplibre-gl.css'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import type { Bounds } from './bounds.ts'
import { deviceCollection, deviceDiff, type PlacedDevice } from './device-features.ts'
import type { MapPalette } from './palette.ts'
import { TOGGLES, type Toggle } from './plan-layers.ts'
import { FIRST_PLAN_LAYER, mapStyle, SOURCES } from './style.ts'
import { drawSymbols } from './symbols.ts'
import { userTiles } from './user-tiles.ts'
import { loadWorld } from './world.ts'

setWorkerUrl(workerUrl)

export interface Camera {
  readonly longitude: number
  readonly latitude: number
  readonly zoom: number
}

export interface MapEngineOptions {
  readonly container: HTMLElement
  readonly palette: MapPalette
  readonly plan: FeatureCollection
  readonly camera: Camera | null
  readonly home: Bounds | null
  /** How many devices are to be expected: it decides how eagerly they are grouped. */
  readonly deviceCount: number
  /** Accessible name of the canvas. */
  readonly label: string
  readonly onSelect: (deviceId: string | null) => void
  readonly onCamera: (camera: Camera) => void
  readonly onProblem: (error: unknown) => void
}

/** Devices change at most this often on the map: the eye needs no more, and clustering is not free. */
const UPDATE_MS = 1000
/** With more changes than this a whole new collection is cheaper than a difference. */
const MAX_DIFF = 2000

const PRESSABLE = ['device', 'device-normal', 'cluster'] as const

/** The imperative map behind the page. Live for one theme and one plan; made anew when either changes. */
export class MapEngine {
  readonly #map: MapLibre
  readonly #options: MapEngineOptions
  #drawn: ReadonlyMap<string, PlacedDevice> = new Map()
  #wanted: ReadonlyMap<string, PlacedDevice> = new Map()
  #selected: string | null = null
  #hidden: ReadonlySet<Toggle> = new Set()
  #tiles: string | null = null
  #isReady = false
  #isStopped = false
  #timer: ReturnType<typeof setTimeout> | null = null
  #lastUpdateMs = Number.NEGATIVE_INFINITY

  constructor(options: MapEngineOptions) {
    this.#options = options
    const { container, palette, plan, camera, home, label } = options
    this.#map = new MapLibre({
      container,
      style: mapStyle(palette, plan, options.deviceCount),
      ...(camera
        ? { center: [camera.longitude, camera.latitude], zoom: camera.zoom }
        : { center: [28, 38.5], zoom: 4.5 }),
      ...(camera || !home ? {} : { bounds: [...home], fitBoundsOptions: { padding: 48, maxZoom: 18.5 } }),
      maxZoom: 21,
      minZoom: 1,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      fadeDuration: 0,
      renderWorldCopies: true,
    })
    this.#map.touchZoomRotate.disableRotation()
    this.#map.keyboard.disableRotation()
    this.#map.addControl(new ScaleControl({ unit: 'metric', maxWidth: 120 }), 'bottom-left')
    const canvas = this.#map.getCanvas()
    canvas.setAttribute('aria-label', label)
    this.#map.on('load', () => this.#begin())
    this.#map.on('moveend', () => options.onCamera(this.camera()))
    this.#map.on('error', ({ error }) => options.onProblem(error))
  }

  stop(): void {
    if (this.#isStopped) return
    this.#isStopped = true
    if (this.#timer) clearTimeout(this.#timer)
    this.#map.remove()
  }

  camera(): Camera {
    const { lng, lat } = this.#map.getCenter()
    return { longitude: lng, latitude: lat, zoom: this.#map.getZoom() }
  }

  setDevices(devices: readonly PlacedDevice[]): void {
    this.#wanted = new Map(devices.map((device) => [device.id, device]))
    this.#planUpdate()
  }

  setSelected(deviceId: string | null): void {
    this.#selected = deviceId
    if (this.#isReady) this.#map.setFilter('device-selected', ['==', ['get', 'id'], deviceId ?? ''])
  }

  setHidden(hidden: ReadonlySet<Toggle>): void {
    this.#hidden = hidden
    if (!this.#isReady) return
    for (const [toggle, layers] of Object.entries(TOGGLES)) {
      const visibility = hidden.has(toggle as Toggle) ? 'none' : 'visible'
      for (const layer of layers) this.#map.setLayoutProperty(layer, 'visibility', visibility)
    }
  }

  /** Shows one of the user's tile files under the plan, or none. */
  setTiles(tiles: { readonly name: string; readonly url: string } | null): void {
    if (!this.#isReady) {
      this.#map.once('load', () => this.setTiles(tiles))
      return
    }
    const { onProblem, palette } = this.#options
    this.#removeTiles()
    if (!tiles) return
    const { name, url } = tiles
    this.#tiles = name
    userTiles(name, url, palette).then(({ source, layers }) => {
      if (this.#isStopped || this.#tiles !== name) return
      this.#map.addSource(`tiles-${name}`, source)
      for (const layer of layers) this.#map.addLayer(layer, FIRST_PLAN_LAYER)
    }, onProblem)
  }

  /** Moves to a device if it is out of sight or lost in a cluster. */
  reveal(deviceId: string): void {
    const device = this.#wanted.get(deviceId)
    if (!device) return
    const isNear = this.#map.getZoom() >= 17.5
    if (isNear && this.#map.getBounds().contains([device.longitude, device.latitude])) return
    this.#map.easeTo({
      center: [device.longitude, device.latitude],
      zoom: Math.max(this.#map.getZoom(), 18.2),
      duration: 500,
    })
  }

  fit(bounds: Bounds): void {
    this.#map.fitBounds([...bounds], { padding: 48, maxZoom: 18.5, duration: 500 })
  }

  zoomBy(steps: number): void {
    this.#map.easeTo({ zoom: this.#map.getZoom() + steps, duration: 200 })
  }

  #begin(): void {
    if (this.#isStopped) return
    for (const { name, image, pixelRatio } of drawSymbols(this.#options.palette)) {
      this.#map.addImage(name, image, { pixelRatio })
    }
    this.#isReady = true
    this.setHidden(this.#hidden)
    this.setSelected(this.#selected)
    this.#listen()
    this.#planUpdate()
    this.#drawWorld().catch(this.#options.onProblem)
  }

  async #drawWorld(): Promise<void> {
    const { land, borders } = await loadWorld()
    if (this.#isStopped) return
    await Promise.all([this.#source(SOURCES.world)?.setData(land), this.#source(SOURCES.borders)?.setData(borders)])
  }

  #listen(): void {
    const map = this.#map
    map.on('click', (event) => {
      const hits = map.queryRenderedFeatures(
        [
          [event.point.x - 6, event.point.y - 6],
          [event.point.x + 6, event.point.y + 6],
        ],
        { layers: [...PRESSABLE] },
      )
      const hit = hits.sort((a, b) => Number(b.properties.rank ?? -1) - Number(a.properties.rank ?? -1))[0]
      if (!hit) this.#options.onSelect(null)
      else if (hit.properties.cluster_id === undefined) this.#options.onSelect(String(hit.properties.id))
      else this.#openCluster(hit)
    })
    for (const layer of PRESSABLE) {
      map.on('mouseenter', layer, () => {
        map.getCanvas().style.cursor = 'pointer'
      })
      map.on('mouseleave', layer, () => {
        map.getCanvas().style.cursor = ''
      })
    }
  }

  #openCluster(hit: NonNullable<MapLayerMouseEvent['features']>[number]): void {
    const source = this.#source(SOURCES.devices)
    if (!source || hit.geometry.type !== 'Point') return
    const [longitude = 0, latitude = 0] = hit.geometry.coordinates
    source.getClusterExpansionZoom(Number(hit.properties.cluster_id)).then((zoom) => {
      if (!this.#isStopped) this.#map.easeTo({ center: [longitude, latitude], zoom: zoom + 0.3, duration: 400 })
    }, this.#options.onProblem)
  }

  #source(id: string): GeoJSONSource | undefined {
    return this.#map.getSource<GeoJSONSource>(id)
  }

  #removeTiles(): void {
    if (!this.#tiles) return
    const source = `tiles-${this.#tiles}`
    for (const layer of this.#map.getStyle().layers) {
      if ('source' in layer && layer.source === source) this.#map.removeLayer(layer.id)
    }
    if (this.#map.getSource(source)) this.#map.removeSource(source)
    this.#tiles = null
  }

  #planUpdate(): void {
    if (!this.#isReady || this.#timer || this.#isStopped) return
    const waitMs = Math.max(0, this.#lastUpdateMs + UPDATE_MS - performance.now())
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#lastUpdateMs = performance.now()
      this.#update()
    }, waitMs)
  }

  #update(): void {
    const source = this.#source(SOURCES.devices)
    const diff = deviceDiff(this.#drawn, this.#wanted)
    if (!source || !diff) return
    const changes = diff.add.length + diff.remove.length + diff.update.length
    const done =
      this.#drawn.size === 0 || changes > MAX_DIFF
        ? source.setData(deviceCollection([...this.#wanted.values()]))
        : source.updateData(diff)
    this.#drawn = this.#wanted
    Promise.resolve(done).catch(this.#options.onProblem)
  }
}
