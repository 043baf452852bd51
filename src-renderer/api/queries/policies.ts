import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../hub.ts'
import type { Policy } from '../types.ts'
import { wholeList } from './lists.ts'

export const policiesQuery = queryOptions({
  queryKey: ['policies'],
  queryFn: ({ signal }) => wholeList<Policy>('/api/alarms', { sort_by: 'name', sort_order: 'asc' }, signal),
})

/** @param body for an existing policy only what changes; unknown fields are refused by the hub. */
export function useSavePolicy() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, body }: { id: string | null; body: object }) =>
      id ? api.put<Policy>(`/api/alarms/${id}`, body) : api.post<Policy>('/api/alarms', body),
    onSuccess: () => client.invalidateQueries({ queryKey: ['policies'] }),
  })
}

export function useDeletePolicy() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => api.delete(`/api/alarms/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['policies'] }),
  })
}
