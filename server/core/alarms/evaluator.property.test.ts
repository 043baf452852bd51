import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Reading } from '../outside.ts'
import type { Policy, WatchedDevice } from './alarm.types.ts'
import type { Condition } from './condition.types.ts'
import type { Surroundings } from './coverage.ts'
import { Evaluator } from './evaluator.ts'
import type { Rule } from './rule.ts'

const device = (id: string): WatchedDevice => ({
  id,
  tenantId: 't',
  name: id,
  deviceType: 'pedestal',
  gatewayId: 'g',
  gatewayName: 'G',
  isGatewayEnabled: true,
  subregionId: null,
  regionId: null,
})

const policy = (condition: Condition, delays: { onDelayS: number; offDelayS: number }): Policy => ({
  id: 'p',
  tenantId: 't',
  name: 'P',
  severity: 'high',
  isEnabled: true,
  target: { kind: 'device_type', value: 'pedestal' },
  condition,
  deadband: 0,
  schedule: null,
  createdAt: 0,
  updatedAt: 0,
  ...delays,
})

const nowhere: Surroundings = {
  latest: () => null,
  calendarOf: () => ({ timeZone: 'UTC', holidays: new Set() }),
}

/** What stands, by subject. Refuses an edge that does not fit: raised twice, or cleared without having been raised. */
class Standing {
  readonly subjects = new Set<string>()

  evaluator(): Evaluator {
    return new Evaluator({
      raise: (rule) => this.#add(rule),
      clear: (rule) => this.#remove(rule),
      fold: (rule, gatewayRule) => {
        expect(this.subjects).toContain(gatewayRule.subject.key)
        this.#remove(rule)
      },
      gone: (rule) => void this.subjects.delete(rule.subject.key),
    })
  }

  #add(rule: Rule): void {
    expect(this.subjects).not.toContain(rule.subject.key)
    this.subjects.add(rule.subject.key)
  }

  #remove(rule: Rule): void {
    expect(this.subjects).toContain(rule.subject.key)
    this.subjects.delete(rule.subject.key)
  }
}

const reading = (deviceId: string, at: number, value: number | null): Reading => ({
  deviceId,
  at,
  values: { power: value },
  quality: value === null ? 'comm_fail' : 'good',
})

describe('whatever the samples and delays', () => {
  const delays = fc.record({ onDelayS: fc.integer({ min: 0, max: 5 }), offDelayS: fc.integer({ min: 0, max: 5 }) })
  const samples = fc.array(fc.option(fc.integer({ min: 0, max: 10 })), { maxLength: 80 })

  it('raise and clear alternate, and a steady value settles the matter', () =>
    fc.assert(
      fc.property(delays, samples, fc.boolean(), (delay, values, endsHigh) => {
        const standing = new Standing()
        const evaluator = standing.evaluator()
        const condition = { type: 'threshold', metric: 'power', operator: '>', value: 5 } as const
        evaluator.configure([policy(condition, delay)], [device('d')], nowhere, 0)
        let now = 0
        const pass = (value: number | null) => {
          now += 1000
          evaluator.onReadings([reading('d', now, value)], now)
          evaluator.tick(now)
        }
        for (const value of values) pass(value)
        for (let second = 0; second < 130; second++) pass(endsHigh ? 10 : 0)
        expect(standing.subjects.size).toBe(endsHigh ? 1 : 0)
      }),
      { numRuns: 500 },
    ))
})

describe('whatever comes and goes behind a gateway', () => {
  const IDS = ['a', 'b', 'c', 'd', 'e']
  type Deed =
    | { readonly kind: 'say'; readonly who: number }
    | { readonly kind: 'wait'; readonly seconds: number }
    | { readonly kind: 'link'; readonly isOnline: boolean }
    | { readonly kind: 'turn'; readonly isOn: boolean }
  const deeds = fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.record({ kind: fc.constant('say' as const), who: fc.nat({ max: IDS.length - 1 }) }) },
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('wait' as const), seconds: fc.nat({ max: 25 }) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('link' as const), isOnline: fc.boolean() }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('turn' as const), isOn: fc.boolean() }) },
    ),
    { maxLength: 120 },
  )
  const offDelay = fc.integer({ min: 0, max: 10 })

  function walk(all: readonly Deed[], offDelayS: number) {
    const standing = new Standing()
    const evaluator = standing.evaluator()
    const silence = policy({ type: 'no_data', metric: null, afterS: 30 }, { onDelayS: 0, offDelayS })
    let now = 0
    const configure = (isGatewayEnabled: boolean) =>
      evaluator.configure(
        [silence],
        IDS.map((id) => ({ ...device(id), isGatewayEnabled })),
        nowhere,
        now,
      )
    const say = (id: string) => evaluator.onReadings([reading(id, now, 1)], now)
    const wait = (seconds: number, everySecond: () => void = () => undefined) => {
      for (let second = 0; second < seconds; second++) {
        now += 1000
        everySecond()
        evaluator.tick(now)
      }
    }
    const link = (isOnline: boolean) => evaluator.onLinks([{ gatewayId: 'g', isOnline, since: now, cause: null }], now)
    configure(true)
    for (const deed of all) {
      if (deed.kind === 'say') say(IDS[deed.who] ?? 'a')
      else if (deed.kind === 'wait') wait(deed.seconds)
      else if (deed.kind === 'link') link(deed.isOnline)
      else configure(deed.isOn)
    }
    configure(true)
    return { standing, say, wait, link }
  }

  it('nothing stands once the link is up and everybody has delivered for a while', () =>
    fc.assert(
      fc.property(deeds, offDelay, (all, offDelayS) => {
        const { standing, say, wait, link } = walk(all, offDelayS)
        link(true)
        wait(130, () => {
          for (const id of IDS) say(id)
        })
        expect([...standing.subjects]).toEqual([])
      }),
      { numRuns: 1000 },
    ))

  it('everybody who is silent is spoken for, by themselves or by the gateway', () =>
    fc.assert(
      fc.property(deeds, offDelay, (all, offDelayS) => {
        const { standing, wait } = walk(all, offDelayS)
        wait(200)
        const isGatewayDown = standing.subjects.has('gateway:g')
        for (const id of IDS) expect(isGatewayDown || standing.subjects.has(id)).toBe(true)
      }),
      { numRuns: 1000 },
    ))
})
