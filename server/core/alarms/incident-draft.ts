import type { Incident, IncidentEvent } from './alarm.types.ts'
import { type Annunciated, annunciate, overlay, type SilencingOf } from './annunciation.ts'
import { type IncidentAction, step } from './incident.states.ts'
import type { Call } from './kpi.types.ts'

/** What a change of an incident is made of besides the step in the table. */
export interface EdgeDetail {
  readonly at: number
  readonly actorId: string | null
  readonly note: string | null
  readonly detail: Readonly<Record<string, unknown>> | null
  readonly set?: Partial<Incident>
}

export interface Edge {
  readonly incident: Incident
  readonly event: IncidentEvent
  /** Whether the incident calls for attention because of it. */
  readonly isCall?: boolean
}

/** Takes an incident one step along its table; null where the table has none. */
export function edgeOf(incident: Incident, action: IncidentAction, how: EdgeDetail): Edge | null {
  const to = step(incident, action)
  if (to === null) return null
  const isClosed = to.state === 'closed'
  return {
    incident: {
      ...incident,
      ...TIMES[action]?.(incident, how),
      ...how.set,
      ...to,
      snoozedUntil: to.state === 'snoozed' ? (how.set?.snoozedUntil ?? incident.snoozedUntil) : null,
      closedAt: isClosed ? how.at : null,
      updatedAt: how.at,
    },
    event: {
      incidentId: incident.id,
      at: how.at,
      action,
      fromState: incident.state,
      toState: to.state,
      actorId: how.actorId,
      note: how.note,
      detail: how.detail,
    },
  }
}

const TIMES: Partial<Record<IncidentAction, (incident: Incident, how: EdgeDetail) => Partial<Incident>>> = {
  ack: (_incident, how) => ({ acknowledgedAt: how.at, acknowledgedBy: how.actorId }),
  clear: (_incident, how) => ({ clearedAt: how.at, chatteringSince: null }),
  // A recurrence is news again: somebody has to see it anew.
  recur: (incident, how) => ({
    acknowledgedAt: null,
    acknowledgedBy: null,
    clearedAt: null,
    occurredAt: how.at,
    reminderCount: 0,
    occurrenceCount: incident.occurrenceCount + 1,
  }),
  repeat: (incident) => ({ occurrenceCount: incident.occurrenceCount + 1 }),
  settle: () => ({ chatteringSince: null }),
  remind: (incident) => ({ reminderCount: incident.reminderCount + 1 }),
  snooze: (_incident, how) => ({ snoozedAt: how.at, snoozedBy: how.actorId, snoozeReason: how.note }),
}

/** The open incidents while one group of changes is worked out; nothing counts until it is committed. */
export class IncidentDraft {
  readonly #open: ReadonlyMap<string, Incident>
  readonly #newest: ReadonlyMap<string, string>
  readonly #silencingOf: SilencingOf
  readonly #touched = new Map<string, Incident>()
  readonly #newestHere = new Map<string, string>()
  readonly edges: Edge[] = []
  /** Rules that are gone: what was kept of them must not come back after a restart. */
  readonly forgotten: { readonly policyId: string; readonly subject: string }[] = []
  readonly calls: Call[] = []

  constructor(open: ReadonlyMap<string, Incident>, newest: ReadonlyMap<string, string>, silencingOf: SilencingOf) {
    this.#open = open
    this.#newest = newest
    this.#silencingOf = silencingOf
  }

  get touched(): ReadonlyMap<string, Incident> {
    return this.#touched
  }

  /** Null once closed. */
  get(id: string): Incident | null {
    const incident = this.#touched.get(id) ?? this.#open.get(id)
    return incident === undefined || incident.state === 'closed' ? null : incident
  }

  /** The newest open incident of a rule. */
  newestOf(ruleKey: string): Incident | null {
    const id = this.#newestHere.get(ruleKey) ?? this.#newest.get(ruleKey)
    return id === undefined ? null : this.get(id)
  }

  allOpen(): Incident[] {
    const ids = new Set([...this.#open.keys(), ...this.#touched.keys()])
    return [...ids].flatMap((id) => this.get(id) ?? [])
  }

  put(edge: Edge, ruleKey: string): void {
    const before = edge.event.fromState === null ? null : this.get(edge.incident.id)
    this.#take(annunciate(before, edge, this.#silencingOf(edge.incident)))
    if (before === null) this.#newestHere.set(ruleKey, edge.incident.id)
  }

  /** Lays the overlay over an incident that nothing else happens to. */
  review(id: string, at: number): void {
    const incident = this.get(id)
    const changed = incident && overlay(incident, this.#silencingOf(incident), at)
    if (changed) this.#take(changed)
  }

  #take({ edges, incident, isCall }: Annunciated): void {
    this.#touched.set(incident.id, incident)
    for (const edge of edges) this.edges.push(isCall && edge === edges[0] ? { ...edge, isCall } : edge)
    const at = edges[0]?.event.at
    if (isCall && at !== undefined) this.calls.push({ incident, at })
  }
}
