import type { Log } from './outside.ts'

/** Runs what it is given one after another. What fails is logged, and does not stop what comes after. */
export class OneAtATime {
  readonly #log: Log
  readonly #name: string
  #last: Promise<void> = Promise.resolve()

  /** @param name what is being done, for the log */
  constructor(name: string, log: Log) {
    this.#name = name
    this.#log = log
  }

  /** Resolves when it is done, also when it failed. */
  run(task: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(task).catch((error: unknown) => {
      this.#log.error({ error: error instanceof Error ? error.message : String(error) }, `${this.#name} failed`)
    })
    return this.#last
  }
}
