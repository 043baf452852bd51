import { isSessionRemembered, platform } from '../platform.ts'
import type { TokenKeeper } from './client.ts'
import type { TokenPair } from './types.ts'

export type SessionPhase = 'unknown' | 'signed-in' | 'signed-out'

/** Spares a renewal at each reload of the page: the hub allows five a minute. Gone with the tab. */
const ACCESS_KEY = 'quaywatch.access'

interface RenewedNote {
  from: string | null
  pair: TokenPair | null
}

/**
 * Holds the session of this window. The hub rotates the refresh token and ends the session when an old one comes back,
 * so windows that share one take turns (a web lock) and tell each other of the new pair (a broadcast channel).
 */
class Session implements TokenKeeper {
  #access: string | null = null
  #refresh: string | null = null
  #isRemembered = false
  #phase: SessionPhase = 'unknown'
  #hasExpired = false
  readonly #listeners = new Set<() => void>()
  readonly #channel = new BroadcastChannel('quaywatch.session')

  constructor() {
    this.#channel.addEventListener('message', (event: MessageEvent<RenewedNote>) => {
      if (event.data.from !== this.#refresh || this.#refresh === null) return
      if (event.data.pair) this.#adopt(event.data.pair)
      else this.#forget()
    })
  }

  readonly phase = (): SessionPhase => this.#phase

  /** True when the session ended by itself rather than by signing out. */
  get hasExpired(): boolean {
    return this.#hasExpired
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Looks for a saved session; does not ask the hub whether it still holds. */
  async restore(): Promise<void> {
    this.#isRemembered = isSessionRemembered()
    this.#refresh = await platform.readSession()
    this.#access = this.#refresh === null ? null : sessionStorage.getItem(ACCESS_KEY)
    this.#enter(this.#refresh ? 'signed-in' : 'signed-out')
  }

  async begin(pair: TokenPair, isRemembered: boolean): Promise<void> {
    this.#isRemembered = isRemembered
    this.#hasExpired = false
    await this.keep(pair)
    this.#enter('signed-in')
  }

  accessToken(): string | null {
    return this.#access
  }

  async refreshToken(): Promise<string | null> {
    return (await platform.readSession()) ?? this.#refresh
  }

  async keep(pair: TokenPair): Promise<void> {
    const from = this.#refresh
    this.#adopt(pair)
    await platform.writeSession(pair.refresh_token, this.#isRemembered)
    this.#channel.postMessage({ from, pair } satisfies RenewedNote)
  }

  /** The hub refused to renew the session. */
  async drop(): Promise<void> {
    this.#hasExpired = this.#phase === 'signed-in'
    await this.end()
  }

  async end(): Promise<void> {
    const from = this.#refresh
    this.#forget()
    await platform.writeSession(null, false)
    this.#channel.postMessage({ from, pair: null } satisfies RenewedNote)
  }

  exclusively<T>(work: () => Promise<T>): Promise<T> {
    return navigator.locks ? navigator.locks.request('quaywatch.session', work) : work()
  }

  #adopt(pair: TokenPair): void {
    this.#access = pair.access_token
    sessionStorage.setItem(ACCESS_KEY, pair.access_token)
    this.#refresh = pair.refresh_token
    if (!platform.isDesktop && !this.#isRemembered) sessionStorage.setItem('quaywatch.session', pair.refresh_token)
  }

  #forget(): void {
    this.#access = null
    sessionStorage.removeItem(ACCESS_KEY)
    this.#refresh = null
    this.#enter('signed-out')
  }

  #enter(phase: SessionPhase): void {
    if (this.#phase === phase) return
    this.#phase = phase
    for (const listener of this.#listeners) listener()
  }
}

export const session = new Session()
