import type { FeatureCollection } from 'geojson'
import { type Ref, useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react'
import { watchTheme } from '../charts/css-colours.ts'
import type { Bounds } from './bounds.ts'
import type { PlacedDevice } from './device-features.ts'
import { type Camera, MapEngine } from './engine.ts'
import './map.css'
import { readMapPalette } from './palette.ts'
import type { Toggle } from './plan-layers.ts'

export interface MarinaMapHandle {
  fit(bounds: Bounds): void
  reveal(deviceId: string): void
  zoomBy(steps: number): void
}

export interface MarinaMapProps {
  readonly plan: FeatureCollection
  readonly devices: readonly PlacedDevice[]
  readonly selectedId: string | null
  readonly hidden: ReadonlySet<Toggle>
  readonly tiles: { readonly name: string; readonly url: string } | null
  readonly camera: Camera | null
  /** Where the map opens when the address names no place. */
  readonly home: Bounds | null
  readonly label: string
  readonly handle: Ref<MarinaMapHandle>
  readonly onSelect: (deviceId: string | null) => void
  readonly onCamera: (camera: Camera) => void
  readonly onProblem: (error: unknown) => void
}

export function MarinaMap(props: MarinaMapProps) {
  const { plan, devices, selectedId, hidden, tiles, label, handle } = props
  const host = useRef<HTMLDivElement>(null)
  const [engine, setEngine] = useState<MapEngine | null>(null)
  const [theme, setTheme] = useState(0)
  const latest = useRef(props)
  useLayoutEffect(() => {
    latest.current = props
  })
  useEffect(() => watchTheme(() => setTheme((count) => count + 1)), [])

  useEffect(() => {
    const container = host.current
    if (!container || theme < 0) return
    const made = startEngine(container, plan, label, latest)
    setEngine(made)
    return () => made?.stop()
  }, [plan, label, theme])

  useEffect(() => engine?.setDevices(devices), [engine, devices])
  useEffect(() => engine?.setSelected(selectedId), [engine, selectedId])
  useEffect(() => engine?.setHidden(hidden), [engine, hidden])
  useEffect(() => engine?.setTiles(tiles), [engine, tiles])
  useImperativeHandle(
    handle,
    () => ({
      fit: (bounds) => engine?.fit(bounds),
      reveal: (deviceId) => engine?.reveal(deviceId),
      zoomBy: (steps) => engine?.zoomBy(steps),
    }),
    [engine],
  )
  return <div ref={host} className="qw-map" />
}

function startEngine(
  container: HTMLElement,
  plan: FeatureCollection,
  label: string,
  latest: { readonly current: MarinaMapProps },
): MapEngine | null {
  const { camera, home, devices } = latest.current
  try {
    return new MapEngine({
      container,
      palette: readMapPalette(container),
      plan,
      camera,
      home,
      deviceCount: devices.length,
      label,
      onSelect: (id) => latest.current.onSelect(id),
      onCamera: (moved) => latest.current.onCamera(moved),
      onProblem: (error) => latest.current.onProblem(error),
    })
  } catch (error) {
    // No WebGL: the list beside the map still tells everything.
    latest.current.onProblem(error)
    return null
  }
}
