import type { Clock } from '../../server/core/outside.ts'
import { FieldError } from './fault.ts'

/** In order of precedence: an operator's write overtakes alarm reads, those overtake ordinary polls. */
export const PRIORITIES = ['write', 'alarm', 'poll'] as const
export type Priority = (typeof PRIORITIES)[number]

interface Waiting {
  readonly minGapMs: number
  run(): Promise<void>
  reject(error: unknown): void
}

/** At most this share of a bus's time goes to devices that do not answer. */
export const PROBE_SHARE = 0.05

/** The queue of one physical path (host:port or tty): one request at a time, however many devices share it. */
export class Bus {
  readonly #clock: Clock
  readonly #silenceMs: number
  readonly #queues: Record<Priority, Waiting[]> = { write: [], alarm: [], poll: [] }
  #isDraining = false
  #isStopped = false
  #freeAt = Number.NEGATIVE_INFINITY
  #lastGapMs = 0
  #probeDebtMs = 0
  #debtAt: number
  #aliveDevices = 0

  /** `silenceMs`: quiet time that the line itself needs between frames. */
  constructor(clock: Clock, silenceMs = 0) {
    this.#clock = clock
    this.#silenceMs = silenceMs
    this.#debtAt = clock.now()
  }

  /** `minGapMs`: quiet time that the device asks for before and after its requests. */
  submit<T>(priority: Priority, minGapMs: number, run: () => Promise<T>): Promise<T> {
    if (this.#isStopped) return Promise.reject(stopped())
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    this.#queues[priority].push({ minGapMs, reject, run: () => run().then(resolve, reject) })
    if (!this.#isDraining) void this.#drain()
    return promise
  }

  /** Quiet time between two requests of one step. */
  quiet(minGapMs: number): Promise<void> {
    return wait(this.#clock, Math.max(this.#silenceMs, minGapMs))
  }

  /**
   * Asks to probe a dead device, which may cost `costMs` of bus time. 0 = do it now, the cost is reserved; else ask
   * again in so many milliseconds. Where no device is alive there is nobody to protect and every probe is granted.
   */
  reserveProbe(costMs: number): number {
    const now = this.#clock.now()
    this.#probeDebtMs = Math.max(0, this.#probeDebtMs - (now - this.#debtAt) * PROBE_SHARE)
    this.#debtAt = now
    if (this.#aliveDevices > 0 && this.#probeDebtMs > 0) return Math.ceil(this.#probeDebtMs / PROBE_SHARE)
    this.#probeDebtMs += costMs
    return 0
  }

  /** Tells what a probe took, so that a quick refusal is not paid like a timeout. */
  settleProbe(reservedMs: number, spentMs: number): void {
    this.#probeDebtMs = Math.max(0, this.#probeDebtMs - reservedMs + spentMs)
  }

  /** A device on this bus began (+1) or ceased (−1) to answer. */
  countAlive(change: 1 | -1): void {
    this.#aliveDevices += change
  }

  /** Rejects what waits. A request under way ends by itself. Idempotent. */
  stop(): void {
    this.#isStopped = true
    for (const priority of PRIORITIES) for (const waiting of this.#queues[priority].splice(0)) waiting.reject(stopped())
  }

  async #drain(): Promise<void> {
    this.#isDraining = true
    for (let queue = this.#nextQueue(); queue; queue = this.#nextQueue()) {
      const gapMs = Math.max(this.#silenceMs, this.#lastGapMs, queue[0]?.minGapMs ?? 0)
      const waitMs = this.#freeAt + gapMs - this.#clock.now()
      if (waitMs > 0) {
        // Something more urgent may come meanwhile: choose again afterwards.
        await wait(this.#clock, waitMs)
        continue
      }
      const next = queue.shift()
      if (!next) break
      await next.run()
      this.#lastGapMs = next.minGapMs
      this.#freeAt = this.#clock.now()
    }
    this.#isDraining = false
  }

  #nextQueue(): Waiting[] | undefined {
    for (const priority of PRIORITIES) if (this.#queues[priority].length > 0) return this.#queues[priority]
    return undefined
  }
}

function wait(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => void clock.after(Math.ceil(ms), resolve))
}

function stopped(): FieldError {
  return new FieldError('connection', 'stopped')
}
