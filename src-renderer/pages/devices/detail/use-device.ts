import { useQuery } from '@tanstack/react-query'
import { live, useLiveDevice } from '../../../api/live.ts'
import { deviceIndexQuery, deviceQuery } from '../../../api/queries/devices.ts'
import type { Device } from '../../../api/types.ts'
import { type DeviceState, deviceState, isAllStale } from '../../../map/device-state.ts'
import { type DeviceRow, deviceRow } from '../model/device-row.ts'

/** One device and its state of the moment. The index answers at once, the device itself follows. */
export function useDevice(id: string): { device: Device | undefined; row: DeviceRow | undefined; state: DeviceState } {
  const device = useQuery(deviceQuery(id)).data
  const item = useQuery({ ...deviceIndexQuery, select: (items) => items.find((one) => one.id === id) }).data
  useLiveDevice(id)
  const isStale = isAllStale(live.device(id))
  const row = item ? deviceRow(item, isStale) : undefined
  const state = row?.state ?? deviceState({ isOnline: device?.is_online ?? true, severity: null, isStale })
  return { device, row, state }
}
