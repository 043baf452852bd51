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

export function deviceRow(item: DeviceIndexItem, isStale: boolean): DeviceRow {
  return {
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
}

/** Rows that did not change stay the same objects, so that only changed rows repaint. */
export function keepSame(before: readonly DeviceRow[], after: readonly DeviceRow[]): readonly DeviceRow[] {
  const known = new Map(before.map((row) => [row.id, row]))
  let isSame = before.length === after.length
  const kept = after.map((row, index) => {
    const old = known.get(row.id)
    const same = old && isEqual(old, row) ? old : row
    if (same !== before[index]) isSame = false
    return same
  })
  return isSame ? before : kept
}

function isEqual(a: DeviceRow, b: DeviceRow): boolean {
  for (const key of Object.keys(a) as (keyof DeviceRow)[]) if (a[key] !== b[key]) return false
  return true
}
