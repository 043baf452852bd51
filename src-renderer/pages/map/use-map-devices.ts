import { queryOptions, useQuery } from '@tanstack/react-query'
import type { Feature, FeatureCollection } from 'geojson'
import { useMemo } from 'react'
import { api } from '../../api/hub.ts'
import { useLockedDevices } from '../../api/queries/loto.ts'
import { useNow } from '../../format/use-now.ts'
import type { PlacedDevice } from '../../map/device-features.ts'
import { fadeOf } from '../../map/device-state.ts'
import type { MapDevice, SitePlan } from '../../map/wire.ts'
import type { DeviceRow } from '../devices/model/device-row.ts'

/** Read for the positions; states come from the device index and the live feed, which are newer. */
const mapDataQuery = queryOptions({
  queryKey: ['map-data'],
  queryFn: async ({ signal }) => {
    const answer = await api.get<{ items: MapDevice[] }>('/api/measurements/map-data', undefined, signal)
    return answer.items
  },
  select: placesOf,
  refetchInterval: 60_000,
})

type Place = readonly [longitude: number, latitude: number]

function placesOf(items: readonly MapDevice[]): ReadonlyMap<string, Place> {
  return new Map(
    items.flatMap(({ device_id, longitude, latitude }) =>
      longitude === null || latitude === null ? [] : [[device_id, [longitude, latitude]] as const],
    ),
  )
}

const sitePlansQuery = queryOptions({
  queryKey: ['sites', 'plans'],
  queryFn: async ({ signal }) => {
    const answer = await api.get<{ items: SitePlan[] }>('/api/console/site-plans', undefined, signal)
    return answer.items
  },
  select: planOf,
  staleTime: 300_000,
})

/** All plans as one: the map shows them where they lie. */
function planOf(plans: readonly SitePlan[]): FeatureCollection {
  const features = plans.flatMap<Feature>(({ site_plan }) => site_plan?.features ?? [])
  return { type: 'FeatureCollection', features }
}

export function useSitePlan() {
  return useQuery(sitePlansQuery)
}

const FADE_STEP_MS = 60_000
const NO_PLACES: ReadonlyMap<string, Place> = new Map()

/** The rows that have a place, as the map draws them. */
export function usePlacedDevices(rows: readonly DeviceRow[]) {
  const query = useQuery(mapDataQuery)
  const places = query.data ?? NO_PLACES
  const now = useNow(FADE_STEP_MS)
  const locked = useLockedDevices()
  const placed = useMemo(
    () =>
      rows.flatMap<PlacedDevice>((row) => {
        const place = places.get(row.id)
        if (!place) return []
        const lastSeenMs = row.lastSeen === null ? null : Date.parse(row.lastSeen)
        return {
          id: row.id,
          name: row.name,
          state: row.state,
          fade: fadeOf(row.state, lastSeenMs, now),
          longitude: place[0],
          latitude: place[1],
          isLocked: locked.has(row.id),
        }
      }),
    [rows, places, now, locked],
  )
  return { placed, places, query }
}
