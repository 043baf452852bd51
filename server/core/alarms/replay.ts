import type { Reading } from '../outside.ts'
import type { Policy, WatchedDevice } from './alarm.types.ts'
import { Evaluator, type EvaluatorEdges } from './evaluator.ts'
import type { Calendar } from './schedule.ts'
import { answerLeaf, type OutlookView, periodOf } from './slow-answers.ts'

const TICK_MS = 1000

/**
 * A policy on some devices, over time that has passed: the same evaluator as the live one behind a clock that moves as
 * the samples do. Between samples only those ticks happen that can find something.
 */
export class Replay {
  readonly #evaluator: Evaluator
  readonly #outlook: OutlookView
  readonly #answeredAt = new Map<number, number>()
  #now: number

  constructor(
    policy: Policy,
    devices: readonly WatchedDevice[],
    calendar: Calendar,
    outlook: OutlookView,
    start: number,
    edges: EvaluatorEdges,
  ) {
    this.#evaluator = new Evaluator(edges)
    this.#outlook = outlook
    this.#now = Math.floor(start / TICK_MS) * TICK_MS
    this.#evaluator.configure([policy], devices, { latest: () => null, calendarOf: () => calendar }, this.#now)
  }

  get now(): number {
    return this.#now
  }

  /** Nothing stands and nothing is about to: samples that cannot violate the condition may be left out. */
  get isQuiet(): boolean {
    return this.#evaluator.isQuiet
  }

  /** Plays readings, oldest first, and then time alone up to `end`. */
  async play(readings: readonly Reading[], end: number): Promise<void> {
    let next = 0
    do {
      const stop = Math.min(this.#nextStopAt, end)
      next = this.#playUntil(stop, readings, next)
      this.#tickUntil(stop)
      this.#now = Math.max(this.#now, stop)
      await this.#answer()
    } while (next < readings.length || this.#nextStopAt <= end)
    this.#tickUntil(end)
    this.#now = Math.max(this.#now, end)
  }

  /** @returns the index of the first reading at or after `stop` */
  #playUntil(stop: number, readings: readonly Reading[], from: number): number {
    const one: Reading[] = []
    let next = from
    for (let reading = readings[next]; reading && reading.at < stop; reading = readings[++next]) {
      one[0] = reading
      this.#tickUntil(reading.at)
      this.#now = reading.at
      this.#evaluator.onReadings(one, reading.at)
    }
    return next
  }

  /** Whole seconds, as live. */
  #tickUntil(at: number): void {
    for (;;) {
      const wanted = Math.max(Math.ceil(this.#evaluator.nextTickAt / TICK_MS) * TICK_MS, this.#nextTick)
      if (!(wanted <= at)) return
      this.#now = wanted
      this.#evaluator.tick(wanted)
    }
  }

  get #nextTick(): number {
    return Math.floor(this.#now / TICK_MS + 1) * TICK_MS
  }

  /** When a slow leaf wants to be answered again, or a schedule turns and with it whether any does. */
  get #nextStopAt(): number {
    let next = Math.ceil(this.#evaluator.nextTurnAt / TICK_MS) * TICK_MS
    for (const slow of this.#evaluator.slowLeaves()) {
      const period = periodOf(slow)
      const last = this.#answeredAt.get(period)
      next = Math.min(next, last === undefined ? this.#now : last + period)
    }
    return next
  }

  async #answer(): Promise<void> {
    const due = new Set<number>()
    for (const slow of this.#evaluator.slowLeaves()) {
      const period = periodOf(slow)
      const at = Math.floor(this.#now / period) * period
      if (this.#answeredAt.get(period) === at && !due.has(period)) continue
      due.add(period)
      this.#answeredAt.set(period, at)
      if (await answerLeaf(slow, at, this.#outlook)) this.#evaluator.answered(slow, this.#now)
    }
  }
}
