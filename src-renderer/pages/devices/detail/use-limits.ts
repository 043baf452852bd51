import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { policiesQuery } from '../../../api/queries/policies.ts'
import { useMay } from '../../../api/queries/session.ts'
import { subregionsQuery } from '../../../api/queries/sites.ts'
import type { Limits } from '../../../charts/overlays.ts'
import { limitsOf } from '../model/limits.ts'
import { useDevice } from './use-device.ts'

const NONE: Limits = {}

/** @returns the limits of some metrics of a device, for those who may see the alarm policies. */
export function useLimits(deviceId: string): (metrics: readonly string[]) => Limits {
  const may = useMay()
  const policies = useQuery({ ...policiesQuery, enabled: may('alarms:read') }).data
  const subregions = useQuery(subregionsQuery).data
  const { row } = useDevice(deviceId)
  const { id, type, subregionId } = row ?? { id: null, type: null, subregionId: null }
  const regionId = subregions?.find((one) => one.id === subregionId)?.region_id ?? null
  return useCallback(
    (metrics) =>
      policies && id !== null && type !== null
        ? limitsOf(policies, { id, type, subregionId, regionId }, metrics)
        : NONE,
    [policies, id, type, subregionId, regionId],
  )
}
