import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/hub.ts'
import { wholeList } from '../../api/queries/lists.ts'
import type { NewGateway } from '../../api/types.ts'
import type { ClaimCode, ZigbeeGateway, ZigbeeNode } from './wire.ts'

export const zigbeeGatewaysQuery = queryOptions({
  queryKey: ['zigbee', 'gateways'],
  queryFn: ({ signal }) =>
    wholeList<ZigbeeGateway>('/api/v1/zigbee/gateways', { sort_by: 'name', sort_order: 'asc' }, signal),
})

export const zigbeeNodesQuery = (gatewayId: string) =>
  queryOptions({
    queryKey: ['zigbee', 'nodes', gatewayId],
    queryFn: ({ signal }) =>
      wholeList<ZigbeeNode>(
        `/api/v1/zigbee/gateways/${gatewayId}/devices`,
        { sort_by: 'friendly_name', sort_order: 'asc' },
        signal,
      ),
  })

/** What changes a network; every list of it is read again. */
function useAct<Input, Output>(run: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: run,
    onSuccess: () =>
      Promise.all(['zigbee', 'gateways', 'devices'].map((root) => client.invalidateQueries({ queryKey: [root] }))),
  })
}

const at = (gatewayId: string) => `/api/console/zigbee/gateways/${gatewayId}`

export const useOpenJoin = (gatewayId: string) =>
  useAct((durationS: number) => api.post(`${at(gatewayId)}/join`, { duration_s: durationS }))

export const useCloseJoin = (gatewayId: string) => useAct(() => api.delete(`${at(gatewayId)}/join`))

export const useAdopt = (gatewayId: string) =>
  useAct(({ ieee, body }: { ieee: string; body: object }) =>
    api.post<{ device_id: string }>(`${at(gatewayId)}/nodes/${ieee}/adopt`, body),
  )

export const useExpel = (gatewayId: string) => useAct((ieee: string) => api.delete(`${at(gatewayId)}/nodes/${ieee}`))

export const useGenerateClaim = () =>
  useAct((body: object) => api.post<ClaimCode>('/api/v1/zigbee/claims/generate', body))

export const useCancelClaim = () => useAct((id: string) => api.delete(`/api/v1/zigbee/claims/${id}`))

export const useAddBridge = () => useAct((body: object) => api.post<NewGateway>('/api/gateways', body))
