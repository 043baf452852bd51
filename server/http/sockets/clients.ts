import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Actor } from '../../core/access.ts'
import { AppError } from '../../core/errors.ts'
import type { Identity } from '../../core/identity/identity.ts'
import type { Clock } from '../../core/outside.ts'
import { platformEnvelope } from '../contracts/platform/envelope.ts'
import { languageOf } from '../language.ts'

/** Closing codes of the application range: what went wrong with the token. */
const CLOSE_UNAUTHORISED = 4401
const CLOSE_FORBIDDEN = 4403
const RECHECK_MS = 30_000
const MAX_INCOMING_BYTES = 4_096

export interface Client {
  readonly socket: WebSocket
  readonly actor: Actor
  readonly query: URLSearchParams
}

export interface ClientsDeps {
  readonly identity: Identity
  readonly clock: Clock
  readonly opened: (client: Client) => void
  readonly closed: (client: Client) => void
}

/**
 * Sockets that carry their token in the query. A client is let in, kept while its token and its session are good, and
 * told why it is closed: a browser cannot read the status of a refused upgrade.
 */
export class Clients {
  readonly #deps: ClientsDeps
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: MAX_INCOMING_BYTES, perMessageDeflate: false })
  readonly all = new Set<Client>()

  constructor(deps: ClientsDeps) {
    this.#deps = deps
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, query: URLSearchParams): void {
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      void this.#admit(webSocket, query, request.headers['accept-language'])
    })
  }

  stop(): void {
    for (const { socket } of this.all) socket.close(1001, 'the hub stops')
    this.#server.close()
  }

  async #admit(socket: WebSocket, query: URLSearchParams, acceptLanguage: string | undefined): Promise<void> {
    socket.on('error', () => socket.terminate())
    const token = query.get('token')
    try {
      if (!token) throw new AppError('TOKEN_MISSING')
      const { actor, expiresAt } = await this.#deps.identity.authenticateUntil(token)
      if (!actor.permissions.has('measurements:read')) throw new AppError('PERMISSION_DENIED')
      const client: Client = { socket, actor, query }
      const expiry = this.#deps.clock.after(Math.max(0, expiresAt - this.#deps.clock.now()), () =>
        socket.close(CLOSE_UNAUTHORISED, 'TOKEN_EXPIRED'),
      )
      const recheck = this.#deps.clock.every(RECHECK_MS, () => this.#recheck(socket, token))
      socket.on('close', () => {
        expiry.stop()
        recheck.stop()
        if (this.all.delete(client)) this.#deps.closed(client)
      })
      if (socket.readyState !== socket.OPEN) return
      this.all.add(client)
      this.#deps.opened(client)
    } catch (error) {
      const refused = error instanceof AppError ? error : new AppError('INTERNAL_ERROR')
      const { body } = platformEnvelope.fail(refused, languageOf(acceptLanguage))
      socket.send(JSON.stringify({ type: 'error', ...body }))
      socket.close(refused.code === 'PERMISSION_DENIED' ? CLOSE_FORBIDDEN : CLOSE_UNAUTHORISED, body.error_code)
    }
  }

  async #recheck(socket: WebSocket, token: string): Promise<void> {
    try {
      await this.#deps.identity.authenticate(token)
    } catch {
      socket.close(CLOSE_UNAUTHORISED, 'TOKEN_EXPIRED')
    }
  }
}
