import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../hub.ts'
import type { Role, User } from '../types.ts'
import { wholeList } from './lists.ts'

export const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: ({ signal }) => wholeList<User>('/api/users', { sort_by: 'email', sort_order: 'asc' }, signal),
})

export const rolesQuery = queryOptions({
  queryKey: ['roles', 'list'],
  queryFn: ({ signal }) => wholeList<Role>('/api/roles', { sort_by: 'name', sort_order: 'asc' }, signal),
})

export const permissionsQuery = queryOptions({
  queryKey: ['roles', 'permissions'],
  queryFn: async ({ signal }) => {
    const answer = await api.get<{ items: string[] }>('/api/console/permissions', undefined, signal)
    return answer.items
  },
  staleTime: Number.POSITIVE_INFINITY,
})

/** Users and roles are created by the platform contract and changed by the console's. */
export function useSaveUser() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, body }: { id: string | null; body: object }) =>
      id ? api.patch<User>(`/api/console/users/${id}`, body) : api.post<User>('/api/users', body),
    onSuccess: () => client.invalidateQueries({ queryKey: ['users'] }),
  })
}

export function useDeleteUser() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => api.delete(`/api/console/users/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['users'] }),
  })
}

export function useSaveRole() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, body }: { id: string | null; body: object }) =>
      id ? api.put<Role>(`/api/console/roles/${id}`, body) : api.post<Role>('/api/roles', body),
    onSuccess: () => client.invalidateQueries({ queryKey: ['roles'] }),
  })
}

export function useDeleteRole() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => api.delete(`/api/console/roles/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['roles'] }),
  })
}
