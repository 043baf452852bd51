/** More annunciations than this within the window are a flood for one operator (ISA-18.2, EEMUA 191). */
export const FLOOD_BEGINS_ABOVE = 10
/** It is over once the window holds fewer than this: a flood that hovers about its limit is one flood. */
export const FLOOD_ENDS_BELOW = 5
export const FLOOD_WINDOW_MS = 10 * 60_000

export interface Flood {
  /** Null while there is none. */
  readonly since: number | null
  /** Annunciations within the window. */
  readonly count: number
}

/** Follows annunciations, in order of time, through a sliding window. */
export class FloodMeter {
  readonly #at: number[] = []
  #since: number | null = null

  /** @returns whether the flood began or ended */
  annunciated(at: number): boolean {
    this.#at.push(at)
    return this.elapse(at)
  }

  elapse(now: number): boolean {
    let gone = 0
    while (gone < this.#at.length && (this.#at[gone] ?? now) <= now - FLOOD_WINDOW_MS) gone++
    if (gone > 0) this.#at.splice(0, gone)
    const was = this.#since
    if (was === null && this.#at.length > FLOOD_BEGINS_ABOVE) this.#since = now
    if (was !== null && this.#at.length < FLOOD_ENDS_BELOW) this.#since = null
    return was !== this.#since
  }

  /** When the flood ends if nothing more comes; null while there is none. */
  get endsAt(): number | null {
    if (this.#since === null) return null
    const last = this.#at[this.#at.length - FLOOD_ENDS_BELOW]
    return last === undefined ? null : last + FLOOD_WINDOW_MS
  }

  get state(): Flood {
    return { since: this.#since, count: this.#at.length }
  }
}
