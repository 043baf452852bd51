export type LinkPhase = 'connecting' | 'connected' | 'reconnecting' | 'offline'

/** Whether the hub can be reached, and since when that has been so. */
export interface LinkState {
  readonly phase: LinkPhase
  readonly sinceMs: number
}

const OFFLINE_AFTER_MS = 15_000

/**
 * Two witnesses: the live socket, and whether requests are answered. Only both together make a link; a socket alone may
 * be a frozen hub or a pulled cable that nobody has noticed.
 */
export class Link {
  #state: LinkState
  #isSocketUp = false
  #isReached = true
  #provenMs: number
  readonly #now: () => number
  readonly #listeners = new Set<() => void>()
  #downTimer: ReturnType<typeof setTimeout> | null = null

  constructor(now: () => number = Date.now) {
    this.#now = now
    this.#provenMs = now()
    this.#state = { phase: 'connecting', sinceMs: now() }
  }

  readonly state = (): LinkState => this.#state

  get isSocketUp(): boolean {
    return this.#isSocketUp
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  socket(isUp: boolean): void {
    this.#isSocketUp = isUp
    if (isUp) {
      this.#isReached = true
      this.heard()
    }
    this.#judge()
  }

  /** Something came from the hub just now: what is on screen is true as of this moment. */
  heard(): void {
    this.#provenMs = this.#now()
  }

  reach(isReached: boolean): void {
    if (isReached) this.heard()
    this.#isReached = isReached
    this.#judge()
  }

  /** Nobody is signed in: there is no link to speak of. */
  reset(): void {
    this.#isSocketUp = false
    this.#isReached = true
    this.#cancel()
    this.#enter('connecting', this.#now())
  }

  #judge(): void {
    if (this.#isSocketUp && this.#isReached) {
      this.#cancel()
      this.#enter('connected', this.#now())
      return
    }
    const { phase } = this.#state
    if (phase === 'reconnecting' || phase === 'offline') return
    if (phase === 'connecting' && this.#isReached) return
    const sinceMs = this.#provenMs
    this.#enter('reconnecting', sinceMs)
    this.#downTimer = setTimeout(() => this.#enter('offline', sinceMs), OFFLINE_AFTER_MS)
  }

  #cancel(): void {
    if (this.#downTimer) clearTimeout(this.#downTimer)
    this.#downTimer = null
  }

  #enter(phase: LinkPhase, sinceMs: number): void {
    if (this.#state.phase === phase) return
    this.#state = { phase, sinceMs }
    for (const listener of this.#listeners) listener()
  }
}
