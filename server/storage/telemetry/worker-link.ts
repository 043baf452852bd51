import { parentPort, Worker } from 'node:worker_threads'

/** Calls into a worker thread by name; the worker answers them one at a time. */
export type Calls = Record<string, (...args: never[]) => unknown>

const UNASKED = 0

interface Request {
  readonly id: number
  readonly name: string
  readonly args: readonly unknown[]
}
interface Answer {
  readonly id: number
  readonly result?: unknown
  readonly error?: string
}
interface Waiting {
  resolve(result: unknown): void
  reject(error: Error): void
}

export class WorkerLink<C extends Calls> {
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  #nextId = 1
  #failure: Error | null = null

  /** `onTrouble` hears of what went wrong outside any call; after an error or the end of the thread no call succeeds. */
  constructor(url: URL, onTrouble: (error: Error) => void) {
    this.#worker = new Worker(url)
    this.#worker.on('message', (answer: Answer) => {
      if (answer.id === UNASKED) onTrouble(new Error(answer.error))
      else this.#settle(answer)
    })
    this.#worker.on('error', (error) =>
      this.#fail(error instanceof Error ? error : new Error(String(error)), onTrouble),
    )
    this.#worker.on('exit', (code) => this.#fail(new Error(`telemetry worker ended (${code})`), onTrouble))
  }

  call<K extends keyof C & string>(
    name: K,
    args: Parameters<C[K]>,
    transfer: readonly ArrayBuffer[] = [],
  ): Promise<Awaited<ReturnType<C[K]>>> {
    if (this.#failure) return Promise.reject(this.#failure)
    return new Promise((resolve, reject) => {
      const id = this.#nextId++
      this.#waiting.set(id, { resolve: (result) => resolve(result as Awaited<ReturnType<C[K]>>), reject })
      this.#worker.postMessage({ id, name, args } satisfies Request, [...transfer])
    })
  }

  /** Ends the thread. Call after the worker's own close has been answered. */
  async end(): Promise<void> {
    this.#failure ??= new Error('telemetry store is stopped')
    await this.#worker.terminate()
  }

  #settle({ id, result, error }: Answer): void {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error === undefined) waiting?.resolve(result)
    else waiting?.reject(new Error(error))
  }

  #fail(error: Error, onTrouble: (error: Error) => void): void {
    for (const waiting of this.#waiting.values()) waiting.reject(error)
    this.#waiting.clear()
    if (this.#failure) return
    this.#failure = error
    onTrouble(error)
  }
}

/** From a worker thread: something went wrong outside any call. */
export function reportTrouble(error: unknown): void {
  parentPort?.postMessage({ id: UNASKED, error: messageOf(error) } satisfies Answer)
}

/** The worker's side: each call is answered with its result or with the text of what it threw. */
export function serveCalls(calls: Calls): void {
  const port = parentPort
  if (!port) throw new Error('not a worker thread')
  port.on('message', ({ id, name, args }: Request) => {
    const run = calls[name]
    Promise.resolve()
      .then(() => run?.(...(args as never[])))
      .then(
        (result) => port.postMessage({ id, result } satisfies Answer),
        (error: unknown) => port.postMessage({ id, error: messageOf(error) } satisfies Answer),
      )
  })
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
