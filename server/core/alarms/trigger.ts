import { newId } from '../ids.ts'
import { type Incident, type IncidentEvent, NOT_ANNUNCIATED } from './alarm.types.ts'
import { INITIAL_STATE } from './incident.states.ts'
import type { Edge } from './incident-draft.ts'

/** What an incident is about: all that is not the same for every new one. */
export type Trigger = Partial<Incident> &
  Pick<
    Incident,
    'tenantId' | 'policyId' | 'origin' | 'deviceId' | 'gatewayId' | 'severity' | 'message' | 'metric' | 'value'
  >

/** The edge with which an incident begins. */
export function triggered(about: Trigger, at: number, detail: IncidentEvent['detail']): Edge {
  const incident: Incident = {
    ...NOT_ANNUNCIATED,
    ...about,
    id: newId(),
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
  return { incident, event: { ...start, actorId: null, note: null, detail } }
}
