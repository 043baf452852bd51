import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { QueryValue } from '../client.ts'
import { api } from '../hub.ts'
import type { AuditEntry, AuditVerdict, InboxEntry, Page, SystemInfo } from '../types.ts'
import { LIST_PAGE, nextSkip } from './lists.ts'

export const systemQuery = queryOptions({
  queryKey: ['system', 'info'],
  queryFn: ({ signal }) => api.get<SystemInfo>('/api/console/system', undefined, signal),
  refetchInterval: 5000,
})

export const inboxQuery = queryOptions({
  queryKey: ['inbox'],
  queryFn: async ({ signal }) => {
    const page = await api.get<Page<InboxEntry>>('/api/console/inbox', { limit: LIST_PAGE }, signal)
    return page.items
  },
  refetchInterval: 10_000,
})

export function auditQuery(filter: Record<string, QueryValue>) {
  return infiniteQueryOptions({
    queryKey: ['audit', filter],
    queryFn: ({ signal, pageParam }) =>
      api.get<Page<AuditEntry>>('/api/console/audit', { ...filter, skip: pageParam, limit: LIST_PAGE }, signal),
    initialPageParam: 0,
    getNextPageParam: nextSkip,
  })
}

export function useVerifyAudit() {
  return useMutation({ mutationFn: () => api.get<AuditVerdict>('/api/console/audit/verify') })
}

export function useDismissInbox() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => api.delete(`/api/console/inbox/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['inbox'] }),
  })
}

export function useSaveTenant() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { name?: string; time_zone?: string }) => api.patch('/api/console/tenant', body),
    onSuccess: () => client.invalidateQueries({ queryKey: ['session'] }),
  })
}
