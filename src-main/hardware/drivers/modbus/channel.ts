import type { Clock } from '../../../../server/core/outside.ts'
import { type Backoff, createBackoff } from '../../backoff.ts'
import { asFieldError, FieldError } from '../../fault.ts'
import type { Framing } from './frame.ts'
import type { Link, OpenLink } from './link.ts'

export interface ChannelOptions {
  readonly open: OpenLink
  readonly framing: Framing
  readonly clock: Clock
  readonly timeoutMs: number
  /**
   * Unanswered requests in a row after which the connection is thought dead and made anew. 1 where answers carry no
   * number, so that a late one cannot be taken for the next one's.
   */
  readonly closeAfterTimeouts: number
  /** Where the line cannot be reopened to lose late bytes (serial): silence to keep after a failed request. */
  readonly drainMs: number
  readonly random: () => number
}

const RECONNECT_FIRST_MS = 500
const RECONNECT_MAX_MS = 15_000

interface Exchange {
  resolve(pdu: Buffer): void
  reject(error: FieldError): void
  timer: { stop(): void }
  hasBytes: boolean
}

/** Requests and answers over one link, one at a time; opens it when needed and closes it when it cannot be trusted. */
export class Channel {
  readonly #options: ChannelOptions
  readonly #reconnect: Backoff
  #link: Link | null = null
  #current: Exchange | null = null
  #timeouts = 0
  #retryAt = 0
  #retryCause = ''
  #closing: Promise<void> = Promise.resolve()
  #isStopped = false

  constructor(options: ChannelOptions) {
    this.#options = options
    this.#reconnect = createBackoff(RECONNECT_FIRST_MS, RECONNECT_MAX_MS, options.random)
  }

  /** Until then every exchange fails at once, because the last attempt to connect did. */
  get retryAt(): number {
    return this.#retryAt
  }

  /**
   * Sends one request and resolves with the answer's PDU. The caller waits for one before asking the next.
   * `isRepeatable`: doing it twice is the same as once.
   */
  async exchange(unit: number, pdu: Buffer, isRepeatable = true): Promise<Buffer> {
    const wasOpen = this.#link !== null
    try {
      return await this.#attempt(unit, pdu)
    } catch (error) {
      // Many devices hang up between polls and the news may come only with our request: ask once on a fresh connection.
      if (!isRepeatable || !wasOpen || !(error instanceof HungUp)) throw error
      return await this.#attempt(unit, pdu)
    }
  }

  /** Idempotent. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#current?.reject(new FieldError('connection', 'stopped'))
    this.#close()
    await this.#closing
  }

  async #attempt(unit: number, pdu: Buffer): Promise<Buffer> {
    const link = this.#link ?? (await this.#connect())
    const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
    const timer = this.#options.clock.after(this.#options.timeoutMs, () => this.#timeout())
    this.#current = { resolve, reject, timer, hasBytes: false }
    link.write(this.#options.framing.request(unit, pdu))
    try {
      const answer = await promise
      this.#timeouts = 0
      return answer
    } catch (error) {
      if (this.#options.drainMs > 0) await this.#drain()
      throw error
    } finally {
      timer.stop()
      this.#current = null
    }
  }

  async #connect(): Promise<Link> {
    const { clock, framing, open } = this.#options
    if (clock.now() < this.#retryAt) throw new FieldError('connection', this.#retryCause)
    await this.#closing
    if (this.#isStopped) throw new FieldError('connection', 'stopped')
    framing.reset()
    this.#timeouts = 0
    try {
      let mine: Link | null = null
      const link = await open({
        data: (chunk) => this.#received(chunk),
        ended: (cause) => {
          if (this.#link !== mine) return
          this.#link = null
          this.#fail(this.#current?.hasBytes ? new FieldError('connection', cause) : new HungUp('connection', cause))
        },
      })
      mine = link
      this.#link = link
      this.#reconnect.reset()
      this.#retryAt = 0
      if (this.#isStopped) this.#close()
      return link
    } catch (error) {
      const cause = asFieldError(error)
      this.#retryAt = clock.now() + this.#reconnect.next()
      this.#retryCause = cause.message
      throw cause
    }
  }

  #received(chunk: Buffer): void {
    if (this.#current) this.#current.hasBytes = true
    try {
      const answer = this.#options.framing.feed(chunk)
      if (answer) this.#current?.resolve(answer)
    } catch (error) {
      this.#distrust(asFieldError(error))
    }
  }

  #timeout(): void {
    const stray = this.#options.framing.leftover()
    const error = stray
      ? new FieldError('framing', `${stray} bytes that are no answer`)
      : new FieldError('timeout', `no answer in ${this.#options.timeoutMs} ms`)
    this.#timeouts += 1
    if (this.#timeouts >= this.#options.closeAfterTimeouts) this.#distrust(error)
    else this.#fail(error)
  }

  /** A stream out of step is closed; a serial line cannot be, there the silence after a failure serves. */
  #distrust(error: FieldError): void {
    if (this.#options.drainMs === 0) this.#close()
    this.#fail(error)
  }

  #fail(error: FieldError): void {
    this.#current?.reject(error)
  }

  #close(): void {
    const link = this.#link
    this.#link = null
    if (link) this.#closing = link.close()
  }

  #drain(): Promise<void> {
    return new Promise((resolve) => void this.#options.clock.after(this.#options.drainMs, resolve))
  }
}

/** The other side closed before a single byte of the answer came. */
class HungUp extends FieldError {}
