import type { Stores } from '../../storage/stores/stores.ts'
import type { Audit } from '../audit/audit.ts'
import type { Inventory } from '../devices/inventory.ts'
import type { Words } from '../errors.ts'
import type { Events } from '../events.ts'
import { newId } from '../ids.ts'
import type { Clock, GatewayLink, Log, Reading } from '../outside.ts'
import type { LiveView } from '../telemetry/live.types.ts'
import type { Transact } from '../transact.ts'
import type { AlarmEvents, Incident, IncidentView, Policy } from './alarm.types.ts'
import { Evaluator } from './evaluator.ts'
import { INITIAL_STATE, type IncidentAction } from './incident.states.ts'
import { IncidentBook, keyOf } from './incident-book.ts'
import { type Edge, type EdgeDetail, edgeOf, type IncidentDraft } from './incident-draft.ts'
import { conditionMessage, gatewayMessage, type WithdrawReason } from './message.ts'
import { isMoreSevere } from './policy.ts'
import type { Rule } from './rule.ts'
import { watchedDevices } from './watched-devices.ts'

const TICK_MS = 1000

/** Within this time after it cleared, an alarm that comes back is the same incident. */
export const REOPEN_WINDOW_MS = 5 * 60_000

export interface AlarmDeps {
  readonly stores: Stores
  readonly transact: Transact
  readonly audit: Audit
  readonly clock: Clock
  readonly log: Log
  readonly events: Events<AlarmEvents>
  readonly inventory: Inventory
  readonly live: LiveView
  /** Told after a policy's change is committed. */
  readonly changed: (entity: 'alarm_policy', tenantId: string) => void
}

/** Turns what the evaluator finds into incidents: runs by itself, acts for nobody. */
export class AlarmEngine {
  readonly book: IncidentBook
  readonly #deps: AlarmDeps
  readonly #evaluator: Evaluator
  #policies: ReadonlyMap<string, Policy> = new Map()
  #tick: { stop(): void } | null = null

  constructor(deps: AlarmDeps) {
    this.#deps = deps
    this.#evaluator = new Evaluator({
      raise: (rule, deviceCount) => this.#raise(rule, deviceCount),
      clear: (rule) => this.#clear(rule),
      fold: (rule, gatewayRule) => this.#withdraw(rule, 'folded', { into: gatewayRule.subject.key }),
      gone: (rule) => this.#withdraw(rule, 'policy', null),
    })
    this.book = new IncidentBook({
      transact: deps.transact,
      audit: deps.audit,
      clock: deps.clock,
      log: deps.log,
      takeChangedRules: () => this.#evaluator.takeChanged(),
      committed: (edges) => this.#announce(edges),
    })
  }

  async start(): Promise<void> {
    if (this.#tick) return
    const { stores, clock } = this.#deps
    const [policies, states, open] = [
      await stores.policies.all(),
      await stores.alarmStates.all(),
      await stores.incidents.open(),
    ]
    this.book.load(open)
    const now = clock.now()
    // What was last known is history by now: the rules wait for the first sample.
    this.#configure(policies, () => null, now)
    const standing = open.filter((incident) => incident.clearedAt === null).map(keyOf)
    this.#evaluator.restore(states, new Set(standing), now)
    for (const incident of open) if (!this.#evaluator.has(keyOf(incident))) this.#withdrawById(incident.id)
    this.#tick = clock.every(TICK_MS, () => this.tick())
  }

  /** Stops and commits what is found already. */
  async stop(): Promise<void> {
    this.#tick?.stop()
    this.#tick = null
    await this.book.flush()
    this.book.stop()
  }

  /** Takes over changed policies, devices and places. */
  async reload(): Promise<void> {
    const policies = await this.#deps.stores.policies.all()
    const before = this.#policies
    this.#configure(
      policies,
      (deviceId, metric) => this.#deps.live.get(deviceId)?.get(metric) ?? null,
      this.#deps.clock.now(),
    )
    for (const policy of policies) {
      const old = before.get(policy.id)
      if (old && old.severity !== policy.severity) this.#changeSeverity(policy)
    }
    this.book.wake()
  }

  onReadings(readings: readonly Reading[]): void {
    this.#evaluator.onReadings(readings, this.#deps.clock.now())
  }

  onLinks(links: readonly GatewayLink[]): void {
    this.#evaluator.onLinks(links, this.#deps.clock.now())
  }

  tick(): void {
    const now = this.#deps.clock.now()
    this.#evaluator.tick(now)
    for (const incident of this.book.open.values()) {
      const due = dueAction(incident, now)
      if (due) this.book.note((draft) => this.#step(draft, incident.id, due, { ...byHub(now), note: null }))
    }
    this.book.wake()
  }

  describe(incident: Incident): IncidentView {
    const { inventory } = this.#deps
    return {
      ...incident,
      deviceName: (incident.deviceId && inventory.devices.get(incident.deviceId)?.name) || null,
      gatewayName: (incident.gatewayId && inventory.gateways.get(incident.gatewayId)?.name) || null,
      policyName: (incident.policyId && this.#policies.get(incident.policyId)?.name) || null,
    }
  }

  #configure(policies: readonly Policy[], latest: Parameters<Evaluator['configure']>[2], now: number): void {
    this.#policies = new Map(policies.map((policy) => [policy.id, policy]))
    this.#evaluator.configure(policies, watchedDevices(this.#deps.inventory), latest, now)
  }

  #raise(rule: Rule, deviceCount: number): void {
    const { policy, subject, key } = rule
    const at = this.#deps.clock.now()
    const value = rule.lastValue
    const message = this.#message(rule, deviceCount)
    this.book.note((draft) => {
      const last = draft.newestOf(key)
      if (last !== null && isOneWith(last, at)) {
        const recurred = edgeOf(last, 'recur', { ...byHub(at), note: null, set: { value, message } })
        if (recurred) draft.put(recurred, key)
        return
      }
      const incident: Incident = {
        id: newId(),
        tenantId: policy.tenantId,
        policyId: policy.id,
        deviceId: subject.deviceId,
        gatewayId: subject.gatewayId,
        state: INITIAL_STATE,
        resumeState: null,
        severity: policy.severity,
        message,
        metric: policy.condition.metric,
        value,
        triggeredAt: at,
        acknowledgedAt: null,
        acknowledgedBy: null,
        clearedAt: null,
        closedAt: null,
        snoozedUntil: null,
        occurrenceCount: 1,
        updatedAt: at,
      }
      const detail = subject.deviceId === null ? { device_count: deviceCount } : value === null ? null : { value }
      const start = {
        incidentId: incident.id,
        at,
        action: 'trigger',
        fromState: null,
        toState: incident.state,
      } as const
      draft.put({ incident, event: { ...start, actorId: null, note: null, detail } }, key)
    })
  }

  #clear(rule: Rule): void {
    const at = this.#deps.clock.now()
    const value = rule.lastValue
    const { key } = rule
    this.book.note((draft) => {
      const incident = draft.newestOf(key)
      const detail = value === null ? null : { value }
      if (incident) this.#step(draft, incident.id, 'clear', { ...byHub(at), note: null, detail })
    })
  }

  /** Closes whatever is open of a rule that speaks no more. */
  #withdraw(rule: Rule, reason: WithdrawReason, detail: Record<string, unknown> | null): void {
    const at = this.#deps.clock.now()
    const { key, subject, policy } = rule
    this.book.note((draft) => {
      if (reason === 'policy') draft.forgotten.push({ policyId: policy.id, subject: subject.key })
      const found = reason === 'folded' ? [draft.newestOf(key)] : draft.allOpen().filter((open) => keyOf(open) === key)
      for (const incident of found) {
        if (incident === null) continue
        const why = { ...byHub(at), note: null, detail: { reason, ...detail } }
        this.#step(draft, incident.id, 'withdraw', why)
      }
    })
  }

  #withdrawById(id: string): void {
    const why = { ...byHub(this.#deps.clock.now()), note: null, detail: { reason: 'policy' } }
    this.book.note((draft) => this.#step(draft, id, 'withdraw', why))
  }

  #changeSeverity(policy: Policy): void {
    const at = this.#deps.clock.now()
    this.book.note((draft) => {
      for (const incident of draft.allOpen()) {
        if (incident.policyId !== policy.id || incident.severity === policy.severity) continue
        const action = isMoreSevere(policy.severity, incident.severity) ? 'escalate' : 'lower'
        const detail = { from: incident.severity, to: policy.severity }
        this.#step(draft, incident.id, action, { ...byHub(at), note: null, detail, set: { severity: policy.severity } })
      }
    })
  }

  #step(draft: IncidentDraft, id: string, action: IncidentAction, how: EdgeDetail): void {
    const incident = draft.get(id)
    const edge = incident && edgeOf(incident, action, how)
    if (edge) draft.put(edge, keyOf(edge.incident))
  }

  #message(rule: Rule, deviceCount: number): Words {
    const { policy, subject } = rule
    const { condition } = policy
    if (subject.deviceId === null && condition.type === 'no_data')
      return gatewayMessage(subject.name, deviceCount, condition.afterS)
    return conditionMessage(subject.name, condition, rule.lastValue)
  }

  #announce(edges: readonly Edge[]): void {
    for (const { incident, event } of edges)
      this.#deps.events.emit('incident', { incident: this.describe(incident), action: event.action })
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
