import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { live } from '../../api/live.ts'
import { deviceIndexQuery } from '../../api/queries/devices.ts'
import { isAllStale } from '../../map/device-state.ts'
import { type DeviceRow, deviceRow } from './model/device-row.ts'

const STEP_MS = 1000
const NO_ROWS: readonly DeviceRow[] = []

/** Every device with its state of the moment; new at most once a second. */
export function useDeviceRows() {
  const query = useQuery(deviceIndexQuery)
  const stale = useStaleDevices()
  const { data } = query
  const rows = useMemo(() => data?.map((item) => deviceRow(item, stale.has(item.id))) ?? NO_ROWS, [data, stale])
  return { rows, query }
}

/** Devices of which no live value can be trusted as present. */
function useStaleDevices(): ReadonlySet<string> {
  const [stale, setStale] = useState<ReadonlySet<string>>(() => new Set(staleAmong(live.deviceIds())))
  useEffect(() => {
    const changed = new Set<string>()
    let timer: ReturnType<typeof setTimeout> | null = null
    const settle = (): void => {
      timer = null
      const ids = [...changed]
      changed.clear()
      setStale((before) => withChanges(before, ids))
    }
    const stop = live.onBatch((devices) => {
      for (const id of devices) changed.add(id)
      timer ??= setTimeout(settle, STEP_MS)
    })
    return () => {
      stop()
      if (timer) clearTimeout(timer)
    }
  }, [])
  return stale
}

function* staleAmong(ids: Iterable<string>): Generator<string> {
  for (const id of ids) if (isAllStale(live.device(id))) yield id
}

function withChanges(before: ReadonlySet<string>, ids: readonly string[]): ReadonlySet<string> {
  const after = new Set(before)
  for (const id of ids) after.delete(id)
  for (const id of staleAmong(ids)) after.add(id)
  const isSame = after.size === before.size && ids.every((id) => after.has(id) === before.has(id))
  return isSame ? before : after
}
