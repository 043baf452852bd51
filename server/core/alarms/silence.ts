import type { DueTimes } from '../due-times.ts'
import type { Policy, WatchedDevice } from './alarm.types.ts'
import { type ClearCause, deviceSubject, gatewaySubject, Rule } from './rule.ts'

/** One gateway's other devices that must be overdue as well before the gateway is held to be the cause. */
const MIN_OVERDUE_SIBLINGS = 2

export interface SilenceEdges {
  raise(rule: Rule, deviceCount: number): void
  clear(rule: Rule, cause: ClearCause): void
  /** `rule` was raised by itself a moment ago; `gatewayRule` now speaks for it. */
  fold(rule: Rule, gatewayRule: Rule): void
}

/** Waits for the deadline of a silence. */
export interface Listener {
  /** Hot path: nearly always one assignment and one test. */
  good(now: number): void
  fallDue(now: number): void
}

/** A no-data policy on one device. */
export class Watch implements Listener {
  readonly rule: Rule
  readonly group: SilenceGroup
  /** Hub time of the last good sample; at first, of the start: a hub that was down has heard nothing from anybody. */
  lastGoodAt: number
  isSilent = false
  isGone = false

  constructor(rule: Rule, group: SilenceGroup, now: number) {
    this.rule = rule
    this.group = group
    this.lastGoodAt = now
  }

  good(now: number): void {
    this.lastGoodAt = now
    if (this.isSilent) this.group.delivered(this, now)
  }

  fallDue(now: number): void {
    this.group.fallDue(this, now)
  }

  get dueAt(): number {
    return this.lastGoodAt + this.group.afterMs
  }
}

/**
 * A no-data policy on the devices of one gateway. A device that falls silent alone is an incident of its own; when the
 * gateway is down, or all its devices fall silent together, there is one incident for the gateway.
 */
export class SilenceGroup {
  readonly gatewayId: string
  readonly rule: Rule
  readonly watches = new Map<string, Watch>()
  readonly #edges: SilenceEdges
  readonly #due: DueTimes<Listener>
  afterMs = 0
  isLinkDown = false
  isGone = false
  /** Outside the policy's schedule. */
  #isPaused = false
  /** Since when some, but not all, deliver again. */
  #recoveringSince: number | null = null

  constructor(rule: Rule, edges: SilenceEdges, due: DueTimes<Listener>) {
    this.gatewayId = rule.subject.gatewayId
    this.rule = rule
    this.#edges = edges
    this.#due = due
    this.revise(rule.policy, 0)
  }

  revise(policy: Policy, now: number): void {
    if (policy.condition.type !== 'no_data') return
    this.rule.revise(policy, now)
    this.afterMs = (policy.condition.afterS + policy.onDelayS) * 1000
    for (const watch of this.watches.values()) {
      watch.rule.revise(policy, now)
      this.#due.add(watch, watch.dueAt)
    }
  }

  /** The schedule closes: nobody is held to be silent until it opens. */
  pause(now: number): void {
    this.#isPaused = true
    this.#recoveringSince = null
    for (const rule of [this.rule, ...this.#rules()])
      if (rule.pause(now) === 'clear') this.#edges.clear(rule, 'schedule')
    for (const watch of this.watches.values()) watch.isSilent = false
  }

  /** Who has been silent all along is overdue now. */
  resume(now: number): void {
    this.#isPaused = false
    for (const rule of [this.rule, ...this.#rules()]) rule.resume(now)
    for (const watch of this.watches.values()) this.#due.add(watch, watch.dueAt)
  }

  #rules(): readonly Rule[] {
    return [...this.watches.values()].map((watch) => watch.rule)
  }

  add(device: WatchedDevice, rule: Rule, now: number): Watch {
    const watch = new Watch(rule, this, now)
    if (this.#isPaused) rule.pause(now)
    this.watches.set(device.id, watch)
    this.#due.add(watch, watch.dueAt)
    return watch
  }

  remove(deviceId: string, now: number): void {
    const watch = this.watches.get(deviceId)
    if (watch) watch.isGone = true
    this.watches.delete(deviceId)
    if (this.rule.isRaised && !this.isGone) this.#judge(now)
  }

  /** After a restart: what was raised was silent, and is until it delivers. */
  restored(): void {
    for (const watch of this.watches.values()) watch.isSilent ||= watch.rule.isRaised || this.rule.isRaised
  }

  fallDue(watch: Watch, now: number): void {
    if (watch.isGone || watch.isSilent || this.#isPaused) return
    if (now < watch.dueAt) this.#due.add(watch, watch.dueAt)
    else if (this.rule.isRaised) {
      watch.isSilent = true
      this.#judge(now)
    } else if (this.#isGatewayDead(watch, now)) this.#raiseGateway(now)
    else this.#raiseDevice(watch, now)
  }

  /** A gateway that goes down explains the devices that fell silent just before. */
  link(isDown: boolean, now: number): void {
    this.isLinkDown = isDown
    if (isDown && !this.#isPaused && !this.rule.isRaised && this.#fresh(now).length > 0) this.#raiseGateway(now)
    if (isDown) this.#recoveringSince = null
  }

  delivered(watch: Watch, now: number): void {
    watch.isSilent = false
    this.#due.add(watch, watch.dueAt)
    const wasRaised = watch.rule.isRaised
    if (watch.rule.observe(false, now) === 'clear') this.#edges.clear(watch.rule, 'normal')
    if (this.rule.isRaised && !wasRaised) this.#judge(now)
  }

  /** When time alone may next end what the gateway's rule says. */
  get nextAt(): number {
    const isRecovering = this.rule.isRaised && this.#recoveringSince !== null && !this.isLinkDown
    return isRecovering ? (this.#recoveringSince ?? 0) + this.afterMs : Number.POSITIVE_INFINITY
  }

  elapse(now: number): void {
    if (!this.rule.isRaised || this.#recoveringSince === null || this.isLinkDown) return
    if (now - this.#recoveringSince < this.afterMs) return
    // The gateway is back long enough; what is silent still is silent on its own account.
    const silent = this.#silent()
    this.#recoveringSince = null
    this.rule.settle(now)
    this.#edges.clear(this.rule, 'normal')
    for (const watch of silent) this.#raiseDevice(watch, now)
  }

  #raiseDevice(watch: Watch, now: number): void {
    watch.isSilent = true
    if (watch.rule.observe(true, now) === 'raise') this.#edges.raise(watch.rule, 1)
  }

  #raiseGateway(now: number): void {
    const fresh = this.#fresh(now)
    const behind = [...this.watches.values()].filter(
      (watch) => fresh.includes(watch) || (!watch.rule.isRaised && (this.isLinkDown || this.#isOverdue(watch, now))),
    )
    for (const watch of behind) watch.isSilent = true
    this.#recoveringSince = null
    if (this.rule.observe(true, now) === 'raise') this.#edges.raise(this.rule, behind.length)
    for (const watch of fresh) {
      watch.rule.settle(now)
      this.#edges.fold(watch.rule, this.rule)
    }
  }

  /** The gateway's incident stands as long as not everybody behind it delivers. */
  #judge(now: number): void {
    const silent = this.#silent().length
    const behind = [...this.watches.values()].filter((watch) => !watch.rule.isRaised).length
    if (silent === 0 || silent === behind) this.#recoveringSince = null
    else this.#recoveringSince ??= now
    if (this.rule.observe(silent > 0, now) === 'clear') this.#edges.clear(this.rule, 'normal')
  }

  #silent(): Watch[] {
    return [...this.watches.values()].filter((watch) => watch.isSilent && !watch.rule.isRaised)
  }

  /** Raised on their own within the last period: probably by the same cause as what falls due now. */
  #fresh(now: number): Watch[] {
    return [...this.watches.values()].filter((watch) => watch.rule.isRaised && now - watch.rule.since <= this.afterMs)
  }

  #isGatewayDead(due: Watch, now: number): boolean {
    if (this.isLinkDown) return true
    let siblings = 0
    for (const watch of this.watches.values()) {
      if (watch === due || (watch.rule.isRaised && now - watch.rule.since > this.afterMs)) continue
      if (!this.#isOverdue(watch, now)) return false
      siblings++
    }
    return siblings >= MIN_OVERDUE_SIBLINGS
  }

  #isOverdue(watch: Watch, now: number): boolean {
    return now - watch.lastGoodAt > this.afterMs / 2
  }
}

export const makeSilenceGroup = (
  policy: Policy,
  device: WatchedDevice,
  changed: (rule: Rule) => void,
  edges: SilenceEdges,
  due: DueTimes<Listener>,
): SilenceGroup =>
  new SilenceGroup(new Rule(policy, gatewaySubject(device.gatewayId, device.gatewayName), changed, 0), edges, due)

export const makeDeviceRule = (
  policy: Policy,
  device: WatchedDevice,
  changed: (rule: Rule) => void,
  now: number,
): Rule => new Rule(policy, deviceSubject(device), changed, now)
