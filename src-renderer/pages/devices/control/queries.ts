import { queryOptions, useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../../../api/hub.ts'
import { deviceIndexQuery } from '../../../api/queries/devices.ts'
import type { Point, WriteAnswer } from './point-model.ts'

export function pointsQuery(deviceId: string) {
  return queryOptions({
    queryKey: ['points', deviceId],
    queryFn: async ({ signal }) => {
      const answer = await api.get<{ items: Point[] }>(`/api/console/devices/${deviceId}/points`, undefined, signal)
      return answer.items
    },
    refetchInterval: 60_000,
  })
}

/** Beyond so many it is a switchboard, and each of them is controlled at its own page. */
const MOST_BREAKERS = 12

/** The device and the breakers that hang on it: at a pedestal one wants to switch its supply. */
export function useControlled(deviceId: string): { ids: readonly string[]; hasPoints: boolean } {
  const breakers = useQuery({
    ...deviceIndexQuery,
    select: (items) => items.filter((one) => one.parent_id === deviceId && one.device_type === 'breaker'),
  }).data
  const below = (breakers ?? []).map(({ id }) => id)
  const ids = [deviceId, ...(below.length <= MOST_BREAKERS ? below : [])]
  const queries = useQueries({ queries: ids.map(pointsQuery) })
  const having = ids.filter((_, index) => (queries[index]?.data?.length ?? 0) > 0)
  return { ids: having, hasPoints: having.length > 0 }
}

export function useWrite(deviceId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { point: string; value: number; reason?: string }) =>
      api.post<WriteAnswer>(`/api/console/devices/${deviceId}/write`, body),
    onSettled: () => client.invalidateQueries({ queryKey: ['points', deviceId] }),
  })
}
