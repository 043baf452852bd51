import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/hub.ts'
import { wholeList } from '../../api/queries/lists.ts'
import type { Page } from '../../api/types.ts'
import type {
  FirmwareKey,
  FirmwareSettings,
  FirmwareUnit,
  FirmwareVersion,
  OtaDetail,
  OtaUpdate,
  Rollout,
} from './wire.ts'

const newest = { sort_by: 'created_at', sort_order: 'desc' } as const

export const versionsQuery = queryOptions({
  queryKey: ['firmware', 'versions'],
  queryFn: ({ signal }) => wholeList<FirmwareVersion>('/api/firmware/versions', newest, signal),
})

export const firmwareSettingsQuery = queryOptions({
  queryKey: ['firmware', 'settings'],
  queryFn: ({ signal }) => api.get<FirmwareSettings>('/api/console/firmware/settings', undefined, signal),
})

export const keysQuery = queryOptions({
  queryKey: ['firmware', 'keys'],
  queryFn: async ({ signal }) => {
    const answer = await api.get<{ items: FirmwareKey[] }>('/api/console/firmware/keys', undefined, signal)
    return answer.items
  },
})

export const unitsQuery = queryOptions({
  queryKey: ['firmware', 'units'],
  queryFn: async ({ signal }) => {
    const answer = await api.get<{ items: FirmwareUnit[] }>('/api/console/firmware/units', undefined, signal)
    return answer.items
  },
})

/** The rollouts that anybody still looks at. */
export const rolloutsQuery = queryOptions({
  queryKey: ['firmware', 'rollouts'],
  queryFn: async ({ signal }) => {
    const page = await api.get<Page<Rollout>>('/api/console/ota/batches', { limit: 20 }, signal)
    return page.items
  },
})

export const updatesQuery = queryOptions({
  queryKey: ['firmware', 'updates'],
  queryFn: async ({ signal }) => {
    const page = await api.get<Page<OtaUpdate>>('/api/ota/updates', { ...newest, limit: 200 }, signal)
    return page.items
  },
})

export const updateQuery = (id: string) =>
  queryOptions({
    queryKey: ['firmware', 'update', id],
    queryFn: ({ signal }) => api.get<OtaDetail>(`/api/ota/updates/${id}`, undefined, signal),
  })

/** What changes firmware or updates; every list of them is read again. */
function useAct<Input, Output>(run: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: run, onSuccess: () => client.invalidateQueries({ queryKey: ['firmware'] }) })
}

export type VersionAct = 'release' | 'deprecate'

export const useVersionAct = () =>
  useAct(({ id, act }: { id: string; act: VersionAct }) => api.post(`/api/firmware/versions/${id}/${act}`))

export const useDeleteVersion = () => useAct((id: string) => api.delete(`/api/console/firmware/versions/${id}`))

export type VersionFacts = Pick<
  FirmwareVersion,
  'name' | 'version' | 'device_type' | 'hw_revision' | 'min_from_version' | 'signature' | 'notes'
>

export const useChangeVersion = () =>
  useAct(({ id, ...facts }: VersionFacts & { id: string }) =>
    api.patch<FirmwareVersion>(`/api/firmware/versions/${id}`, facts),
  )

export const useTrustKey = () =>
  useAct((key: Pick<FirmwareKey, 'name' | 'public_key'>) => api.post<FirmwareKey>('/api/console/firmware/keys', key))

export const useDistrustKey = () => useAct((id: string) => api.delete(`/api/console/firmware/keys/${id}`))

export const useChangeFirmwareSettings = () =>
  useAct((change: Omit<FirmwareSettings, 'allows_unsigned_now'>) =>
    api.patch<FirmwareSettings>('/api/console/firmware/settings', change),
  )

export type RolloutAct = 'pause' | 'resume' | 'abort'

export const useRolloutAct = () =>
  useAct(({ id, act }: { id: string; act: RolloutAct }) => api.post(`/api/console/ota/batches/${id}/${act}`))

export const useUpdateAct = () =>
  useAct(({ id, act }: { id: string; act: 'cancel' | 'retry' }) => api.post<OtaUpdate>(`/api/ota/updates/${id}/${act}`))

export interface StartBody {
  firmware_id: string
  gateway_ids: string[]
  waves: number[]
  error_threshold_percent: number
}

/** One gateway is an update, several are a rollout. */
export const useStart = () =>
  useAct(async ({ gateway_ids, ...body }: StartBody): Promise<{ rollout: string | null; update: string | null }> => {
    const [only, ...others] = gateway_ids
    if (only !== undefined && others.length === 0) {
      const { firmware_id } = body
      const made = await api.post<OtaUpdate>('/api/ota/updates', { firmware_id, gateway_id: only })
      return { rollout: null, update: made.id }
    }
    const made = await api.post<Rollout>('/api/ota/updates/batch', { gateway_ids, ...body })
    return { rollout: made.id, update: null }
  })
