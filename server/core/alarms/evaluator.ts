import { DueTimes } from '../due-times.ts'
import type { GatewayLink, Quality, Reading } from '../outside.ts'
import type { Policy, StoredRuleState, WatchedDevice } from './alarm.types.ts'
import { isSameSubject, targetIndex } from './policy.ts'
import { deviceSubject, gatewaySubject, type Rule, ruleKey } from './rule.ts'
import { makeDeviceRule, makeSilenceGroup, type SilenceGroup, type Watch } from './silence.ts'

/** What the evaluator finds, in the order in which it happens. Called synchronously: must be quick. */
export interface EvaluatorEdges {
  /** `deviceCount` is above 1 when the rule speaks for a whole gateway. */
  raise(rule: Rule, deviceCount: number): void
  clear(rule: Rule): void
  fold(rule: Rule, gatewayRule: Rule): void
  /** Its policy, or the device under it, is no longer watched (or judges something else now). */
  gone(rule: Rule): void
}

export interface LatestValue {
  readonly at: number
  readonly value: number | null
  readonly quality: Quality
}

const SPEAKS: Readonly<Record<Quality, boolean>> = {
  good: true,
  simulated: true,
  estimated: true,
  stale: false,
  comm_fail: false,
  invalid: false,
}

export const isSpeaking = (quality: Quality): boolean => SPEAKS[quality]

interface MetricRules {
  readonly rules: Rule[]
  readonly watches: Watch[]
}

interface DeviceRules {
  readonly byMetric: Map<string, MetricRules>
  /** No-data policies that any metric satisfies. */
  readonly watches: Watch[]
}

/** Judges readings and the passing of time against the policies. Holds no store and does no I/O. */
export class Evaluator {
  readonly #edges: EvaluatorEdges
  readonly #rules = new Map<string, Rule>()
  readonly #watches = new Map<string, Watch>()
  readonly #groups = new Map<string, SilenceGroup>()
  readonly #waiting = new Set<Rule>()
  readonly #changed = new Set<Rule>()
  readonly #due = new DueTimes<Watch>()
  readonly #linksDown = new Set<string>()
  #policies = new Map<string, Policy>()
  #index = new Map<string, DeviceRules>()

  constructor(edges: EvaluatorEdges) {
    this.#edges = edges
  }

  readonly #phaseChanged = (rule: Rule): void => {
    this.#changed.add(rule)
    if (rule.isWaiting) this.#waiting.add(rule)
    else this.#waiting.delete(rule)
  }

  /** Hot path: two map lookups per point where nothing matches. */
  onReadings(readings: readonly Reading[], now: number): void {
    for (const reading of readings) {
      const device = this.#index.get(reading.deviceId)
      if (device !== undefined) this.#onReading(device, reading, now)
    }
  }

  #onReading(device: DeviceRules, reading: Reading, now: number): void {
    const speaks = SPEAKS[reading.quality]
    let hasValue = false
    for (const metric in reading.values) {
      const value = speaks ? (reading.values[metric] ?? null) : null
      if (value !== null) hasValue = true
      const matched = device.byMetric.get(metric)
      if (matched !== undefined) this.#onPoint(matched, reading.at, value, now)
    }
    if (hasValue) for (const watch of device.watches) watch.good(now)
  }

  #onPoint(matched: MetricRules, at: number, value: number | null, now: number): void {
    if (value === null) {
      for (const rule of matched.rules) rule.unknown(at)
      return
    }
    for (const rule of matched.rules) {
      const edge = rule.sample(at, value, now)
      if (edge !== null) this.#tell(rule, edge)
    }
    for (const watch of matched.watches) watch.good(now)
  }

  onLinks(links: readonly GatewayLink[], now: number): void {
    for (const link of links) {
      if (link.isOnline) this.#linksDown.delete(link.gatewayId)
      else this.#linksDown.add(link.gatewayId)
      for (const group of this.#groups.values()) if (group.gatewayId === link.gatewayId) group.link(!link.isOnline, now)
    }
  }

  tick(now: number): void {
    for (const rule of this.#waiting) this.#tell(rule, rule.elapse(now))
    this.#due.take(now, (watch) => watch.group.fallDue(watch, now))
    for (const group of this.#groups.values()) group.elapse(now)
  }

  /** The rules whose phase changed since the last call, for keeping over a restart. */
  takeChanged(): readonly Rule[] {
    if (this.#changed.size === 0) return []
    const changed = [...this.#changed].filter((rule) => this.has(rule.key))
    this.#changed.clear()
    return changed
  }

  has(key: string): boolean {
    return this.#rules.has(key)
  }

  /** Rules of before the restart, and those whose incident stands whatever their stored state says. */
  restore(states: readonly StoredRuleState[], standing: ReadonlySet<string>, now: number): void {
    for (const { policyId, subject, state } of states) this.#rules.get(ruleKey(policyId, subject))?.restore(state)
    for (const key of standing) {
      const rule = this.#rules.get(key)
      if (rule && !rule.isRaised) rule.restore({ ...rule.state, phase: 'raised', since: now })
    }
    for (const group of this.#groups.values()) group.restored()
    this.#changed.clear()
    this.#waiting.clear()
    for (const rule of this.#rules.values()) if (rule.isWaiting) this.#waiting.add(rule)
  }

  /**
   * Takes over a new set of policies and devices. Rules that judge the same thing as before keep their place; new and
   * changed ones judge the last known value at once.
   */
  configure(
    policies: readonly Policy[],
    devices: readonly WatchedDevice[],
    latest: (deviceId: string, metric: string) => LatestValue | null,
    now: number,
  ): void {
    const wanted = new Set<string>()
    const targeted = targetIndex(devices)
    const enabled = policies.filter((policy) => policy.isEnabled)
    this.#forgetOtherSubjects(enabled, now)
    this.#policies = new Map(enabled.map((policy) => [policy.id, policy]))
    this.#index = new Map()
    for (const policy of enabled) {
      for (const device of targeted(policy)) {
        if (policy.condition.type !== 'no_data') wanted.add(this.#addRule(policy, device, latest, now).key)
        else if (device.isGatewayEnabled) {
          const watch = this.#addWatch(policy, device, now)
          wanted.add(watch.rule.key)
          wanted.add(watch.group.rule.key)
        }
      }
    }
    this.#dropAll((key) => !wanted.has(key), now)
  }

  #addRule(
    policy: Policy,
    device: WatchedDevice,
    latest: (deviceId: string, metric: string) => LatestValue | null,
    now: number,
  ): Rule {
    const { metric } = policy.condition
    const key = ruleKey(policy.id, device.id)
    const known = this.#rules.get(key)
    const rule = known ?? makeDeviceRule(policy, device, this.#phaseChanged)
    rule.move(deviceSubject(device))
    this.#rules.set(key, rule)
    if (metric !== null) this.#slot(device.id, metric).rules.push(rule)
    if (known === undefined && metric !== null) {
      const last = latest(device.id, metric)
      if (last !== null && last.value !== null && SPEAKS[last.quality])
        this.#tell(rule, rule.sample(last.at, last.value, now))
    } else if (rule.policy.updatedAt !== policy.updatedAt) {
      rule.revise(policy)
      this.#tell(rule, rule.rejudge(now))
    }
    return rule
  }

  #addWatch(policy: Policy, device: WatchedDevice, now: number): Watch {
    const { metric } = policy.condition
    const groupKey = ruleKey(policy.id, `gateway:${device.gatewayId}`)
    let group = this.#groups.get(groupKey)
    if (group === undefined) {
      group = makeSilenceGroup(policy, device, this.#phaseChanged, this.#edges, this.#due)
      group.isLinkDown = this.#linksDown.has(device.gatewayId)
      this.#groups.set(groupKey, group)
      this.#rules.set(groupKey, group.rule)
    } else if (group.rule.policy.updatedAt !== policy.updatedAt) group.revise(policy)
    group.rule.move(gatewaySubject(device.gatewayId, device.gatewayName))

    const key = ruleKey(policy.id, device.id)
    const known = this.#watches.get(key)
    if (known !== undefined && known.group !== group) this.#drop(key, known.rule, now)
    const watch = this.#watches.get(key) ?? group.add(device, makeDeviceRule(policy, device, this.#phaseChanged), now)
    watch.rule.move(deviceSubject(device))
    this.#watches.set(key, watch)
    this.#rules.set(key, watch.rule)
    if (metric === null) this.#device(device.id).watches.push(watch)
    else this.#slot(device.id, metric).watches.push(watch)
    return watch
  }

  /** A policy that judges something else now starts anew: its rules and incidents spoke of another thing. */
  #forgetOtherSubjects(policies: readonly Policy[], now: number): void {
    const other = new Set<string>()
    for (const policy of policies) {
      const before = this.#policies.get(policy.id)
      if (before && !isSameSubject(before.condition, policy.condition)) other.add(policy.id)
    }
    if (other.size === 0) return
    this.#dropAll((_key, rule) => other.has(rule.policy.id), now)
  }

  #dropAll(isDropped: (key: string, rule: Rule) => boolean, now: number): void {
    const dropped = [...this.#rules].filter(([key, rule]) => isDropped(key, rule))
    // A group that goes as a whole does not judge its devices one by one as they leave.
    for (const [key] of dropped) {
      const group = this.#groups.get(key)
      if (group) group.isGone = true
    }
    for (const [key, rule] of dropped) this.#drop(key, rule, now)
  }

  #drop(key: string, rule: Rule, now: number): void {
    const watch = this.#watches.get(key)
    if (watch) watch.group.remove(rule.subject.key, now)
    this.#watches.delete(key)
    this.#groups.delete(key)
    this.#rules.delete(key)
    this.#waiting.delete(rule)
    this.#edges.gone(rule)
  }

  #device(deviceId: string): DeviceRules {
    const known = this.#index.get(deviceId)
    if (known) return known
    const made: DeviceRules = { byMetric: new Map(), watches: [] }
    this.#index.set(deviceId, made)
    return made
  }

  #slot(deviceId: string, metric: string): MetricRules {
    const device = this.#device(deviceId)
    const known = device.byMetric.get(metric)
    if (known) return known
    const made: MetricRules = { rules: [], watches: [] }
    device.byMetric.set(metric, made)
    return made
  }

  #tell(rule: Rule, edge: 'raise' | 'clear' | null): void {
    if (edge === 'raise') this.#edges.raise(rule, 1)
    else if (edge === 'clear') this.#edges.clear(rule)
  }
}
