/** An alarm that changes this often within the window chatters (ISA-18.2: three or more within a minute). */
export const CHATTER_TRANSITIONS = 3
export const CHATTER_WINDOW_MS = 60_000
/** So long it must be quiet until it counts as an alarm like any other again. */
export const CHATTER_QUIET_MS = 60_000

interface Transitions {
  /** Newest last, at most as many as make it chatter. */
  readonly at: number[]
  /** The condition went back to normal, but that is not believed yet. */
  heldClear: { readonly value: number | null } | null
}

/** How often each rule comes and goes. A rule that chatters is one incident: its clears are held until it is quiet. */
export class Chatter {
  readonly #byRule = new Map<string, Transitions>()
  /** What came before is not known: a rule counts as quiet only once it has been so under our eyes. */
  readonly #since: number

  constructor(now: number) {
    this.#since = now
  }

  /** @returns whether the rule chatters, this transition included */
  raised(key: string, at: number): boolean {
    return this.#transition(key, at, null)
  }

  cleared(key: string, at: number, value: number | null): boolean {
    return this.#transition(key, at, { value })
  }

  /** Null when the condition stands, or the rule is not known. */
  heldClear(key: string): Transitions['heldClear'] {
    return this.#byRule.get(key)?.heldClear ?? null
  }

  isQuiet(key: string, now: number): boolean {
    const last = this.#byRule.get(key)?.at.at(-1) ?? this.#since
    return now - last >= CHATTER_QUIET_MS
  }

  /** What has been quiet for long is not worth remembering. */
  forgetQuiet(now: number): void {
    for (const [key, { at }] of this.#byRule)
      if (now - (at.at(-1) ?? 0) > CHATTER_WINDOW_MS + CHATTER_QUIET_MS) this.#byRule.delete(key)
  }

  #transition(key: string, at: number, heldClear: Transitions['heldClear']): boolean {
    const known = this.#byRule.get(key) ?? { at: [], heldClear: null }
    known.heldClear = heldClear
    known.at.push(at)
    if (known.at.length > CHATTER_TRANSITIONS) known.at.shift()
    this.#byRule.set(key, known)
    const oldest = known.at[0] ?? at
    return known.at.length === CHATTER_TRANSITIONS && at - oldest < CHATTER_WINDOW_MS
  }
}
