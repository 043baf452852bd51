import type { LeafCondition, PhaseQuantity } from './condition.types.ts'
import { inequality, type Judge, judgeOf, RateWindow } from './judge.ts'
import { Verdict } from './truth.ts'

type ConditionOf<Type extends LeafCondition['type']> = Extract<LeafCondition, { type: Type }>

/** One look at one device, kept up to date. Takes no store, does no I/O and makes nothing on the path of a sample. */
export interface SampleLeaf {
  readonly condition: LeafCondition
  readonly verdict: Verdict
  /** The series that it hears, by channel. */
  readonly metrics: readonly string[]
  /** A sample of `metrics[channel]`; null where the device could not tell. @returns whether the truth changed */
  take(channel: number, at: number, value: number | null, now: number): boolean
}

/** Threshold, range and rate of change. */
export class MetricLeaf implements SampleLeaf {
  readonly verdict = new Verdict()
  readonly condition: ConditionOf<'threshold' | 'range' | 'rate_of_change'>
  readonly metrics: readonly string[]
  readonly #judge: Judge
  readonly #window: RateWindow | null
  #at = Number.NEGATIVE_INFINITY

  constructor(condition: MetricLeaf['condition'], deadband: number) {
    this.condition = condition
    this.metrics = [condition.metric]
    this.#judge = judgeOf(condition, deadband)
    this.#window = condition.type === 'rate_of_change' ? new RateWindow(condition.perS * 1000) : null
  }

  take(_channel: number, at: number, value: number | null, now: number): boolean {
    if (at <= this.#at) return false
    if (value === null) return this.verdict.lose()
    this.#at = Math.min(at, now)
    const judged = this.#window === null ? value : this.#window.change(at, value)
    return judged !== null && this.verdict.say(this.#judge(judged, this.verdict.isHeld), judged)
  }
}

/** Phases read further apart than this do not belong together. */
const SAME_TIME_MS = 2_000
const ALL_PHASES = 0b111

export const phaseMetrics = (quantity: PhaseQuantity): readonly string[] =>
  [1, 2, 3].map((phase) => `${quantity}_l${phase}`)

/** Judges once per set of three: each phase counts once, so that no phase is held against an older one of another. */
export class ImbalanceLeaf implements SampleLeaf {
  readonly verdict = new Verdict()
  readonly condition: ConditionOf<'phase_imbalance'>
  readonly metrics: readonly string[]
  readonly #deadband: number
  readonly #at = new Float64Array(3).fill(Number.NEGATIVE_INFINITY)
  readonly #value = new Float64Array(3)
  #fresh = 0

  constructor(condition: ImbalanceLeaf['condition'], deadband: number) {
    this.condition = condition
    this.metrics = phaseMetrics(condition.quantity)
    this.#deadband = deadband
  }

  take(channel: number, at: number, value: number | null, now: number): boolean {
    if (at <= (this.#at[channel] ?? at)) return false
    if (value === null) {
      this.#fresh &= ~(1 << channel)
      return this.verdict.lose()
    }
    this.#at[channel] = Math.min(at, now)
    this.#value[channel] = value
    this.#fresh |= 1 << channel
    if (this.#fresh !== ALL_PHASES) return false
    const at1 = this.#at[0] ?? 0
    const at2 = this.#at[1] ?? 0
    const at3 = this.#at[2] ?? 0
    if (Math.max(at1, at2, at3) - Math.min(at1, at2, at3) > SAME_TIME_MS) return false
    this.#fresh = 0
    return this.#judge()
  }

  #judge(): boolean {
    const one = Math.abs(this.#value[0] ?? 0)
    const two = Math.abs(this.#value[1] ?? 0)
    const three = Math.abs(this.#value[2] ?? 0)
    const mean = (one + two + three) / 3
    const { percent, minValue } = this.condition
    if (mean === 0 || mean < minValue) return this.verdict.say(false, 0)
    const deviation = Math.max(Math.abs(one - mean), Math.abs(two - mean), Math.abs(three - mean))
    const imbalance = (100 * deviation) / mean
    return this.verdict.say(imbalance > (this.verdict.isHeld ? percent - this.#deadband : percent), imbalance)
  }
}

/** Holds each sample against what is usual at this hour; what is usual is brought from outside, off the samples' path. */
export class DeviationLeaf implements SampleLeaf {
  readonly verdict = new Verdict()
  readonly condition: ConditionOf<'deviation'>
  readonly metrics: readonly string[]
  readonly #deadband: number
  #at = Number.NEGATIVE_INFINITY
  #value: number | null = null

  constructor(condition: DeviationLeaf['condition'], deadband: number) {
    this.condition = condition
    this.metrics = [condition.metric]
    this.#deadband = deadband
  }

  take(_channel: number, at: number, value: number | null, now: number): boolean {
    if (at <= this.#at) return false
    this.#value = value
    if (value === null) return this.verdict.lose()
    this.#at = Math.min(at, now)
    return this.#judge()
  }

  /** @param expected null: nothing usual is known, and nothing is judged */
  expect(expected: number | null): boolean {
    this.verdict.reference = expected
    return this.#judge()
  }

  #judge(): boolean {
    const value = this.#value
    const expected = this.verdict.reference
    const { percent, absolute, direction } = this.condition
    // A share of nothing is nothing: without an absolute limit any stir would be an alarm.
    if (value === null || expected === null || (absolute === null && expected === 0)) return this.verdict.lose()
    const limit = Math.max(absolute ?? 0, ((percent ?? 0) / 100) * Math.abs(expected))
    const distance = value - expected
    const beyond = direction === 'both' ? Math.abs(distance) : direction === 'above' ? distance : -distance
    return this.verdict.say(beyond > (this.verdict.isHeld ? Math.max(0, limit - this.#deadband) : limit), value)
  }
}

/** Consumption and reactive energy: answered by the clock from what is stored, never by a sample. */
export class AnswerLeaf {
  readonly verdict = new Verdict()
  readonly condition: ConditionOf<'consumption' | 'reactive'>
  readonly #deadband: number

  constructor(condition: AnswerLeaf['condition'], deadband: number) {
    this.condition = condition
    this.#deadband = deadband
  }

  /**
   * @param value kWh, or percent of active energy; null: cannot be told
   * @param lawful for reactive energy the limit of the site in percent
   */
  answer(value: number | null, lawful: number | null): boolean {
    this.verdict.reference = lawful
    const limit = this.#limit(lawful)
    if (value === null || limit === null) return this.verdict.lose()
    const operator = this.condition.type === 'consumption' ? this.condition.operator : '>='
    return this.verdict.say(inequality(operator, limit, this.#deadband)(value, this.verdict.isHeld), value)
  }

  #limit(lawful: number | null): number | null {
    if (this.condition.type === 'consumption') return this.condition.value
    const { percent, percentOfLimit } = this.condition
    if (percentOfLimit === null) return percent
    return lawful === null ? null : (lawful * percentOfLimit) / 100
  }
}

/** Silence as a part of something larger; as a condition of its own it is judged gateway by gateway (silence.ts). */
export class SilenceLeaf {
  readonly verdict = new Verdict()
  readonly condition: ConditionOf<'no_data'>
  /** Hub time of the last good sample; at first, of the start. */
  lastGoodAt: number

  constructor(condition: SilenceLeaf['condition'], now: number) {
    this.condition = condition
    this.lastGoodAt = now
  }

  get dueAt(): number {
    return this.lastGoodAt + this.condition.afterS * 1000
  }
}

export type Leaf = MetricLeaf | ImbalanceLeaf | DeviationLeaf | AnswerLeaf | SilenceLeaf

export function leafOf(condition: LeafCondition, deadband: number, now: number): Leaf {
  switch (condition.type) {
    case 'threshold':
    case 'range':
    case 'rate_of_change':
      return new MetricLeaf(condition, deadband)
    case 'phase_imbalance':
      return new ImbalanceLeaf(condition, deadband)
    case 'deviation':
      return new DeviationLeaf(condition, deadband)
    case 'consumption':
    case 'reactive':
      return new AnswerLeaf(condition, deadband)
    case 'no_data':
      return new SilenceLeaf(condition, now)
  }
}
