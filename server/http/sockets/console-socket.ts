import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Identity } from '../../core/identity/identity.ts'
import type { Clock } from '../../core/outside.ts'
import { Clients } from './clients.ts'

const MAX_BUFFERED_BYTES = 1_000_000

/** /ws/console: incident edges, link changes and configuration changes, as they happen. */
export class ConsoleSocket {
  readonly #clients: Clients

  constructor(deps: { identity: Identity; clock: Clock }) {
    this.#clients = new Clients({
      ...deps,
      opened: ({ socket }) => socket.send(JSON.stringify({ type: 'hello' })),
      closed: () => undefined,
    })
  }

  stop(): void {
    this.#clients.stop()
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, query: URLSearchParams): void {
    this.#clients.upgrade(request, socket, head, query)
  }

  /** A client too slow to take an event is closed: it comes back and reads the state afresh. */
  tell(tenantId: string, message: object): void {
    const text = JSON.stringify(message)
    for (const { socket, actor } of this.#clients.all) {
      if (actor.tenantId !== tenantId) continue
      if (socket.bufferedAmount > MAX_BUFFERED_BYTES) socket.close(1013, 'too slow')
      else socket.send(text)
    }
  }
}
