import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../hub.ts'
import type { Gateway, NewGateway, Region, SerialPort, Subregion } from '../types.ts'
import { wholeList } from './lists.ts'

const byName = { sort_by: 'name', sort_order: 'asc' } as const

export const regionsQuery = queryOptions({
  queryKey: ['sites', 'regions'],
  queryFn: ({ signal }) => wholeList<Region>('/api/regions', byName, signal),
  staleTime: 60_000,
})

export const subregionsQuery = queryOptions({
  queryKey: ['sites', 'subregions'],
  queryFn: ({ signal }) => wholeList<Subregion>('/api/subregions', byName, signal),
  staleTime: 60_000,
})

export const gatewaysQuery = queryOptions({
  queryKey: ['gateways'],
  queryFn: ({ signal }) => wholeList<Gateway>('/api/gateways', byName, signal),
  staleTime: 30_000,
})

export const serialPortsQuery = queryOptions({
  queryKey: ['system', 'serial-ports'],
  queryFn: async ({ signal }) => {
    const answer = await api.get<{ items: SerialPort[] }>('/api/console/serial-ports', undefined, signal)
    return answer.items
  },
})

type SitePath = 'regions' | 'subregions'

export function useSaveSite(path: SitePath) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, body }: { id: string | null; body: object }) =>
      id ? api.put(`/api/${path}/${id}`, body) : api.post(`/api/${path}`, body),
    onSuccess: () => client.invalidateQueries({ queryKey: ['sites'] }),
  })
}

export function useDeleteSite(path: SitePath) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => api.delete(`/api/${path}/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['sites'] }),
  })
}

export function useSaveGateway() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, body }: { id: string | null; body: object }) =>
      id ? api.put<NewGateway>(`/api/gateways/${id}`, body) : api.post<NewGateway>('/api/gateways', body),
    onSuccess: () => client.invalidateQueries({ queryKey: ['gateways'] }),
  })
}

export function useDeleteGateway() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => api.delete(`/api/gateways/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['gateways'] }),
  })
}
