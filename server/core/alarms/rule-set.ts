import type { Rule } from './rule.ts'

/** The rules there are, by what they are looked for, and which of them moved. */
export class RuleSet {
  /** Those whose delay is running. */
  readonly waiting = new Set<Rule>()
  readonly #byKey = new Map<string, Rule>()
  readonly #ofPolicy = new Map<string, Set<Rule>>()
  readonly #ofDevice = new Map<string, Set<Rule>>()
  readonly #changed = new Set<Rule>()

  /** To be called by every rule of the set. */
  readonly phaseChanged = (rule: Rule): void => {
    this.#changed.add(rule)
    if (rule.isWaiting) this.waiting.add(rule)
    else this.waiting.delete(rule)
  }

  get(key: string): Rule | undefined {
    return this.#byKey.get(key)
  }

  ofPolicy(id: string): readonly Rule[] {
    return [...(this.#ofPolicy.get(id) ?? [])]
  }

  /** Without those that speak for its gateway. */
  ofDevice(id: string): readonly Rule[] {
    return [...(this.#ofDevice.get(id) ?? [])]
  }

  add(rule: Rule): void {
    this.#byKey.set(rule.key, rule)
    gather(this.#ofPolicy, rule.policy.id, rule)
    if (rule.subject.deviceId !== null) gather(this.#ofDevice, rule.subject.deviceId, rule)
  }

  remove(rule: Rule): void {
    if (rule.subject.deviceId !== null) spread(this.#ofDevice, rule.subject.deviceId, rule)
    spread(this.#ofPolicy, rule.policy.id, rule)
    this.#byKey.delete(rule.key)
    this.waiting.delete(rule)
  }

  /** Those whose phase changed since the last call, and that are there still. */
  takeChanged(): readonly Rule[] {
    if (this.#changed.size === 0) return []
    const changed = [...this.#changed].filter((rule) => this.#byKey.has(rule.key))
    this.#changed.clear()
    return changed
  }

  /** After a restart: what the rules were set to is no news. */
  restored(): void {
    this.#changed.clear()
    this.waiting.clear()
    for (const rule of this.#byKey.values()) if (rule.isWaiting) this.waiting.add(rule)
  }

  /** Whether nothing stands and no delay is running. */
  get isQuiet(): boolean {
    return this.waiting.size === 0 && [...this.#byKey.values()].every((rule) => !rule.isRaised)
  }
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
