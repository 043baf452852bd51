import type { Policy, WatchedDevice } from './alarm.types.ts'
import { leavesOf } from './condition.types.ts'
import type { Gates } from './gates.ts'
import { isSameSubject } from './policy.ts'
import { deviceSubject, type Rule, type RuleEdge, ruleKey } from './rule.ts'
import type { RuleSet } from './rule-set.ts'
import { connect, type LatestValue, type SlowLeaf, slowLeavesOf, type Wiring } from './rule-wiring.ts'
import type { Calendar } from './schedule.ts'
import { makeDeviceRule } from './silence.ts'
import type { SilenceGroups } from './silence-groups.ts'
import { TargetIndex } from './target-index.ts'

/** What is asked when policies and devices are taken over, never on the path of a sample. */
export interface Surroundings {
  latest(deviceId: string, metric: string): LatestValue | null
  calendarOf(tenantId: string): Calendar
}

export interface CoverageDeps {
  readonly rules: RuleSet
  readonly silences: SilenceGroups
  readonly gates: Gates
  readonly wiring: Wiring
  /** What a rule finds at once, from the last known value. */
  readonly tell: (rule: Rule, edge: RuleEdge | null) => void
  readonly gone: (rule: Rule) => void
}

/** Keeps exactly one rule for every device that an enabled policy watches. */
export class Coverage {
  readonly #deps: CoverageDeps
  readonly #targets = new TargetIndex()
  readonly #slow = new Map<Rule, readonly SlowLeaf[]>()

  constructor(deps: CoverageDeps) {
    this.#deps = deps
  }

  /** The leaves that wait for the clock, on rules that are judged now. */
  slowLeaves(): readonly SlowLeaf[] {
    return [...this.#slow].flatMap(([rule, leaves]) => (rule.isPaused ? [] : leaves))
  }

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

  changePolicy(policy: Policy, around: Surroundings, now: number): void {
    if (!policy.isEnabled) {
      this.removePolicy(policy.id, now)
      return
    }
    const before = this.#targets.policies.get(policy.id)
    this.#deps.gates.set(policy, around.calendarOf(policy.tenantId), now)
    if (before?.updatedAt === policy.updatedAt) return
    // A policy that judges something else now starts anew: its rules and incidents spoke of another thing.
    if (before && !isSameSubject(before.condition, policy.condition))
      this.#dropAll(this.#deps.rules.ofPolicy(policy.id), now)
    this.#targets.setPolicy(policy)
    const devices = this.#targets.devicesOf(policy)
    const wanted = new Set(devices.map((device) => device.id))
    this.#dropAll(
      this.#deps.rules
        .ofPolicy(policy.id)
        .filter(({ subject }) => subject.deviceId !== null && !wanted.has(subject.deviceId)),
      now,
    )
    for (const device of devices) this.#ensure(policy, device, around, now)
  }

  removePolicy(id: string, now: number): void {
    this.#targets.dropPolicy(id)
    this.#dropAll(this.#deps.rules.ofPolicy(id), now)
    this.#deps.gates.drop(id)
  }

  /** @returns the devices that are new or not what they were */
  #takeDevices(devices: readonly WatchedDevice[], now: number): readonly WatchedDevice[] {
    const present = new Set(devices.map((device) => device.id))
    for (const id of [...this.#targets.devices.keys()]) {
      if (present.has(id)) continue
      this.#targets.dropDevice(id)
      this.#dropAll(this.#deps.rules.ofDevice(id), now)
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
      this.#deps.rules.ofDevice(device.id).filter((rule) => !wanted.has(rule.policy.id)),
      now,
    )
    for (const policy of policies) this.#ensure(policy, device, around, now)
  }

  #ensure(policy: Policy, device: WatchedDevice, around: Surroundings, now: number): void {
    const key = ruleKey(policy.id, device.id)
    const known = this.#deps.rules.get(key)
    if (!device.isGatewayEnabled && leavesOf(policy.condition).some(({ type }) => type === 'no_data')) {
      if (known) this.#dropAll([known], now)
      return
    }
    if (policy.condition.type === 'no_data') this.#watch(policy, device, policy.condition.metric, now)
    else this.#judgeBy(policy, device, known, around, now)
  }

  #judgeBy(policy: Policy, device: WatchedDevice, known: Rule | undefined, around: Surroundings, now: number): void {
    const rule = known ?? makeDeviceRule(policy, device, this.#deps.rules.phaseChanged, now)
    rule.move(deviceSubject(device))
    if (known === undefined) {
      this.#deps.rules.add(rule)
      if (!this.#deps.gates.isOpen(policy.id)) rule.pause(now)
      this.#listen(rule, device.id, around, now)
    } else if (rule.policy.updatedAt !== policy.updatedAt) this.#revise(rule, policy, device.id, around, now)
  }

  #revise(rule: Rule, policy: Policy, deviceId: string, around: Surroundings, now: number): void {
    if (rule.formula === null) {
      rule.revise(policy, now)
      this.#deps.tell(rule, rule.rejudge(now))
      return
    }
    this.#deps.wiring.index.removeRule(deviceId, rule)
    rule.revise(policy, now)
    this.#listen(rule, deviceId, around, now)
  }

  #listen(rule: Rule, deviceId: string, around: Surroundings, now: number): void {
    const edge = connect(rule, deviceId, around, this.#deps.wiring, now)
    const slow = slowLeavesOf(rule)
    if (slow.length > 0) this.#slow.set(rule, slow)
    this.#deps.tell(rule, edge)
  }

  #watch(policy: Policy, device: WatchedDevice, metric: string | null, now: number): void {
    const { gates, silences, wiring } = this.#deps
    const group = silences.groupOf(policy, device, gates.isOpen(policy.id), now)
    const known = silences.watchOf(policy, device)
    if (known?.group === group) {
      known.rule.move(deviceSubject(device))
      return
    }
    if (known) this.#dropAll([known.rule], now)
    wiring.index.addListener(device.id, metric, silences.watch(group, policy, device, now))
  }

  #dropAll(leaving: readonly Rule[], now: number): void {
    const { rules, silences, wiring } = this.#deps
    for (const rule of silences.leavingWith(leaving)) {
      silences.remove(rule, now)
      if (rule.subject.deviceId !== null) wiring.index.removeRule(rule.subject.deviceId, rule)
      rules.remove(rule)
      this.#slow.delete(rule)
      rule.isGone = true
      this.#deps.gone(rule)
    }
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
