import type { Words } from '../errors.ts'
import { Chatter } from './chatter.ts'
import type { EvaluatorEdges } from './evaluator.ts'
import { REOPEN_WINDOW_MS } from './incident-keeper.ts'
import { raiseMessage } from './raise-message.ts'
import type { Rule } from './rule.ts'

export interface SimulatedIncident {
  /** Null: about the whole gateway. */
  readonly deviceId: string | null
  readonly gatewayId: string
  readonly name: string
  readonly triggeredAt: number
  /** Null: still stands at the end. */
  readonly clearedAt: number | null
  readonly metric: string | null
  readonly value: number | null
  readonly message: Words
  readonly occurrenceCount: number
  readonly isChattering: boolean
}

type Mutable = { -readonly [Key in keyof SimulatedIncident]: SimulatedIncident[Key] }

/** Turns edges into incidents as the engine does, nobody acting on them: what comes back soon is the same one. */
export class SimulatedIncidents {
  readonly #all: Mutable[] = []
  readonly #newest = new Map<string, Mutable>()
  #chatter = new Chatter(0)

  /** Oldest first. */
  get all(): readonly SimulatedIncident[] {
    return [...this.#all].sort((a, b) => a.triggeredAt - b.triggeredAt)
  }

  edges(now: () => number): EvaluatorEdges {
    return {
      raise: (rule, deviceCount) => this.#raise(rule, deviceCount, now()),
      clear: (rule) => this.#clear(rule, now()),
      // The gateway speaks for the device now, as if the device had never spoken.
      fold: (rule) => this.#clear(rule, now()),
      gone: () => undefined,
    }
  }

  /** The next devices begin with nothing. */
  finish(): void {
    this.#newest.clear()
    this.#chatter = new Chatter(0)
  }

  #raise(rule: Rule, deviceCount: number, at: number): void {
    const isChattering = this.#chatter.raised(rule.key, at)
    const last = this.#newest.get(rule.key)
    if (last && (last.clearedAt === null || at - last.clearedAt <= REOPEN_WINDOW_MS)) {
      last.clearedAt = null
      last.occurrenceCount++
      last.isChattering ||= isChattering
      return
    }
    const { deviceId, gatewayId, name } = rule.subject
    const incident: Mutable = {
      deviceId,
      gatewayId,
      name,
      triggeredAt: at,
      clearedAt: null,
      metric: rule.metric,
      value: rule.lastValue,
      message: raiseMessage(rule, deviceCount),
      occurrenceCount: 1,
      isChattering,
    }
    this.#all.push(incident)
    this.#newest.set(rule.key, incident)
  }

  #clear(rule: Rule, at: number): void {
    this.#chatter.cleared(rule.key, at, null)
    const last = this.#newest.get(rule.key)
    if (last) last.clearedAt = at
  }
}
