import { DueTimes } from '../due-times.ts'
import type { GatewayLink, Reading } from '../outside.ts'
import type { Policy, StoredRuleState, WatchedDevice } from './alarm.types.ts'
import { leavesOf } from './condition.types.ts'
import { Gates } from './gates.ts'
import { isSameSubject } from './policy.ts'
import { type ClearCause, deviceSubject, gatewaySubject, type Rule, type RuleEdge, ruleKey } from './rule.ts'
import { type DeviceRules, type MetricRules, RuleIndex } from './rule-index.ts'
import { connect, isSpeaking, type LatestValue, type SlowLeaf, slowLeavesOf, type Wiring } from './rule-wiring.ts'
import type { Calendar } from './schedule.ts'
import { type Listener, makeDeviceRule, makeSilenceGroup, type SilenceGroup, type Watch } from './silence.ts'
import { TargetIndex } from './target-index.ts'

/** What the evaluator finds, in the order in which it happens. Called synchronously: must be quick. */
export interface EvaluatorEdges {
  /** `deviceCount` is above 1 when the rule speaks for a whole gateway. */
  raise(rule: Rule, deviceCount: number): void
  clear(rule: Rule, cause: ClearCause): void
  fold(rule: Rule, gatewayRule: Rule): void
  /** Its policy, or the device under it, is no longer watched (or judges something else now). */
  gone(rule: Rule): void
}

/** What the evaluator asks when it is configured, never on the path of a sample. */
export interface Surroundings {
  latest(deviceId: string, metric: string): LatestValue | null
  calendarOf(tenantId: string): Calendar
}

/** Judges readings and the passing of time against the policies. Holds no store and does no I/O. */
export class Evaluator {
  readonly #edges: EvaluatorEdges
  readonly #rules = new Map<string, Rule>()
  readonly #ofPolicy = new Map<string, Set<Rule>>()
  readonly #ofDevice = new Map<string, Set<Rule>>()
  readonly #watches = new Map<string, Watch>()
  readonly #groups = new Map<string, SilenceGroup>()
  readonly #slow = new Map<Rule, readonly SlowLeaf[]>()
  readonly #waiting = new Set<Rule>()
  readonly #changed = new Set<Rule>()
  /** Rules of which a leaf changed within the reading at hand. */
  readonly #touched: Rule[] = []
  readonly #due = new DueTimes<Listener>()
  readonly #linksDown = new Set<string>()
  readonly #targets = new TargetIndex()
  readonly #index = new RuleIndex()
  readonly #wiring: Wiring = {
    index: this.#index,
    due: this.#due,
    changed: (rule, now) => this.#tell(rule, rule.reconsider(now)),
  }
  readonly #gates = new Gates((policyId, isOpen, now) => this.#turn(policyId, isOpen, now))

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
    for (const link of links) {
      if (link.isOnline) this.#linksDown.delete(link.gatewayId)
      else this.#linksDown.add(link.gatewayId)
      for (const group of this.#groups.values()) if (group.gatewayId === link.gatewayId) group.link(!link.isOnline, now)
    }
  }

  tick(now: number): void {
    this.#gates.tick(now)
    for (const rule of this.#waiting) this.#tell(rule, rule.elapse(now))
    this.#due.take(now, (listener) => listener.fallDue(now))
    for (const group of this.#groups.values()) group.elapse(now)
  }

  /** When time alone may next find something; infinity when only samples can. For who moves time in leaps. */
  get nextTickAt(): number {
    let next = Math.min(this.#gates.nextAt, this.#due.nextAt)
    for (const group of this.#groups.values()) next = Math.min(next, group.nextAt)
    for (const rule of this.#waiting) if (rule.isKnown) next = Math.min(next, rule.dueAt)
    return next
  }

  /** When a schedule may next open or close. */
  get nextTurnAt(): number {
    return this.#gates.nextAt
  }

  /** Whether nothing stands and no delay is running. */
  get isQuiet(): boolean {
    return this.#waiting.size === 0 && [...this.#rules.values()].every((rule) => !rule.isRaised)
  }

  /** The leaves that wait for the clock, on rules that are judged now. */
  slowLeaves(): readonly SlowLeaf[] {
    return [...this.#slow].flatMap(([rule, leaves]) => (rule.isPaused ? [] : leaves))
  }

  /** A leaf was brought its answer. */
  answered({ rule }: SlowLeaf, now: number): void {
    if (this.#rules.get(rule.key) === rule) this.#tell(rule, rule.reconsider(now))
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

  isChattering(key: string): boolean {
    return this.#rules.get(key)?.isChattering ?? false
  }

  rulesOf(policyId: string): readonly Rule[] {
    return [...(this.#ofPolicy.get(policyId) ?? [])]
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
    // A schedule may have closed while nobody watched.
    for (const policyId of this.#gates.closed()) this.#turn(policyId, false, now)
  }

  /**
   * Takes over a new set of policies and devices. Rules that judge the same thing as before keep their place; new and
   * changed ones judge the last known value at once. What did not change costs a comparison.
   */
  configure(policies: readonly Policy[], devices: readonly WatchedDevice[], around: Surroundings, now: number): void {
    const moved = this.#takeDevices(devices, now)
    const kept = new Set<string>()
    for (const policy of policies) {
      if (!policy.isEnabled) continue
      kept.add(policy.id)
      this.changePolicy(policy, around, now)
    }
    for (const id of [...this.#targets.policies.keys()]) if (!kept.has(id)) this.removePolicy(id, now)
    for (const device of moved) this.#cover(device, around, now)
  }

  /** Touches the devices of this policy alone. */
  changePolicy(policy: Policy, around: Surroundings, now: number): void {
    if (!policy.isEnabled) {
      this.removePolicy(policy.id, now)
      return
    }
    const before = this.#targets.policies.get(policy.id)
    this.#gates.set(policy, around.calendarOf(policy.tenantId), now)
    if (before?.updatedAt === policy.updatedAt) return
    // A policy that judges something else now starts anew: its rules and incidents spoke of another thing.
    if (before && !isSameSubject(before.condition, policy.condition)) this.#dropAll(this.rulesOf(policy.id), now)
    this.#targets.setPolicy(policy)
    const devices = this.#targets.devicesOf(policy)
    const wanted = new Set(devices.map((device) => device.id))
    this.#dropAll(
      this.rulesOf(policy.id).filter(({ subject }) => subject.deviceId !== null && !wanted.has(subject.deviceId)),
      now,
    )
    for (const device of devices) this.#ensure(policy, device, around, now)
  }

  removePolicy(id: string, now: number): void {
    this.#targets.dropPolicy(id)
    this.#dropAll(this.rulesOf(id), now)
    this.#gates.drop(id)
  }

  /** @returns the devices that are new or not what they were */
  #takeDevices(devices: readonly WatchedDevice[], now: number): readonly WatchedDevice[] {
    const present = new Set(devices.map((device) => device.id))
    for (const id of [...this.#targets.devices.keys()]) {
      if (present.has(id)) continue
      this.#targets.dropDevice(id)
      this.#dropAll([...(this.#ofDevice.get(id) ?? [])], now)
    }
    const moved = devices.filter((device) => !isSameDevice(device, this.#targets.devices.get(device.id)))
    for (const device of moved) this.#targets.setDevice(device)
    return moved
  }

  /** Exactly the policies that watch a device have a rule on it. */
  #cover(device: WatchedDevice, around: Surroundings, now: number): void {
    const policies = this.#targets.policiesOf(device)
    const wanted = new Set(policies.map((policy) => policy.id))
    this.#dropAll(
      [...(this.#ofDevice.get(device.id) ?? [])].filter((rule) => !wanted.has(rule.policy.id)),
      now,
    )
    for (const policy of policies) this.#ensure(policy, device, around, now)
  }

  #ensure(policy: Policy, device: WatchedDevice, around: Surroundings, now: number): void {
    const key = ruleKey(policy.id, device.id)
    const known = this.#rules.get(key)
    if (!device.isGatewayEnabled && leavesOf(policy.condition).some(({ type }) => type === 'no_data')) {
      if (known) this.#dropAll([known], now)
      return
    }
    if (policy.condition.type === 'no_data') this.#watch(policy, device, policy.condition.metric, now)
    else this.#judgeBy(policy, device, known, around, now)
  }

  #judgeBy(policy: Policy, device: WatchedDevice, known: Rule | undefined, around: Surroundings, now: number): void {
    const rule = known ?? makeDeviceRule(policy, device, this.#phaseChanged, now)
    rule.move(deviceSubject(device))
    if (known === undefined) {
      this.#keep(rule, device.id)
      if (!this.#gates.isOpen(policy.id)) rule.pause(now)
      this.#listen(rule, device.id, around, now)
    } else if (rule.policy.updatedAt !== policy.updatedAt) this.#revise(rule, policy, device.id, around, now)
  }

  #revise(rule: Rule, policy: Policy, deviceId: string, around: Surroundings, now: number): void {
    if (rule.formula === null) {
      rule.revise(policy, now)
      this.#tell(rule, rule.rejudge(now))
      return
    }
    this.#index.removeRule(deviceId, rule)
    rule.revise(policy, now)
    this.#listen(rule, deviceId, around, now)
  }

  #listen(rule: Rule, deviceId: string, around: Surroundings, now: number): void {
    const edge = connect(rule, deviceId, around, this.#wiring, now)
    const slow = slowLeavesOf(rule)
    if (slow.length > 0) this.#slow.set(rule, slow)
    this.#tell(rule, edge)
  }

  #watch(policy: Policy, device: WatchedDevice, metric: string | null, now: number): void {
    const groupKey = ruleKey(policy.id, `gateway:${device.gatewayId}`)
    let group = this.#groups.get(groupKey)
    if (group === undefined) {
      group = makeSilenceGroup(policy, device, this.#phaseChanged, this.#edges, this.#due)
      group.isLinkDown = this.#linksDown.has(device.gatewayId)
      if (!this.#gates.isOpen(policy.id)) group.pause(now)
      this.#groups.set(groupKey, group)
      this.#keep(group.rule, null)
    } else if (group.rule.policy.updatedAt !== policy.updatedAt) group.revise(policy, now)
    group.rule.move(gatewaySubject(device.gatewayId, device.gatewayName))

    const key = ruleKey(policy.id, device.id)
    const known = this.#watches.get(key)
    if (known?.group === group) {
      known.rule.move(deviceSubject(device))
      return
    }
    if (known) this.#dropAll([known.rule], now)
    const watch = group.add(device, makeDeviceRule(policy, device, this.#phaseChanged, now), now)
    this.#watches.set(key, watch)
    this.#keep(watch.rule, device.id)
    this.#index.addListener(device.id, metric, watch)
  }

  #keep(rule: Rule, deviceId: string | null): void {
    this.#rules.set(rule.key, rule)
    gather(this.#ofPolicy, rule.policy.id, rule)
    if (deviceId !== null) gather(this.#ofDevice, deviceId, rule)
  }

  #dropAll(rules: readonly Rule[], now: number): void {
    const dropped = new Set(rules)
    // A group that goes as a whole does not judge its devices one by one as they leave.
    for (const rule of rules) {
      const group = this.#watches.get(rule.key)?.group
      if (!group || dropped.has(group.rule) || [...group.watches.values()].some((watch) => !dropped.has(watch.rule)))
        continue
      dropped.add(group.rule)
    }
    for (const rule of dropped) {
      const group = this.#groups.get(rule.key)
      if (group) group.isGone = true
    }
    for (const rule of dropped) this.#drop(rule, now)
  }

  #drop(rule: Rule, now: number): void {
    const { key, subject } = rule
    this.#watches.get(key)?.group.remove(subject.key, now)
    if (subject.deviceId !== null) {
      this.#index.removeRule(subject.deviceId, rule)
      spread(this.#ofDevice, subject.deviceId, rule)
    }
    spread(this.#ofPolicy, rule.policy.id, rule)
    this.#watches.delete(key)
    this.#groups.delete(key)
    this.#slow.delete(rule)
    this.#rules.delete(key)
    this.#waiting.delete(rule)
    rule.isGone = true
    this.#edges.gone(rule)
  }

  /** A schedule's edge. */
  #turn(policyId: string, isOpen: boolean, now: number): void {
    for (const rule of this.rulesOf(policyId)) {
      const group = this.#groups.get(rule.key)
      if (group && isOpen) group.resume(now)
      else if (group) group.pause(now)
      else if (!this.#watches.has(rule.key)) this.#tell(rule, isOpen ? rule.resume(now) : rule.pause(now), 'schedule')
    }
  }

  #tell(rule: Rule, edge: RuleEdge | null, cause: ClearCause = 'normal'): void {
    if (edge === 'raise') this.#edges.raise(rule, 1)
    else if (edge === 'clear') this.#edges.clear(rule, cause)
  }
}

function isSameDevice(a: WatchedDevice, b: WatchedDevice | undefined): boolean {
  return (
    b !== undefined &&
    a.name === b.name &&
    a.gatewayId === b.gatewayId &&
    a.gatewayName === b.gatewayName &&
    a.isGatewayEnabled === b.isGatewayEnabled &&
    a.deviceType === b.deviceType &&
    a.subregionId === b.subregionId &&
    a.regionId === b.regionId
  )
}

function gather(map: Map<string, Set<Rule>>, key: string, rule: Rule): void {
  const known = map.get(key)
  if (known) known.add(rule)
  else map.set(key, new Set([rule]))
}

function spread(map: Map<string, Set<Rule>>, key: string, rule: Rule): void {
  const rules = map.get(key)
  rules?.delete(rule)
  if (rules?.size === 0) map.delete(key)
}
