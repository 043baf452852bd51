import { infiniteQueryOptions, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Language } from '../../i18n/i18n.ts'
import type { QueryValue } from '../client.ts'
import { api } from '../hub.ts'
import type {
  Checklist,
  Colleague,
  Handover,
  LotoBoard,
  LotoEvent,
  LotoLock,
  LotoPoint,
  LotoSession,
} from '../loto-types.ts'
import type { Page } from '../types.ts'
import { LIST_PAGE, nextSkip, wholeList } from './lists.ts'
import { useMay, useSession } from './session.ts'

/** Who is working where. Pushes refresh it; the interval is for a push that got lost. */
export const lotoBoardQuery = queryOptions({
  queryKey: ['loto', 'board'],
  queryFn: ({ signal }) => api.get<LotoBoard>('/api/console/loto/board', undefined, signal),
  refetchInterval: 30_000,
})

export const lotoPointsQuery = queryOptions({
  queryKey: ['loto', 'points'],
  queryFn: ({ signal }) => wholeList<LotoPoint>('/api/loto/points', { sort_by: 'name', sort_order: 'asc' }, signal),
})

export const lotoPeopleQuery = queryOptions({
  queryKey: ['loto', 'people'],
  queryFn: async ({ signal }) => {
    const answer = await api.get<{ items: Colleague[] }>('/api/console/loto/people', undefined, signal)
    return answer.items
  },
  staleTime: 60_000,
})

export const lotoPinQuery = queryOptions({
  queryKey: ['loto', 'pin'],
  queryFn: ({ signal }) =>
    api.get<{ is_set: boolean; locked_until: string | null }>('/api/console/loto/pin', undefined, signal),
})

/** Open offers to the one who asks, and from them. */
export const lotoOffersQuery = queryOptions({
  queryKey: ['loto', 'offers'],
  queryFn: async ({ signal }) => {
    const answer = await api.get<{ items: Handover[] }>('/api/console/loto/handovers', undefined, signal)
    return answer.items
  },
})

export function lotoSessionsQuery(filter: Record<string, QueryValue>) {
  return infiniteQueryOptions({
    queryKey: ['loto', 'sessions', filter],
    queryFn: ({ signal, pageParam }) =>
      api.get<Page<LotoSession>>('/api/loto/sessions', { ...filter, skip: pageParam, limit: LIST_PAGE }, signal),
    initialPageParam: 0,
    getNextPageParam: nextSkip,
  })
}

/** Why something cannot be done comes in the language of the request. */
export function lotoSessionQuery(id: string, language: Language) {
  return queryOptions({
    queryKey: ['loto', 'session', id, language],
    queryFn: ({ signal }) => api.get<LotoSession>(`/api/loto/sessions/${id}`, undefined, signal),
  })
}

export function lotoEventsQuery(id: string, language: Language) {
  return queryOptions({
    queryKey: ['loto', 'events', id, language],
    queryFn: async ({ signal }) => {
      const answer = await api.get<{ items: LotoEvent[] }>(`/api/console/loto/sessions/${id}/events`, undefined, signal)
      return answer.items
    },
  })
}

const lockedSets = new WeakMap<LotoBoard, ReadonlySet<string>>()
const NONE: ReadonlySet<string> = new Set()

/** One set for each answer, whoever asks: rows by the thousand share it. */
function lockedSetOf(board: LotoBoard): ReadonlySet<string> {
  const known = lockedSets.get(board)
  if (known) return known
  const made = new Set(board.locked_device_ids)
  lockedSets.set(board, made)
  return made
}

/** Devices under a lock-out, and everything below them. */
export function useLockedDevices(): ReadonlySet<string> {
  const may = useMay()
  return useQuery({ ...lotoBoardQuery, enabled: may('loto:read'), select: lockedSetOf }).data ?? NONE
}

/** An act on lock-outs: whatever it did, everything about them is read again. */
export function useLotoAct<Input, Answer = unknown>(run: (input: Input) => Promise<Answer>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: run,
    onSettled: () => client.invalidateQueries({ queryKey: ['loto'] }),
  })
}

export interface SessionBody {
  title: string
  reason: string
  point_ids: string[]
  worker_ids: string[]
  planned_start: string | null
  planned_end: string | null
}

/** The two supervisors' statement when the one whose lock it is cannot be there. */
export interface Forced {
  second_supervisor_id: string
  second_supervisor_pin?: string
  attestations: { not_on_site: boolean; contact_attempted: boolean; will_be_told: boolean }
  reason: string
}

export interface Finding {
  point_id: string
  method: string
  reading: string
  is_zero_energy: boolean
}

const sessionPath = (id: string, act = '') => `/api/loto/sessions/${id}${act}`
const consolePath = (id: string, act: string) => `/api/console/loto/sessions/${id}${act}`
const withPin = (pin: string | null) => (pin === null ? {} : { pin })
const withNote = (note: string) => (note ? { note } : {})

/** Every request that changes a lock-out, by the name of the act. */
export const loto = {
  request: (body: Partial<SessionBody>) => api.post<LotoSession>('/api/loto/sessions', body),
  edit: (id: string, body: Partial<SessionBody>) => api.put<LotoSession>(sessionPath(id), body),
  approve: (id: string, note: string) => api.post(sessionPath(id, '/approve'), withNote(note)),
  reject: (id: string, reason: string) => api.post(sessionPath(id, '/reject'), { reason }),
  verify: (id: string, verifications: readonly Finding[]) => api.put(sessionPath(id), { verifications }),
  apply: (id: string) => api.post(sessionPath(id, '/apply')),
  clear: (id: string, checklist: Checklist) => api.put(sessionPath(id), { checklist }),
  release: (id: string, note: string) => api.post(sessionPath(id, '/release'), withNote(note)),
  forceRelease: (id: string, forced: Forced, pin: string | null) =>
    api.post(sessionPath(id, '/release'), { forced, ...withPin(pin) }),
  close: (id: string, note: string) => api.post(consolePath(id, '/close'), withNote(note)),
  cancel: (id: string, reason: string) => api.post(consolePath(id, '/cancel'), { reason }),
  lockEquipment: (sessionId: string, pointId: string, tag: string, pin: string | null) =>
    api.post<LotoLock>('/api/loto/locks', {
      session_id: sessionId,
      point_id: pointId,
      kind: 'equipment',
      tag,
      ...withPin(pin),
    }),
  lockPersonal: (sessionId: string, pin: string | null) =>
    api.post<LotoLock>('/api/loto/locks', { session_id: sessionId, kind: 'personal', ...withPin(pin) }),
  unlock: (lockId: string, pin: string | null) =>
    api.send<LotoLock>('DELETE', `/api/loto/locks/${lockId}`, { body: withPin(pin) }),
  forceRemove: (lockId: string, forced: Forced, pin: string | null) =>
    api.send<LotoLock>('DELETE', `/api/loto/locks/${lockId}`, { body: { forced, ...withPin(pin) } }),
  offer: (sessionId: string, toUserId: string, pin: string | null) =>
    api.post<Handover>(consolePath(sessionId, '/handover'), { to_user_id: toUserId, ...withPin(pin) }),
  accept: (id: string, pin: string | null) => api.post(`/api/console/loto/handovers/${id}/accept`, withPin(pin)),
  decline: (id: string) => api.post(`/api/console/loto/handovers/${id}/decline`),
  withdraw: (id: string) => api.post(`/api/console/loto/handovers/${id}/withdraw`),
  setPin: (password: string, pin: string) => api.put('/api/console/loto/pin', { password, pin }),
  removePin: (password: string) => api.send('DELETE', '/api/console/loto/pin', { body: { password } }),
  savePoint: (id: string | null, body: object) =>
    id ? api.put<LotoPoint>(`/api/console/loto/points/${id}`, body) : api.post<LotoPoint>('/api/loto/points', body),
  deletePoint: (id: string) => api.delete(`/api/console/loto/points/${id}`),
}

/** Whether a request waits for this person: nobody approves their own. */
export function useMayDecide(): (session: Pick<LotoBoard['sessions'][number], 'status' | 'primary'>) => boolean {
  const { user } = useSession()
  const may = useMay()
  return ({ status, primary }) => status === 'requested' && primary.id !== user.id && may('loto:approve')
}

/** How many requests and handovers stand still until this person decides. */
export function useDecisionsWaiting(): number {
  const may = useMay()
  const mayDecide = useMayDecide()
  const board = useQuery({ ...lotoBoardQuery, enabled: may('loto:read') }).data
  return board ? board.sessions.filter(mayDecide).length + board.offers_to_me : 0
}
