import { queryOptions } from '@tanstack/react-query'
import { api } from '../hub.ts'
import type { Overview } from '../types.ts'

export const overviewQuery = queryOptions({
  queryKey: ['overview'],
  queryFn: ({ signal }) => api.get<Overview>('/api/console/overview', undefined, signal),
  refetchInterval: 5000,
})
