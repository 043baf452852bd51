import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../errors.ts'
import { REOPEN_WINDOW_MS } from './incident-keeper.ts'
import { actorOf, Marina, noData, overload, START } from './marina.fixture.ts'

let marina: Marina
beforeEach(async () => {
  marina = await Marina.open()
  for (const id of ['d1', 'd2']) marina.addDevice(id)
})
afterEach(() => marina.close())

const codeOf = async (attempt: Promise<unknown>): Promise<string> => {
  try {
    await attempt
    return 'done'
  } catch (error) {
    return error instanceof AppError ? error.code : String(error)
  }
}

describe('an incident', () => {
  beforeEach(async () => {
    await marina.alarms.policies.add(marina.operator, overload())
  })

  it('is raised, acknowledged, cleared and closed, each edge on record', async () => {
    marina.say('d1', 7450)
    const raised = await marina.only()
    expect(raised).toMatchObject({
      deviceId: 'd1',
      policyName: 'Overload',
      gatewayId: 'g1',
      state: 'active_unack',
      severity: 'high',
      metric: 'active_power',
      value: 7450,
      message: {
        tr: 'Pedestal d1: Aktif güç 7450 W > 7000 W',
        en: 'Pedestal d1: Active power 7450 W > 7000 W',
      },
      triggeredAt: START,
      occurrenceCount: 1,
    })
    await marina.pass(10)
    await marina.alarms.acknowledge(marina.operator, raised.id, 'Bakıyorum')
    marina.say('d1', 6900)
    await marina.pass(10)
    await marina.alarms.close(marina.operator, raised.id, null)
    expect(await marina.only()).toMatchObject({
      state: 'closed',
      acknowledgedAt: START + 10_000,
      acknowledgedBy: 'user-of-marina',
      clearedAt: START + 10_000,
      closedAt: START + 20_000,
    })
    expect(await marina.history(raised.id)).toEqual([
      'trigger: – → active_unack',
      'ack: active_unack → active_ack',
      'clear: active_ack → cleared_ack',
      'close: cleared_ack → closed',
    ])
    expect(marina.notices[0]?.incident).toMatchObject({ deviceName: 'Pedestal d1', gatewayName: 'Gateway g1' })
    expect(marina.notices.map((notice) => notice.action)).toEqual(['trigger', 'ack', 'clear', 'close'])
  })

  it('closes itself once it is acknowledged and stays clear for the reopen window', async () => {
    marina.say('d1', 8000)
    const { id } = await marina.only()
    await marina.alarms.acknowledge(marina.operator, id, null)
    marina.say('d1', 100, { at: START + 1 })
    await marina.pass(REOPEN_WINDOW_MS / 1000 - 1)
    expect((await marina.only()).state).toBe('cleared_ack')
    await marina.pass(1)
    expect((await marina.only()).state).toBe('closed')
  })

  it('that comes back within the window is the same one, counted and unacknowledged again', async () => {
    marina.say('d1', 8000)
    const { id } = await marina.only()
    await marina.alarms.acknowledge(marina.operator, id, null)
    for (let time = 0; time < 3; time++) {
      await marina.pass(60)
      marina.say('d1', 100)
      await marina.pass(60)
      marina.say('d1', 8000)
    }
    expect(await marina.only()).toMatchObject({
      id,
      state: 'active_unack',
      occurrenceCount: 4,
      acknowledgedAt: null,
      acknowledgedBy: null,
      clearedAt: null,
    })
  })

  it('that comes back after the window is a new one', async () => {
    marina.say('d1', 8000)
    await marina.pass(1)
    marina.say('d1', 100)
    await marina.pass(REOPEN_WINDOW_MS / 1000 + 1)
    marina.say('d1', 8000)
    expect((await marina.incidents()).map((incident) => incident.state)).toEqual(['cleared_unack', 'active_unack'])
  })

  it('closed by an operator while it stands does not come back until it was normal', async () => {
    marina.say('d1', 8000)
    const { id } = await marina.only()
    await marina.alarms.acknowledge(marina.operator, id, null)
    await marina.alarms.close(marina.operator, id, 'Biliyoruz')
    await marina.pass(1)
    marina.say('d1', 8001)
    expect(await marina.incidents()).toHaveLength(1)
    await marina.pass(1)
    marina.say('d1', 100)
    await marina.pass(1)
    marina.say('d1', 8000)
    expect((await marina.incidents()).map((incident) => incident.state)).toEqual(['closed', 'active_unack'])
  })

  it('refuses what its state does not allow', async () => {
    marina.say('d1', 8000)
    const { id } = await marina.only()
    const { operator, alarms } = marina
    expect(await codeOf(alarms.close(operator, id, null))).toBe('STATE_CONFLICT')
    await alarms.acknowledge(operator, id, null)
    expect(await codeOf(alarms.acknowledge(operator, id, null))).toBe('STATE_CONFLICT')
    await alarms.close(operator, id, null)
    expect(await codeOf(alarms.acknowledge(operator, id, null))).toBe('STATE_CONFLICT')
    expect(await codeOf(alarms.snooze(operator, id, { durationS: 60 }, 'Gürültü'))).toBe('STATE_CONFLICT')
    expect(await codeOf(alarms.close(operator, id, null))).toBe('STATE_CONFLICT')
  })

  it('acknowledged by two at once is acknowledged by one', async () => {
    marina.say('d1', 8000)
    const { id } = await marina.only()
    const both = await Promise.all([
      codeOf(marina.alarms.acknowledge(marina.operator, id, 'a')),
      codeOf(marina.alarms.acknowledge(marina.operator, id, 'b')),
    ])
    expect(both.toSorted()).toEqual(['STATE_CONFLICT', 'done'])
    expect(await marina.history(id)).toHaveLength(2)
  })
})

describe('a snoozed incident', () => {
  let id: string
  beforeEach(async () => {
    await marina.alarms.policies.add(marina.operator, overload())
    marina.say('d1', 8000)
    id = (await marina.only()).id
    await marina.alarms.snooze(marina.operator, id, { durationS: 600 }, 'Elektrikçi yolda')
  })

  it('returns to what it was when its time is over', async () => {
    expect(await marina.only()).toMatchObject({ state: 'snoozed', snoozedUntil: START + 600_000 })
    await marina.pass(599)
    expect((await marina.only()).state).toBe('snoozed')
    await marina.pass(1)
    expect(await marina.only()).toMatchObject({ state: 'active_unack', snoozedUntil: null })
  })

  it('stays quiet while its alarm comes and goes, and returns to where that led', async () => {
    for (let time = 0; time < 5; time++) {
      await marina.pass(10)
      marina.say('d1', 100)
      await marina.pass(10)
      marina.say('d1', 8000)
    }
    await marina.pass(10)
    marina.say('d1', 100)
    expect(await marina.only()).toMatchObject({ state: 'snoozed', occurrenceCount: 6 })
    await marina.pass(500)
    expect(await marina.only()).toMatchObject({ state: 'cleared_unack', occurrenceCount: 6 })
  })

  it('is woken by a higher severity', async () => {
    const [policy] = (await marina.alarms.policies.list(marina.operator, {}, everything)).items
    await marina.alarms.policies.change(marina.operator, policy?.id ?? '', { severity: 'critical' })
    expect(await marina.only()).toMatchObject({ state: 'active_unack', severity: 'critical' })
  })

  it('sleeps on over a restart of the hub', async () => {
    await marina.restart(60_000)
    expect((await marina.only()).state).toBe('snoozed')
    await marina.pass(540)
    expect((await marina.only()).state).toBe('active_unack')
  })

  it('cannot be put off beyond a day, nor into the past', async () => {
    const { operator, alarms } = marina
    expect(await codeOf(alarms.snooze(operator, id, { durationS: 14_401 }, 'x'))).toBe('BUSINESS_RULE_VIOLATION')
    expect(await codeOf(alarms.snooze(operator, id, { until: START - 1 }, 'x'))).toBe('BUSINESS_RULE_VIOLATION')
    expect(await codeOf(alarms.snooze(operator, id, { durationS: 14_400 }, 'x'))).toBe('done')
  })
})

const everything = { offset: 0, limit: 50, sortBy: 'created_at', sortOrder: 'asc' } as const

describe('a policy', () => {
  it('judges the values that are there already', async () => {
    marina.say('d1', 9000)
    await marina.alarms.policies.add(marina.operator, overload())
    expect((await marina.only()).deviceId).toBe('d1')
  })

  it('closes its incidents when it is disabled or deleted', async () => {
    const { id } = await marina.alarms.policies.add(marina.operator, overload())
    marina.say('d1', 9000)
    await marina.alarms.settled()
    await marina.alarms.policies.change(marina.operator, id, { isEnabled: false })
    const first = await marina.only()
    expect(first.state).toBe('closed')
    expect(await marina.history(first.id)).toContain('withdraw: active_unack → closed')
    await marina.alarms.policies.change(marina.operator, id, { isEnabled: true })
    await marina.alarms.policies.remove(marina.operator, id)
    expect((await marina.incidents()).map((incident) => incident.state)).toEqual(['closed', 'closed'])
  })

  it('clears its incidents when its new limit allows the value, and keeps them when not', async () => {
    const { id } = await marina.alarms.policies.add(marina.operator, overload())
    marina.say('d1', 7500)
    marina.say('d2', 9000)
    await marina.alarms.settled()
    const condition = { type: 'threshold', metric: 'active_power', operator: '>', value: 8000 } as const
    await marina.alarms.policies.change(marina.operator, id, { condition })
    const states = Object.fromEntries((await marina.incidents()).map((one) => [one.deviceId, one.state]))
    expect(states).toEqual({ d1: 'cleared_unack', d2: 'active_unack' })
  })

  it('that judges another metric starts anew', async () => {
    const { id } = await marina.alarms.policies.add(marina.operator, overload())
    marina.say('d1', 7500)
    await marina.alarms.settled()
    const condition = { type: 'threshold', metric: 'temperature', operator: '>', value: 60 } as const
    await marina.alarms.policies.change(marina.operator, id, { condition })
    expect((await marina.only()).state).toBe('closed')
    await marina.pass(1)
    marina.say('d1', 61, { metric: 'temperature' })
    expect((await marina.incidents()).map((incident) => incident.metric)).toEqual(['active_power', 'temperature'])
  })

  it('watches devices that come later, and lets go of those that leave', async () => {
    await marina.alarms.policies.add(marina.operator, overload())
    marina.addDevice('d3')
    await marina.alarms.reload()
    marina.say('d3', 9000)
    expect((await marina.only()).state).toBe('active_unack')
    marina.inventory.dropDevice('d3')
    await marina.alarms.reload()
    expect((await marina.only()).state).toBe('closed')
  })

  it('watches a place through the gateways in it', async () => {
    const place = { description: null, latitude: null, longitude: null, createdAt: START, tenantId: 'marina' }
    marina.inventory.regions.set('r1', { ...place, id: 'r1', name: 'R', timeZone: null })
    marina.inventory.subregions.set('s1', { ...place, id: 's1', name: 'S', regionId: 'r1', sitePlan: null })
    marina.addGateway('g2', { subregionId: 's1' })
    marina.addDevice('d9', 'g2')
    await marina.alarms.policies.add(marina.operator, overload({ target: { kind: 'region', value: 'r1' } }))
    marina.say('d1', 9000)
    marina.say('d9', 9000)
    expect((await marina.only()).deviceId).toBe('d9')
  })

  it.each([
    [
      'a deadband on equality',
      { condition: { type: 'threshold', metric: 'state', operator: '==', value: 1 }, deadband: 1 },
    ],
    [
      'a range upside down',
      { condition: { type: 'range', metric: 'voltage_l1', min: 253, max: 207, isInside: false } },
    ],
    [
      'a deadband that nothing can leave',
      {
        condition: { type: 'range', metric: 'voltage_l1', min: 207, max: 253, isInside: false },
        deadband: 23,
      },
    ],
    ['a rate over no time', { condition: { type: 'rate_of_change', metric: 'temperature', perS: 0, value: 5 } }],
    ['no data after no time', { condition: { type: 'no_data', metric: null, afterS: 0 } }],
    ['a delay of more than a day', { onDelayS: 86_401 }],
  ] as const)('is refused with %s', async (_what, change) => {
    const attempt = marina.alarms.policies.add(marina.operator, overload(change))
    expect(await codeOf(attempt)).toBe('BUSINESS_RULE_VIOLATION')
  })
})

describe('a schedule', () => {
  // 2026-07-01 12:00 UTC is 15:00 in Istanbul.
  const windows = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '08:00', to: '15:05' }]
  const schedule = { timeZone: null, windows, holidays: 'ignore', season: null } as const

  it('clears what stands when it closes, and says so', async () => {
    await marina.alarms.policies.add(marina.operator, overload({ schedule }))
    marina.say('d1', 8000)
    const { id } = await marina.only()
    await marina.pass(300)
    expect((await marina.only()).state).toBe('cleared_unack')
    const { items } = await marina.alarms.events(marina.operator, id, { offset: 0, limit: 9, sortOrder: 'desc' })
    expect(items[0]).toMatchObject({ action: 'clear', detail: { reason: 'schedule' } })
    marina.say('d2', 9000)
    await marina.pass(10)
    expect(await marina.incidents()).toHaveLength(1)
  })

  it('that closed while the hub was down clears at its start', async () => {
    await marina.alarms.policies.add(marina.operator, overload({ schedule }))
    marina.say('d1', 8000)
    await marina.restart(600_000)
    await marina.pass(1)
    expect((await marina.only()).state).toBe('cleared_unack')
  })
})

describe('what the clock answers', () => {
  it('raises and clears without a sample, and is not asked more often than needed', async () => {
    const condition = { type: 'reactive', kind: 'inductive', percentOfLimit: 80, percent: null } as const
    await marina.alarms.policies.add(marina.operator, overload({ condition }))
    marina.figures.ratio = 17
    await marina.pass(600)
    expect((await marina.incidents()).map(({ message, metric, value }) => [message.en, metric, value])).toContainEqual([
      'Pedestal d1: Inductive ratio this month 17%: 85% of the 20% limit',
      'reactive_ratio_inductive',
      17,
    ])
    marina.figures.ratio = 15
    await marina.pass(600)
    expect((await marina.incidents()).map((incident) => incident.state)).toEqual(['cleared_unack', 'cleared_unack'])
  })
})

describe('other tenants', () => {
  const stranger = actorOf('elsewhere')

  it('know nothing of policies, incidents and devices', async () => {
    const { alarms } = marina
    const policy = await alarms.policies.add(marina.operator, overload())
    marina.say('d1', 9000)
    const { id } = await marina.only()
    expect(await marina.incidents(stranger)).toEqual([])
    expect(alarms.open(stranger, 10)).toEqual([])
    expect((await alarms.counts(stranger)).total).toBe(0)
    for (const attempt of [
      alarms.policies.get(stranger, policy.id),
      alarms.policies.change(stranger, policy.id, { name: 'x' }),
      alarms.policies.remove(stranger, policy.id),
      alarms.incident(stranger, id),
      alarms.acknowledge(stranger, id, null),
      alarms.snooze(stranger, id, { durationS: 60 }, 'x'),
      alarms.close(stranger, id, null),
      alarms.events(stranger, id, { offset: 0, limit: 1, sortOrder: 'asc' }),
      alarms.policies.add(stranger, overload({ target: { kind: 'device', value: 'd1' } })),
    ])
      expect(await codeOf(attempt)).toBe('RESOURCE_NOT_FOUND')
  })

  it('do not share policies by device type', async () => {
    await marina.alarms.policies.add(stranger, overload())
    marina.say('d1', 9000)
    expect(await marina.incidents(stranger)).toEqual([])
  })
})

it('asks for the permission of every use case', async () => {
  const { alarms } = marina
  const nobody = actorOf('marina', [])
  const page = { offset: 0, limit: 1, sortOrder: 'asc' } as const
  for (const attempt of [
    () => alarms.policies.list(nobody, {}, everything),
    () => alarms.policies.get(nobody, 'x'),
    () => alarms.policies.add(nobody, overload()),
    () => alarms.policies.change(nobody, 'x', {}),
    () => alarms.policies.remove(nobody, 'x'),
    () => alarms.incidents(nobody, {}, { ...everything, sortBy: 'triggered_at' }),
    () => alarms.counts(nobody),
    async () => alarms.open(nobody, 1),
    () => alarms.incident(nobody, 'x'),
    () => alarms.events(nobody, 'x', page),
    () => alarms.acknowledge(nobody, 'x', null),
    () => alarms.snooze(nobody, 'x', { durationS: 60 }, 'x'),
    () => alarms.close(nobody, 'x', null),
  ])
    expect(await codeOf(attempt())).toBe('PERMISSION_DENIED')
})

it('puts every change by a person into the audit chain', async () => {
  const policy = await marina.alarms.policies.add(marina.operator, overload())
  marina.say('d1', 9000)
  const { id } = await marina.only()
  await marina.alarms.snooze(marina.operator, id, { durationS: 60 }, 'Gürültü')
  await marina.alarms.acknowledge(marina.operator, id, 'Bakıyorum')
  await marina.alarms.close(marina.operator, id, null)
  await marina.alarms.policies.remove(marina.operator, policy.id)
  const rows = await marina.db
    .selectFrom('audit_log')
    .select(['entity', 'action', 'actor_email'])
    .orderBy('seq')
    .execute()
  expect(rows.map((row) => `${row.entity} ${row.action}`)).toEqual([
    'alarm_policy create',
    'incident snooze',
    'incident ack',
    'incident close',
    'alarm_policy delete',
  ])
  expect(new Set(rows.map((row) => row.actor_email))).toEqual(new Set(['operator@marina.example']))
})

describe('after a restart', () => {
  it('a running on-delay goes on where it was', async () => {
    await marina.alarms.policies.add(marina.operator, overload({ onDelayS: 60 }))
    marina.say('d1', 9000)
    await marina.pass(40)
    await marina.restart(5000)
    await marina.pass(30)
    expect(await marina.incidents()).toEqual([])
    marina.say('d1', 9000)
    expect((await marina.only()).triggeredAt).toBe(START + 75_000)
  })

  it('an incident that stands is cleared by the first normal value, and raised by none', async () => {
    await marina.alarms.policies.add(marina.operator, overload())
    marina.say('d1', 9000)
    const { id } = await marina.only()
    await marina.restart(1000)
    marina.say('d1', 9000)
    expect((await marina.only()).occurrenceCount).toBe(1)
    await marina.pass(1)
    marina.say('d1', 100)
    expect(await marina.history(id)).toEqual(['trigger: – → active_unack', 'clear: active_unack → cleared_unack'])
  })

  it('one whose policy was closed by hand stays closed while the condition stands', async () => {
    await marina.alarms.policies.add(marina.operator, overload())
    marina.say('d1', 9000)
    const { id } = await marina.only()
    await marina.alarms.acknowledge(marina.operator, id, null)
    await marina.alarms.close(marina.operator, id, null)
    await marina.restart(1000)
    marina.say('d1', 9000)
    expect((await marina.only()).state).toBe('closed')
  })

  it('a hub that was down raises no false no-data', async () => {
    await marina.alarms.policies.add(marina.operator, noData(60))
    marina.say('d1', 1)
    marina.say('d2', 1)
    await marina.restart(3_600_000)
    await marina.pass(59)
    expect(await marina.incidents()).toEqual([])
  })
})

it('keeps what it found while the database refuses, and writes it when it can', async () => {
  await marina.alarms.policies.add(marina.operator, overload())
  await marina.db.schema.alterTable('incident').renameTo('incident_away').execute()
  marina.say('d1', 9000)
  await marina.alarms.settled()
  await marina.db.schema.alterTable('incident_away').renameTo('incident').execute()
  expect(await marina.incidents()).toEqual([])
  await marina.pass(2)
  expect((await marina.only()).state).toBe('active_unack')
})

it('knows the worst of what stands at a device', async () => {
  await marina.alarms.policies.add(marina.operator, overload({ severity: 'low' }))
  await marina.alarms.policies.add(
    marina.operator,
    overload({
      severity: 'critical',
      condition: { type: 'threshold', metric: 'active_power', operator: '>', value: 9000 },
    }),
  )
  expect(marina.alarms.severityOf('d1')).toBeNull()
  marina.say('d1', 8000)
  await marina.pass(1)
  expect(marina.alarms.severityOf('d1')).toBe('low')
  marina.say('d1', 9500)
  await marina.pass(1)
  expect(marina.alarms.severityOf('d1')).toBe('critical')
  expect(marina.alarms.open(marina.operator, 1)).toHaveLength(1)
})
