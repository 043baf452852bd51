import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/hub.ts'
import { KEYS } from '../../api/refresh-on.ts'
import type { Page } from '../../api/types.ts'
import { settle } from './model/grid.ts'
import type { Place, Widget, WidgetBody, WidgetKind } from './wire.ts'

const keyOf = (subregionId: string) => [KEYS.widgets, subregionId] as const

export function widgetsQuery(subregionId: string) {
  return queryOptions({
    queryKey: keyOf(subregionId),
    queryFn: async ({ signal }) =>
      (await api.get<Page<Widget>>(`/api/subregions/${subregionId}/widgets`, { limit: 200 }, signal)).items,
    enabled: subregionId !== '',
  })
}

/** Shown at its new place at once; what the hub refuses goes back to where it was. */
export function usePlaceWidget(subregionId: string) {
  const client = useQueryClient()
  const queryKey = keyOf(subregionId)
  return useMutation({
    mutationFn: ({ id, place }: { id: string; place: Place }) => api.put<Widget>(`/api/widgets/${id}`, place),
    onMutate: async ({ id, place }) => {
      await client.cancelQueries({ queryKey })
      const before = client.getQueryData<Widget[]>(queryKey)
      const moved = before?.map((widget) => (widget.id === id ? { ...widget, ...place } : widget))
      if (moved) client.setQueryData<Widget[]>(queryKey, [...settle(moved, id)])
      return { before }
    },
    onError: (_error, _placed, context) => client.setQueryData(queryKey, context?.before),
    onSettled: () => client.invalidateQueries({ queryKey }),
  })
}

export function useSaveWidget(subregionId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, body }: { id: string | null; body: WidgetBody }) => {
      if (!id) return api.post<Widget>('/api/widgets', body)
      const change: WidgetKind & { title: string } = { ...kindOf(body), title: body.title }
      return api.put<Widget>(`/api/widgets/${id}`, change)
    },
    onSuccess: () => client.invalidateQueries({ queryKey: keyOf(subregionId) }),
  })
}

const kindOf = ({ type, config }: WidgetKind): WidgetKind => ({ type, config }) as WidgetKind

export function useDeleteWidget(subregionId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => api.delete(`/api/widgets/${id}`),
    onSettled: () => client.invalidateQueries({ queryKey: keyOf(subregionId) }),
  })
}
