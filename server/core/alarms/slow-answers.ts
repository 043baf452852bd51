import type { Clock, Log } from '../outside.ts'
import type { Evaluator } from './evaluator.ts'
import { DeviationLeaf } from './leaf.ts'
import type { Outlook } from './outlook.ts'
import type { SlowLeaf } from './rule-wiring.ts'

export type OutlookView = Pick<Outlook, 'baseline' | 'consumption' | 'reactive' | 'lawfulLimit'>

const MINUTE_MS = 60_000
/** How long an answer is good: figures of the month move slowly, a baseline changes with the hour. */
const PERIOD_MS = { consumption: MINUTE_MS, reactive: 5 * MINUTE_MS, deviation: 60 * MINUTE_MS } as const

export const periodOf = ({ leaf }: SlowLeaf): number => PERIOD_MS[leaf.condition.type]

/** Whose figure is asked for, and as of when: what is asked twice is worked out once. */
type Answers = Map<string, Promise<number | null>>

/**
 * Brings consumption, reactive energy and baselines to the leaves that wait for them: on a clock, one after another, so
 * that no sample ever waits for a query. Questions are as of a whole period, so that live and replayed answers agree.
 */
export class SlowAnswers {
  readonly #evaluator: Evaluator
  readonly #outlook: OutlookView
  readonly #clock: Clock
  readonly #log: Log
  readonly #answeredAt = new WeakMap<SlowLeaf, number>()
  #timer: { stop(): void } | null = null
  #round: Promise<void> | null = null
  #isStopping = false

  constructor(evaluator: Evaluator, outlook: OutlookView, clock: Clock, log: Log) {
    this.#evaluator = evaluator
    this.#outlook = outlook
    this.#clock = clock
    this.#log = log
  }

  start(): void {
    this.#isStopping = false
    this.#timer ??= this.#clock.every(MINUTE_MS, () => this.refresh())
    void this.refresh()
  }

  async stop(): Promise<void> {
    this.#isStopping = true
    this.#timer?.stop()
    this.#timer = null
    await this.#round
  }

  /** Answers what is due. Resolves with the round that is under way. */
  refresh(): Promise<void> {
    this.#round ??= this.#answerAll().finally(() => {
      this.#round = null
    })
    return this.#round
  }

  async #answerAll(): Promise<void> {
    const asked: Answers = new Map()
    let failures = 0
    for (const slow of this.#evaluator.slowLeaves()) {
      if (this.#isStopping) return
      const period = periodOf(slow)
      const at = Math.floor(this.#clock.now() / period) * period
      if ((this.#answeredAt.get(slow) ?? Number.NEGATIVE_INFINITY) >= at) continue
      try {
        await this.#answer(slow, at, asked)
        this.#answeredAt.set(slow, at)
      } catch (error) {
        if (failures++ === 0) this.#log.error({ error: String(error) }, 'a slow alarm condition could not be answered')
      }
    }
  }

  async #answer(slow: SlowLeaf, at: number, asked: Answers): Promise<void> {
    if (await answerLeaf(slow, at, this.#outlook, asked)) this.#evaluator.answered(slow, this.#clock.now())
  }
}

/** @returns whether the leaf's truth changed */
export async function answerLeaf(
  { rule, leaf }: SlowLeaf,
  at: number,
  outlook: OutlookView,
  asked: Answers = new Map(),
): Promise<boolean> {
  const { deviceId } = rule.subject
  if (deviceId === null) return false
  const once = (key: string, ask: () => Promise<number | null>): Promise<number | null> => {
    const question = `${deviceId} ${at} ${key}`
    const known = asked.get(question) ?? ask()
    asked.set(question, known)
    return known
  }
  if (leaf instanceof DeviationLeaf) {
    const { condition } = leaf
    const key = `usual ${condition.metric} ${condition.baseline} ${condition.minSamples}`
    return leaf.expect(await once(key, () => outlook.baseline(deviceId, condition, at)))
  }
  const { condition } = leaf
  if (condition.type === 'consumption') {
    const key = `used ${condition.metric} ${JSON.stringify(condition.window)} ${condition.operator}`
    return leaf.answer(await once(key, () => outlook.consumption(deviceId, condition, at)), null)
  }
  const { kind } = condition
  const ratio = await once(`reactive ${kind}`, () => outlook.reactive(deviceId, kind, at))
  const limit = await once(`limit ${kind}`, () => outlook.lawfulLimit(deviceId, kind, at))
  return leaf.answer(ratio, limit)
}
