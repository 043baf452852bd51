import type { LotoPoint } from '../../../api/loto-types.ts'
import { upFrom } from '../above.ts'

interface Placed {
  readonly id: string
  readonly parent_id: string | null
}

/** Where a device is cut off: at its own points, else at those of the nearest device above that has any. */
export function pointsOfDevice(
  deviceId: string,
  points: readonly LotoPoint[],
  devices: readonly Placed[],
): readonly LotoPoint[] {
  for (const id of upFrom(
    deviceId,
    devices.map(({ id, parent_id }) => [id, parent_id] as const),
  )) {
    const here = points.filter(({ device_id }) => device_id === id)
    if (here.length > 0) return here
  }
  return []
}
