import type { Stores } from '../../storage/stores/stores.ts'
import { newId } from '../ids.ts'
import type { Clock, Log } from '../outside.ts'
import type { Transact } from '../transact.ts'
import type { DesktopChannel, MailChannel, WebhookChannel } from './channels.ts'
import { hookBody, mailOf, summaryOf, type Told, type Wording } from './composing.ts'
import type { Audience, Channel, Notice } from './escalation.types.ts'
import { onCall } from './on-call.ts'

const TICK_MS = 1_000
const BATCH = 200
const MINUTE_MS = 60_000
/** Waits between attempts; the last one repeats until the notice is given up. */
const BACKOFF_MS = [30_000, MINUTE_MS, 2 * MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, 30 * MINUTE_MS] as const
export const GIVE_UP_MS = 24 * 60 * MINUTE_MS
/** Notices that are later than this are told together. */
export const LATE_MS = 30 * MINUTE_MS

export interface DispatcherDeps {
  readonly stores: Stores
  readonly transact: Transact
  readonly clock: Clock
  readonly log: Log
  readonly mail: MailChannel
  readonly webhook: WebhookChannel
  readonly desktop: DesktopChannel
  readonly tenantOf: (tenantId: string) => Promise<{ readonly name: string; readonly timeZone: string }>
}

/**
 * Empties the outbox. The rows are the truth: what was due while the hub was down goes out when it is back, what was
 * confirmed is never sent again, and what was answered meanwhile is not sent at all. Between a confirmation and its row
 * lies one write: only a crash in that instant can repeat a message, under the same id.
 */
export class Dispatcher {
  readonly #deps: DispatcherDeps
  #timer: { stop(): void } | null = null
  #running: Promise<void> | null = null

  constructor(deps: DispatcherDeps) {
    this.#deps = deps
  }

  start(): void {
    this.#timer ??= this.#deps.clock.every(TICK_MS, () => {
      // A mail server that does not answer must not hold up the clock.
      this.run().catch(() => undefined)
    })
  }

  async stop(): Promise<void> {
    this.#timer?.stop()
    this.#timer = null
    await this.#running
  }

  /** One round; rounds never overlap. */
  run(): Promise<void> {
    this.#running ??= this.#round()
      .catch((error: unknown) => this.#deps.log.error({ error: String(error) }, 'notices could not be worked through'))
      .finally(() => {
        this.#running = null
      })
    return this.#running
  }

  async #round(): Promise<void> {
    const { stores, clock } = this.#deps
    const now = clock.now()
    for (const notice of await stores.notices.due('waiting', now, BATCH)) await this.#address(notice, now)
    const byRecipient = Map.groupBy(await stores.notices.due('queued', now, BATCH), recipientKey)
    await Promise.all([...byRecipient.values()].map((notices) => this.#deliver(notices, now)))
  }

  /** Gives each person whom a due step names a notice of their own. Who is on call is decided now, not when it began. */
  async #address(step: Notice, now: number): Promise<void> {
    const recipients =
      step.audience === null ? [] : await this.#recipients(step.tenantId, step.channel, step.audience, now)
    await this.#deps.transact(async (stores) => {
      const status = recipients.length === 0 ? 'nobody' : 'told'
      // An acknowledgement between the question and here has cancelled the step.
      if (!(await stores.notices.settle([step.id], status, now, 'waiting'))) return
      await stores.notices.add(
        recipients.map((recipient) => ({
          ...step,
          id: newId(),
          onceKey: `${step.onceKey}|${recipient}`,
          audience: null,
          recipient,
          status: 'queued',
          nextAttemptAt: now,
        })),
      )
    })
  }

  async #recipients(tenantId: string, channel: Channel, to: Audience, now: number): Promise<readonly string[]> {
    if (to.kind === 'address' || to.kind === 'url') return [to.value]
    const { stores, tenantOf } = this.#deps
    const page = { offset: 0, limit: 1000, sortBy: 'email', sortOrder: 'asc' } as const
    const { items: people } = await stores.identity.users(tenantId, { is_active: 1 }, page)
    let isMeant = (id: string, roleId: string) => (to.kind === 'role' ? roleId : id) === to.value
    if (to.kind === 'roster') {
      const roster = (await stores.escalations.rosters(tenantId)).find(({ id }) => id === to.value)
      const ids = onCall(roster?.shifts ?? [], (await tenantOf(tenantId)).timeZone, now)
      isMeant = (id) => ids.includes(id)
    }
    return people
      .filter(({ id, roleId }) => isMeant(id, roleId))
      .map((person) => (channel === 'email' ? person.email : person.id))
  }

  /** Everything that one recipient is to be told by one channel, in order. */
  async #deliver(notices: readonly Notice[], now: number): Promise<void> {
    const late = notices.filter((notice) => now - notice.dueAt > LATE_MS)
    if (late.length > 0) await this.#attempt(late, now)
    // Two steps, or a step and a reminder, may name the same person: one message says it.
    const byIncident = Map.groupBy(
      notices.filter((notice) => !late.includes(notice)),
      ({ incidentId }) => incidentId,
    )
    for (const group of byIncident.values()) await this.#attempt(group, now)
  }

  async #attempt(notices: readonly Notice[], now: number): Promise<void> {
    const { stores, clock } = this.#deps
    const standing = await stores.notices.stillQueued(notices.map(({ id }) => id))
    const wanted = notices.filter(({ id }) => standing.has(id))
    const told = new Map<string, Told>()
    for (const { tenantId, incidentId, dueAt } of wanted) {
      const incident = told.has(incidentId) ? null : await stores.incidents.get(tenantId, incidentId)
      if (incident) told.set(incidentId, { incident, dueAt })
    }
    const [first] = wanted
    if (!first || told.size === 0) return
    const ids = wanted.map(({ id }) => id)
    try {
      await this.#send(first, [...told.values()])
      await stores.notices.settle(ids, 'sent', clock.now())
    } catch (error) {
      await this.#failed(wanted, error, now)
    }
  }

  async #send(notice: Notice, told: readonly Told[]): Promise<void> {
    const { mail, webhook, desktop } = this.#deps
    const { id, tenantId, channel, recipient } = notice
    if (recipient === null) return
    if (channel === 'desktop') {
      desktop.ring(
        tenantId,
        recipient,
        told.map(({ incident }) => incident.id),
      )
      return
    }
    const wording = await this.#wording(tenantId)
    if (channel === 'webhook') {
      await webhook.send(tenantId, { id, url: recipient, body: hookBody(id, told, wording) })
      return
    }
    const [only] = told
    const message = told.length === 1 && only ? mailOf(only, wording) : summaryOf(told, wording)
    await mail.send(tenantId, { id, to: recipient, ...message })
  }

  async #wording(tenantId: string): Promise<Wording> {
    const { name, timeZone } = await this.#deps.tenantOf(tenantId)
    return { ...this.#deps.mail.manner(tenantId), timeZone, tenantName: name }
  }

  async #failed(notices: readonly Notice[], error: unknown, now: number): Promise<void> {
    const reason = error instanceof Error ? error.message : String(error)
    this.#deps.log.warn({ channel: notices[0]?.channel, error: reason }, 'a notice was not delivered')
    for (const notice of notices) {
      const waitMs = BACKOFF_MS[Math.min(notice.attempts, BACKOFF_MS.length - 1)] ?? MINUTE_MS
      const isOver = now - notice.createdAt > GIVE_UP_MS && notice.attempts >= BACKOFF_MS.length
      await this.#deps.stores.notices.failed(notice.id, {
        reason: reason.slice(0, 300),
        nextAttemptAt: now + waitMs,
        isOver,
        at: now,
      })
    }
  }
}

const recipientKey = ({ tenantId, channel, recipient }: Notice): string => `${tenantId}|${channel}|${recipient}`
