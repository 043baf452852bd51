import type { Clock } from '../outside.ts'
import type { Incident, Policy } from './alarm.types.ts'
import type { Chatter } from './chatter.ts'
import { type IncidentAction, isCleared } from './incident.states.ts'
import { type IncidentBook, keyOf } from './incident-book.ts'
import { type EdgeDetail, edgeOf, type IncidentDraft } from './incident-draft.ts'
import type { WithdrawReason } from './message.ts'
import { type OwnAlarm, ownAlarm } from './own-alarm.ts'
import { isMoreSevere } from './policy.ts'
import { raiseMessage } from './raise-message.ts'
import type { ClearCause, Rule } from './rule.ts'
import { triggered } from './trigger.ts'

/** Within this time after it cleared, an alarm that comes back is the same incident. */
export const REOPEN_WINDOW_MS = 5 * 60_000

/** What happens to incidents while nobody acts: rules speak or fall silent, and time passes. */
export class IncidentKeeper {
  readonly #clock: Clock
  readonly #book: IncidentBook
  readonly #chatter: Chatter

  constructor(clock: Clock, book: IncidentBook, chatter: Chatter) {
    this.#clock = clock
    this.#book = book
    this.#chatter = chatter
  }

  raise(rule: Rule, deviceCount: number): void {
    const { policy, subject, key, metric } = rule
    const at = this.#clock.now()
    const value = rule.lastValue
    const message = raiseMessage(rule, deviceCount)
    const chatter = this.#chatter.raised(key, at) ? { chatteringSince: at, chatteredAt: at } : {}
    this.#book.note((draft) => {
      const last = draft.newestOf(key)
      if (last !== null && isOneWith(last, at)) {
        // While its clears are held back it stands already: it is counted, and calls nobody anew.
        const action = isCleared(last) ? 'recur' : 'repeat'
        const mark = last.chatteringSince === null ? chatter : {}
        const again = edgeOf(last, action, { ...byHub(at), note: null, set: { value, message, ...mark } })
        if (again) draft.put(again, key)
        return
      }
      const detail = subject.deviceId === null ? { device_count: deviceCount } : value === null ? null : { value }
      const { id: policyId, tenantId, severity } = policy
      const { deviceId, gatewayId } = subject
      const about = { tenantId, policyId, origin: null, deviceId, gatewayId, severity, message, metric, value }
      draft.put(triggered({ ...about, ...chatter }, at, detail), key)
    })
  }

  clear(rule: Rule, cause: ClearCause): void {
    const at = this.#clock.now()
    const value = cause === 'schedule' ? null : rule.lastValue
    const { key } = rule
    const wasQuiet = this.#chatter.isQuiet(key, at)
    this.#chatter.cleared(key, at, value)
    this.#book.note((draft) => {
      const incident = draft.newestOf(key)
      const detail = cause === 'schedule' ? { reason: cause } : value === null ? null : { value }
      // A normal that will not last is not told: the annunciator clears it once it has.
      if (incident && (wasQuiet || cause === 'schedule' || incident.chatteringSince === null))
        this.#step(draft, incident.id, 'clear', { ...byHub(at), note: null, detail })
    })
  }

  /** One stands per origin and device. */
  report(alarm: OwnAlarm): void {
    const at = this.#clock.now()
    const key = keyOf({ ...alarm, policyId: null })
    this.#book.note((draft) => {
      const last = draft.newestOf(key)
      if (last !== null && !isCleared(last)) return
      const edge =
        last !== null && isOneWith(last, at)
          ? edgeOf(last, 'recur', { ...byHub(at), note: null, set: { message: alarm.message, value: alarm.value } })
          : ownAlarm(alarm, at)
      if (edge) draft.put(edge, key)
    })
  }

  resolve(alarm: Pick<OwnAlarm, 'origin' | 'deviceId' | 'gatewayId'>): void {
    const at = this.#clock.now()
    const key = keyOf({ ...alarm, policyId: null })
    this.#book.note((draft) => {
      const incident = draft.newestOf(key)
      if (incident) this.#step(draft, incident.id, 'clear', { ...byHub(at), note: null })
    })
  }

  /** Closes whatever is open of a rule that speaks no more. */
  withdraw(rule: Rule, reason: WithdrawReason, detail: Record<string, unknown> | null): void {
    const at = this.#clock.now()
    const { key, subject, policy } = rule
    this.#book.note((draft) => {
      if (reason === 'policy') draft.forgotten.push({ policyId: policy.id, subject: subject.key })
      const found = reason === 'folded' ? [draft.newestOf(key)] : draft.allOpen().filter((open) => keyOf(open) === key)
      for (const incident of found) {
        if (incident === null) continue
        const why = { ...byHub(at), note: null, detail: { reason, ...detail } }
        this.#step(draft, incident.id, 'withdraw', why)
      }
    })
  }

  withdrawById(id: string): void {
    const why = { ...byHub(this.#clock.now()), note: null, detail: { reason: 'policy' } }
    this.#book.note((draft) => this.#step(draft, id, 'withdraw', why))
  }

  changeSeverity(policy: Policy): void {
    const at = this.#clock.now()
    this.#book.note((draft) => {
      for (const incident of draft.allOpen()) {
        if (incident.policyId !== policy.id || incident.severity === policy.severity) continue
        const action = isMoreSevere(policy.severity, incident.severity) ? 'escalate' : 'lower'
        const detail = { from: incident.severity, to: policy.severity }
        this.#step(draft, incident.id, action, { ...byHub(at), note: null, detail, set: { severity: policy.severity } })
      }
    })
  }

  /** What time alone does to whatever is open. */
  elapse(now: number): void {
    for (const incident of this.#book.open.values()) {
      const due = dueAction(incident, now)
      if (due) this.#book.note((draft) => this.#step(draft, incident.id, due, { ...byHub(now), note: null }))
    }
  }

  #step(draft: IncidentDraft, id: string, action: IncidentAction, how: EdgeDetail): void {
    const incident = draft.get(id)
    const edge = incident && edgeOf(incident, action, how)
    if (edge) draft.put(edge, keyOf(edge.incident))
  }
}

const byHub = (at: number) => ({ at, actorId: null, detail: null }) as const

/** Whether a new violation belongs to the incident that is there: snoozed, or cleared a short while ago. */
const isOneWith = (incident: Incident, at: number): boolean =>
  incident.state === 'snoozed' || incident.clearedAt === null || at - incident.clearedAt <= REOPEN_WINDOW_MS

/** What time alone does to an incident. */
function dueAction(incident: Incident, now: number): IncidentAction | null {
  if (incident.state === 'snoozed') return (incident.snoozedUntil ?? 0) <= now ? 'unsnooze' : null
  if (incident.state !== 'cleared_ack') return null
  return (incident.clearedAt ?? 0) + REOPEN_WINDOW_MS <= now ? 'finish' : null
}
