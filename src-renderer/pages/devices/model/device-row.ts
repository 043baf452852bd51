import type { DeviceIndexItem, DeviceType, Severity } from '../../../api/types.ts'
import { type DeviceState, deviceState } from '../../../map/device-state.ts'

/** A device as lists, trees and the map show it. */
export interface DeviceRow {
  readonly id: string
  readonly name: string
  readonly type: DeviceType
  readonly gatewayId: string
  readonly subregionId: string | null
  readonly parentId: string | null
  readonly isOnline: boolean
  readonly lastSeen: string | null
  readonly severity: Severity | null
  readonly state: DeviceState
}

interface Pair {
  fresh?: DeviceRow
  stale?: DeviceRow
}

/** A list that is read again keeps its unchanged items, so that their rows stay the same objects too. */
const made = new WeakMap<DeviceIndexItem, Pair>()

export function deviceRow(item: DeviceIndexItem, isStale: boolean): DeviceRow {
  const pair = made.get(item) ?? {}
  made.set(item, pair)
  const key = isStale ? 'stale' : 'fresh'
  pair[key] ??= {
    id: item.id,
    name: item.name,
    type: item.device_type,
    gatewayId: item.gateway_id,
    subregionId: item.subregion_id,
    parentId: item.parent_id,
    isOnline: item.is_online,
    lastSeen: item.last_seen,
    severity: item.alarm_severity,
    state: deviceState({ isOnline: item.is_online, severity: item.alarm_severity, isStale }),
  }
  return pair[key]
}
