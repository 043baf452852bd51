import type { Reading } from '../../../../server/core/outside.ts'

/**
 * What became of a message: it may go on to those who subscribed to it, it ends with the hub, or it must be sent
 * again.
 */
export type Outcome = 'forward' | 'consumed' | Error
export type Settle = (outcome: Outcome) => void

/**
 * Turns the messages that arrive within one turn of the event loop into one commit, and settles each of them when it is
 * done. Several commits may be under way; they are handed over in the order of arrival.
 */
export class CommitQueue {
  readonly #commit: (batch: readonly Reading[]) => Promise<void>
  #readings: Reading[] = []
  #waiting: Settle[] = []

  constructor(commit: (batch: readonly Reading[]) => Promise<void>) {
    this.#commit = commit
  }

  add(readings: readonly Reading[], settle: Settle): void {
    if (this.#waiting.length === 0) setImmediate(() => this.#flush())
    for (const reading of readings) this.#readings.push(reading)
    this.#waiting.push(settle)
  }

  #flush(): void {
    const readings = this.#readings
    const waiting = this.#waiting
    this.#readings = []
    this.#waiting = []
    const settleAll = (outcome: Outcome) => {
      for (const settle of waiting) settle(outcome)
    }
    this.#commit(readings).then(
      () => settleAll('consumed'),
      (error) => settleAll(error instanceof Error ? error : new Error(String(error))),
    )
  }
}
