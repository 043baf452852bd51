import type { Policy, RuleState, WatchedDevice } from './alarm.types.ts'
import { isPlain, metricOf, type PlainCondition } from './condition.types.ts'
import { Formula } from './formula.ts'
import { type Judge, judgeOf, RateWindow } from './judge.ts'

export type RuleEdge = 'raise' | 'clear'

/** Back to normal, or no longer judged because the policy's schedule closed. */
export type ClearCause = 'normal' | 'schedule'

/** What a rule speaks about: one device, or a whole gateway whose devices fell silent together. */
export interface Subject {
  readonly key: string
  readonly deviceId: string | null
  readonly gatewayId: string
  readonly name: string
}

export const deviceSubject = (device: WatchedDevice): Subject => ({
  key: device.id,
  deviceId: device.id,
  gatewayId: device.gatewayId,
  name: device.name,
})

export const gatewaySubject = (gatewayId: string, name: string): Subject => ({
  key: `gateway:${gatewayId}`,
  deviceId: null,
  gatewayId,
  name,
})

export const ruleKey = (policyId: string, subjectKey: string): string => `${policyId}|${subjectKey}`

/** An alarm that clears this often within the time chatters: it has to stay normal for that time before it clears. */
const CHATTER_CLEARS = 5
const CHATTER_MS = 60_000

const NEVER: Judge = () => false

/**
 * One policy on one subject. Phases: normal → rising (on-delay runs) → raised → falling (off-delay runs) → normal.
 * While the value is unknown (no communication, null, stale) the phase holds: silence neither raises nor clears.
 * A plain condition is judged sample by sample here; any other by its formula, whose leaves hear the samples.
 */
export class Rule {
  readonly key: string
  #subject: Subject
  #policy: Policy
  #judge: Judge = NEVER
  #formula: Formula | null = null
  #onDelayMs = 0
  #offDelayMs = 0
  #window: RateWindow | null = null
  #phase: RuleState['phase'] = 'normal'
  #since = 0
  #lastAt: number | null = null
  #lastValue: number | null = null
  /** False until a sample says how things are now, e.g. after a restart or while communication fails. */
  #isKnown = false
  /** Outside the policy's schedule: samples are remembered, nothing is judged. */
  #isPaused = false
  isGone = false
  /** When it last cleared, newest last. */
  readonly #clears: number[] = []
  #isChattering = false
  readonly #changed: (rule: Rule) => void

  /** `changed` is told of every change of phase. */
  constructor(policy: Policy, subject: Subject, changed: (rule: Rule) => void, now: number) {
    this.#changed = changed
    this.key = ruleKey(policy.id, subject.key)
    this.#subject = subject
    this.#policy = policy
    this.revise(policy, now)
  }

  get subject(): Subject {
    return this.#subject
  }

  get policy(): Policy {
    return this.#policy
  }

  get isRaised(): boolean {
    return this.#phase === 'raised' || this.#phase === 'falling'
  }

  /** Held up because it comes and goes too fast. */
  get isChattering(): boolean {
    return this.#isChattering && this.isRaised
  }

  get isWaiting(): boolean {
    return this.#phase === 'rising' || this.#phase === 'falling'
  }

  get since(): number {
    return this.#since
  }

  /** Hub time at which a running delay ends; meaningless in another phase. */
  get dueAt(): number {
    return this.#since + (this.#phase === 'rising' ? this.#onDelayMs : this.#clearDelayMs)
  }

  get isPaused(): boolean {
    return this.#isPaused
  }

  get isKnown(): boolean {
    return this.#isKnown
  }

  get formula(): Formula | null {
    return this.#formula
  }

  get state(): RuleState {
    const state = { phase: this.#phase, since: this.#since, lastAt: this.#lastAt, lastValue: this.#lastValue }
    return this.#formula === null ? state : { ...state, held: this.#formula.held }
  }

  get lastValue(): number | null {
    return this.#lastValue
  }

  /** What the incident is about: of several facts, the first. */
  get metric(): string | null {
    const { condition } = this.#policy
    if (isPlain(condition)) return condition.metric
    const [first] = this.#formula?.facts() ?? []
    return first ? metricOf(first.leaf.condition) : null
  }

  /** Takes a policy's new limits; where the rule stands does not change until the next judgement. */
  revise(policy: Policy, now: number): void {
    const { condition } = policy
    this.#policy = policy
    if (isPlain(condition)) this.#reviseLimits(condition, policy.deadband)
    else this.#reviseFormula(policy, now)
    // For no-data the on-delay is a part of the deadline, kept where the deadlines are.
    this.#onDelayMs = condition.type === 'no_data' ? 0 : policy.onDelayS * 1000
    this.#offDelayMs = policy.offDelayS * 1000
  }

  #reviseLimits(condition: PlainCondition, deadband: number): void {
    this.#judge = condition.type === 'no_data' ? NEVER : judgeOf(condition, deadband)
    this.#window = condition.type === 'rate_of_change' ? new RateWindow(condition.perS * 1000) : null
  }

  /** The leaves start over: whoever feeds them must connect the new ones. */
  #reviseFormula(policy: Policy, now: number): void {
    const before = this.#formula
    this.#formula = new Formula(policy.condition, policy.deadband, now)
    if (before) this.#formula.hold(before.held)
    this.#isKnown = false
  }

  /** The same subject under a new name or in a new place. */
  move(subject: Subject): void {
    this.#subject = subject
  }

  restore(state: RuleState): void {
    this.#phase = state.phase
    this.#since = state.since
    this.#lastAt = state.lastAt
    this.#lastValue = state.lastValue
    if (state.held) this.#formula?.hold(state.held)
    this.#isKnown = false
  }

  /** The schedule closes: what stands is over, and what was about to rise is forgotten. */
  pause(now: number): RuleEdge | null {
    this.#isPaused = true
    const wasRaised = this.isRaised
    if (this.#phase !== 'normal') this.#enter('normal', now)
    return wasRaised ? 'clear' : null
  }

  /** The schedule opens: how things are now is judged at once. */
  resume(now: number): RuleEdge | null {
    this.#isPaused = false
    return this.#formula === null ? this.rejudge(now) : this.reconsider(now)
  }

  /** A leaf of the formula changed. */
  reconsider(now: number): RuleEdge | null {
    const truth = this.#formula?.truth() ?? null
    if (truth === null) {
      this.#isKnown = false
      return null
    }
    return this.observe(truth, now)
  }

  /** A sample with a value. Samples not newer than the last judged one are history and change nothing. */
  sample(at: number, value: number, now: number): RuleEdge | null {
    if (this.#lastAt !== null && at <= this.#lastAt) return null
    // A source whose clock runs ahead must not lock out what it says once it is set right.
    this.#lastAt = Math.min(at, now)
    const judged = this.#window === null ? value : this.#window.change(at, value)
    if (judged === null) return null
    this.#lastValue = judged
    this.#isKnown = true
    return this.observe(this.#judge(judged, this.#phase === 'raised'), now)
  }

  /** The device stopped telling: delays neither run out nor start over. */
  unknown(at: number): void {
    if (this.#lastAt === null || at > this.#lastAt) this.#isKnown = false
  }

  /** Judges the last known value again, after the limits were changed. */
  rejudge(now: number): RuleEdge | null {
    if (!this.#isKnown || this.#lastValue === null || this.#window !== null) return null
    return this.observe(this.#judge(this.#lastValue, this.#phase === 'raised'), now)
  }

  observe(isViolated: boolean, now: number): RuleEdge | null {
    this.#isKnown = true
    if (this.#isPaused) return null
    switch (this.#phase) {
      case 'normal':
        if (isViolated) this.#enter('rising', now)
        break
      case 'rising':
        if (!isViolated) this.#enter('normal', now)
        break
      case 'raised':
        if (!isViolated) this.#enter('falling', now)
        break
      case 'falling':
        if (isViolated) this.#enter('raised', now)
        break
    }
    return this.elapse(now)
  }

  /** Lets a running delay run out. */
  elapse(now: number): RuleEdge | null {
    if (!this.#isKnown || !this.isWaiting || now < this.dueAt) return null
    if (this.#phase === 'rising') {
      this.#noteValue()
      this.#enter('raised', now)
      return 'raise'
    }
    if (this.#phase === 'falling') {
      if (this.#formula !== null) this.#lastValue = null
      this.#enter('normal', now)
      this.#cleared(now)
      return 'clear'
    }
    return null
  }

  get #clearDelayMs(): number {
    return this.#isChattering ? Math.max(this.#offDelayMs, CHATTER_MS) : this.#offDelayMs
  }

  /** Of a formula, the value of the first fact, in the canonical unit of its metric. */
  #noteValue(): void {
    const [first] = this.#formula?.facts() ?? []
    if (first === undefined) return
    const { value } = first.leaf.verdict
    this.#lastValue = value !== null && first.leaf.condition.type === 'consumption' ? value * 1000 : value
  }

  #cleared(now: number): void {
    if (this.#isChattering) this.#clears.length = 0
    this.#clears.push(now)
    if (this.#clears.length > CHATTER_CLEARS) this.#clears.shift()
    const [oldest] = this.#clears
    this.#isChattering = oldest !== undefined && this.#clears.length === CHATTER_CLEARS && now - oldest < CHATTER_MS
  }

  /** Back to normal without an edge: somebody else speaks for this subject now. */
  settle(now: number): void {
    this.#enter('normal', now)
  }

  #enter(phase: RuleState['phase'], now: number): void {
    this.#phase = phase
    this.#since = now
    this.#changed(this)
  }
}
