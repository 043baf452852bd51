import type { SampleLeaf } from './leaf.ts'
import type { Rule } from './rule.ts'
import type { Listener, Watch } from './silence.ts'

/** What a sample is handed to for a formula: one leaf, and which of its series this is. */
export interface LeafInput {
  readonly leaf: SampleLeaf
  readonly channel: number
  readonly rule: Rule
}

/** A silence inside a formula. */
export interface FormulaListener extends Listener {
  readonly rule: Rule
}

export interface MetricRules {
  readonly rules: Rule[]
  readonly inputs: LeafInput[]
  readonly listeners: (Watch | FormulaListener)[]
}

export interface DeviceRules {
  readonly byMetric: Map<string, MetricRules>
  /** Those that any metric satisfies. */
  readonly listeners: (Watch | FormulaListener)[]
}

/** Who wants to hear a sample, by device and metric: built when policies change, only read when samples come. */
export class RuleIndex {
  readonly byDevice = new Map<string, DeviceRules>()

  addRule(deviceId: string, metric: string, rule: Rule): void {
    this.#slot(deviceId, metric).rules.push(rule)
  }

  addInput(deviceId: string, metric: string, input: LeafInput): void {
    this.#slot(deviceId, metric).inputs.push(input)
  }

  addListener(deviceId: string, metric: string | null, listener: Watch | FormulaListener): void {
    const at = metric === null ? this.#device(deviceId) : this.#slot(deviceId, metric)
    at.listeners.push(listener)
  }

  removeRule(deviceId: string, rule: Rule): void {
    const device = this.byDevice.get(deviceId)
    if (!device) return
    for (const [metric, slot] of device.byMetric) {
      remove(slot.rules, (one) => one === rule)
      remove(slot.inputs, (input) => input.rule === rule)
      remove(slot.listeners, (listener) => listener.rule === rule)
      if (slot.rules.length + slot.inputs.length + slot.listeners.length === 0) device.byMetric.delete(metric)
    }
    remove(device.listeners, (listener) => listener.rule === rule)
    if (device.byMetric.size + device.listeners.length === 0) this.byDevice.delete(deviceId)
  }

  #device(deviceId: string): DeviceRules {
    const known = this.byDevice.get(deviceId)
    if (known) return known
    const made: DeviceRules = { byMetric: new Map(), listeners: [] }
    this.byDevice.set(deviceId, made)
    return made
  }

  #slot(deviceId: string, metric: string): MetricRules {
    const device = this.#device(deviceId)
    const known = device.byMetric.get(metric)
    if (known) return known
    const made: MetricRules = { rules: [], inputs: [], listeners: [] }
    device.byMetric.set(metric, made)
    return made
  }
}

function remove<Item>(items: Item[], isGone: (item: Item) => boolean): void {
  for (let index = items.length - 1; index >= 0; index--) {
    const item = items[index]
    if (item !== undefined && isGone(item)) items.splice(index, 1)
  }
}
