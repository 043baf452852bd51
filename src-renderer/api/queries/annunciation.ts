import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../hub.ts'
import type { Incident, Page, Severity } from '../types.ts'

const ROOT = 'annunciation'

export interface AnnunciationState {
  flood_since: string | null
  last_10_min: number
  shelved: number
  suppressed: number
  shelving_max_s: Record<Severity, number>
}

export const annunciationQuery = queryOptions({
  queryKey: [ROOT, 'state'],
  queryFn: ({ signal }) => api.get<AnnunciationState>('/api/console/alarms/annunciation', undefined, signal),
  refetchInterval: 30_000,
})

export interface FloodItem {
  place: string | null
  incident: Incident
}

export const floodQuery = queryOptions({
  queryKey: [ROOT, 'flood'],
  queryFn: async ({ signal }) =>
    (await api.get<{ items: FloodItem[] }>('/api/console/alarms/flood', undefined, signal)).items,
})

export interface Times {
  count: number
  mean_s: number | null
  median_s: number | null
  p90_s: number | null
  bars: { up_to_s: number | null; count: number }[]
}

export const PRIORITIES = ['high', 'medium', 'low'] as const
export type Priority = (typeof PRIORITIES)[number]

export interface AlarmKpis {
  start: string
  end: string
  operators: number
  annunciated: number
  per_day: { at: string; count: number }[]
  per_operator_10_min: { mean: number; peak: number; peak_at: string | null; share_above_10: number }
  peak_hour: { at: string; count: number } | null
  flood: { count: number; duration_s: number; share: number }
  standing: number
  stale: { total: number; items: Incident[] }
  chattering: {
    incident_id: string
    severity: Severity
    subject: string | null
    policy_name: string | null
    occurrence_count: number
  }[]
  top: {
    share: number | null
    items: {
      policy_id: string | null
      policy_name: string | null
      device_id: string | null
      device_name: string | null
      gateway_name: string | null
      count: number
      share: number
    }[]
  }
  priorities: Record<Priority, { count: number; share: number | null }>
  unacknowledged: number
  to_acknowledge: Times
  to_normal: Times
  targets: Record<string, { text: string; source: string }>
}

/** Whole minutes: the same question within a minute is one question. */
export function kpisQuery(days: number, nowMs: number, language: string) {
  const end = Math.ceil(nowMs / 60_000) * 60_000
  const range = { start: new Date(end - days * 86_400_000).toISOString(), end: new Date(end).toISOString() }
  return queryOptions({
    queryKey: ['kpis', days, language, range.end],
    queryFn: ({ signal }) => api.get<AlarmKpis>('/api/console/alarms/kpis', range, signal),
    staleTime: 60_000,
  })
}

export const MAINTENANCE_KINDS = ['device', 'gateway', 'subregion', 'region', 'device_type'] as const
export type MaintenanceKind = (typeof MAINTENANCE_KINDS)[number]

export interface MaintenanceWindow {
  id: string
  target: { kind: MaintenanceKind; id: string }
  reason: string
  start: string
  end: string
  state: 'planned' | 'active' | 'over'
  ended_at: string | null
  ended_by: string | null
  created_by: string | null
}

export const maintenanceQuery = queryOptions({
  queryKey: [ROOT, 'maintenance'],
  queryFn: async ({ signal }) =>
    (await api.get<Page<MaintenanceWindow>>('/api/console/maintenance', { limit: 200 }, signal)).items,
})

export type Channel = 'desktop' | 'email' | 'webhook'
export type AudienceKind = 'role' | 'user' | 'roster' | 'address' | 'url'

export interface EscalationStep {
  after_s: number
  channel: Channel
  to: { kind: AudienceKind; value: string }
}

export interface EscalationBody {
  name: string
  is_enabled: boolean
  severities: Severity[]
  place: { kind: 'region' | 'subregion'; id: string } | null
  steps: EscalationStep[]
}
export interface Escalation extends EscalationBody {
  id: string
}

export interface Shift {
  user_id: string
  days: number[]
  from: string
  to: string
}
export interface RosterBody {
  name: string
  shifts: Shift[]
}
export interface Roster extends RosterBody {
  id: string
}

export const escalationsQuery = queryOptions({
  queryKey: [ROOT, 'escalations'],
  queryFn: async ({ signal }) =>
    (await api.get<{ items: Escalation[] }>('/api/console/alarms/escalations', undefined, signal)).items,
})

export const rostersQuery = queryOptions({
  queryKey: [ROOT, 'rosters'],
  queryFn: async ({ signal }) =>
    (await api.get<{ items: Roster[] }>('/api/console/alarms/rosters', undefined, signal)).items,
})

export interface Audiences {
  people: { id: string; name: string | null; email: string }[]
  roles: { id: string; name: string }[]
}

export const audiencesQuery = queryOptions({
  queryKey: [ROOT, 'people'],
  queryFn: ({ signal }) => api.get<Audiences>('/api/console/alarms/escalations/people', undefined, signal),
})

export interface Notice {
  id: string
  incident_id: string
  channel: Channel
  to: { kind: AudienceKind; value: string } | null
  recipient: string | null
  status: 'waiting' | 'told' | 'nobody' | 'queued' | 'sent' | 'failed' | 'cancelled'
  due_at: string
  attempts: number
  last_error: string | null
  settled_at: string | null
}

export const noticesQuery = queryOptions({
  queryKey: [ROOT, 'notices'],
  queryFn: async ({ signal }) =>
    (await api.get<Page<Notice>>('/api/console/alarms/notices', { limit: 200 }, signal)).items,
  refetchInterval: 10_000,
})

export interface AlarmSettings {
  shelving_max_s: Record<Severity, number>
  reminder_s: Record<Severity, number | null>
  operators: number
  allow_private_webhooks: boolean
}

export const alarmSettingsQuery = queryOptions({
  queryKey: [ROOT, 'settings'],
  queryFn: ({ signal }) => api.get<AlarmSettings>('/api/console/alarms/settings', undefined, signal),
})

/** What a policy says itself about severities that climb and reminders. */
export interface Manner {
  ladder: { after_s: number; severity: Severity }[]
  reminder_s: number | null
}

export function mannerQuery(policyId: string) {
  return queryOptions({
    queryKey: [ROOT, 'manner', policyId],
    queryFn: ({ signal }) =>
      api.get<Manner>(`/api/console/alarms/policies/${policyId}/annunciation`, undefined, signal),
  })
}

export interface MailSettings {
  host: string
  port: number
  security: 'none' | 'starttls' | 'tls'
  username: string | null
  from: string
  language: 'tr' | 'en'
  console_url: string | null
}

export interface MailView {
  settings: MailSettings | null
  has_password: boolean
}

export const mailQuery = queryOptions({
  queryKey: [ROOT, 'mail'],
  queryFn: ({ signal }) => api.get<MailView>('/api/console/mail', undefined, signal),
})

/** Any change of these settings: one call, and what shows them asks again. */
export function useAnnunciationChange<Result = unknown>() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ method, path, body }: { method: string; path: string; body?: unknown }) =>
      api.send<Result>(method, `/api/console${path}`, body === undefined ? {} : { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: [ROOT] }),
  })
}
