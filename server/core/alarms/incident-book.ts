import type { Stores } from '../../storage/stores/stores.ts'
import type { AuditNote } from '../audit/audit.ts'
import type { Clock, Log } from '../outside.ts'
import type { Transact } from '../transact.ts'
import type { Incident, Severity, StoredRuleState } from './alarm.types.ts'
import type { SilencingOf } from './annunciation.ts'
import { isCleared } from './incident.states.ts'
import { type Edge, IncidentDraft } from './incident-draft.ts'
import { isMoreSevere } from './policy.ts'
import { type Rule, ruleKey } from './rule.ts'

const CHANGES_PER_COMMIT = 200
const RETRY_MS = 1000

export interface IncidentBookDeps {
  readonly transact: Transact
  readonly audit: { append(stores: Stores, note: AuditNote): Promise<void> }
  readonly clock: Clock
  readonly log: Log
  /** Rules whose phase must be kept, asked at each commit. */
  readonly takeChangedRules: () => readonly Rule[]
  readonly silencingOf: SilencingOf
  /** In the transaction of the edges: what must neither be lost nor happen without them. */
  readonly recorded: (stores: Stores, draft: IncidentDraft) => Promise<void>
  /** After the commit, in order. */
  readonly committed: (edges: readonly Edge[]) => void
}

type Change = (draft: IncidentDraft) => AuditNote | undefined

interface Waiting {
  readonly change: Change
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
  /** What the hub found out itself is never given up; what a person asked for fails before that person's eyes. */
  readonly isOwn: boolean
}

/**
 * The open incidents and the only hand that writes them. Changes are worked out one after another, committed in groups
 * and only then seen by anybody; whoever brings one never waits for the disk unless they want to.
 */
export class IncidentBook {
  readonly #deps: IncidentBookDeps
  readonly #open = new Map<string, Incident>()
  /** Rule → its newest open incident. */
  readonly #newest = new Map<string, string>()
  readonly #ofDevice = new Map<string, Set<string>>()
  /** Incidents about a whole gateway, by gateway. */
  readonly #ofGateway = new Map<string, Set<string>>()
  #queue: Waiting[] = []
  readonly #unsaved = new Map<string, StoredRuleState>()
  #working: Promise<void> | null = null
  #retry: { stop(): void } | null = null

  constructor(deps: IncidentBookDeps) {
    this.#deps = deps
  }

  load(incidents: readonly Incident[]): void {
    for (const incident of incidents) this.#hold(incident)
  }

  get open(): ReadonlyMap<string, Incident> {
    return this.#open
  }

  ofDevice(deviceId: string): readonly Incident[] {
    return this.#pick(this.#ofDevice.get(deviceId))
  }

  /** Those about the gateway itself, not about a device behind it. */
  ofGateway(gatewayId: string): readonly Incident[] {
    return this.#pick(this.#ofGateway.get(gatewayId))
  }

  /**
   * Worst severity of what stands at a device or has not been seen, and calls; of what stands at its gateway too, because
   * nothing is known of a device behind a dead one.
   */
  severityOf(deviceId: string, gatewayId: string | null): Severity | null {
    let worst: Severity | null = null
    const consider = (incident: Incident): void => {
      if (incident.state === 'snoozed' || incident.state === 'cleared_ack' || incident.suppressedBy !== null) return
      if (worst === null || isMoreSevere(incident.severity, worst)) worst = incident.severity
    }
    for (const incident of this.ofDevice(deviceId)) consider(incident)
    if (gatewayId !== null)
      for (const incident of this.ofGateway(gatewayId)) if (!isCleared(incident)) consider(incident)
    return worst
  }

  /** The hub's own change: committed soon, retried until it is. */
  note(change: (draft: IncidentDraft) => void): void {
    const own: Change = (draft) => {
      change(draft)
      return undefined
    }
    this.#queue.push({ change: own, resolve: () => undefined, reject: () => undefined, isOwn: true })
    this.wake()
  }

  /** A person's change: resolves after the commit. What `change` throws is thrown here and changes nothing. */
  async ask(change: Change): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#queue.push({ change, resolve, reject, isOwn: false })
      this.wake()
    })
  }

  /** Everything brought so far is committed when this resolves, unless the database refuses. */
  async flush(): Promise<void> {
    this.wake()
    while (this.#working !== null) await this.#working
  }

  stop(): void {
    this.#retry?.stop()
    this.#retry = null
  }

  /** Commits what waits, changed rules included. */
  wake(): void {
    if (this.#working !== null || this.#retry !== null) return
    this.#working = this.#work()
      .catch((error: unknown) => this.#deps.log.error({ error: String(error) }, 'alarms could not be worked out'))
      .finally(() => {
        this.#working = null
        if (this.#queue.length > 0) this.wake()
      })
  }

  async #work(): Promise<void> {
    // Leaves the caller's stack first, so that a burst of edges becomes one commit.
    await Promise.resolve()
    for (;;) {
      const batch = this.#queue.splice(0, CHANGES_PER_COMMIT)
      // As they are now: what happens while the commit is under way has its edges in the next one.
      for (const rule of this.#deps.takeChangedRules()) this.#unsaved.set(rule.key, storedState(rule))
      if (batch.length === 0 && this.#unsaved.size === 0) return
      if (!(await this.#commit(batch))) return
      // SQLite answers in the same turn: without this, a storm of alarms would hold up everything else.
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  async #commit(batch: readonly Waiting[]): Promise<boolean> {
    const draft = new IncidentDraft(this.#open, this.#newest, this.#deps.silencingOf)
    const accepted: Waiting[] = []
    const notes: AuditNote[] = []
    for (const waiting of batch) {
      try {
        const note = waiting.change(draft)
        if (note) notes.push(note)
        accepted.push(waiting)
      } catch (error) {
        waiting.reject(error)
        if (waiting.isOwn) this.#deps.log.error({ error: String(error) }, 'an alarm change was refused')
      }
    }
    try {
      await this.#write(draft, notes)
    } catch (error) {
      this.#postpone(accepted, error)
      return false
    }
    for (const incident of draft.touched.values()) this.#hold(incident)
    for (const waiting of accepted) waiting.resolve()
    this.#deps.committed(draft.edges)
    return true
  }

  async #write(draft: IncidentDraft, notes: readonly AuditNote[]): Promise<void> {
    // A phase never reaches the disk before the incident that it led to: a restart would take it for closed.
    const rules = this.#queue.length === 0 ? [...this.#unsaved.values()] : []
    if (draft.edges.length + notes.length + rules.length + draft.forgotten.length === 0) return
    await this.#deps.transact(async (stores) => {
      await stores.incidents.save([...draft.touched.values()])
      await stores.incidents.appendEvents(draft.edges.map((edge) => edge.event))
      await this.#deps.recorded(stores, draft)
      for (const note of notes) await this.#deps.audit.append(stores, note)
      for (const { policyId, subject } of draft.forgotten) await stores.alarmStates.forget(policyId, subject)
      await stores.alarmStates.save(rules, this.#deps.clock.now())
    })
    for (const rule of rules) this.#unsaved.delete(ruleKey(rule.policyId, rule.subject))
  }

  #postpone(batch: readonly Waiting[], error: unknown): void {
    this.#deps.log.error({ error: String(error) }, 'alarms could not be written; trying again')
    const all = [...batch, ...this.#queue]
    for (const waiting of all) if (!waiting.isOwn) waiting.reject(error)
    this.#queue = all.filter((waiting) => waiting.isOwn)
    this.#retry = this.#deps.clock.after(RETRY_MS, () => {
      this.#retry = null
      this.wake()
    })
  }

  #hold(incident: Incident): void {
    const key = keyOf(incident)
    if (incident.deviceId !== null) hold(this.#ofDevice, incident.deviceId, incident)
    else if (incident.gatewayId !== null) hold(this.#ofGateway, incident.gatewayId, incident)
    if (incident.state !== 'closed') {
      this.#open.set(incident.id, incident)
      const newest = this.#open.get(this.#newest.get(key) ?? '')
      if (newest === undefined || newest.triggeredAt <= incident.triggeredAt) this.#newest.set(key, incident.id)
      return
    }
    this.#open.delete(incident.id)
    if (this.#newest.get(key) === incident.id) this.#newest.delete(key)
  }

  #pick(ids: ReadonlySet<string> | undefined): Incident[] {
    const found: Incident[] = []
    for (const id of ids ?? []) {
      const incident = this.#open.get(id)
      if (incident) found.push(incident)
    }
    return found
  }
}

function hold(index: Map<string, Set<string>>, subjectId: string, { id, state }: Incident): void {
  const ids = index.get(subjectId) ?? new Set()
  if (state === 'closed') ids.delete(id)
  else ids.add(id)
  if (ids.size === 0) index.delete(subjectId)
  else index.set(subjectId, ids)
}

const storedState = (rule: Rule): StoredRuleState => ({
  policyId: rule.policy.id,
  subject: rule.subject.key,
  state: rule.state,
})

/** The rule that an incident came from, or the feature of the hub. */
export const keyOf = (incident: Pick<Incident, 'policyId' | 'origin' | 'deviceId' | 'gatewayId'>): string =>
  ruleKey(incident.policyId ?? `origin:${incident.origin}`, incident.deviceId ?? `gateway:${incident.gatewayId}`)
