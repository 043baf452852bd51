import type { Stores } from '../../storage/stores/stores.ts'
import type { Audit } from '../audit/audit.ts'
import type { Inventory } from '../devices/inventory.ts'
import type { Events } from '../events.ts'
import type { Clock, GatewayLink, Log, Reading } from '../outside.ts'
import type { LiveView } from '../telemetry/live.types.ts'
import type { Transact } from '../transact.ts'
import type { AlarmEvents, Incident, IncidentView, Policy } from './alarm.types.ts'
import { Annunciator, type AnnunciatorDeps } from './annunciator.ts'
import { Calendars } from './calendars.ts'
import type { Surroundings } from './coverage.ts'
import { Evaluator } from './evaluator.ts'
import { FLOOD_WINDOW_MS } from './flood.ts'
import { IncidentBook, keyOf } from './incident-book.ts'
import type { Edge, IncidentDraft } from './incident-draft.ts'
import { IncidentKeeper } from './incident-keeper.ts'
import type { Rule } from './rule.ts'
import { type OutlookView, SlowAnswers } from './slow-answers.ts'
import { Suppression, type SuppressionDeps } from './suppression.ts'
import { watchedDevices } from './watched-devices.ts'

const TICK_MS = 1000
const CALENDAR_MS = 60_000

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
  readonly keeper: IncidentKeeper
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
      raise: (rule, deviceCount) => this.keeper.raise(rule, deviceCount),
      clear: (rule, cause) => this.keeper.clear(rule, cause),
      fold: (rule, gatewayRule) => this.keeper.withdraw(rule, 'folded', { into: gatewayRule.subject.key }),
      gone: (rule) => this.keeper.withdraw(rule, 'policy', null),
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
    this.keeper = new IncidentKeeper(deps.clock, this.book, this.annunciator.chatter)
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
      if (incident.policyId !== null && !this.#evaluator.has(keyOf(incident))) this.keeper.withdrawById(incident.id)
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
    this.keeper.elapse(now)
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
    if (before && before.severity !== policy.severity) this.keeper.changeSeverity(policy)
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
