import { live, useLiveDevice } from '../../api/live.ts'
import { Value } from '../../components/value.tsx'
import { mainMetric } from './model/quantities.ts'

/** The one figure that says most about a device, where there is room for one only. */
export function MainValue({ deviceId }: { deviceId: string }) {
  const values = useLiveDevice(deviceId)
  const metric = mainMetric(values.keys())
  if (metric === null) return <Value metric="" value={null} />
  const newest = values.get(metric)
  return <Value metric={metric} value={newest?.value} quality={newest?.quality} timestamp={newest?.atMs} />
}

export function mainSample(deviceId: string): number | null {
  const values = live.device(deviceId)
  const metric = mainMetric(values.keys())
  return metric === null ? null : (values.get(metric)?.value ?? null)
}
