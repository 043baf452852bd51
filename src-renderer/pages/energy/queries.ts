import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { QueryValue } from '../../api/client.ts'
import { api } from '../../api/hub.ts'
import type {
  BerthBill,
  BillingMeter,
  EnergyComparison,
  EnergySummary,
  Grouping,
  HeatMap,
  LoadCurve,
  MeterExchange,
  ReactiveLimit,
  ReactiveRatio,
  Tariff,
} from './wire.ts'

interface Span {
  start: number
  end: number
}

/** Figures of a period stay on screen while those of the next one come. */
function figures<Data>(name: string, path: string, query: Readonly<Record<string, QueryValue>>) {
  return queryOptions({
    queryKey: ['energy', name, query],
    queryFn: ({ signal }) => api.get<Data>(path, query, signal),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    refetchInterval: 5 * 60_000,
  })
}

const iso = ({ start, end }: Span) => ({ start: new Date(start).toISOString(), end: new Date(end).toISOString() })

export const summaryQuery = (span: Span, by: Grouping, parent: string | null) =>
  figures<EnergySummary>('summary', '/api/console/energy/summary', { ...iso(span), by, parent })

export const compareQuery = (
  span: Span,
  interval: string,
  previous: 'period' | 'year',
  of: { device_id?: string | null; subregion_id?: string | null },
) => figures<EnergyComparison>('compare', '/api/console/energy/compare', { ...iso(span), interval, previous, ...of })

export const loadCurveQuery = (span: Span, deviceId: string) =>
  figures<LoadCurve>('load-curve', '/api/console/energy/load-curve', { ...iso(span), device_id: deviceId })

export const heatMapQuery = (span: Span, deviceId: string) =>
  figures<HeatMap>('heatmap', '/api/console/energy/heatmap', { ...iso(span), device_id: deviceId })

export const billingMetersQuery = queryOptions({
  queryKey: ['energy', 'billing-meters'],
  queryFn: async ({ signal }) =>
    (await api.get<{ items: BillingMeter[] }>('/api/console/energy/billing-meters', undefined, signal)).items,
  staleTime: 60_000,
})

export const reactiveQuery = (deviceId: string, month: string) =>
  figures<ReactiveRatio>('reactive', '/api/measurements/reactive-ratio', { device_id: deviceId, period: month })

export const billQuery = (deviceId: string, month: string) =>
  figures<BerthBill>('bill', '/api/console/energy/bill', { device_id: deviceId, period: month })

export const tariffsQuery = queryOptions({
  queryKey: ['energy', 'tariffs'],
  queryFn: async ({ signal }) =>
    (await api.get<{ items: Tariff[] }>('/api/console/energy/tariffs', undefined, signal)).items,
})

export const limitsQuery = (deviceId: string) =>
  queryOptions({
    queryKey: ['energy', 'limits', deviceId],
    queryFn: async ({ signal }) => {
      const path = '/api/console/energy/reactive-limits'
      return (await api.get<{ items: ReactiveLimit[] }>(path, { device_id: deviceId }, signal)).items
    },
  })

export const exchangesQuery = (deviceId: string) =>
  queryOptions({
    queryKey: ['energy', 'exchanges', deviceId],
    queryFn: async ({ signal }) => {
      const path = `/api/console/devices/${deviceId}/meter-exchanges`
      return (await api.get<{ items: MeterExchange[] }>(path, undefined, signal)).items
    },
  })

function useSave<Input>(run: (input: Input) => Promise<unknown>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: run, onSuccess: () => client.invalidateQueries({ queryKey: ['energy'] }) })
}

export const useSaveTariff = () => useSave((body: object) => api.put('/api/console/energy/tariff', body))
export const useSaveLimit = () => useSave((body: object) => api.post('/api/console/energy/reactive-limits', body))

export const useRemoveLimit = () => useSave((id: string) => api.delete(`/api/console/energy/reactive-limits/${id}`))
export const useRecordExchange = (deviceId: string) =>
  useSave((body: object) => api.post(`/api/console/devices/${deviceId}/meter-exchanges`, body))
