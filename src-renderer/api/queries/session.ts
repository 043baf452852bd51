import { queryOptions, useQuery } from '@tanstack/react-query'
import { use } from 'react'
import { api } from '../hub.ts'
import { SessionContext } from '../session-context.ts'
import type { PublicConfig, SessionInfo, TokenPair } from '../types.ts'

export const publicConfigQuery = queryOptions({
  queryKey: ['public-config'],
  queryFn: ({ signal }) => api.send<PublicConfig>('GET', '/api/config/public', { isPublic: true, signal }),
  staleTime: 60_000,
})

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => api.get<SessionInfo>('/api/console/session', undefined, signal),
  staleTime: Number.POSITIVE_INFINITY,
})

export function usePublicConfig() {
  return useQuery(publicConfigQuery)
}

/** Who is signed in; only below the shell, where it is known. */
export function useSession(): SessionInfo {
  const info = use(SessionContext)
  if (!info) throw new Error('useSession outside a session')
  return info
}

/** @returns a check: may this user do it? The hub decides again on every request. */
export function useMay(): (permission: string) => boolean {
  const info = useSession()
  return (permission) => info.permissions.includes(permission)
}

export function signIn(email: string, password: string): Promise<TokenPair> {
  return api.send('POST', '/api/auth/login', { body: { email, password }, isPublic: true })
}

export function setUp(body: { tenant_name: string; email: string; password: string }): Promise<TokenPair> {
  return api.send('POST', '/api/console/setup', { body, isPublic: true })
}
