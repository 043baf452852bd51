import type { Incident } from './alarm.types.ts'
import { callsForAttention, isCleared, type SuppressedBy } from './incident.states.ts'
import type { Edge } from './incident-draft.ts'

/** What keeps an incident from calling, and why. */
export interface Silencing {
  readonly by: SuppressedBy
  /** In the words of whoever silenced it. */
  readonly reason: string | null
}

export type SilencingOf = (incident: Incident) => Silencing | null

/** The safety class: neither shelved nor suppressed by anything. */
export const isSafety = ({ origin }: Pick<Incident, 'origin'>): boolean => origin === 'energised_under_lockout'

export interface Annunciated {
  /** The edge that was brought, and the overlay's own where that changed. */
  readonly edges: readonly Edge[]
  readonly incident: Incident
  /** Whether the incident calls for attention anew. */
  readonly isCall: boolean
}

/** Puts the overlay on an edge and tells whether the incident calls because of it. */
export function annunciate(before: Incident | null, edge: Edge, silencing: Silencing | null): Annunciated {
  const { event } = edge
  const isOpen = edge.incident.state !== 'closed'
  const overlaid = isOpen ? withSilencing(edge.incident, silencing) : edge.incident
  const isNews = before === null || !callsForAttention(before) || event.action === 'recur'
  const isCall = isNews && callsAnew(overlaid)
  const incident = isCall ? { ...overlaid, annunciatedAt: event.at } : overlaid
  const edges: Edge[] = [{ incident, event }]
  if (incident.suppressedBy !== edge.incident.suppressedBy) edges.push(overlayEdge(incident, event.at))
  return { edges, incident, isCall }
}

/** What the overlay alone does to an incident; null where it is as it should be. */
export function overlay(incident: Incident, silencing: Silencing | null, at: number): Annunciated | null {
  if ((silencing?.by ?? null) === incident.suppressedBy) return null
  const overlaid = { ...withSilencing(incident, silencing), updatedAt: at }
  const isCall = callsAnew(overlaid)
  const after = isCall ? { ...overlaid, annunciatedAt: at } : overlaid
  return { edges: [overlayEdge(after, at)], incident: after, isCall }
}

/** What went back to normal behind a shelf or an overlay waits to be seen, but calls nobody. */
const callsAnew = (incident: Incident): boolean => callsForAttention(incident) && !isCleared(incident)

const withSilencing = (incident: Incident, silencing: Silencing | null): Incident => ({
  ...incident,
  suppressedBy: silencing?.by ?? null,
  suppressedReason: silencing?.reason ?? null,
})

const overlayEdge = (incident: Incident, at: number): Edge => ({
  incident,
  event: {
    incidentId: incident.id,
    at,
    action: incident.suppressedBy === null ? 'unsuppress' : 'suppress',
    fromState: incident.state,
    toState: incident.state,
    actorId: null,
    note: incident.suppressedReason,
    detail: incident.suppressedBy === null ? null : { by: incident.suppressedBy },
  },
})
