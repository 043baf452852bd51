import { z } from 'zod'
import {
  INCIDENT_ORIGINS,
  type IncidentCounts,
  type IncidentFilter,
  type IncidentView,
  SEVERITIES,
  type StoredIncidentEvent,
} from '../../../core/alarms/alarm.types.ts'
import {
  INCIDENT_STATES,
  INCIDENT_STATUSES,
  type IncidentStatus,
  STATES_OF,
  STATUS_OF,
  SUPPRESSORS,
} from '../../../core/alarms/incident.states.ts'
import { hubNote } from '../../../core/alarms/message.ts'
import type { Core } from '../../../core/core.ts'
import { id, idPath, instant, iso, isoOrNull, listQuery, queryFlag, queryInt, queryNumber, text } from '../../fields.ts'
import { type Language, routesOf } from '../../kit.ts'
import { policyRoutes } from './alarm-policies.ts'
import { listToWire, pageOf } from './list.ts'

const route = routesOf<Core>()

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
const listOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), total: z.number(), skip: z.number(), limit: z.number() })
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

const eventToWire = (event: StoredIncidentEvent, language: Language) => ({
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

const countToWire = (counts: IncidentCounts) => ({
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

/** One status, or several with commas between. */
const statuses = z
  .string()
  .max(100)
  .transform((value) => value.split(','))
  .pipe(z.array(z.enum(INCIDENT_STATUSES)).min(1))

const whichIncidents = {
  policy_id: id.optional(),
  device_id: id.optional(),
  gateway_id: id.optional(),
  severity: z.enum(SEVERITIES).optional(),
  status: statuses.optional(),
  metric: z.string().max(64).optional(),
  is_acknowledged: queryFlag.optional(),
  is_suppressed: queryFlag.optional(),
  is_chattering: queryFlag.optional(),
}

interface Asked {
  readonly status?: readonly IncidentStatus[] | undefined
  readonly is_acknowledged?: boolean | undefined
  readonly is_suppressed?: boolean | undefined
  readonly is_chattering?: boolean | undefined
}

function filterOf(asked: Asked, columns: IncidentFilter['columns']) {
  const { status, is_acknowledged: isAcknowledged, is_suppressed: isSuppressed, is_chattering: isChattering } = asked
  const filter: IncidentFilter = {
    ...(columns && { columns }),
    ...(status !== undefined && { states: status.flatMap((name) => [...STATES_OF[name]]) }),
    ...(isAcknowledged !== undefined && { isAcknowledged }),
    ...(isSuppressed !== undefined && { isSuppressed }),
    ...(isChattering !== undefined && { isChattering }),
  }
  return filter
}

const note = text(2000).nullish()
const noteBody = z.strictObject({ note }).prefault({})
const snoozeBody = z
  .strictObject({ until: instant.optional(), duration_s: z.number().positive().optional(), reason: text(2000) })
  .refine((body) => (body.until === undefined) !== (body.duration_s === undefined), {
    message: 'exactly one of until, duration_s is expected',
  })

const incidentRoutes = [
  route({
    at: 'GET /alarms/incidents',
    needs: 'alarms:read',
    summary: 'Tetiklenen alarmlar',
    status: 200,
    query: listQuery(
      [
        'triggered_at',
        'created_at',
        'id',
        'policy_id',
        'device_id',
        'gateway_id',
        'severity',
        'status',
        'state',
        'acknowledged_at',
        'acknowledged_by',
        'cleared_at',
        'closed_at',
        'snoozed_until',
        'metric',
        'value',
        'message',
        'occurrence_count',
      ],
      {
        ...whichIncidents,
        id: id.optional(),
        state: z.enum(INCIDENT_STATES).optional(),
        triggered_at: instant.optional(),
        acknowledged_at: instant.optional(),
        acknowledged_by: id.optional(),
        cleared_at: instant.optional(),
        closed_at: instant.optional(),
        snoozed_until: instant.optional(),
        value: queryNumber.optional(),
        message: z.string().max(500).optional(),
        occurrence_count: queryInt(1, 1e9).optional(),
      },
    ),
    returns: incidentList,
    run: async ({ actor, query, caller, core }) => {
      const { skip: _s, limit: _l, sort_by: sortBy, sort_order: _o, ...asked } = query
      const { status, is_acknowledged, is_suppressed, is_chattering, ...columns } = asked
      // An incident is created when it triggers, and its status is the state in fewer words.
      const key = sortBy === 'created_at' ? 'triggered_at' : sortBy === 'status' ? 'state' : sortBy
      const page = pageOf({ ...query, sort_by: key })
      const found = await core.alarms.incidents(actor, filterOf(asked, columns), page)
      return listToWire(found, query, (incident) => incidentToWire(incident, caller.language))
    },
  }),
  route({
    at: 'GET /alarms/incidents/count',
    needs: 'alarms:read',
    summary: 'Aktif alarm sayıları',
    status: 200,
    query: z.strictObject(whichIncidents),
    returns: countWire,
    run: async ({ actor, query, core }) => {
      const { status, is_acknowledged, is_suppressed, is_chattering, ...columns } = query
      return countToWire(await core.alarms.counts(actor, filterOf(query, columns)))
    },
  }),
  route({
    at: 'GET /alarms/incidents/{id}',
    needs: 'alarms:read',
    summary: 'Alarm detay',
    status: 200,
    params: idPath,
    returns: incidentWire,
    run: async ({ actor, params, caller, core }) =>
      incidentToWire(await core.alarms.incident(actor, params.id), caller.language),
  }),
  route({
    at: 'POST /alarms/incidents/{id}/ack',
    needs: 'incidents:ack',
    summary: 'Alarm onayla',
    status: 200,
    params: idPath,
    body: noteBody,
    returns: incidentWire,
    run: async ({ actor, params, body, caller, core }) =>
      incidentToWire(await core.alarms.acknowledge(actor, params.id, body.note ?? null), caller.language),
  }),
  route({
    at: 'POST /alarms/incidents/{id}/snooze',
    needs: 'incidents:snooze',
    summary: 'Alarm ertele',
    status: 200,
    params: idPath,
    body: snoozeBody,
    returns: incidentWire,
    run: async ({ actor, params, body, caller, core }) => {
      const end = body.until === undefined ? { durationS: body.duration_s ?? 0 } : { until: body.until }
      return incidentToWire(await core.alarms.snooze(actor, params.id, end, body.reason), caller.language)
    },
  }),
  route({
    at: 'POST /alarms/incidents/{id}/close',
    needs: 'incidents:close',
    summary: 'Alarm kapat',
    status: 200,
    params: idPath,
    body: noteBody,
    returns: incidentWire,
    run: async ({ actor, params, body, caller, core }) =>
      incidentToWire(await core.alarms.close(actor, params.id, body.note ?? null), caller.language),
  }),
  route({
    at: 'GET /alarms/incidents/{id}/events',
    needs: 'alarms:read',
    summary: 'Alarm audit trail',
    status: 200,
    params: idPath,
    query: listQuery(['timestamp', 'created_at'], {}),
    returns: eventList,
    run: async ({ actor, params, query, caller, core }) =>
      listToWire(await core.alarms.events(actor, params.id, pageOf(query)), query, (event) =>
        eventToWire(event, caller.language),
      ),
  }),
]

/** Incidents before policies, because /alarms/incidents would read as the policy called "incidents". */
export const alarmRoutes = [...incidentRoutes, ...policyRoutes]
