export interface SocketOptions {
  /** Resolves to a full ws:// address with a token that is valid now. */
  address: () => Promise<string>
  onMessage: (data: unknown) => void
  onOpen: () => void
  /** @param isExpired true when the hub closed it because the token ran out. */
  onLost: (isExpired: boolean) => void
  /** Called instead of trying again when the session is over. */
  isOver: (error: unknown) => boolean
}

const FIRST_DELAY_MS = 500
const LONGEST_DELAY_MS = 15_000
const TOKEN_EXPIRED = 4401

/** @returns the wait before try number `attempt`, with a quarter of jitter so that many windows do not return at once. */
export function reconnectDelayMs(attempt: number, random: number): number {
  const delayMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt)
  return Math.round(delayMs * (0.75 + random * 0.5))
}

/** A WebSocket that comes back by itself until stopped. */
export class SteadySocket {
  readonly #options: SocketOptions
  #socket: WebSocket | null = null
  #timer: ReturnType<typeof setTimeout> | null = null
  #attempt = 0
  #isStarted = false
  readonly #retryNow = () => {
    if (this.#timer) this.#connectNow()
  }

  constructor(options: SocketOptions) {
    this.#options = options
  }

  start(): void {
    if (this.#isStarted) return
    this.#isStarted = true
    this.#attempt = 0
    window.addEventListener('online', this.#retryNow)
    this.#connectNow()
  }

  stop(): void {
    this.#isStarted = false
    window.removeEventListener('online', this.#retryNow)
    this.#cancelTimer()
    this.#socket?.close(1000)
    this.#socket = null
  }

  /** Leaves a socket that may be dead without knowing it, for a new one. */
  renew(): void {
    if (!this.#isStarted) return
    const old = this.#socket
    this.#socket = null
    old?.close(1000)
    this.#connectNow()
  }

  #connectNow(): void {
    this.#cancelTimer()
    this.#connect().catch((error: unknown) => {
      if (!this.#isStarted) return
      if (this.#options.isOver(error)) this.stop()
      else this.#lost(false)
    })
  }

  async #connect(): Promise<void> {
    const address = await this.#options.address()
    if (!this.#isStarted) return
    const socket = new WebSocket(address)
    this.#socket = socket
    socket.addEventListener('open', () => {
      this.#attempt = 0
      this.#options.onOpen()
    })
    socket.addEventListener('message', (event) => this.#options.onMessage(JSON.parse(String(event.data))))
    socket.addEventListener('close', (event) => {
      if (this.#socket !== socket) return
      this.#socket = null
      if (this.#isStarted) this.#lost(event.code === TOKEN_EXPIRED)
    })
  }

  #lost(isExpired: boolean): void {
    this.#options.onLost(isExpired)
    const delayMs = isExpired ? 0 : reconnectDelayMs(this.#attempt++, Math.random())
    this.#timer = setTimeout(() => this.#connectNow(), delayMs)
  }

  #cancelTimer(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }
}
