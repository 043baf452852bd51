import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { Language } from '../../i18n/i18n.ts'
import type { QueryValue } from '../client.ts'
import { api } from '../hub.ts'
import type { Incident, IncidentContext, IncidentCount, IncidentEvent, Page } from '../types.ts'
import { LIST_PAGE, nextSkip } from './lists.ts'

/** Counts of open incidents; the alarm strip lives on it. */
export const incidentCountQuery = queryOptions({
  queryKey: ['incidents', 'count'],
  queryFn: ({ signal }) => api.get<IncidentCount>('/api/alarms/incidents/count', undefined, signal),
  refetchInterval: 30_000,
})

export type IncidentFilter = Record<string, QueryValue>

export function incidentsQuery(filter: IncidentFilter) {
  return infiniteQueryOptions({
    queryKey: ['incidents', 'list', filter],
    queryFn: ({ signal, pageParam }) =>
      api.get<Page<Incident>>('/api/alarms/incidents', { ...filter, skip: pageParam, limit: LIST_PAGE }, signal),
    initialPageParam: 0,
    getNextPageParam: nextSkip,
  })
}

const STRIP_LIMIT = 100

/** What calls for attention: not acknowledged, snoozed nor suppressed, still active or gone back to normal unseen; newest first. */
export const unacknowledgedQuery = queryOptions({
  queryKey: ['incidents', 'unacknowledged'],
  queryFn: ({ signal }) =>
    api.get<Page<Incident>>(
      '/api/alarms/incidents',
      {
        status: 'active,cleared',
        is_acknowledged: false,
        is_suppressed: false,
        sort_by: 'triggered_at',
        sort_order: 'desc',
        limit: STRIP_LIMIT,
      },
      signal,
    ),
  refetchInterval: 30_000,
})

export function incidentQuery(id: string) {
  return queryOptions({
    queryKey: ['incidents', 'one', id],
    queryFn: ({ signal }) => api.get<Incident>(`/api/alarms/incidents/${id}`, undefined, signal),
  })
}

export function incidentContextQuery(id: string) {
  return queryOptions({
    queryKey: ['incidents', 'context', id],
    queryFn: ({ signal }) => api.get<IncidentContext>(`/api/console/incidents/${id}/context`, undefined, signal),
  })
}

/** The hub's own notes come in the language of the request. */
export function incidentEventsQuery(id: string, language: Language) {
  return queryOptions({
    queryKey: ['incidents', 'events', id, language],
    queryFn: async ({ signal }) => {
      const page = await api.get<Page<IncidentEvent>>(
        `/api/alarms/incidents/${id}/events`,
        { limit: LIST_PAGE },
        signal,
      )
      return page.items
    },
  })
}

export type IncidentAct =
  | { kind: 'ack'; note?: string }
  | { kind: 'snooze'; duration_s: number; reason: string }
  | { kind: 'close'; note?: string }

export function useIncidentAct() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, act }: { id: string; act: IncidentAct }) => {
      const { kind, ...body } = act
      return api.post<Incident>(`/api/alarms/incidents/${id}/${kind}`, body)
    },
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['incidents'] }),
        client.invalidateQueries({ queryKey: ['overview'] }),
      ]),
  })
}
