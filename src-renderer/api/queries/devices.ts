import { queryOptions } from '@tanstack/react-query'
import { api } from '../hub.ts'
import type { Device, DeviceIndexItem } from '../types.ts'

/** Every device that the user may see, in few words: trees, pickers, the palette. */
export const deviceIndexQuery = queryOptions({
  queryKey: ['devices', 'index'],
  queryFn: async ({ signal }) => {
    const answer = await api.get<{ items: DeviceIndexItem[] }>('/api/console/devices/index', undefined, signal)
    return answer.items
  },
  staleTime: 30_000,
})

export function deviceQuery(id: string) {
  return queryOptions({
    queryKey: ['devices', 'one', id],
    queryFn: ({ signal }) => api.get<Device>(`/api/devices/${id}`, undefined, signal),
  })
}
