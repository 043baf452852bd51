import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { MAINTENANCE_KINDS, type MaintenanceKind, type MaintenanceWindow } from '../../../api/queries/annunciation.ts'
import { deviceIndexQuery } from '../../../api/queries/devices.ts'
import { gatewaysQuery, regionsQuery, subregionsQuery } from '../../../api/queries/sites.ts'
import { DEVICE_TYPES } from '../../../api/types.ts'

export interface Choice {
  value: string
  label: string
}

/** What maintenance can be done on, by name. */
export function useMaintenanceTargets() {
  const { t } = useTranslation()
  const devices = useQuery(deviceIndexQuery)
  const gateways = useQuery(gatewaysQuery)
  const subregions = useQuery(subregionsQuery)
  const regions = useQuery(regionsQuery)
  const choices = useMemo<Record<MaintenanceKind, Choice[]>>(() => {
    const named = (all: readonly { id: string; name: string }[] | undefined): Choice[] =>
      (all ?? []).map(({ id, name }) => ({ value: id, label: name }))
    return {
      device: named(devices.data),
      gateway: named(gateways.data),
      subregion: named(subregions.data),
      region: named(regions.data),
      device_type: DEVICE_TYPES.map((type) => ({ value: type, label: t(`deviceType.${type}`) })),
    }
  }, [devices.data, gateways.data, subregions.data, regions.data, t])
  const names = useMemo(
    () =>
      new Map(
        MAINTENANCE_KINDS.flatMap((kind) => choices[kind].map(({ value, label }) => [`${kind}|${value}`, label])),
      ),
    [choices],
  )
  const nameOf = useCallback(
    ({ target }: Pick<MaintenanceWindow, 'target'>) => names.get(`${target.kind}|${target.id}`) ?? '—',
    [names],
  )
  return { choices, nameOf }
}
