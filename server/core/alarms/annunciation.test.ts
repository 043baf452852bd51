import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { actorOf, Marina, noData, overload, START } from './marina.fixture.ts'
import type { OwnAlarm } from './own-alarm.ts'

let marina: Marina
beforeEach(async () => {
  marina = await Marina.open()
  for (const id of ['d1', 'd2', 'd3']) marina.addDevice(id)
})
afterEach(() => marina.close())

const page = { offset: 0, limit: 50 }
const MINUTE_MS = 60_000

const serviceOf = (change: Partial<Parameters<Marina['maintenance']['add']>[1]> = {}) =>
  marina.maintenance.add(marina.operator, {
    target: { kind: 'device', value: 'd1' },
    reason: 'Sayaç değişimi',
    startAt: marina.clock.now(),
    endAt: marina.clock.now() + 60 * MINUTE_MS,
    ...change,
  })

describe('maintenance', () => {
  beforeEach(async () => {
    await marina.alarms.policies.add(marina.operator, overload())
  })

  it('records the alarm and calls nobody, until it is ended and the alarm still stands', async () => {
    const { id } = await serviceOf()
    marina.say('d1', 8000)
    const silenced = await marina.only()
    expect(silenced).toMatchObject({
      state: 'active_unack',
      suppressedBy: 'maintenance',
      suppressedReason: 'Sayaç değişimi',
      annunciatedAt: null,
    })
    expect(marina.notices.some((notice) => notice.isCall)).toBe(false)
    expect(marina.notices.every((notice) => notice.incident.suppressedBy === 'maintenance')).toBe(true)
    expect(await marina.alarms.counts(marina.operator)).toMatchObject({ total: 0, unacknowledged: 0, suppressed: 1 })
    expect(marina.alarms.severityOf('d1')).toBeNull()

    await marina.pass(5)
    await marina.maintenance.end(marina.operator, id)
    await marina.pass(1)
    expect(await marina.only()).toMatchObject({ suppressedBy: null, annunciatedAt: START + 6_000 })
    expect(marina.notices.filter((notice) => notice.isCall).map((notice) => notice.action)).toEqual(['unsuppress'])
    expect(await marina.history(silenced.id)).toEqual([
      'trigger: – → active_unack',
      'suppress: active_unack → active_unack',
      'unsuppress: active_unack → active_unack',
    ])
  })

  it('silences what calls already, for as long as it lasts, over a restart too', async () => {
    marina.say('d1', 8000)
    await marina.only()
    await serviceOf({ endAt: START + MINUTE_MS })
    await marina.pass(1)
    expect((await marina.only()).suppressedBy).toBe('maintenance')
    await marina.restart(10_000)
    await marina.pass(1)
    expect((await marina.only()).suppressedBy).toBe('maintenance')
    await marina.pass(60)
    expect((await marina.only()).suppressedBy).toBeNull()
  })

  it('covers what hangs below its target, and nothing beside it', async () => {
    marina.addDevice('child', 'g1', { parentId: 'd1' })
    await marina.alarms.reload()
    await serviceOf()
    for (const id of ['child', 'd2']) marina.say(id, 8000)
    const found = await marina.incidents()
    expect(found.map((incident) => [incident.deviceId, incident.suppressedBy]).sort()).toEqual([
      ['child', 'maintenance'],
      ['d2', null],
    ])
  })

  it('of a gateway covers its devices', async () => {
    await serviceOf({ target: { kind: 'gateway', value: 'g1' } })
    marina.say('d2', 8000)
    expect((await marina.only()).suppressedBy).toBe('maintenance')
  })

  it('does not reach into another tenant, nor can another see or end it', async () => {
    const { id } = await serviceOf()
    const stranger = actorOf('other')
    await expect(marina.maintenance.end(stranger, id)).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' })
    expect((await marina.maintenance.list(stranger, null, page)).total).toBe(0)
    await expect(
      marina.maintenance.add(stranger, {
        target: { kind: 'device', value: 'd1' },
        reason: 'x',
        startAt: START,
        endAt: START + 1,
      }),
    ).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' })
  })

  it('is refused when it is over before it begins, or lasts too long', async () => {
    for (const change of [{ endAt: START - 1 }, { startAt: START + 10, endAt: START + 5 }, { endAt: START + 3e9 }])
      await expect(serviceOf(change)).rejects.toMatchObject({ code: 'BUSINESS_RULE_VIOLATION' })
  })

  it('lists by state, and ends once', async () => {
    const active = await serviceOf()
    const planned = await serviceOf({ startAt: START + MINUTE_MS })
    const list = async (state: 'planned' | 'active' | 'over') =>
      (await marina.maintenance.list(marina.operator, state, page)).items.map((window) => window.id)
    expect([await list('active'), await list('planned')]).toEqual([[active.id], [planned.id]])
    await marina.maintenance.end(marina.operator, active.id)
    expect(await list('over')).toEqual([active.id])
    await expect(marina.maintenance.end(marina.operator, active.id)).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
  })
})

describe('a lock-out', () => {
  const energised: OwnAlarm = {
    origin: 'energised_under_lockout',
    tenantId: 'marina',
    deviceId: 'd1',
    gatewayId: 'g1',
    severity: 'critical',
    message: { tr: 'Kilit altında enerji', en: 'Energised under lockout' },
    metric: 'voltage_l1',
    value: 231,
  }

  it('silences the alarms of a device and lifts by itself', async () => {
    await marina.alarms.policies.add(marina.operator, overload())
    marina.lockedOut.add('d1')
    marina.say('d1', 8000)
    expect((await marina.only()).suppressedBy).toBe('lockout')
    marina.lockedOut.clear()
    await marina.pass(1)
    expect((await marina.only()).suppressedBy).toBeNull()
  })

  it('never silences the alarm that the device is energised, nor is that one shelved', async () => {
    marina.lockedOut.add('d1')
    await serviceOf()
    marina.alarms.report(energised)
    marina.alarms.report(energised)
    const raised = await marina.only()
    expect(raised).toMatchObject({ suppressedBy: null, severity: 'critical', origin: 'energised_under_lockout' })
    await expect(marina.alarms.snooze(marina.operator, raised.id, { durationS: 60 }, 'x')).rejects.toMatchObject({
      code: 'BUSINESS_RULE_VIOLATION',
    })
    await marina.restart()
    expect((await marina.only()).state).toBe('active_unack')
    marina.alarms.resolve(energised)
    expect((await marina.only()).state).toBe('cleared_unack')
  })
})

describe('a dead parent', () => {
  beforeEach(async () => {
    await marina.alarms.policies.add(marina.operator, noData(60))
    marina.addDevice('meter', 'g2')
    marina.addDevice('socket', 'g3', { parentId: 'meter' })
    await marina.alarms.reload()
  })

  it('explains the silence of what hangs below it; one incident calls', async () => {
    for (const id of ['meter', 'socket', 'd1', 'd2', 'd3']) marina.say(id, 1)
    for (let second = 0; second < 70; second += 10) {
      await marina.pass(10)
      for (const id of ['d1', 'd2', 'd3']) marina.say(id, second)
    }
    const found = await marina.incidents()
    expect(found.filter((incident) => incident.suppressedBy === null).map((incident) => incident.deviceId)).toEqual([
      'meter',
    ])
    expect(found.find((incident) => incident.deviceId === 'socket')).toMatchObject({
      suppressedBy: 'parent',
      suppressedReason: 'Pedestal meter',
    })
    marina.say('meter', 1)
    for (let second = 0; second < 2; second++) await marina.pass(1)
    const lifted = (await marina.incidents()).find((incident) => incident.deviceId === 'socket')
    expect(lifted).toMatchObject({ suppressedBy: null, state: 'active_unack' })
  })

  it('does not silence what was seen before it died', async () => {
    await marina.alarms.policies.add(marina.operator, overload())
    marina.say('socket', 8000)
    await marina.pass(62)
    const found = await marina.incidents()
    expect(found.find((incident) => incident.metric === 'active_power')?.suppressedBy).toBeNull()
  })

  it('marks every device behind a dead gateway', async () => {
    for (const id of ['d1', 'd2', 'd3']) marina.say(id, 1)
    marina.link('g1', false)
    await marina.pass(61)
    for (const id of ['d1', 'd2', 'd3']) expect(marina.alarms.severityOf(id)).toBe('high')
  })
})

describe('a chattering alarm', () => {
  beforeEach(async () => {
    await marina.alarms.policies.add(marina.operator, overload())
  })
  const swing = async (times: number, everyS = 5) => {
    for (let time = 0; time < times; time++) {
      marina.say('d1', time % 2 === 0 ? 8000 : 100)
      await marina.pass(everyS)
    }
  }

  it('is held as one incident, marked and counted, and calls no more', async () => {
    await swing(5)
    const held = await marina.only()
    expect(held).toMatchObject({ state: 'active_unack', occurrenceCount: 3, chatteringSince: START + 10_000 })
    const calls = marina.notices.filter((notice) => notice.isCall).map((notice) => notice.action)
    expect(calls).toEqual(['trigger', 'recur'])
  })

  it('keeps an acknowledgement while it chatters', async () => {
    await swing(3)
    await marina.alarms.acknowledge(marina.operator, (await marina.only()).id, null)
    await swing(4)
    expect(await marina.only()).toMatchObject({ state: 'active_ack' })
  })

  it('clears once it has been normal for the quiet time', async () => {
    await swing(4)
    expect((await marina.only()).state).toBe('active_unack')
    await marina.pass(54)
    expect((await marina.only()).state).toBe('active_unack')
    await marina.pass(2)
    expect(await marina.only()).toMatchObject({ state: 'cleared_unack', chatteringSince: null })
  })

  it('loses its mark when it stands steadily', async () => {
    await swing(3)
    await marina.pass(60)
    const steady = await marina.only()
    expect(steady).toMatchObject({ state: 'active_unack', chatteringSince: null, chatteredAt: START + 10_000 })
    expect((await marina.history(steady.id)).at(-1)).toBe('settle: active_unack → active_unack')
  })

  it('is still held after a restart, and clears later', async () => {
    await swing(3)
    await marina.restart(1000)
    marina.say('d1', 100)
    await marina.pass(1)
    expect((await marina.only()).state).toBe('active_unack')
    await marina.pass(61)
    expect((await marina.only()).state).toBe('cleared_unack')
  })
})

describe('a flood', () => {
  it('begins above ten calls in ten minutes and ends with hysteresis, over a restart', async () => {
    for (let index = 0; index < 12; index++) marina.addDevice(`p${index}`, 'g9')
    await marina.alarms.policies.add(marina.operator, overload())
    for (let index = 0; index < 10; index++) marina.say(`p${index}`, 8000)
    await marina.pass(60)
    expect(marina.alarms.annunciation(marina.operator).since).toBeNull()
    marina.say('p10', 8000)
    await marina.pass(1)
    expect(marina.alarms.annunciation(marina.operator)).toMatchObject({ since: START + 60_000, count: 11 })
    expect(marina.alarms.inFlood(marina.operator)).toHaveLength(11)
    expect(marina.floods.at(-1)?.since).toBe(START + 60_000)
    await marina.restart()
    expect(marina.alarms.annunciation(marina.operator).since).toBe(START + 60_000)
    await marina.pass(10 * 60 - 62)
    expect(marina.alarms.annunciation(marina.operator).since).not.toBeNull()
    await marina.pass(62)
    expect(marina.alarms.annunciation(marina.operator).since).toBeNull()
    expect(marina.floods.at(-1)).toEqual({ since: null, count: 1 })
  })

  it('counts no suppressed alarm', async () => {
    for (let index = 0; index < 12; index++) marina.addDevice(`p${index}`, 'g9')
    await marina.alarms.policies.add(marina.operator, overload())
    await serviceOf({ target: { kind: 'gateway', value: 'g9' } })
    for (let index = 0; index < 12; index++) marina.say(`p${index}`, 8000)
    await marina.pass(1)
    expect(marina.alarms.annunciation(marina.operator)).toMatchObject({ since: null, count: 0, suppressed: 12 })
  })
})

describe('severity', () => {
  it('climbs and falls with the time that the alarm stands, and is the policy’s again once it clears', async () => {
    const { id } = await marina.alarms.policies.add(marina.operator, overload({ severity: 'low' }))
    marina.manners.set(id, {
      ladder: [
        { afterS: 60, severity: 'high' },
        { afterS: 120, severity: 'critical' },
        { afterS: 300, severity: 'medium' },
      ],
      reminderMs: null,
    })
    marina.say('d1', 8000)
    const seen: string[] = []
    for (let minute = 0; minute < 6; minute++) {
      seen.push((await marina.only()).severity)
      await marina.pass(60)
    }
    expect(seen).toEqual(['low', 'high', 'critical', 'critical', 'critical', 'medium'])
    marina.say('d1', 100)
    for (let second = 0; second < 2; second++) await marina.pass(1)
    expect((await marina.only()).severity).toBe('low')
  })

  it('climbs no more once somebody has seen it, and wakes a shelved one', async () => {
    const { id } = await marina.alarms.policies.add(marina.operator, overload({ severity: 'low' }))
    marina.manners.set(id, { ladder: [{ afterS: 60, severity: 'high' }], reminderMs: null })
    marina.say('d1', 8000)
    marina.say('d2', 8000)
    const [first, second] = await marina.incidents()
    await marina.alarms.acknowledge(marina.operator, first?.id ?? '', null)
    await marina.alarms.snooze(marina.operator, second?.id ?? '', { durationS: 3600 }, 'Bekliyor')
    await marina.pass(61)
    expect((await marina.incidents()).map((incident) => [incident.severity, incident.state])).toEqual([
      ['low', 'active_ack'],
      ['high', 'active_unack'],
    ])
  })
})

describe('a reminder', () => {
  it('comes every so often until somebody acknowledges', async () => {
    const { id } = await marina.alarms.policies.add(marina.operator, overload())
    marina.manners.set(id, { ladder: [], reminderMs: 5 * MINUTE_MS })
    marina.say('d1', 8000)
    for (const seconds of [299, 2, 300]) await marina.pass(seconds)
    const reminded = await marina.only()
    expect(reminded.reminderCount).toBe(2)
    await marina.alarms.acknowledge(marina.operator, reminded.id, null)
    await marina.pass(600)
    expect((await marina.only()).reminderCount).toBe(2)
    expect((await marina.history(reminded.id)).filter((line) => line.startsWith('remind'))).toHaveLength(2)
  })
})

describe('shelving', () => {
  it.each([
    ['critical', 3_600],
    ['high', 14_400],
    ['medium', 28_800],
    ['info', 86_400],
  ] as const)('of a %s alarm lasts at most %d s', async (severity, longest) => {
    await marina.alarms.policies.add(marina.operator, overload({ severity }))
    marina.say('d1', 8000)
    const { id } = await marina.only()
    const snooze = (durationS: number) => marina.alarms.snooze(marina.operator, id, { durationS }, 'Gerekçe')
    await expect(snooze(longest + 1)).rejects.toMatchObject({ code: 'BUSINESS_RULE_VIOLATION' })
    expect(await snooze(longest)).toMatchObject({ state: 'snoozed', snoozeReason: 'Gerekçe', snoozedAt: START })
    expect(marina.alarms.annunciation(marina.operator).shelved).toBe(1)
  })

  it('of a critical alarm needs the right to close too', async () => {
    await marina.alarms.policies.add(marina.operator, overload({ severity: 'critical' }))
    marina.say('d1', 8000)
    const { id } = await marina.only()
    const junior = actorOf('marina', ['incidents:snooze', 'alarms:read'])
    await expect(marina.alarms.snooze(junior, id, { durationS: 60 }, 'x')).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
    })
  })
})
