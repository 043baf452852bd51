import type { Selectable } from 'kysely'
import {
  type Incident,
  type IncidentOrigin,
  type IncidentView,
  type Severity,
  severityRank,
} from '../../core/alarms/alarm.types.ts'
import type { IncidentState, ResumeState, SuppressedBy } from '../../core/alarms/incident.states.ts'
import type { Words } from '../../core/errors.ts'
import type { DB } from '../schema.ts'

export type IncidentRow = Selectable<DB['incident']>
export type IncidentViewRow = IncidentRow & {
  device_name: string | null
  gateway_name: string | null
  policy_name: string | null
}

/** Turkish first, so that the column sorts by it. */
const messageText = ({ tr, en }: Words): string => JSON.stringify({ tr, en })

export const toIncident = (row: IncidentRow): Incident => ({
  id: row.id,
  tenantId: row.tenant_id,
  policyId: row.policy_id,
  origin: row.origin as IncidentOrigin | null,
  deviceId: row.device_id,
  gatewayId: row.gateway_id,
  state: row.state as IncidentState,
  resumeState: row.resume_state as ResumeState | null,
  severity: row.severity as Severity,
  message: JSON.parse(row.message) as Words,
  metric: row.metric,
  value: row.value,
  triggeredAt: row.triggered_at,
  acknowledgedAt: row.acknowledged_at,
  acknowledgedBy: row.acknowledged_by,
  clearedAt: row.cleared_at,
  closedAt: row.closed_at,
  snoozedUntil: row.snoozed_until,
  occurrenceCount: row.occurrence_count,
  updatedAt: row.updated_at,
  annunciatedAt: row.annunciated_at,
  occurredAt: row.occurred_at,
  suppressedBy: row.suppressed_by as SuppressedBy | null,
  suppressedReason: row.suppressed_reason,
  chatteringSince: row.chattering_since,
  chatteredAt: row.chattered_at,
  snoozedAt: row.snoozed_at,
  snoozedBy: row.snoozed_by,
  snoozeReason: row.snooze_reason,
  reminderCount: row.reminder_count,
})

export const toIncidentView = (row: IncidentViewRow): IncidentView => ({
  ...toIncident(row),
  deviceName: row.device_name,
  gatewayName: row.gateway_name,
  policyName: row.policy_name,
})

export const toIncidentRow = (incident: Incident): IncidentRow => ({
  id: incident.id,
  tenant_id: incident.tenantId,
  policy_id: incident.policyId,
  origin: incident.origin,
  device_id: incident.deviceId,
  gateway_id: incident.gatewayId,
  state: incident.state,
  resume_state: incident.resumeState,
  severity: incident.severity,
  severity_rank: severityRank(incident.severity),
  message: messageText(incident.message),
  metric: incident.metric,
  value: incident.value,
  triggered_at: incident.triggeredAt,
  acknowledged_at: incident.acknowledgedAt,
  acknowledged_by: incident.acknowledgedBy,
  cleared_at: incident.clearedAt,
  closed_at: incident.closedAt,
  snoozed_until: incident.snoozedUntil,
  occurrence_count: incident.occurrenceCount,
  updated_at: incident.updatedAt,
  annunciated_at: incident.annunciatedAt,
  occurred_at: incident.occurredAt,
  suppressed_by: incident.suppressedBy,
  suppressed_reason: incident.suppressedReason,
  chattering_since: incident.chatteringSince,
  chattered_at: incident.chatteredAt,
  snoozed_at: incident.snoozedAt,
  snoozed_by: incident.snoozedBy,
  snooze_reason: incident.snoozeReason,
  reminder_count: incident.reminderCount,
})

/** What an incident is about never changes; where it stands does. */
export const CHANGEABLE = [
  'state',
  'resume_state',
  'severity',
  'severity_rank',
  'message',
  'value',
  'acknowledged_at',
  'acknowledged_by',
  'cleared_at',
  'closed_at',
  'snoozed_until',
  'occurrence_count',
  'updated_at',
  'annunciated_at',
  'occurred_at',
  'suppressed_by',
  'suppressed_reason',
  'chattering_since',
  'chattered_at',
  'snoozed_at',
  'snoozed_by',
  'snooze_reason',
  'reminder_count',
] as const satisfies readonly (keyof IncidentRow)[]
