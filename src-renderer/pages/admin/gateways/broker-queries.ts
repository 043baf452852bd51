import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../../api/hub.ts'

const PATH = '/api/console/broker-webhooks'

export interface BrokerWebhooks {
  secret: string
  header: string
  allowed_addresses: string[]
  connected_url: string
  disconnected_url: string
  rules: { connected: string; disconnected: string }
}

export const brokerWebhooksQuery = queryOptions({
  queryKey: ['gateways', 'broker-webhooks'],
  queryFn: ({ signal }) => api.get<BrokerWebhooks>(PATH, undefined, signal),
})

export function useChangeBrokerWebhooks() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (change: { allowed_addresses?: string[]; renew_secret?: boolean }) =>
      api.patch<BrokerWebhooks>(PATH, change),
    onSuccess: (now) => client.setQueryData(brokerWebhooksQuery.queryKey, now),
  })
}
