export type LinkPhase = 'connecting' | 'connected' | 'reconnecting' | 'offline'

/** Whether the hub can be reached, and since when that has been so. */
export interface LinkState {
  readonly phase: LinkPhase
  readonly sinceMs: number
}

const OFFLINE_AFTER_MS = 15_000

/** One opinion from two witnesses: the live sockets, and plain requests while no socket is up. */
export class Link {
  #state: LinkState
  readonly #now: () => number
  readonly #listeners = new Set<() => void>()
  #downTimer: ReturnType<typeof setTimeout> | null = null

  constructor(now: () => number = Date.now) {
    this.#now = now
    this.#state = { phase: 'connecting', sinceMs: now() }
  }

  readonly state = (): LinkState => this.#state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  up(): void {
    if (this.#downTimer) clearTimeout(this.#downTimer)
    this.#downTimer = null
    this.#enter('connected', this.#now())
  }

  /** The first loss starts the clock; a link that stays down for long is called offline. */
  down(): void {
    if (this.#state.phase === 'reconnecting' || this.#state.phase === 'offline') return
    const sinceMs = this.#now()
    this.#enter('reconnecting', sinceMs)
    this.#downTimer = setTimeout(() => this.#enter('offline', sinceMs), OFFLINE_AFTER_MS)
  }

  #enter(phase: LinkPhase, sinceMs: number): void {
    if (this.#state.phase === phase) return
    this.#state = { phase, sinceMs }
    for (const listener of this.#listeners) listener()
  }
}
