import type { Clock } from '../outside.ts'
import type { Incident, Severity } from './alarm.types.ts'
import { Chatter } from './chatter.ts'
import { FLOOD_WINDOW_MS, type Flood, FloodMeter } from './flood.ts'
import { callsForAttention, type IncidentAction, isAcknowledged, isCleared } from './incident.states.ts'
import { type IncidentBook, keyOf } from './incident-book.ts'
import { edgeOf } from './incident-draft.ts'
import type { Call } from './kpi.types.ts'
import { type Ladder, rungOf } from './ladder.ts'
import { isMoreSevere } from './policy.ts'
import type { Suppression } from './suppression.ts'

/** How incidents of a policy are brought to people's attention. */
export interface Manner {
  readonly ladder: Ladder
  /** Null: never. */
  readonly reminderMs: number | null
}

export interface AnnunciatorDeps {
  readonly clock: Clock
  readonly book: IncidentBook
  readonly suppression: Suppression
  readonly mannerOf: (incident: Incident) => Manner
  /** The severity that the policy gives; the incident's own when no policy raised it. */
  readonly baseSeverityOf: (incident: Incident) => Severity
  /** Whether the rule itself holds an incident up because it comes and goes too fast. */
  readonly isHeldByRule: (key: string) => boolean
  readonly floodChanged: (tenantId: string, flood: Flood) => void
}

/** What time does to how an incident calls: overlays lift, chatter calms down, severities climb, reminders fall due. */
export class Annunciator {
  readonly chatter: Chatter
  readonly #deps: AnnunciatorDeps
  readonly #floods = new Map<string, FloodMeter>()

  constructor(deps: AnnunciatorDeps) {
    this.#deps = deps
    this.chatter = new Chatter(deps.clock.now())
  }

  /** Calls of before the restart, in order. */
  restore(recent: readonly { readonly tenantId: string; readonly at: number }[]): void {
    for (const { tenantId, at } of recent) this.#meter(tenantId).annunciated(at)
  }

  called(calls: readonly Call[]): void {
    for (const { incident, at } of calls) {
      const meter = this.#meter(incident.tenantId)
      const before = meter.state.since
      meter.annunciated(at)
      if (meter.state.since !== before || before !== null) this.#deps.floodChanged(incident.tenantId, meter.state)
    }
  }

  floodOf(tenantId: string): Flood & { readonly endsAt: number | null } {
    const meter = this.#meter(tenantId)
    return { ...meter.state, endsAt: meter.endsAt }
  }

  /** From when on a call belongs to the flood that is going on. */
  floodStart(tenantId: string): number | null {
    const { since } = this.#meter(tenantId).state
    return since === null ? null : since - FLOOD_WINDOW_MS
  }

  tick(now: number): void {
    for (const incident of this.#deps.book.open.values()) {
      this.#review(incident, now)
      if (incident.chatteringSince !== null) this.#calmDown(incident, now)
      this.#climb(incident, now)
      this.#remind(incident, now)
    }
    this.chatter.forgetQuiet(now)
    for (const [tenantId, meter] of this.#floods) if (meter.elapse(now)) this.#deps.floodChanged(tenantId, meter.state)
  }

  #review(incident: Incident, now: number): void {
    const silencing = this.#deps.suppression.of(incident)
    if ((silencing?.by ?? null) === incident.suppressedBy) return
    this.#deps.book.note((draft) => draft.review(incident.id, now))
  }

  #calmDown(incident: Incident, now: number): void {
    const key = keyOf(incident)
    if (!this.chatter.isQuiet(key, now) || this.#deps.isHeldByRule(key)) return
    const held = this.chatter.heldClear(key)
    if (held === null) this.#step(incident, 'settle', now)
    else this.#step(incident, 'clear', now, {}, { value: held.value, chattered: true })
  }

  #climb(incident: Incident, now: number): void {
    const { ladder } = this.#deps.mannerOf(incident)
    if (ladder.length === 0) return
    const base = this.#deps.baseSeverityOf(incident)
    const severity = rungOf(ladder, base, incident, now)
    if (severity === incident.severity) return
    const action = isMoreSevere(severity, incident.severity) ? 'escalate' : 'lower'
    // Once somebody has seen it, time makes nothing more urgent.
    if (action === 'escalate' && isAcknowledged(incident)) return
    this.#step(incident, action, now, { severity }, { from: incident.severity, to: severity, by: 'ladder' })
  }

  #remind(incident: Incident, now: number): void {
    const { reminderMs } = this.#deps.mannerOf(incident)
    if (reminderMs === null || incident.annunciatedAt === null || isCleared(incident)) return
    if (!callsForAttention(incident)) return
    if (now < incident.annunciatedAt + reminderMs * (incident.reminderCount + 1)) return
    this.#step(incident, 'remind', now)
  }

  /** Nothing happens to an incident that changed since it was looked at: the next tick looks again. */
  #step(
    seen: Incident,
    action: IncidentAction,
    at: number,
    set: Partial<Incident> = {},
    detail: Readonly<Record<string, unknown>> | null = null,
  ): void {
    this.#deps.book.note((draft) => {
      const incident = draft.get(seen.id)
      if (incident?.updatedAt !== seen.updatedAt) return
      const edge = edgeOf(incident, action, { at, actorId: null, note: null, detail, set })
      if (edge) draft.put(edge, keyOf(incident))
    })
  }

  #meter(tenantId: string): FloodMeter {
    const known = this.#floods.get(tenantId)
    if (known) return known
    const made = new FloodMeter()
    this.#floods.set(tenantId, made)
    return made
  }
}
