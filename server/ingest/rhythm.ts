export const DEFAULT_PERIOD_MS = 60_000

/** Messages closer together than this are one delivery. */
const DELIVERY_MS = 1000
const REMEMBERED = 8
const LEARNED_FROM = 3

/**
 * How often a device delivers: as configured, or learned as the longest of its last eight intervals, because a device
 * that sends in bursts is not late between them.
 */
export class Rhythm {
  readonly #intervals: number[] = []
  #configuredMs: number | null
  #lastAt: number | null = null
  #next = 0
  #learnedMs = DEFAULT_PERIOD_MS

  constructor(configuredMs: number | null) {
    this.#configuredMs = configuredMs
  }

  configure(configuredMs: number | null): void {
    this.#configuredMs = configuredMs
  }

  get periodMs(): number {
    return this.#configuredMs ?? this.#learnedMs
  }

  /** True when the period may be another one now. */
  arrived(now: number): boolean {
    if (this.#configuredMs !== null) return false
    const last = this.#lastAt
    if (last !== null && now - last < DELIVERY_MS) return false
    this.#lastAt = now
    if (last === null) return false
    this.#intervals[this.#next] = now - last
    this.#next = (this.#next + 1) % REMEMBERED
    const longest = Math.max(DELIVERY_MS, ...this.#intervals)
    this.#learnedMs = this.#intervals.length < LEARNED_FROM ? Math.max(DEFAULT_PERIOD_MS, longest) : longest
    return true
  }

  /** What is not the device's own doing (its gateway was away) is no interval of its. */
  interrupted(): void {
    this.#lastAt = null
  }
}
