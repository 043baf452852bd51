import { chance, drift, seedOf } from './noise.ts'
import { type PhaseWatts, Profile } from './profile.ts'
import { dayStart, localHour } from './site-time.ts'
import { Switches } from './switches.ts'

/** One metered point of the marina's supply. Parents stand before their children in a list. */
export interface SupplyNode {
  readonly key: string
  readonly parent: string | null
  /** Ohms per phase between the parent's bars and these. */
  readonly ohm: number
  /** Cable losses below this point, as a share of what its children take. */
  readonly lossShare: number
  /** Reactive over active power of the node's own load, and what its cables and ballasts take besides. */
  readonly tanPhi: number
  readonly idleVar: number
  /** The node's own load in watts, without its children; generators give instead of take. */
  readonly own: ((at: number) => PhaseWatts) | null
  readonly isGenerator: boolean
  /** Share of the own load that comes and goes within minutes. */
  readonly ripple: number
  /** What its meter had counted when the demo began. */
  readonly startWh: number
}

/** The electrical state of the whole marina at one instant. */
export interface Instant {
  readonly at: number
  watts(key: string, phase: number): number
  vars(key: string, phase: number): number
  volts(key: string, phase: number): number
}

interface Wired {
  readonly node: SupplyNode
  readonly parent: number
  readonly children: readonly number[]
  readonly profile: Profile | null
}

const NOMINAL_VOLTS = 230
const PHASES = [0, 1, 2] as const
const grid = seedOf('grid')

/** Volts that the distributor delivers, before the marina's own load pulls them down. */
function gridVolts(phase: number, at: number): number {
  const evening = Math.exp(-(((localHour(at) - 20.5) / 3) ** 2))
  const slow = drift(grid + phase, at / 2_400_000) - 0.5
  const quick = drift(grid + 10 + phase, at / 45_000) - 0.5
  return 234.6 + (chance(grid, phase) - 0.5) * 1.2 - 1.6 * evening + 2.6 * slow + 0.7 * quick
}

/** Hertz of the European grid: within 30 mHz of 50. */
export const gridFrequency = (at: number): number =>
  50 + 0.05 * (drift(grid + 20, at / 90_000) - 0.5) + 0.012 * (drift(grid + 21, at / 7_000) - 0.5)

/**
 * The tree of supplies. A parent's power is its own load, its children's and the loss on the way, at every instant; its
 * counters are the same sum over the children's counters, so that meters of different levels agree to the watt-hour.
 */
export class Network {
  readonly #wired: readonly Wired[]
  readonly #index: ReadonlyMap<string, number>
  readonly #anchorAt: number
  readonly #switches: Switches
  /** What a node's own load had counted when its breaker was switched; a phase of a node at an instant. */
  readonly #countedAt = new Map<string, number>()
  #last: Instant | null = null

  /** @param anchorDay local day at whose midnight the counters stand at startWh. */
  constructor(nodes: readonly SupplyNode[], anchorDay: number, switches = new Switches()) {
    this.#switches = switches
    this.#index = new Map(nodes.map((node, index) => [node.key, index]))
    this.#anchorAt = dayStart(anchorDay)
    this.#wired = nodes.map((node) => ({
      node,
      parent: node.parent === null ? -1 : this.#position(node.parent),
      children: nodes.flatMap((child, index) => (child.parent === node.key ? [index] : [])),
      profile: node.own ? new Profile(seedOf(node.key), anchorDay, node.ripple, node.own) : null,
    }))
  }

  /** Powers and voltages at an instant; the newest is remembered, because meters are read side by side. */
  at(at: number): Instant {
    if (this.#last?.at === at) return this.#last
    const instant = this.#compute(at)
    this.#last = instant
    return instant
  }

  /** Watt-hours that the node's meter shows for one phase, counted from the anchor. */
  wattHours(key: string, phase: number, at: number): number {
    const index = this.#position(key)
    const { node } = this.#wiredAt(index)
    return node.startWh / 3 + this.#sinceAnchor(index, phase, at)
  }

  /** Varh that the node's meter shows over all phases: inductive only. */
  varHours(key: string, at: number): number {
    const index = this.#position(key)
    return 0.3 * this.#wiredAt(index).node.startWh + this.#varSinceAnchor(index, at)
  }

  /** Computes the counters of one more day, so that a late start can spread the work. */
  warm(day: number): void {
    for (const { profile } of this.#wired) profile?.warm(day)
  }

  #compute(at: number): Instant {
    const count = this.#wired.length
    const watts = new Float64Array(3 * count)
    const vars = new Float64Array(3 * count)
    const volts = new Float64Array(3 * count)
    for (let index = count - 1; index >= 0; index -= 1) this.#addUp(index, at, watts, vars)
    for (let index = 0; index < count; index += 1) {
      const { node, parent } = this.#wiredAt(index)
      for (const phase of PHASES) {
        const source = parent < 0 ? gridVolts(phase, at) : (volts[3 * parent + phase] ?? 0)
        if (this.#switches.isMoved(node.key, at)) continue
        const current = ((watts[3 * index + phase] ?? 0) * (node.isGenerator ? -1 : 1)) / NOMINAL_VOLTS
        volts[3 * index + phase] = source - node.ohm * current
      }
    }
    const read = (values: Float64Array) => (key: string, phase: number) => values[3 * this.#position(key) + phase] ?? 0
    return { at, watts: read(watts), vars: read(vars), volts: read(volts) }
  }

  /** Completes one node, whose children have been completed before, and hands it to its parent. */
  #addUp(index: number, at: number, watts: Float64Array, vars: Float64Array): void {
    const { node, parent, profile } = this.#wiredAt(index)
    const above = parent < 0 ? null : this.#wiredAt(parent).node
    if (this.#switches.isMoved(node.key, at)) return
    for (const phase of PHASES) {
      const slot = 3 * index + phase
      const own = profile?.watts(phase, at) ?? 0
      const power = (watts[slot] ?? 0) + own
      const reactive = (vars[slot] ?? 0) + own * node.tanPhi + node.idleVar / 3
      watts[slot] = power
      vars[slot] = reactive
      if (!above) continue
      watts[3 * parent + phase] =
        (watts[3 * parent + phase] ?? 0) + (node.isGenerator ? -power : power * (1 + above.lossShare))
      vars[3 * parent + phase] = (vars[3 * parent + phase] ?? 0) + reactive
    }
  }

  #sinceAnchor(index: number, phase: number, at: number): number {
    const { node, profile, children } = this.#wiredAt(index)
    let sum = profile ? profile.wattHours(phase, at) - this.#notTaken(index, profile, phase, at) : 0
    for (const child of children) {
      const below = this.#sinceAnchor(child, phase, at)
      sum += this.#wiredAt(child).node.isGenerator ? -below : below * (1 + node.lossShare)
    }
    return sum
  }

  #varSinceAnchor(index: number, at: number): number {
    const { node, profile, children } = this.#wiredAt(index)
    let own = 0
    if (profile)
      for (const phase of PHASES) own += profile.wattHours(phase, at) - this.#notTaken(index, profile, phase, at)
    const offMs = this.#switches
      .outages(node.key, at)
      .reduce((sum, { from, until }) => sum + Math.min(until ?? at, at) - from, 0)
    const idle = (node.idleVar * (at - this.#anchorAt - offMs)) / 3_600_000
    return children.reduce((sum, child) => sum + this.#varSinceAnchor(child, at), own * node.tanPhi + idle)
  }

  /** Watt-hours of one phase that a node's own load would have taken while its breaker was open. */
  #notTaken(index: number, profile: Profile, phase: number, at: number): number {
    const { key } = this.#wiredAt(index).node
    const counted = (time: number): number => {
      const place = `${key} ${phase} ${time}`
      const known = this.#countedAt.get(place) ?? profile.wattHours(phase, time)
      this.#countedAt.set(place, known)
      return known
    }
    let sum = 0
    for (const { from, until } of this.#switches.outages(key, at)) {
      const end = until === null || until > at ? profile.wattHours(phase, at) : counted(until)
      sum += end - counted(from)
    }
    return sum
  }

  #position(key: string): number {
    const index = this.#index.get(key)
    if (index === undefined) throw new Error(`no supply node ${key}`)
    return index
  }

  #wiredAt(index: number): Wired {
    const wired = this.#wired[index]
    if (!wired) throw new Error(`no supply node at ${index}`)
    return wired
  }
}
