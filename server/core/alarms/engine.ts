import type { Stores } from '../../storage/stores/stores.ts'
import type { Audit } from '../audit/audit.ts'
import type { Inventory } from '../devices/inventory.ts'
import type { Events } from '../events.ts'
import { newId } from '../ids.ts'
import type { Clock, GatewayLink, Log, Reading } from '../outside.ts'
import type { LiveView } from '../telemetry/live.types.ts'
import type { Transact } from '../transact.ts'
import { type AlarmEvents, type Incident, type IncidentView, NOT_ANNUNCIATED, type Policy } from './alarm.types.ts'
import { Annunciator, type AnnunciatorDeps } from './annunciator.ts'
import { Calendars } from './calendars.ts'
import { Evaluator, type Surroundings } from './evaluator.ts'
import { FLOOD_WINDOW_MS } from './flood.ts'
import { INITIAL_STATE, type IncidentAction, isCleared } from './incident.states.ts'
import { IncidentBook, keyOf } from './incident-book.ts'
import { type Edge, type EdgeDetail, edgeOf, type IncidentDraft } from './incident-draft.ts'
import type { WithdrawReason } from './message.ts'
import { type OwnAlarm, ownAlarm } from './own-alarm.ts'
import { isMoreSevere } from './policy.ts'
import { raiseMessage } from './raise-message.ts'
import type { ClearCause, Rule } from './rule.ts'
import { type OutlookView, SlowAnswers } from './slow-answers.ts'
import { Suppression, type SuppressionDeps } from './suppression.ts'
import { watchedDevices } from './watched-devices.ts'

const TICK_MS = 1000
const CALENDAR_MS = 60_000

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
  readonly outlook: OutlookView
  readonly tenantTimeZone: (tenantId: string) => Promise<string>
  /** Told after a policy's change is committed. */
  readonly changed: (entity: 'alarm_policy', tenantId: string) => void
  readonly annunciation: AnnunciationDeps
}

/** How the alarms reach people, as far as it is not the engine's own business. */
export interface AnnunciationDeps
  extends Pick<SuppressionDeps, 'isLockedOut' | 'maintenanceOf'>,
    Pick<AnnunciatorDeps, 'mannerOf' | 'floodChanged'> {
  /** In the transaction of the edges. */
  readonly recorded: (stores: Stores, draft: IncidentDraft) => Promise<void>
  readonly maxShelvingMs: (tenantId: string, severity: Incident['severity']) => number
}

/** Turns what the evaluator finds into incidents: runs by itself, acts for nobody. */
export class AlarmEngine {
  readonly book: IncidentBook
  readonly annunciator: Annunciator
  readonly #deps: AlarmDeps
  readonly #evaluator: Evaluator
  readonly #calendars: Calendars
  readonly #slow: SlowAnswers
  readonly #policies = new Map<string, Policy>()
  #tick: { stop(): void } | null = null
  #calendarTick: { stop(): void } | null = null

  constructor(deps: AlarmDeps) {
    this.#deps = deps
    this.#evaluator = new Evaluator({
      raise: (rule, deviceCount) => this.#raise(rule, deviceCount),
      clear: (rule, cause) => this.#clear(rule, cause),
      fold: (rule, gatewayRule) => this.#withdraw(rule, 'folded', { into: gatewayRule.subject.key }),
      gone: (rule) => this.#withdraw(rule, 'policy', null),
    })
    this.#calendars = new Calendars(deps.stores, deps.tenantTimeZone)
    this.#slow = new SlowAnswers(this.#evaluator, deps.outlook, deps.clock, deps.log)
    this.book = new IncidentBook({
      transact: deps.transact,
      audit: deps.audit,
      clock: deps.clock,
      log: deps.log,
      takeChangedRules: () => this.#evaluator.takeChanged(),
      silencingOf: (incident) => suppression.of(incident),
      recorded: deps.annunciation.recorded,
      committed: (edges) => this.#announce(edges),
    })
    const suppression = new Suppression({
      ...deps.annunciation,
      inventory: deps.inventory,
      isSilence: (incident) => this.#policyOf(incident)?.condition.type === 'no_data',
      open: this.book,
    })
    this.annunciator = new Annunciator({
      ...deps.annunciation,
      clock: deps.clock,
      book: this.book,
      suppression,
      baseSeverityOf: (incident) => this.#policyOf(incident)?.severity ?? incident.severity,
      isHeldByRule: (key) => this.#evaluator.isChattering(key),
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
    await this.#configure(policies, () => null, now)
    const standing = open.filter((incident) => incident.clearedAt === null).map(keyOf)
    this.#evaluator.restore(states, new Set(standing), now)
    for (const incident of open)
      if (incident.policyId !== null && !this.#evaluator.has(keyOf(incident))) this.#withdrawById(incident.id)
    this.annunciator.restore(await stores.annunciations.recent(now - FLOOD_WINDOW_MS))
    this.#tick = clock.every(TICK_MS, () => this.tick())
    this.#calendarTick = clock.every(CALENDAR_MS, () => this.#followCalendars())
    this.#slow.start()
  }

  /** Stops and commits what is found already. */
  async stop(): Promise<void> {
    this.#tick?.stop()
    this.#tick = null
    this.#calendarTick?.stop()
    this.#calendarTick = null
    await this.#slow.stop()
    await this.book.flush()
    this.book.stop()
  }

  /** Takes over changed policies, devices, places and calendars: what is as it was costs a comparison. */
  async reload(): Promise<void> {
    const policies = await this.#deps.stores.policies.all()
    const before = new Map(this.#policies)
    await this.#configure(policies, this.#latest, this.#deps.clock.now())
    for (const policy of policies) this.#followSeverity(before.get(policy.id), policy)
    this.book.wake()
  }

  /** Takes over one policy, as it is committed now: touches the devices that it watches and no other. */
  async reloadPolicy(tenantId: string, id: string): Promise<void> {
    const policy = await this.#deps.stores.policies.get(tenantId, id)
    const now = this.#deps.clock.now()
    const before = this.#policies.get(id)
    if (policy === null) {
      this.#policies.delete(id)
      this.#evaluator.removePolicy(id, now)
    } else {
      await this.#calendars.refresh([tenantId])
      this.#policies.set(id, policy)
      this.#evaluator.changePolicy(policy, this.#around(this.#latest), now)
      this.#followSeverity(before, policy)
    }
    void this.#slow.refresh()
    this.book.wake()
  }

  /** Where a policy stands: its rules as they are. */
  rulesOf(policyId: string): readonly Rule[] {
    return this.#evaluator.rulesOf(policyId)
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
    this.annunciator.tick(now)
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

  readonly #latest: Surroundings['latest'] = (deviceId, metric) => this.#deps.live.get(deviceId)?.get(metric) ?? null

  #around(latest: Surroundings['latest']): Surroundings {
    return { latest, calendarOf: (tenantId) => this.#calendars.of(tenantId) }
  }

  /** A tenant's clock or holidays may have been changed: schedules are read anew where they were. */
  async #followCalendars(): Promise<void> {
    const scheduled = [...this.#policies.values()].filter(({ schedule }) => schedule !== null)
    if (!(await this.#calendars.refresh(scheduled.map(({ tenantId }) => tenantId)))) return
    const now = this.#deps.clock.now()
    for (const policy of scheduled) this.#evaluator.changePolicy(policy, this.#around(this.#latest), now)
    this.book.wake()
  }

  async #configure(policies: readonly Policy[], latest: Surroundings['latest'], now: number): Promise<void> {
    await this.#calendars.refresh(policies.flatMap(({ tenantId, schedule }) => (schedule ? [tenantId] : [])))
    this.#policies.clear()
    for (const policy of policies) this.#policies.set(policy.id, policy)
    this.#evaluator.configure(policies, watchedDevices(this.#deps.inventory), this.#around(latest), now)
  }

  #followSeverity(before: Policy | undefined, policy: Policy): void {
    if (before && before.severity !== policy.severity) this.#changeSeverity(policy)
  }

  #raise(rule: Rule, deviceCount: number): void {
    const { policy, subject, key, metric } = rule
    const at = this.#deps.clock.now()
    const value = rule.lastValue
    const message = raiseMessage(rule, deviceCount)
    const chatter = this.annunciator.chatter.raised(key, at) ? { chatteringSince: at, chatteredAt: at } : {}
    this.book.note((draft) => {
      const last = draft.newestOf(key)
      if (last !== null && isOneWith(last, at)) {
        // While its clears are held back it stands already: it is counted, and calls nobody anew.
        const action = isCleared(last) ? 'recur' : 'repeat'
        const mark = last.chatteringSince === null ? chatter : {}
        const again = edgeOf(last, action, { ...byHub(at), note: null, set: { value, message, ...mark } })
        if (again) draft.put(again, key)
        return
      }
      const incident: Incident = {
        ...NOT_ANNUNCIATED,
        ...chatter,
        occurredAt: at,
        id: newId(),
        tenantId: policy.tenantId,
        policyId: policy.id,
        origin: null,
        deviceId: subject.deviceId,
        gatewayId: subject.gatewayId,
        state: INITIAL_STATE,
        resumeState: null,
        severity: policy.severity,
        message,
        metric,
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

  #clear(rule: Rule, cause: ClearCause): void {
    const at = this.#deps.clock.now()
    const value = cause === 'schedule' ? null : rule.lastValue
    const { key } = rule
    const wasQuiet = this.annunciator.chatter.isQuiet(key, at)
    this.annunciator.chatter.cleared(key, at, value)
    this.book.note((draft) => {
      const incident = draft.newestOf(key)
      const detail = cause === 'schedule' ? { reason: cause } : value === null ? null : { value }
      // A normal that will not last is not told: the annunciator clears it once it has.
      if (incident && (wasQuiet || cause === 'schedule' || incident.chatteringSince === null))
        this.#step(draft, incident.id, 'clear', { ...byHub(at), note: null, detail })
    })
  }

  report(alarm: OwnAlarm): void {
    const at = this.#deps.clock.now()
    const key = keyOf({ ...alarm, policyId: null })
    this.book.note((draft) => {
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
    const at = this.#deps.clock.now()
    const key = keyOf({ ...alarm, policyId: null })
    this.book.note((draft) => {
      const incident = draft.newestOf(key)
      if (incident) this.#step(draft, incident.id, 'clear', { ...byHub(at), note: null })
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

  #announce(edges: readonly Edge[]): void {
    this.annunciator.called(edges.flatMap(({ isCall, incident, event }) => (isCall ? { incident, at: event.at } : [])))
    for (const { incident, event, isCall = false } of edges)
      this.#deps.events.emit('incident', { incident: this.describe(incident), action: event.action, isCall })
  }

  policyName(id: string | null): string | null {
    return (id !== null && this.#policies.get(id)?.name) || null
  }

  #policyOf(incident: Incident): Policy | undefined {
    return incident.policyId === null ? undefined : this.#policies.get(incident.policyId)
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
