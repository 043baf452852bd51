import { AppError } from '../core/errors.ts'
import type { Clock } from '../core/outside.ts'
import type { RateLimit } from './kit.ts'

const MAX_KEYS = 20_000

/** Rolling-window counters, one per (limit group, caller). Memory is bounded: the oldest callers are forgotten first. */
export class RateLimiter {
  readonly #clock: Clock
  readonly #hits = new Map<string, number[]>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** @throws AppError RATE_LIMITED with the whole seconds to wait */
  check(limit: RateLimit, caller: string): void {
    const now = this.#clock.now()
    const key = `${limit.group} ${caller}`
    const recent = (this.#hits.get(key) ?? []).filter((at) => at > now - limit.windowMs)
    const oldest = recent[0]
    if (oldest !== undefined && recent.length >= limit.max) {
      throw new AppError('RATE_LIMITED', null, {
        retryAfterS: Math.max(1, Math.ceil((oldest + limit.windowMs - now) / 1000)),
      })
    }
    recent.push(now)
    this.#hits.delete(key)
    this.#hits.set(key, recent)
    if (this.#hits.size > MAX_KEYS) this.#hits.delete(this.#hits.keys().next().value ?? key)
  }
}
