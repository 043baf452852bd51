import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../hub.ts'
import type { Holiday } from '../types.ts'

export interface SimulatedIncident {
  device_id: string | null
  device_name: string
  triggered_at: string
  cleared_at: string | null
  metric: string | null
  value: number | null
  messages: Record<'tr' | 'en', string>
  occurrence_count: number
  is_chattering: boolean
}

export interface Simulation {
  incidents: SimulatedIncident[]
  total: number
  per_day: { date: string; count: number }[]
  standing_hours: number
  chattering: number
  coverage: number | null
  devices: { judged: number; total: number }
  truncated: boolean
}

export type UnjudgedReason = 'no_value' | 'no_baseline' | 'no_energy' | 'no_phases'

export interface Judgement {
  device_count: number
  is_paused: boolean
  unjudged: { device_id: string; name: string; reason: UnjudgedReason }[]
}

/** What a policy would have done between two instants (ISO). Hanging up ends it at the hub. */
export const simulationQuery = (asked: { policy: object; start: string; end: string } | null) =>
  queryOptions({
    queryKey: ['simulation', asked],
    queryFn: ({ signal }) => api.send<Simulation>('POST', '/api/console/alarms/simulate', { body: asked, signal }),
    enabled: asked !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  })

const JUDGEMENT_MS = 30_000

export const judgementQuery = (id: string) =>
  queryOptions({
    queryKey: ['policies', 'judgement', id],
    queryFn: ({ signal }) => api.get<Judgement>(`/api/console/alarms/${id}/judgement`, {}, signal),
    refetchInterval: JUDGEMENT_MS,
  })

export const holidaysQuery = queryOptions({
  queryKey: ['holidays'],
  queryFn: async ({ signal }) => (await api.get<{ items: Holiday[] }>('/api/console/holidays', {}, signal)).items,
})

export const holidayOffers = async (year: number): Promise<Holiday[]> =>
  (await api.get<{ items: Holiday[] }>('/api/console/holidays/offers', { year })).items

export function useSaveHolidays() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (items: readonly Holiday[]) => api.put<{ items: Holiday[] }>('/api/console/holidays', { items }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['holidays'] }),
  })
}
