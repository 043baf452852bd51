import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../../api/hub.ts'
import type { Page } from '../../../api/types.ts'

export const CONFIG_STATES = ['in_sync', 'pending', 'drifted', 'never_reported', 'failed'] as const
export type ConfigState = (typeof CONFIG_STATES)[number]

export type PushStatus = 'queued' | 'sent' | 'acknowledged' | 'failed' | 'rolled_back' | 'expired' | 'superseded'

export interface ConfigPush {
  id: string
  version: number
  hash: string
  status: PushStatus
  waits_for: 'gateway' | 'lockout' | null
  error: string | null
  rollback_of: string | null
  created_at: string
  sent_at: string | null
  deadline_at: string | null
  finished_at: string | null
}

export interface Difference {
  path: string
  kind: 'added' | 'removed' | 'changed'
  from: unknown
  to: unknown
}

export interface ConfigPreview {
  gateway_id: string
  applied_by: 'gateway' | 'hub'
  state: ConfigState
  desired: { version: number; hash: string; config: unknown }
  reported: { version: number | null; hash: string; config: unknown; reported_at: string | null } | null
  diff: Difference[] | null
  push: ConfigPush | null
}

export const configStatesQuery = queryOptions({
  queryKey: ['gateway-config', 'states'],
  queryFn: async ({ signal }) => {
    const answer = await api.get<{ items: { gateway_id: string; state: ConfigState }[] }>(
      '/api/console/gateways/config-states',
      undefined,
      signal,
    )
    return new Map(answer.items.map(({ gateway_id, state }) => [gateway_id, state]))
  },
})

export const configPreviewQuery = (gatewayId: string) =>
  queryOptions({
    queryKey: ['gateway-config', 'preview', gatewayId],
    queryFn: ({ signal }) => api.get<ConfigPreview>(`/api/gateways/${gatewayId}/rawconfig/preview`, undefined, signal),
  })

export const configHistoryQuery = (gatewayId: string) =>
  queryOptions({
    queryKey: ['gateway-config', 'history', gatewayId],
    queryFn: async ({ signal }) => {
      const path = `/api/console/gateways/${gatewayId}/config-history`
      const page = await api.get<Page<ConfigPush>>(path, { limit: 20 }, signal)
      return page.items
    },
  })

export function usePushConfig(gatewayId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => api.post<ConfigPreview>(`/api/gateways/${gatewayId}/rawconfig/sync`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['gateway-config'] }),
  })
}
