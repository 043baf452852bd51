import type { Reading } from '../outside.ts'
import type { Policy, WatchedDevice } from './alarm.types.ts'
import type { Condition } from './condition.types.ts'
import type { Surroundings } from './coverage.ts'
import { Evaluator } from './evaluator.ts'
import { factsMessage } from './message.ts'
import type { Rule } from './rule.ts'
import type { LatestValue, SlowLeaf } from './rule-wiring.ts'
import type { Calendar } from './schedule.ts'

export const deviceOf = (id: string, change: Partial<WatchedDevice> = {}): WatchedDevice => ({
  id,
  tenantId: 't',
  name: id,
  deviceType: 'pedestal',
  gatewayId: 'g',
  gatewayName: 'G',
  isGatewayEnabled: true,
  subregionId: null,
  regionId: null,
  ...change,
})

export const policyOf = (condition: Condition, change: Partial<Policy> = {}): Policy => ({
  id: 'p',
  tenantId: 't',
  name: 'P',
  severity: 'high',
  isEnabled: true,
  target: { kind: 'device_type', value: 'pedestal' },
  condition,
  onDelayS: 0,
  offDelayS: 0,
  deadband: 0,
  schedule: null,
  createdAt: 0,
  updatedAt: 0,
  ...change,
})

/** An evaluator with a clock of its own, and everything that it found, as "raise d". */
export class Watchroom {
  readonly evaluator: Evaluator
  readonly found: string[] = []
  readonly raisedRules: Rule[] = []
  calendar: Calendar = { timeZone: 'Europe/Istanbul', holidays: new Set() }
  readonly latest = new Map<string, LatestValue>()
  now: number

  constructor(now: number) {
    this.now = now
    this.evaluator = new Evaluator({
      raise: (rule) => {
        this.raisedRules.push(rule)
        this.found.push(`raise ${rule.subject.key}`)
      },
      clear: (rule, cause) => void this.found.push(`clear ${rule.subject.key}${cause === 'normal' ? '' : ` ${cause}`}`),
      fold: (rule) => void this.found.push(`fold ${rule.subject.key}`),
      gone: (rule) => void this.found.push(`gone ${rule.subject.key}`),
    })
  }

  readonly around: Surroundings = {
    latest: (deviceId, metric) => this.latest.get(`${deviceId}.${metric}`) ?? null,
    calendarOf: () => this.calendar,
  }

  watch(policies: readonly Policy[], devices: readonly WatchedDevice[] = [deviceOf('d')]): this {
    this.evaluator.configure(policies, devices, this.around, this.now)
    return this
  }

  /** One reading a second later; null: the device could not tell. @returns what was found because of it */
  say(values: Readonly<Record<string, number | null>>, deviceId = 'd'): readonly string[] {
    this.now += 1000
    return this.heard({ deviceId, at: this.now, values, quality: 'good' })
  }

  heard(reading: Reading): readonly string[] {
    return this.#new(() => {
      this.evaluator.onReadings([reading], this.now)
      this.evaluator.tick(this.now)
    })
  }

  pass(seconds: number): readonly string[] {
    return this.#new(() => {
      for (let second = 0; second < seconds; second++) {
        this.now += 1000
        this.evaluator.tick(this.now)
      }
    })
  }

  /** Brings every slow leaf an answer. */
  answer(answer: (leaf: SlowLeaf['leaf']) => void): readonly string[] {
    return this.#new(() => {
      for (const slow of this.evaluator.slowLeaves()) {
        answer(slow.leaf)
        this.evaluator.answered(slow, this.now)
      }
    })
  }

  /** What the newest raised rule's incident would say. */
  get message(): string {
    return factsMessage('d', this.raisedRules.at(-1)?.formula?.facts() ?? []).en
  }

  #new(run: () => void): readonly string[] {
    const before = this.found.length
    run()
    return this.found.slice(before)
  }
}
