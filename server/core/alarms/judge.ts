import type { Inequality, LeafCondition } from './condition.types.ts'

/** Whether a value violates the condition. `isRaised` asks whether it still does, with the deadband in its favour. */
export type Judge = (value: number, isRaised: boolean) => boolean

/** Compiled once per policy, so that the hot path makes a call and a comparison. */
export function judgeOf(
  condition: Extract<LeafCondition, { type: 'threshold' | 'range' | 'rate_of_change' }>,
  deadband: number,
): Judge {
  switch (condition.type) {
    case 'threshold': {
      const { operator, value: limit } = condition
      if (operator === '==') return (value) => value === limit
      if (operator === '!=') return (value) => value !== limit
      return inequality(operator, limit, deadband)
    }
    case 'range': {
      const { min, max } = condition
      if (condition.isInside) {
        return (value, isRaised) =>
          isRaised ? value >= min - deadband && value <= max + deadband : value >= min && value <= max
      }
      return (value, isRaised) =>
        isRaised ? value < min + deadband || value > max - deadband : value < min || value > max
    }
    case 'rate_of_change': {
      const limit = condition.value
      return (change, isRaised) => Math.abs(change) > (isRaised ? limit - deadband : limit)
    }
  }
}

export function inequality(operator: Inequality, limit: number, deadband: number): Judge {
  switch (operator) {
    case '>':
      return (value, isRaised) => value > (isRaised ? limit - deadband : limit)
    case '>=':
      return (value, isRaised) => value >= (isRaised ? limit - deadband : limit)
    case '<':
      return (value, isRaised) => value < (isRaised ? limit + deadband : limit)
    case '<=':
      return (value, isRaised) => value <= (isRaised ? limit + deadband : limit)
  }
}

const KEPT_PER_WINDOW = 16

/**
 * The largest move of a series within the last `windowMs`. Keeps at most 16 spaced samples however fast the series is.
 * Samples further apart than the window are scaled down to it; closer ones are never extrapolated, because two noisy
 * samples a second apart say nothing about a minute.
 */
export class RateWindow {
  readonly #windowMs: number
  readonly #at: number[] = []
  readonly #value: number[] = []

  constructor(windowMs: number) {
    this.#windowMs = windowMs
  }

  /** Signed change up to this sample, or null for the first one. */
  change(at: number, value: number): number | null {
    const oldest = at - this.#windowMs
    let change: number | null = null
    for (let index = this.#at.length - 1; index >= 0; index--) {
      const sampleAt = this.#at[index] ?? at
      const delta = value - (this.#value[index] ?? value)
      if (sampleAt < oldest) {
        // The newest sample before the window counts for what of its slope falls into the window.
        const scaled = (delta * this.#windowMs) / (at - sampleAt)
        if (change === null || Math.abs(scaled) > Math.abs(change)) change = scaled
        this.#at.splice(0, index)
        this.#value.splice(0, index)
        break
      }
      if (change === null || Math.abs(delta) > Math.abs(change)) change = delta
    }
    this.#keep(at, value)
    return change
  }

  #keep(at: number, value: number): void {
    const before = this.#at.at(-2)
    if (before !== undefined && at - before < this.#windowMs / KEPT_PER_WINDOW) {
      this.#at[this.#at.length - 1] = at
      this.#value[this.#value.length - 1] = value
      return
    }
    this.#at.push(at)
    this.#value.push(value)
  }
}
