import { z } from 'zod'
import {
  INCIDENT_ORIGINS,
  type IncidentCounts,
  type IncidentView,
  SEVERITIES,
  type StoredIncidentEvent,
} from '../../../core/alarms/alarm.types.ts'
import {
  INCIDENT_STATES,
  INCIDENT_STATUSES,
  STATES_OF,
  STATUS_OF,
  SUPPRESSORS,
} from '../../../core/alarms/incident.states.ts'
import { hubNote } from '../../../core/alarms/message.ts'
import { iso, isoOrNull } from '../../fields.ts'
import type { Language } from '../../kit.ts'
import { listOf } from './list.ts'

const when = z.string().nullable()
export const incidentWire = z.object({
  id: z.string(),
  policy_id: z.string().nullable(),
  policy_name: z.string().nullable(),
  device_id: z.string().nullable(),
  device_name: z.string().nullable(),
  gateway_id: z.string().nullable(),
  gateway_name: z.string().nullable(),
  severity: z.enum(SEVERITIES),
  status: z.enum(INCIDENT_STATUSES),
  state: z.enum(INCIDENT_STATES),
  resume_state: z.enum(INCIDENT_STATES).nullable(),
  is_acknowledged: z.boolean(),
  triggered_at: z.string(),
  acknowledged_at: when,
  acknowledged_by: z.string().nullable(),
  cleared_at: when,
  closed_at: when,
  snoozed_until: when,
  metric: z.string().nullable(),
  value: z.number().nullable(),
  message: z.string(),
  messages: z.object({ tr: z.string(), en: z.string() }),
  occurrence_count: z.number(),
  origin: z.enum(INCIDENT_ORIGINS).nullable(),
  is_suppressed: z.boolean(),
  suppressed_by: z.enum(SUPPRESSORS).nullable(),
  suppressed_reason: z.string().nullable(),
  annunciated_at: when,
  occurred_at: z.string(),
  is_chattering: z.boolean(),
  chattering_since: when,
  snoozed_at: when,
  snoozed_by: z.string().nullable(),
  snooze_reason: z.string().nullable(),
  reminder_count: z.number(),
})
const eventWire = z.object({
  id: z.string(),
  incident_id: z.string(),
  timestamp: z.string(),
  action: z.string(),
  from_state: z.string().nullable(),
  to_state: z.string(),
  actor_id: z.string().nullable(),
  actor_email: z.string().nullable(),
  note: z.string().nullable(),
  detail: z.looseObject({}).nullable(),
})
export const countWire = z.object({
  total: z.number(),
  by_severity: z.record(z.enum(SEVERITIES), z.number()),
  by_status: z.record(z.enum(INCIDENT_STATUSES), z.number()),
  unacknowledged: z.number(),
  /** Open ones that call nobody, by design; not among the others. */
  suppressed: z.number(),
})

/** `message` in the caller's language; `messages` for those who pass it on to others. */
export const incidentToWire = (incident: IncidentView, language: Language) => ({
  id: incident.id,
  policy_id: incident.policyId,
  policy_name: incident.policyName,
  device_id: incident.deviceId,
  device_name: incident.deviceName,
  gateway_id: incident.gatewayId,
  gateway_name: incident.gatewayName,
  severity: incident.severity,
  status: STATUS_OF[incident.state],
  state: incident.state,
  resume_state: incident.resumeState,
  is_acknowledged: incident.acknowledgedAt !== null,
  triggered_at: iso(incident.triggeredAt),
  acknowledged_at: isoOrNull(incident.acknowledgedAt),
  acknowledged_by: incident.acknowledgedBy,
  cleared_at: isoOrNull(incident.clearedAt),
  closed_at: isoOrNull(incident.closedAt),
  snoozed_until: isoOrNull(incident.snoozedUntil),
  metric: incident.metric,
  value: incident.value,
  message: incident.message[language],
  messages: incident.message,
  occurrence_count: incident.occurrenceCount,
  origin: incident.origin,
  is_suppressed: incident.suppressedBy !== null,
  suppressed_by: incident.suppressedBy,
  suppressed_reason: incident.suppressedReason,
  annunciated_at: isoOrNull(incident.annunciatedAt),
  occurred_at: iso(incident.occurredAt ?? incident.triggeredAt),
  is_chattering: incident.chatteringSince !== null,
  chattering_since: isoOrNull(incident.chatteringSince),
  snoozed_at: isoOrNull(incident.snoozedAt),
  snoozed_by: incident.snoozedBy,
  snooze_reason: incident.snoozeReason,
  reminder_count: incident.reminderCount,
})

export const eventToWire = (event: StoredIncidentEvent, language: Language) => ({
  id: String(event.seq),
  incident_id: event.incidentId,
  timestamp: iso(event.at),
  action: event.action,
  from_state: event.fromState,
  to_state: event.toState,
  actor_id: event.actorId,
  actor_email: event.actorEmail,
  note: event.note ?? hubNote(event)?.[language] ?? null,
  detail: event.detail,
})

export const countToWire = (counts: IncidentCounts) => ({
  total: counts.total,
  by_severity: counts.bySeverity,
  by_status: Object.fromEntries(
    INCIDENT_STATUSES.map((status) => [
      status,
      STATES_OF[status].reduce((sum, state) => sum + counts.byState[state], 0),
    ]),
  ),
  unacknowledged: counts.unacknowledged,
  suppressed: counts.suppressed,
})

export const incidentList = listOf(incidentWire)
export const eventList = listOf(eventWire)
