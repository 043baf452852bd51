import type {
  ClaimAnswer,
  Fault,
  GatewayLink,
  GatewayReport,
  InboxMessage,
  Intake,
  Reading,
} from '../server/core/outside.ts'
import { isPortClosed } from './rpc.ts'

export const MAX_HELD_READINGS = 50_000
/** A report takes the room of as many readings as it is times this long. */
const CHARACTERS_PER_READING = 100

interface Held {
  /** Room that it takes, in readings. */
  readonly size: number
  send(intake: Intake): Promise<void>
  resolve(): void
  reject(error: unknown): void
}

/**
 * The hub's intake as the hardware sees it while the hub comes and goes: what arrives in between is held, bounded,
 * and sent in its order when the hub is back. What the hub had not answered when it went is sent again: the store
 * merges what it already has.
 */
export class HeldIntake implements Intake {
  readonly #limit: number
  #hub: Intake | null = null
  #held: Held[] = []
  #heldSize = 0

  constructor(limit = MAX_HELD_READINGS) {
    this.#limit = limit
  }

  /** The hub is there; null when it is gone. */
  attach(hub: Intake | null): void {
    this.#hub = hub
    if (!hub) return
    const held = this.#held
    this.#held = []
    this.#heldSize = 0
    for (const item of held) void this.#forward(hub, item)
  }

  /** No hub will come any more: what is held is refused. */
  stop(): void {
    this.#hub = null
    for (const item of this.#held.splice(0)) item.reject(new Error('stopped'))
    this.#heldSize = 0
  }

  readings(batch: readonly Reading[]): Promise<void> {
    return this.#take((hub) => hub.readings(batch), batch.length)
  }

  links(links: readonly GatewayLink[]): Promise<void> {
    return this.#take((hub) => hub.links(links), 0)
  }

  faults(faults: readonly Fault[]): Promise<void> {
    return this.#take((hub) => hub.faults(faults), 0)
  }

  inbox(messages: readonly InboxMessage[]): Promise<void> {
    return this.#take((hub) => hub.inbox(messages), 0)
  }

  reports(reports: readonly GatewayReport[]): Promise<void> {
    const size = reports.reduce((sum, { payload }) => sum + 1 + payload.length / CHARACTERS_PER_READING, 0)
    return this.#take((hub) => hub.reports(reports), Math.ceil(size))
  }

  /** Somebody waits for the answer: it cannot be held. */
  async claim(code: string): Promise<ClaimAnswer> {
    return this.#hub ? this.#hub.claim(code) : { refused: 'the hub is away' }
  }

  #take(send: (hub: Intake) => Promise<void>, size: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const item: Held = { size, send, resolve, reject }
    if (this.#hub) void this.#forward(this.#hub, item)
    else this.#hold(item)
    return promise
  }

  async #forward(hub: Intake, item: Held): Promise<void> {
    try {
      await item.send(hub)
      item.resolve()
    } catch (error) {
      if (!isPortClosed(error)) item.reject(error)
      else if (this.#hub && this.#hub !== hub) await this.#forward(this.#hub, item)
      else this.#hold(item)
    }
  }

  #hold(item: Held): void {
    if (this.#heldSize + item.size > this.#limit) {
      item.reject(new Error('the hub is away and the buffer is full'))
      return
    }
    this.#heldSize += item.size
    this.#held.push(item)
  }
}
