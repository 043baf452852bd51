import type { DueTimes } from '../due-times.ts'
import type { GatewayLink } from '../outside.ts'
import type { Policy, WatchedDevice } from './alarm.types.ts'
import { gatewaySubject, type Rule, ruleKey } from './rule.ts'
import type { RuleSet } from './rule-set.ts'
import {
  type Listener,
  makeDeviceRule,
  makeSilenceGroup,
  type SilenceEdges,
  type SilenceGroup,
  type Watch,
} from './silence.ts'

/** Whom the no-data policies watch: a group for each gateway under each policy, and in it a watch for each device. */
export class SilenceGroups {
  readonly #rules: RuleSet
  readonly #edges: SilenceEdges
  readonly #due: DueTimes<Listener>
  readonly #groups = new Map<string, SilenceGroup>()
  readonly #watches = new Map<string, Watch>()
  readonly #linksDown = new Set<string>()

  constructor(rules: RuleSet, edges: SilenceEdges, due: DueTimes<Listener>) {
    this.#rules = rules
    this.#edges = edges
    this.#due = due
  }

  onLinks(links: readonly GatewayLink[], now: number): void {
    for (const link of links) {
      if (link.isOnline) this.#linksDown.delete(link.gatewayId)
      else this.#linksDown.add(link.gatewayId)
      for (const group of this.#groups.values()) if (group.gatewayId === link.gatewayId) group.link(!link.isOnline, now)
    }
  }

  elapse(now: number): void {
    for (const group of this.#groups.values()) group.elapse(now)
  }

  /** When time alone may next end what a gateway's rule says. */
  get nextAt(): number {
    let next = Number.POSITIVE_INFINITY
    for (const group of this.#groups.values()) next = Math.min(next, group.nextAt)
    return next
  }

  restored(): void {
    for (const group of this.#groups.values()) group.restored()
  }

  /** The policy's group on the device's gateway, as both are now; made where there is none. */
  groupOf(policy: Policy, device: WatchedDevice, isOpen: boolean, now: number): SilenceGroup {
    const key = ruleKey(policy.id, `gateway:${device.gatewayId}`)
    let group = this.#groups.get(key)
    if (group === undefined) {
      group = makeSilenceGroup(policy, device, this.#rules.phaseChanged, this.#edges, this.#due)
      group.isLinkDown = this.#linksDown.has(device.gatewayId)
      if (!isOpen) group.pause(now)
      this.#groups.set(key, group)
      this.#rules.add(group.rule)
    } else if (group.rule.policy.updatedAt !== policy.updatedAt) group.revise(policy, now)
    group.rule.move(gatewaySubject(device.gatewayId, device.gatewayName))
    return group
  }

  watchOf(policy: Policy, device: WatchedDevice): Watch | undefined {
    return this.#watches.get(ruleKey(policy.id, device.id))
  }

  watch(group: SilenceGroup, policy: Policy, device: WatchedDevice, now: number): Watch {
    const watch = group.add(device, makeDeviceRule(policy, device, this.#rules.phaseChanged, now), now)
    this.#watches.set(watch.rule.key, watch)
    this.#rules.add(watch.rule)
    return watch
  }

  /** A schedule's edge. @returns whether the rule is one of a silence, and so is minded */
  turn(rule: Rule, isOpen: boolean, now: number): boolean {
    const group = this.#groups.get(rule.key)
    if (group && isOpen) group.resume(now)
    else if (group) group.pause(now)
    return group !== undefined || this.#watches.has(rule.key)
  }

  /** The rules and the gateways' rules that nobody is left for when they go. */
  leavingWith(rules: readonly Rule[]): ReadonlySet<Rule> {
    const leaving = new Set(rules)
    // A group that goes as a whole does not judge its devices one by one as they leave.
    for (const rule of rules) {
      const group = this.#watches.get(rule.key)?.group
      if (!group || leaving.has(group.rule) || [...group.watches.values()].some((watch) => !leaving.has(watch.rule)))
        continue
      leaving.add(group.rule)
    }
    for (const rule of leaving) {
      const group = this.#groups.get(rule.key)
      if (group) group.isGone = true
    }
    return leaving
  }

  remove({ key, subject }: Rule, now: number): void {
    this.#watches.get(key)?.group.remove(subject.key, now)
    this.#watches.delete(key)
    this.#groups.delete(key)
  }
}
