import type {
  ClaimAnswer,
  Clock,
  Fault,
  GatewayLink,
  GatewayReport,
  InboxMessage,
  Intake,
  Log,
  Reading,
} from '../../server/core/outside.ts'
import type { Sink } from './driver.ts'

export interface FeedOptions {
  readonly intake: Intake
  readonly clock: Clock
  readonly log: Log
  /** Demo: what the drivers call good is simulated. */
  readonly isSimulated: boolean
}

const MAX_WAITING_READINGS = 50_000
const MAX_BATCH = 1_000
const MAX_WAITING_NOTES = 1_000
const RETRY_MS = 1_000
const NOTES_EVERY_MS = 250

/**
 * The drivers' sink in front of the hub's intake. Readings go as soon as the hub has taken those before; while it is
 * away the newest are kept. Faults and inbox messages go four times a second. Nobody who puts in ever waits.
 */
export class IntakeFeed implements Sink {
  readonly #options: FeedOptions
  #readings: Reading[] = []
  readonly #links = new Map<string, GatewayLink>()
  readonly #unsentLinks = new Set<string>()
  #faults: Fault[] = []
  #inbox: InboxMessage[] = []
  #dropped = 0
  #isSending = false
  #isSendingLinks = false
  #isStopped = false
  #notes: { stop(): void } | null = null

  constructor(options: FeedOptions) {
    this.#options = options
  }

  /** Readings thrown away because the hub did not take them in time. */
  get droppedReadings(): number {
    return this.#dropped
  }

  start(): void {
    this.#notes ??= this.#options.clock.every(NOTES_EVERY_MS, () => this.#sendNotes())
  }

  /** Delivers what it can at once and ends. Idempotent. */
  async stop(): Promise<void> {
    if (this.#isStopped) return
    this.#isStopped = true
    this.#notes?.stop()
    await this.#sendNotes()
  }

  commit(batch: readonly Reading[]): Promise<void> {
    return this.#options.intake.readings(this.#options.isSimulated ? batch.map(simulated) : batch)
  }

  offer(reading: Reading): void {
    if (this.#isStopped) return
    this.#readings.push(this.#options.isSimulated ? simulated(reading) : reading)
    // Dropped a tenth at a time, so that a full buffer does not cost a shift per reading.
    if (this.#readings.length > MAX_WAITING_READINGS) {
      this.#dropped += this.#readings.splice(0, MAX_WAITING_READINGS / 10).length
      this.#options.log.warn({ dropped: this.#dropped }, 'readings dropped: the hub does not take them')
    }
    if (!this.#isSending) void this.#sendReadings()
  }

  link(link: GatewayLink): void {
    this.#options.log.info({ ...link }, link.isOnline ? 'gateway online' : 'gateway offline')
    this.#links.set(link.gatewayId, link)
    this.#unsentLinks.add(link.gatewayId)
    void this.#sendLinks()
  }

  fault(fault: Fault): void {
    this.#faults.push(fault)
    if (this.#faults.length > MAX_WAITING_NOTES) this.#faults.shift()
  }

  inbox(message: InboxMessage): void {
    this.#inbox.push(message)
    if (this.#inbox.length > MAX_WAITING_NOTES) this.#inbox.shift()
  }

  report(report: GatewayReport): Promise<void> {
    return this.#options.intake.reports([report])
  }

  claim(code: string): Promise<ClaimAnswer> {
    return this.#options.intake.claim(code)
  }

  /** Tells the state of these gateways again: the hub may be a new one that does not know it. */
  repeatLinks(gatewayIds: Iterable<string>): void {
    for (const id of gatewayIds) if (this.#links.has(id)) this.#unsentLinks.add(id)
    void this.#sendLinks()
  }

  /** Forgets the state of gateways that are no more. */
  keepOnly(gatewayIds: ReadonlySet<string>): void {
    for (const id of this.#links.keys()) if (!gatewayIds.has(id)) this.#links.delete(id)
  }

  async #sendReadings(): Promise<void> {
    this.#isSending = true
    while (this.#readings.length > 0) {
      const batch = this.#readings.length <= MAX_BATCH ? this.#readings : this.#readings.slice(0, MAX_BATCH)
      this.#readings = this.#readings.length <= MAX_BATCH ? [] : this.#readings.slice(MAX_BATCH)
      if (await this.#isTaken(() => this.#options.intake.readings(batch), 'readings')) continue
      this.#readings = [...batch, ...this.#readings]
      if (this.#isStopped) break
      await this.#pause()
    }
    this.#isSending = false
  }

  async #sendLinks(): Promise<void> {
    if (this.#isSendingLinks) return
    this.#isSendingLinks = true
    while (this.#unsentLinks.size > 0) {
      const ids = [...this.#unsentLinks]
      this.#unsentLinks.clear()
      const links = ids.flatMap((id) => this.#links.get(id) ?? [])
      if (await this.#isTaken(() => this.#options.intake.links(links), 'links')) continue
      for (const id of ids) this.#unsentLinks.add(id)
      if (this.#isStopped) break
      await this.#pause()
    }
    this.#isSendingLinks = false
  }

  async #sendNotes(): Promise<void> {
    const [faults, inbox] = [this.#faults, this.#inbox]
    this.#faults = []
    this.#inbox = []
    if (faults.length > 0) await this.#isTaken(() => this.#options.intake.faults(faults), 'faults')
    if (inbox.length > 0) await this.#isTaken(() => this.#options.intake.inbox(inbox), 'inbox messages')
  }

  async #isTaken(send: () => Promise<void>, what: string): Promise<boolean> {
    try {
      await send()
      return true
    } catch (error) {
      this.#options.log.warn({ error: String(error) }, `the hub did not take ${what}`)
      return false
    }
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => void this.#options.clock.after(RETRY_MS, resolve))
  }
}

function simulated(reading: Reading): Reading {
  return reading.quality === 'good' ? { ...reading, quality: 'simulated' } : reading
}
