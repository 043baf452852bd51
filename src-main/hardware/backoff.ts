/** Growing pauses between attempts, with jitter so that what failed together does not come back together. */
export interface Backoff {
  /** Pause before the next attempt after one more failure, milliseconds. */
  next(): number
  reset(): void
}

/** Doubles from `firstMs` up to `maxMs`; each pause is drawn from 75–125 % of that. `random` gives 0 ≤ x < 1. */
export function createBackoff(firstMs: number, maxMs: number, random: () => number): Backoff {
  let failures = 0
  return {
    next() {
      const pause = Math.min(maxMs, firstMs * 2 ** Math.min(failures, 30))
      failures += 1
      return pause * (0.75 + 0.5 * random())
    },
    reset() {
      failures = 0
    },
  }
}
