import { DueTimes } from '../due-times.ts'
import type { GatewayLink, Reading } from '../outside.ts'
import type { Policy, StoredRuleState, WatchedDevice } from './alarm.types.ts'
import { Coverage, type Surroundings } from './coverage.ts'
import { Gates } from './gates.ts'
import { type ClearCause, type Rule, type RuleEdge, ruleKey } from './rule.ts'
import { type DeviceRules, type MetricRules, RuleIndex } from './rule-index.ts'
import { RuleSet } from './rule-set.ts'
import { isSpeaking, type SlowLeaf } from './rule-wiring.ts'
import type { Listener } from './silence.ts'
import { SilenceGroups } from './silence-groups.ts'

/** What the evaluator finds, in the order in which it happens. Called synchronously: must be quick. */
export interface EvaluatorEdges {
  /** `deviceCount` is above 1 when the rule speaks for a whole gateway. */
  raise(rule: Rule, deviceCount: number): void
  clear(rule: Rule, cause: ClearCause): void
  fold(rule: Rule, gatewayRule: Rule): void
  /** Its policy, or the device under it, is no longer watched (or judges something else now). */
  gone(rule: Rule): void
}

/** Judges readings and the passing of time against the policies. Holds no store and does no I/O. */
export class Evaluator {
  readonly #edges: EvaluatorEdges
  readonly #rules = new RuleSet()
  /** Rules of which a leaf changed within the reading at hand. */
  readonly #touched: Rule[] = []
  readonly #due = new DueTimes<Listener>()
  readonly #index = new RuleIndex()
  readonly #gates = new Gates((policyId, isOpen, now) => this.#turn(policyId, isOpen, now))
  readonly #silences: SilenceGroups
  readonly #coverage: Coverage

  constructor(edges: EvaluatorEdges) {
    this.#edges = edges
    this.#silences = new SilenceGroups(this.#rules, edges, this.#due)
    this.#coverage = new Coverage({
      rules: this.#rules,
      silences: this.#silences,
      gates: this.#gates,
      wiring: {
        index: this.#index,
        due: this.#due,
        changed: (rule, now) => this.#tell(rule, rule.reconsider(now)),
      },
      tell: (rule, edge) => this.#tell(rule, edge),
      gone: (rule) => edges.gone(rule),
    })
  }

  /** Hot path: two map lookups per point where nothing matches. */
  onReadings(readings: readonly Reading[], now: number): void {
    for (const reading of readings) {
      const device = this.#index.byDevice.get(reading.deviceId)
      if (device === undefined) continue
      this.#onReading(device, reading, now)
      if (this.#touched.length > 0) this.#reconsiderTouched(now)
    }
  }

  #onReading(device: DeviceRules, reading: Reading, now: number): void {
    const speaks = isSpeaking(reading.quality)
    let hasValue = false
    for (const metric in reading.values) {
      const value = speaks ? (reading.values[metric] ?? null) : null
      if (value !== null) hasValue = true
      const matched = device.byMetric.get(metric)
      if (matched !== undefined) this.#onPoint(matched, reading.at, value, now)
    }
    if (hasValue) for (const listener of device.listeners) listener.good(now)
  }

  /** Only once the whole reading is in: half of it would be a state that the device never was in. */
  #reconsiderTouched(now: number): void {
    for (const rule of this.#touched) this.#tell(rule, rule.reconsider(now))
    this.#touched.length = 0
  }

  #onPoint(matched: MetricRules, at: number, value: number | null, now: number): void {
    for (const { leaf, channel, rule } of matched.inputs)
      if (leaf.take(channel, at, value, now)) this.#touched.push(rule)
    if (value === null) {
      for (const rule of matched.rules) rule.unknown(at)
      return
    }
    for (const rule of matched.rules) {
      const edge = rule.sample(at, value, now)
      if (edge !== null) this.#tell(rule, edge)
    }
    for (const listener of matched.listeners) listener.good(now)
  }

  onLinks(links: readonly GatewayLink[], now: number): void {
    this.#silences.onLinks(links, now)
  }

  tick(now: number): void {
    this.#gates.tick(now)
    for (const rule of this.#rules.waiting) this.#tell(rule, rule.elapse(now))
    this.#due.take(now, (listener) => listener.fallDue(now))
    this.#silences.elapse(now)
  }

  /** When time alone may next find something; infinity when only samples can. For who moves time in leaps. */
  get nextTickAt(): number {
    let next = Math.min(this.#gates.nextAt, this.#due.nextAt, this.#silences.nextAt)
    for (const rule of this.#rules.waiting) if (rule.isKnown) next = Math.min(next, rule.dueAt)
    return next
  }

  /** When a schedule may next open or close. */
  get nextTurnAt(): number {
    return this.#gates.nextAt
  }

  /** Whether nothing stands and no delay is running. */
  get isQuiet(): boolean {
    return this.#rules.isQuiet
  }

  /** The leaves that wait for the clock, on rules that are judged now. */
  slowLeaves(): readonly SlowLeaf[] {
    return this.#coverage.slowLeaves()
  }

  /** A leaf was brought its answer. */
  answered({ rule }: SlowLeaf, now: number): void {
    if (this.#rules.get(rule.key) === rule) this.#tell(rule, rule.reconsider(now))
  }

  /** The rules whose phase changed since the last call, for keeping over a restart. */
  takeChanged(): readonly Rule[] {
    return this.#rules.takeChanged()
  }

  has(key: string): boolean {
    return this.#rules.get(key) !== undefined
  }

  isChattering(key: string): boolean {
    return this.#rules.get(key)?.isChattering ?? false
  }

  rulesOf(policyId: string): readonly Rule[] {
    return this.#rules.ofPolicy(policyId)
  }

  /** Rules of before the restart, and those whose incident stands whatever their stored state says. */
  restore(states: readonly StoredRuleState[], standing: ReadonlySet<string>, now: number): void {
    for (const { policyId, subject, state } of states) this.#rules.get(ruleKey(policyId, subject))?.restore(state)
    for (const key of standing) {
      const rule = this.#rules.get(key)
      if (rule && !rule.isRaised) rule.restore({ ...rule.state, phase: 'raised', since: now })
    }
    this.#silences.restored()
    this.#rules.restored()
    // A schedule may have closed while nobody watched.
    for (const policyId of this.#gates.closed()) this.#turn(policyId, false, now)
  }

  /**
   * Takes over a new set of policies and devices. Rules that judge the same thing as before keep their place; new and
   * changed ones judge the last known value at once. What did not change costs a comparison.
   */
  configure(policies: readonly Policy[], devices: readonly WatchedDevice[], around: Surroundings, now: number): void {
    this.#coverage.configure(policies, devices, around, now)
  }

  /** Touches the devices of this policy alone. */
  changePolicy(policy: Policy, around: Surroundings, now: number): void {
    this.#coverage.changePolicy(policy, around, now)
  }

  removePolicy(id: string, now: number): void {
    this.#coverage.removePolicy(id, now)
  }

  /** A schedule's edge. */
  #turn(policyId: string, isOpen: boolean, now: number): void {
    for (const rule of this.#rules.ofPolicy(policyId))
      if (!this.#silences.turn(rule, isOpen, now))
        this.#tell(rule, isOpen ? rule.resume(now) : rule.pause(now), 'schedule')
  }

  #tell(rule: Rule, edge: RuleEdge | null, cause: ClearCause = 'normal'): void {
    if (edge === 'raise') this.#edges.raise(rule, 1)
    else if (edge === 'clear') this.#edges.clear(rule, cause)
  }
}
