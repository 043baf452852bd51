import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ErrorState } from './error-state.tsx'
import { LoadingSkeleton } from './loading-skeleton.tsx'

interface LoadedProps<Data> {
  query: UseQueryResult<Data>
  children: (data: Data) => ReactNode
  rows?: number
}

/** Data when there is any, even old; a skeleton before the first; the error only when there is nothing to show. */
export function Loaded<Data>({ query, children, rows }: LoadedProps<Data>) {
  if (query.data !== undefined) return children(query.data)
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  return <LoadingSkeleton {...(rows ? { rows } : {})} />
}
