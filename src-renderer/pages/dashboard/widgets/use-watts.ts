import { useEffect, useState } from 'react'
import { live } from '../../../api/live.ts'

const STEP_MS = 1000
const METRICS = ['active_power', 'grid_power', 'pv_power', 'load_power', 'battery_power'] as const

/** Power of a device, W: null when it is known to be missing or too old, undefined when it measures none. */
export function wattsOf(deviceId: string): number | null | undefined {
  for (const metric of METRICS) {
    const newest = live.value(deviceId, metric)
    if (newest) return newest.quality === 'good' || newest.quality === 'simulated' ? newest.value : null
  }
  return undefined
}

/** Counts up once a second while live values come in: a drawing of many of them needs no more. */
export function useLiveTick(): number {
  const [tick, setTick] = useState(0)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null
    const stop = live.onBatch(() => {
      timer ??= setTimeout(() => {
        timer = null
        setTick((count) => count + 1)
      }, STEP_MS)
    })
    return () => {
      stop()
      if (timer) clearTimeout(timer)
    }
  }, [])
  return tick
}
