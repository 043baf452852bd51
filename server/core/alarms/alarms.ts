import type { Stores } from '../../storage/stores/stores.ts'
import { type Actor, requirePermission } from '../access.ts'
import { notFound, stateConflict } from '../errors.ts'
import type { GatewayLink, Reading } from '../outside.ts'
import type { Page } from '../page.ts'
import type { Incident, IncidentCounts, IncidentView, Severity, StoredIncidentEvent } from './alarm.types.ts'
import { type IncidentContext, trendAround } from './context.ts'
import { type AlarmDeps, AlarmEngine } from './engine.ts'
import type { Flood } from './flood.ts'
import { callsForAttention } from './incident.states.ts'
import { keyOf } from './incident-book.ts'
import { edgeOf } from './incident-draft.ts'
import type { OwnAlarm } from './own-alarm.ts'
import { AlarmPolicies } from './policies.ts'
import { checkShelving } from './shelving.ts'

const NO_INCIDENT = { tr: 'Alarm bulunamadı', en: 'Incident not found' }

/** Why an operator's action is refused in the state that the incident is in. */
const REFUSED = {
  ack: { tr: 'Alarm zaten onaylanmış veya kapatılmış', en: 'The incident is already acknowledged or closed' },
  snooze: { tr: 'Yalnızca süren bir alarm ertelenebilir', en: 'Only a standing incident can be snoozed' },
  close: {
    tr: 'Süren bir alarm onaylanmadan kapatılamaz; kapatılmış bir alarm yeniden kapatılamaz',
    en: 'A standing incident must be acknowledged before it is closed; a closed one stays closed',
  },
} as const

type EventPage = Parameters<Stores['incidents']['events']>[1]
type ListArguments = Parameters<Stores['incidents']['list']>

/** Incidents: what stands, what stood, and what people do about it. */
export class Alarms {
  readonly policies: AlarmPolicies
  readonly #deps: AlarmDeps
  readonly #engine: AlarmEngine
  #reloading: Promise<void> = Promise.resolve()

  constructor(deps: AlarmDeps) {
    this.#deps = deps
    const engine = new AlarmEngine(deps)
    this.#engine = engine
    this.policies = new AlarmPolicies(deps, {
      rulesOf: (id) => engine.rulesOf(id),
      reloadPolicy: (tenantId, id) => this.#inTurn(() => engine.reloadPolicy(tenantId, id)),
    })
  }

  async start(): Promise<void> {
    await this.#engine.start()
  }

  async stop(): Promise<void> {
    await this.#reloading
    await this.#engine.stop()
  }

  /** After the commit of what was read; never blocks. */
  onReadings(readings: readonly Reading[]): void {
    this.#engine.onReadings(readings)
  }

  onLinks(links: readonly GatewayLink[]): void {
    this.#engine.onLinks(links)
  }

  /** To be called when devices, gateways, places, time zones or holidays changed. One at a time, in order. */
  reload(): Promise<void> {
    return this.#inTurn(() => this.#engine.reload())
  }

  async #inTurn(run: () => Promise<void>): Promise<void> {
    const turn = this.#reloading.then(run)
    this.#reloading = turn.catch((error: unknown) =>
      this.#deps.log.error({ error: String(error) }, 'alarm policies not reloaded'),
    )
    await turn
  }

  /** Everything found so far is on disk when this resolves. */
  async settled(): Promise<void> {
    await this.#engine.book.flush()
  }

  async incidents(actor: Actor, filter: ListArguments[1], page: ListArguments[2]): Promise<Page<IncidentView>> {
    requirePermission(actor, 'alarms:read')
    return this.#deps.stores.incidents.list(actor.tenantId, filter, page)
  }

  /** Totals are of open incidents; `byState` alone knows the closed ones. */
  async counts(actor: Actor, filter: ListArguments[1] = {}): Promise<IncidentCounts> {
    requirePermission(actor, 'alarms:read')
    return this.#deps.stores.incidents.counts(actor.tenantId, filter)
  }

  /** Those that still ask for something first, then the newest. */
  open(actor: Actor, limit: number): readonly IncidentView[] {
    requirePermission(actor, 'alarms:read')
    const own = this.#own(actor).filter((incident) => incident.suppressedBy === null)
    const calls = (incident: Incident): number => (callsForAttention(incident) ? 0 : 1)
    return own
      .sort((a, b) => calls(a) - calls(b) || b.triggeredAt - a.triggeredAt)
      .slice(0, limit)
      .map((incident) => this.#engine.describe(incident))
  }

  /** Worst severity of what stands at a device or has not been seen; null when all is well. For maps and lists. */
  severityOf(deviceId: string): Severity | null {
    return this.#engine.book.severityOf(deviceId, this.#deps.inventory.devices.get(deviceId)?.gatewayId ?? null)
  }

  /** How fast alarms come, and what is silenced: for the strip. */
  annunciation(actor: Actor): Flood & { readonly shelved: number; readonly suppressed: number } {
    requirePermission(actor, 'alarms:read')
    let shelved = 0
    let suppressed = 0
    for (const incident of this.#engine.book.open.values()) {
      if (incident.tenantId !== actor.tenantId) continue
      if (incident.state === 'snoozed') shelved++
      if (incident.suppressedBy !== null) suppressed++
    }
    return { ...this.#engine.annunciator.floodOf(actor.tenantId), shelved, suppressed }
  }

  /** What called since shortly before the flood began, and is open still; nothing while there is no flood. */
  inFlood(actor: Actor): readonly IncidentView[] {
    requirePermission(actor, 'alarms:read')
    const start = this.#engine.annunciator.floodStart(actor.tenantId)
    if (start === null) return []
    return this.#own(actor)
      .filter((incident) => (incident.annunciatedAt ?? 0) >= start)
      .map((incident) => this.#engine.describe(incident))
  }

  /** Name of the place where an incident happens, for people. */
  placeOf({ deviceId, gatewayId }: Pick<Incident, 'deviceId' | 'gatewayId'>): string | null {
    const { inventory } = this.#deps
    const device = deviceId === null ? undefined : inventory.devices.get(deviceId)
    if (device) return inventory.subregionOf(device)?.name ?? null
    const subregionId = gatewayId === null ? null : inventory.gateways.get(gatewayId)?.subregionId
    return (subregionId && inventory.subregions.get(subregionId)?.name) || null
  }

  policyName(id: string | null): string | null {
    return this.#engine.policyName(id)
  }

  /** Unacknowledged or not, what stands since before a moment. */
  standingSince(actor: Actor, before: number): readonly IncidentView[] {
    requirePermission(actor, 'alarms:read')
    return this.#own(actor)
      .filter((incident) => incident.clearedAt === null && (incident.occurredAt ?? incident.triggeredAt) < before)
      .sort((a, b) => a.triggeredAt - b.triggeredAt)
      .map((incident) => this.#engine.describe(incident))
  }

  /** How many of the tenant's incidents stand now. */
  standing(actor: Actor): number {
    requirePermission(actor, 'alarms:read')
    return this.#own(actor).filter((incident) => incident.clearedAt === null).length
  }

  #own(actor: Actor): Incident[] {
    return [...this.#engine.book.open.values()].filter((incident) => incident.tenantId === actor.tenantId)
  }

  async incident(actor: Actor, id: string): Promise<IncidentView> {
    requirePermission(actor, 'alarms:read')
    return this.#incident(actor, id)
  }

  async context(actor: Actor, id: string): Promise<IncidentContext> {
    requirePermission(actor, 'alarms:read')
    const incident = await this.#incident(actor, id)
    const { stores, live, clock } = this.#deps
    const policy = incident.policyId === null ? null : await stores.policies.get(actor.tenantId, incident.policyId)
    return { incident, policy, trend: trendAround(incident, live, clock.now()) }
  }

  async events(actor: Actor, id: string, page: EventPage): Promise<Page<StoredIncidentEvent>> {
    requirePermission(actor, 'alarms:read')
    await this.#incident(actor, id)
    return this.#deps.stores.incidents.events(id, page)
  }

  async acknowledge(actor: Actor, id: string, note: string | null): Promise<IncidentView> {
    requirePermission(actor, 'incidents:ack')
    return this.#act(actor, id, 'ack', note, {})
  }

  /**
   * Shelves it. How long at most depends on the severity; a critical one needs the right to close as well, and the safety
   * class is never shelved. @throws AppError BUSINESS_RULE_VIOLATION
   */
  async snooze(
    actor: Actor,
    id: string,
    end: { readonly until: number } | { readonly durationS: number },
    reason: string,
  ): Promise<IncidentView> {
    requirePermission(actor, 'incidents:snooze')
    const incident = await this.#incident(actor, id)
    const now = this.#deps.clock.now()
    const until = Math.round('until' in end ? end.until : now + end.durationS * 1000)
    checkShelving(
      actor,
      incident,
      until - now,
      this.#deps.annunciation.maxShelvingMs(actor.tenantId, incident.severity),
    )
    return this.#act(actor, id, 'snooze', reason, { snoozedUntil: until })
  }

  /**
   * For features of the hub that raise alarms of their own. One stands per origin and device; raising it again while it
   * stands changes nothing.
   */
  report(alarm: OwnAlarm): void {
    this.#engine.keeper.report(alarm)
  }

  /** The reason for an alarm of the hub's own is gone. */
  resolve(alarm: Pick<OwnAlarm, 'origin' | 'deviceId' | 'gatewayId'>): void {
    this.#engine.keeper.resolve(alarm)
  }

  async close(actor: Actor, id: string, note: string | null): Promise<IncidentView> {
    requirePermission(actor, 'incidents:close')
    return this.#act(actor, id, 'close', note, {})
  }

  async #act(
    actor: Actor,
    id: string,
    action: keyof typeof REFUSED,
    note: string | null,
    set: Partial<Incident>,
  ): Promise<IncidentView> {
    await this.#incident(actor, id)
    await this.#engine.book.ask((draft) => {
      const incident = draft.get(id)
      const detail = set.snoozedUntil ? { until: set.snoozedUntil } : null
      const how = { at: this.#deps.clock.now(), actorId: actor.userId, note, detail, set }
      const edge = incident && edgeOf(incident, action, how)
      if (!edge) throw stateConflict(REFUSED[action])
      draft.put(edge, keyOf(edge.incident))
      return {
        tenantId: actor.tenantId,
        actor,
        action,
        entity: 'incident',
        entityId: id,
        detail: { ...(note !== null && { note }), ...detail },
      }
    })
    return this.#incident(actor, id)
  }

  async #incident(actor: Actor, id: string): Promise<IncidentView> {
    const incident = await this.#deps.stores.incidents.get(actor.tenantId, id)
    if (!incident) throw notFound(NO_INCIDENT)
    return incident
  }
}
