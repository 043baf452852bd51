import type { Words } from '../errors.ts'
import { newId } from '../ids.ts'
import { type Incident, type IncidentOrigin, NOT_ANNUNCIATED, type Severity } from './alarm.types.ts'
import { INITIAL_STATE } from './incident.states.ts'
import type { Edge } from './incident-draft.ts'

/** An alarm that a feature of the hub raises, no policy. */
export interface OwnAlarm {
  readonly origin: IncidentOrigin
  readonly tenantId: string
  /** Null: about the gateway as a whole. */
  readonly deviceId: string | null
  readonly gatewayId: string | null
  readonly severity: Severity
  readonly message: Words
  readonly metric: string | null
  readonly value: number | null
}

/** The edge with which its incident begins. */
export function ownAlarm(alarm: OwnAlarm, at: number): Edge {
  const incident: Incident = {
    ...NOT_ANNUNCIATED,
    ...alarm,
    id: newId(),
    policyId: null,
    state: INITIAL_STATE,
    resumeState: null,
    triggeredAt: at,
    occurredAt: at,
    acknowledgedAt: null,
    acknowledgedBy: null,
    clearedAt: null,
    closedAt: null,
    snoozedUntil: null,
    occurrenceCount: 1,
    updatedAt: at,
  }
  const start = { incidentId: incident.id, at, action: 'trigger', fromState: null, toState: incident.state } as const
  const detail = alarm.value === null ? null : { value: alarm.value }
  return { incident, event: { ...start, actorId: null, note: null, detail } }
}
