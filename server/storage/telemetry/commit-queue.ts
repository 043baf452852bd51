import type { Reading } from '../../core/outside.ts'
import { checkTimes, type NewSeries, type Packer } from './packer.ts'

/** Above this many points waiting for the disk, append() waits before it even takes readings in. */
const MAX_PENDING_POINTS = 1_000_000
/** A busy store commits this often at most, so that one sync carries many messages; an idle one commits at once. */
const BUSY_COMMIT_EVERY_MS = 20

interface Waiter {
  resolve(): void
  reject(error: Error): void
}

type Commit = (data: ArrayBuffer, points: number, ingestedAt: number, newSeries: readonly NewSeries[]) => Promise<void>

/**
 * Group commit: what arrives while one commit is under way goes into the next. One promise per append, resolved when the
 * commit that holds its readings is on disk, rejected when that commit failed.
 */
export class CommitQueue {
  readonly #packer: Packer
  readonly #commit: Commit
  #waiters: Waiter[] = []
  #blocked: (() => void)[] = []
  #pendingPoints = 0
  #droppedPoints = 0
  #committedPoints = 0
  #lastCommitMs: number | null = null
  #lastCommitAt = 0
  #timer: NodeJS.Timeout | NodeJS.Immediate | null = null
  #inFlight: Promise<void> | null = null

  constructor(packer: Packer, commit: Commit) {
    this.#packer = packer
    this.#commit = commit
  }

  get figures() {
    return {
      pendingPoints: this.#pendingPoints,
      committedPoints: this.#committedPoints,
      droppedPoints: this.#droppedPoints,
      lastCommitMs: this.#lastCommitMs,
    }
  }

  async append(readings: readonly Reading[], ingestedAt: number): Promise<void> {
    checkTimes(readings)
    while (this.#pendingPoints >= MAX_PENDING_POINTS) {
      await new Promise<void>((resolve) => this.#blocked.push(resolve))
    }
    const before = this.#packer.points
    for (const reading of readings) this.#packer.add(reading, ingestedAt)
    const added = this.#packer.points - before
    if (added === 0) return
    this.#pendingPoints += added
    const committed = new Promise<void>((resolve, reject) => this.#waiters.push({ resolve, reject }))
    this.#schedule()
    return committed
  }

  /** Resolves when everything appended before the call has been committed or has failed. */
  async drain(): Promise<void> {
    while (this.#inFlight !== null || this.#packer.points > 0 || this.#blocked.length > 0) {
      await (this.#inFlight ?? this.#flush())
    }
  }

  #schedule(): void {
    if (this.#timer !== null || this.#inFlight !== null) return
    const wait = this.#lastCommitAt + BUSY_COMMIT_EVERY_MS - performance.now()
    const flush = () => {
      this.#timer = null
      void this.#flush()
    }
    this.#timer = wait > 1 ? setTimeout(flush, wait) : setImmediate(flush)
  }

  #flush(): Promise<void> {
    if (this.#inFlight !== null) return this.#inFlight
    if (this.#packer.points === 0) return Promise.resolve()
    this.#inFlight = this.#flushOnce().finally(() => {
      this.#inFlight = null
      if (this.#packer.points > 0) this.#schedule()
    })
    return this.#inFlight
  }

  async #flushOnce(): Promise<void> {
    const waiters = this.#waiters
    this.#waiters = []
    const { buffer, points, ingestedAt } = this.#packer.take()
    const newSeries = this.#packer.unsaved()
    const startedAt = performance.now()
    this.#lastCommitAt = startedAt
    try {
      await this.#commit(buffer, points, ingestedAt, newSeries)
      this.#packer.saved(newSeries.length)
      this.#committedPoints += points
      this.#lastCommitMs = performance.now() - startedAt
      for (const { resolve } of waiters) resolve()
    } catch (error) {
      this.#droppedPoints += points
      const failure = error instanceof Error ? error : new Error(String(error))
      for (const { reject } of waiters) reject(failure)
    }
    this.#pendingPoints -= points
    const blocked = this.#blocked
    this.#blocked = []
    for (const resume of blocked) resume()
  }
}
