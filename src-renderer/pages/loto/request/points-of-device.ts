import type { LotoPoint } from '../../../api/loto-types.ts'

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
  const parents = new Map(devices.map(({ id, parent_id }) => [id, parent_id]))
  const seen = new Set<string>()
  let at: string | null | undefined = deviceId
  while (at && !seen.has(at)) {
    seen.add(at)
    const here = points.filter(({ device_id }) => device_id === at)
    if (here.length > 0) return here
    at = parents.get(at)
  }
  return []
}
