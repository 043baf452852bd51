import type { MessagePort } from 'node:worker_threads'

/** What all message ports have in common: Node's, Electron's main and child ones, a child process. */
export interface Port {
  /** Sends by structured clone. May throw when the port is closed. */
  post(message: unknown): void
  /** Several listeners each get every message. */
  onMessage(listener: (message: unknown) => void): void
  onClose(listener: () => void): void
  close(): void
}

/** Methods that can be called from afar: plain data in, a promise of plain data out. */
export type Service<S> = { readonly [Name in keyof S]: (...args: never[]) => Promise<unknown> }

/** The names of a service's methods: an interface has none at run time, and nothing else may be called. */
export type Methods<S> = Readonly<Record<keyof S, true>>

/** An error of the other side. Of the original, message and code are left. */
export class RemoteError extends Error {
  readonly code: string | null

  constructor(message: string, code: string | null) {
    super(message)
    this.name = 'RemoteError'
    this.code = code
  }
}

export const PORT_CLOSED = 'PORT_CLOSED'

/** The other side is gone: whether it did what was asked is not known. */
export function isPortClosed(error: unknown): boolean {
  return error instanceof RemoteError && error.code === PORT_CLOSED
}

interface Call {
  readonly kind: 'call'
  readonly id: number
  readonly method: string
  readonly args: readonly unknown[]
}
interface Answer {
  readonly kind: 'answer'
  readonly id: number
  readonly value?: unknown
  readonly error?: { readonly message: string; readonly code: string | null }
}

/** Answers the other side's calls with `service`. A port carries one service each way. */
export function expose<S extends Service<S>>(service: S, methods: Methods<S>, port: Port): void {
  port.onMessage((message) => {
    if (isCall(message)) void answer(service, methods, message, port)
  })
}

async function answer<S extends Service<S>>(service: S, methods: Methods<S>, call: Call, port: Port): Promise<void> {
  const { id } = call
  try {
    const method: unknown = Object.hasOwn(methods, call.method) ? Reflect.get(service, call.method) : undefined
    if (typeof method !== 'function') throw new Error(`there is no method ${call.method}`)
    reply(port, { kind: 'answer', id, value: await Reflect.apply(method, service, call.args) })
  } catch (error) {
    reply(port, { kind: 'answer', id, error: described(error) })
  }
}

/** The caller may have gone while we worked: then nobody waits for this. */
function reply(port: Port, message: Answer): void {
  try {
    port.post(message)
  } catch (error) {
    if (message.error === undefined) reply(port, { kind: 'answer', id: message.id, error: described(error) })
  }
}

function described(error: unknown): { message: string; code: string | null } {
  if (!(error instanceof Error)) return { message: String(error), code: null }
  const code: unknown = Reflect.get(error, 'code')
  return { message: error.message, code: typeof code === 'string' ? code : null }
}

/** The service on the other side of the port. Its calls reject with RemoteError, and when the port closes. */
export function connect<S extends Service<S>>(port: Port): S {
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  let lastId = 0
  let isClosed = false
  port.onMessage((message) => {
    if (!isAnswer(message)) return
    const call = pending.get(message.id)
    pending.delete(message.id)
    if (message.error) call?.reject(new RemoteError(message.error.message, message.error.code))
    else call?.resolve(message.value)
  })
  port.onClose(() => {
    isClosed = true
    for (const call of pending.values()) call.reject(closed())
    pending.clear()
  })
  const call = (method: string, args: readonly unknown[]) => {
    if (isClosed) return Promise.reject(closed())
    const id = ++lastId
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    pending.set(id, { resolve, reject })
    try {
      port.post({ kind: 'call', id, method, args } satisfies Call)
    } catch (error) {
      pending.delete(id)
      reject(error)
    }
    return promise
  }
  return new Proxy({} as S, {
    // A promise that is resolved with this asks for "then": it is no method of any service.
    get: (_, name) =>
      typeof name === 'string' && name !== 'then' ? (...args: readonly unknown[]) => call(name, args) : undefined,
  })
}

function closed(): RemoteError {
  return new RemoteError('the other side is gone', PORT_CLOSED)
}

function isCall(message: unknown): message is Call {
  return kindOf(message) === 'call'
}

function isAnswer(message: unknown): message is Answer {
  return kindOf(message) === 'answer'
}

function kindOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null ? Reflect.get(message, 'kind') : undefined
}

/** A port of node:worker_threads. */
export function nodePort(port: MessagePort): Port {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => void port.on('message', listener),
    onClose: (listener) => void port.on('close', listener),
    close: () => port.close(),
  }
}
