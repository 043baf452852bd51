import { useCallback, useMemo } from 'react'
import { useUrlState } from '../../components/use-url-state.ts'
import type { Camera } from '../../map/engine.ts'

/** Where the map looks, in the address: `at=27.3301,36.9911,16.4`. */
export function useCamera() {
  const [text, setText] = useUrlState('at')
  const camera = useMemo(() => parseCamera(text), [text])
  const setCamera = useCallback((moved: Camera) => setText(writeCamera(moved)), [setText])
  return { camera, setCamera }
}

export function parseCamera(text: string): Camera | null {
  const [longitude, latitude, zoom, ...rest] = text.split(',').map(Number)
  if (longitude === undefined || latitude === undefined || zoom === undefined || rest.length > 0) return null
  const isPlace = Math.abs(longitude) <= 180 && Math.abs(latitude) <= 85 && zoom >= 0 && zoom <= 24
  return isPlace ? { longitude, latitude, zoom } : null
}

export function writeCamera({ longitude, latitude, zoom }: Camera): string {
  return `${longitude.toFixed(5)},${latitude.toFixed(5)},${zoom.toFixed(2)}`
}
