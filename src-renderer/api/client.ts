import { errorFromBody, SignedOutError, UnreachableError } from './errors.ts'
import type { TokenPair } from './types.ts'

/** Where the session's tokens live. The access token stays in memory; the refresh token where the platform keeps it. */
export interface TokenKeeper {
  accessToken(): string | null
  /** @returns the newest refresh token, another tab's included. */
  refreshToken(): Promise<string | null>
  keep(pair: TokenPair): Promise<void>
  /** Called when the hub refuses the refresh token. */
  drop(): Promise<void>
  /** Runs one refresh at a time across all windows of this session. */
  exclusively<T>(work: () => Promise<T>): Promise<T>
}

export interface ClientOptions {
  baseUrl: () => string
  tokens: TokenKeeper
  language: () => string
  /** Every answer, and every failure to get one, tells the link state. */
  onReach?: (isReached: boolean) => void
  wait?: (delayMs: number, signal: AbortSignal | undefined) => Promise<void>
}

export interface RequestOptions {
  query?: Readonly<Record<string, QueryValue>> | undefined
  body?: unknown
  signal?: AbortSignal | undefined
  isPublic?: boolean
}
export type QueryValue = string | number | boolean | null | undefined

const ANSWER_WITHIN_MS = 30_000
const PROBE_WITHIN_MS = 3000
const MAX_RETRY_AFTER_MS = 60_000
const RATE_LIMIT_TRIES = 3

function waitFor(delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, delayMs)
    signal?.addEventListener('abort', stop, { once: true })
  })
}

export function queryString(query: RequestOptions['query']): string {
  const entries = Object.entries(query ?? {}).flatMap(([key, value]) =>
    value === undefined || value === null || value === '' ? [] : [[key, String(value)]],
  )
  return entries.length === 0 ? '' : `?${new URLSearchParams(entries)}`
}

/** Reads Retry-After in seconds or as a date. @returns a wait in milliseconds, bounded. */
export function retryAfterMs(header: string | null, nowMs: number): number {
  const seconds = Number(header)
  const delayMs = header !== null && !Number.isNaN(seconds) ? seconds * 1000 : Date.parse(header ?? '') - nowMs
  return Math.min(MAX_RETRY_AFTER_MS, Math.max(250, Number.isNaN(delayMs) ? 1000 : delayMs))
}

/** The window's one HTTP client: bearer, one refresh at a time, patient with rate limits. */
export class ApiClient {
  readonly #options: ClientOptions
  #refreshing: Promise<string> | null = null

  constructor(options: ClientOptions) {
    this.#options = options
  }

  get<T>(path: string, query?: RequestOptions['query'], signal?: AbortSignal): Promise<T> {
    return this.send<T>('GET', path, { query, signal })
  }

  post<T>(path: string, body?: unknown): Promise<T> {
    return this.send<T>('POST', path, { body: body ?? {} })
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return this.send<T>('PUT', path, { body })
  }

  patch<T>(path: string, body: unknown): Promise<T> {
    return this.send<T>('PATCH', path, { body })
  }

  delete(path: string): Promise<void> {
    return this.send<void>('DELETE', path)
  }

  async send<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
    const answer = await this.#exchange(method, path, options)
    if (answer.status === 204) return undefined as T
    return (await answer.json()) as T
  }

  /** For downloads: the bytes and the name that the hub gave them. */
  async download(path: string, query?: RequestOptions['query']): Promise<{ name: string | null; bytes: Uint8Array }> {
    const answer = await this.#exchange('GET', path, { query })
    const name = /filename="?([^";]+)"?/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? null
    return { name, bytes: new Uint8Array(await answer.arrayBuffer()) }
  }

  /** Asks whether the hub is there at all; the answer goes to `onReach`. */
  async probe(): Promise<void> {
    const isReached = await fetch(`${this.#options.baseUrl()}/health`, { signal: AbortSignal.timeout(PROBE_WITHIN_MS) })
      .then((answer) => answer.ok)
      .catch(() => false)
    this.#options.onReach?.(isReached)
  }

  /** A bearer that is valid now. @throws SignedOutError */
  async freshAccessToken(): Promise<string> {
    return this.#options.tokens.accessToken() ?? (await this.refresh(null))
  }

  /**
   * Changes the refresh token for a new pair; callers at the same time share one exchange.
   * @param refused the access token that the hub refused: when another window has renewed it already, nothing is sent.
   */
  refresh(refused: string | null): Promise<string> {
    this.#refreshing ??= this.#options.tokens
      .exclusively(() => this.#renew(refused))
      .finally(() => {
        this.#refreshing = null
      })
    return this.#refreshing
  }

  async #renew(refused: string | null): Promise<string> {
    const { tokens } = this.#options
    const current = tokens.accessToken()
    if (current && current !== refused) return current
    const refreshToken = await tokens.refreshToken()
    if (!refreshToken) throw new SignedOutError()
    const answer = await this.#patiently('POST', '/api/auth/refresh', { body: { refresh_token: refreshToken } }, null)
    if (answer.status === 401 || answer.status === 403 || answer.status === 422) {
      await tokens.drop()
      throw new SignedOutError()
    }
    if (!answer.ok) throw await this.#failure(answer)
    const pair = (await answer.json()) as TokenPair
    await tokens.keep(pair)
    return pair.access_token
  }

  async #exchange(method: string, path: string, options: RequestOptions): Promise<Response> {
    const token = options.isPublic ? null : await this.freshAccessToken()
    let answer = await this.#patiently(method, path, options, token)
    if (answer.status === 401 && token) {
      answer = await this.#patiently(method, path, options, await this.refresh(token))
    }
    if (!answer.ok) throw await this.#failure(answer)
    return answer
  }

  async #patiently(method: string, path: string, options: RequestOptions, token: string | null): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#once(method, path, options, token)
      if (answer.status !== 429 || attempt === RATE_LIMIT_TRIES || path === '/api/auth/login') return answer
      const delayMs = retryAfterMs(answer.headers.get('retry-after'), Date.now())
      // A minute or more, as after wrong PINs, is for the person to wait.
      if (delayMs >= MAX_RETRY_AFTER_MS) return answer
      await (this.#options.wait ?? waitFor)(delayMs, options.signal)
    }
  }

  async #once(method: string, path: string, options: RequestOptions, token: string | null): Promise<Response> {
    const headers = new Headers({ accept: 'application/json', 'accept-language': this.#options.language() })
    if (token) headers.set('authorization', `Bearer ${token}`)
    if (options.body !== undefined) headers.set('content-type', 'application/json')
    try {
      const answer = await fetch(this.#options.baseUrl() + path + queryString(options.query), {
        method,
        headers,
        body: options.body === undefined ? null : JSON.stringify(options.body),
        signal: AbortSignal.any([AbortSignal.timeout(ANSWER_WITHIN_MS), ...(options.signal ? [options.signal] : [])]),
      })
      this.#options.onReach?.(true)
      return answer
    } catch (error) {
      if (options.signal?.aborted) throw error
      this.#options.onReach?.(false)
      throw new UnreachableError(error)
    }
  }

  async #failure(answer: Response): Promise<Error> {
    const body: unknown = await answer.json().catch(() => null)
    const error = errorFromBody(answer.status, body)
    const retryAfter = answer.headers.get('retry-after')
    if (retryAfter !== null) error.retryAfterS = Math.ceil(retryAfterMs(retryAfter, Date.now()) / 1000)
    return error
  }
}
