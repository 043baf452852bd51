import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/hub.ts'
import { wholeList } from '../../api/queries/lists.ts'
import type { Device, Incident, Page } from '../../api/types.ts'
import type {
  AggregatedRow,
  DeviceFault,
  DeviceSeries,
  Hierarchy,
  Interval,
  LatestItem,
  PollPlan,
  RegisterRow,
  Template,
  TemplateSummary,
} from './wire.ts'

export function latestQuery(id: string) {
  return queryOptions({
    queryKey: ['latest', id],
    queryFn: async ({ signal }) => {
      const answer = await api.get<{ items: LatestItem[] }>(`/api/console/devices/${id}/latest`, undefined, signal)
      return answer.items
    },
    refetchInterval: 60_000,
  })
}

/** Start and end in epoch milliseconds. */
export function seriesQuery(id: string, metrics: readonly string[], start: number, end: number, maxPoints: number) {
  return queryOptions({
    queryKey: ['series', id, metrics, start, end, maxPoints],
    queryFn: ({ signal }) =>
      api.get<DeviceSeries>(
        `/api/console/devices/${id}/series`,
        {
          metrics: metrics.join(','),
          start: new Date(start).toISOString(),
          end: new Date(end).toISOString(),
          max_points: maxPoints,
        },
        signal,
      ),
    staleTime: 60_000,
    enabled: metrics.length > 0,
  })
}

export function aggregatedQuery(id: string, start: number, end: number, interval: Interval) {
  return queryOptions({
    queryKey: ['aggregated', id, start, end, interval],
    queryFn: async ({ signal }) => {
      const query = {
        device_id: id,
        start: new Date(start).toISOString(),
        end: new Date(end).toISOString(),
        interval,
      }
      const answer = await api.get<{ data: AggregatedRow[] }>('/api/measurements/aggregated', query, signal)
      return answer.data
    },
    staleTime: 60_000,
  })
}

export function faultsQuery(id: string) {
  return queryOptions({
    queryKey: ['faults', id],
    queryFn: ({ signal }) =>
      api.get<{ items: DeviceFault[]; total: number }>(`/api/console/devices/${id}/faults`, { limit: 200 }, signal),
    refetchInterval: 15_000,
  })
}

export function pollPlanQuery(id: string) {
  return queryOptions({
    queryKey: ['poll-plan', id],
    queryFn: async ({ signal }) => {
      const path = `/api/console/devices/${id}/poll-plan`
      const answer = await api.get<PollPlan | { plan: null }>(path, undefined, signal)
      return 'device_id' in answer ? answer : null
    },
    refetchInterval: 5_000,
  })
}

export function hierarchyQuery(id: string) {
  return queryOptions({
    queryKey: ['devices', 'hierarchy', id],
    queryFn: ({ signal }) => api.get<Hierarchy>(`/api/devices/${id}/hierarchy`, undefined, signal),
  })
}

/** Alarms of one device, newest first: what the chart shades. */
export function deviceIncidentsQuery(id: string) {
  return queryOptions({
    queryKey: ['incidents', 'device', id],
    queryFn: async ({ signal }) => {
      const query = { device_id: id, sort_by: 'triggered_at', sort_order: 'desc', limit: 200 }
      const page = await api.get<Page<Incident>>('/api/alarms/incidents', query, signal)
      return page.items
    },
  })
}

export const templatesQuery = queryOptions({
  queryKey: ['templates', 'list'],
  queryFn: ({ signal }) =>
    wholeList<TemplateSummary>('/api/devices/device-templates', { sort_by: 'name', sort_order: 'asc' }, signal),
  staleTime: 60_000,
})

export function templateQuery(id: string) {
  return queryOptions({
    queryKey: ['templates', 'one', id],
    queryFn: ({ signal }) => api.get<Template>(`/api/devices/device-templates/${id}`, undefined, signal),
    staleTime: 60_000,
  })
}

export interface DeviceBody {
  name: string
  device_type: string
  gateway_id: string
  slave_id: number | null
  external_id: string | null
  template_id: string | null
  subregion_id: string | null
  parent_id: string | null
  latitude: number | null
  longitude: number | null
  poll_interval_s: number | null
}

export function useSaveDevice() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, body }: { id: string | null; body: DeviceBody }) =>
      id ? api.put<Device>(`/api/devices/${id}`, body) : api.post<Device>('/api/devices', body),
    onSuccess: () => client.invalidateQueries({ queryKey: ['devices'] }),
  })
}

export function useDeleteDevice() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => api.delete(`/api/devices/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['devices'] }),
  })
}

interface RegisterUpload {
  templateId: string
  registers: readonly Partial<RegisterRow>[]
  /** Null: the template's points stay as they are. */
  points: readonly unknown[] | null
}

export function useUploadRegisters() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ templateId, registers, points }: RegisterUpload) =>
      api.put<Template>(`/api/devices/device-templates/${templateId}/register-map`, {
        registers,
        ...(points && { points }),
      }),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['templates'] }),
        client.invalidateQueries({ queryKey: ['devices'] }),
      ]),
  })
}
