import type { Feature, FeatureCollection, Point } from 'geojson'
import { type DeviceState, rankOf } from './device-state.ts'

export interface PlacedDevice {
  readonly id: string
  readonly name: string
  readonly state: DeviceState
  readonly fade: number
  readonly longitude: number
  readonly latitude: number
  /** A lock hangs on it, or on something above it. */
  readonly isLocked?: boolean
  /** Stands beside the padlock: what is locked, and who works there. */
  readonly lockNote?: string
}

export interface DeviceProperties {
  readonly id: string
  readonly name: string
  readonly state: DeviceState
  readonly rank: number
  readonly fade: number
  readonly locked: 0 | 1
  readonly lockNote: string
}

export function deviceFeature(device: PlacedDevice): Feature<Point, DeviceProperties> {
  const { id, name, state, fade, longitude, latitude, isLocked = false, lockNote = '' } = device
  return {
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [longitude, latitude] },
    properties: { id, name, state, rank: rankOf(state), fade, locked: isLocked ? 1 : 0, lockNote },
  }
}

export function deviceCollection(devices: readonly PlacedDevice[]): FeatureCollection<Point, DeviceProperties> {
  return { type: 'FeatureCollection', features: devices.map(deviceFeature) }
}

/** What MapLibre's updateData takes. */
export interface DeviceDiff {
  readonly remove: string[]
  readonly add: Feature<Point, DeviceProperties>[]
  readonly update: {
    id: string
    newGeometry?: Point
    addOrUpdateProperties: { key: string; value: string | number }[]
  }[]
}

/** @returns null when nothing that is drawn differs. */
export function deviceDiff(
  before: ReadonlyMap<string, PlacedDevice>,
  after: ReadonlyMap<string, PlacedDevice>,
): DeviceDiff | null {
  const diff: DeviceDiff = { remove: [], add: [], update: [] }
  for (const id of before.keys()) if (!after.has(id)) diff.remove.push(id)
  for (const device of after.values()) {
    const known = before.get(device.id)
    if (!known) diff.add.push(deviceFeature(device))
    else if (known !== device) addUpdate(diff, known, device)
  }
  return diff.remove.length + diff.add.length + diff.update.length === 0 ? null : diff
}

function addUpdate(diff: DeviceDiff, known: PlacedDevice, device: PlacedDevice): void {
  const isMoved = known.longitude !== device.longitude || known.latitude !== device.latitude
  const properties: { key: string; value: string | number }[] = []
  if (known.name !== device.name) properties.push({ key: 'name', value: device.name })
  if (known.fade !== device.fade) properties.push({ key: 'fade', value: device.fade })
  if (known.state !== device.state) {
    properties.push({ key: 'state', value: device.state }, { key: 'rank', value: rankOf(device.state) })
  }
  if (known.isLocked !== device.isLocked) properties.push({ key: 'locked', value: device.isLocked ? 1 : 0 })
  if (known.lockNote !== device.lockNote) properties.push({ key: 'lockNote', value: device.lockNote ?? '' })
  if (!isMoved && properties.length === 0) return
  const geometry: Point = { type: 'Point', coordinates: [device.longitude, device.latitude] }
  diff.update.push({
    id: device.id,
    ...(isMoved ? { newGeometry: geometry } : {}),
    addOrUpdateProperties: properties,
  })
}
