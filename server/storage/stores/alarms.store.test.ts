import type { Kysely } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Incident, NOT_ANNUNCIATED, type Policy } from '../../core/alarms/alarm.types.ts'
import type { PageRequest } from '../../core/page.ts'
import type { DB } from '../schema.ts'
import { onBothDatabases } from '../test-databases.ts'
import { AlarmStateStore } from './alarm-state.store.ts'
import { IncidentsStore } from './incidents.store.ts'
import { PoliciesStore } from './policies.store.ts'

const policy = (id: string, change: Partial<Policy> = {}): Policy => ({
  id,
  tenantId: 'marina',
  name: `Policy ${id}`,
  severity: 'high',
  isEnabled: true,
  target: { kind: 'device_type', value: 'pedestal' },
  condition: { type: 'threshold', metric: 'active_power', operator: '>', value: 7000 },
  onDelayS: 0.5,
  offDelayS: 10,
  deadband: 100.25,
  schedule: {
    timeZone: null,
    windows: [{ days: [1, 2, 3, 4, 5], from: '22:00', to: '06:00' }],
    holidays: 'exclude',
    season: { from: '11-01', to: '03-31' },
  },
  createdAt: 1_790_000_000_000,
  updatedAt: 1_790_000_000_000,
  ...change,
})

const incident = (id: string, change: Partial<Incident> = {}): Incident => ({
  id,
  tenantId: 'marina',
  ...NOT_ANNUNCIATED,
  policyId: 'p1',
  origin: null,
  deviceId: 'd1',
  gatewayId: 'g1',
  state: 'active_unack',
  resumeState: null,
  severity: 'high',
  message: { tr: 'Pedestal "B-12": Güç 7450,5 W > 7000 W', en: 'Pedestal "B-12": Power 7450.5 W > 7000 W' },
  metric: 'active_power',
  value: 7450.5,
  triggeredAt: 1_790_000_000_000,
  acknowledgedAt: null,
  acknowledgedBy: null,
  clearedAt: null,
  closedAt: null,
  snoozedUntil: null,
  occurrenceCount: 1,
  updatedAt: 1_790_000_000_000,
  ...change,
})

const page = (change: Partial<PageRequest<keyof DB['incident']>> = {}): PageRequest<keyof DB['incident']> => ({
  offset: 0,
  limit: 50,
  sortBy: 'triggered_at',
  sortOrder: 'desc',
  ...change,
})

const empty = async (db: Kysely<DB>): Promise<void> => {
  for (const table of ['alarm_policy', 'alarm_state', 'incident', 'incident_tally', 'incident_event'] as const)
    await db.deleteFrom(table).execute()
}

onBothDatabases('alarm policies', (db) => {
  beforeEach(() => empty(db()))

  it('come back as they were saved, and change in place', async () => {
    const store = new PoliciesStore(db())
    await store.save(policy('p1'))
    await store.save(policy('p1', { name: 'New', isEnabled: false, updatedAt: 1_790_000_000_001 }))
    expect(await store.all()).toEqual([policy('p1', { name: 'New', isEnabled: false, updatedAt: 1_790_000_000_001 })])
  })

  it('are unknown to other tenants', async () => {
    const store = new PoliciesStore(db())
    await store.save(policy('p1'))
    expect(await store.get('marina', 'p1')).toEqual(policy('p1'))
    expect(await store.get('other', 'p1')).toBeNull()
  })

  it('list by filter and page', async () => {
    const store = new PoliciesStore(db())
    for (const id of ['a', 'b', 'c']) await store.save(policy(id, { severity: id === 'b' ? 'low' : 'high' }))
    const high = await store.list(
      'marina',
      { severity: 'high' },
      { offset: 1, limit: 1, sortBy: 'name', sortOrder: 'asc' },
    )
    expect(high.total).toBe(2)
    expect(high.items.map((item) => item.id)).toEqual(['c'])
  })

  it('take the state of their rules along when removed', async () => {
    const policies = new PoliciesStore(db())
    const states = new AlarmStateStore(db())
    await policies.save(policy('p1'))
    const state = { phase: 'rising', since: 1, lastAt: 2, lastValue: 3.5 } as const
    await states.save([{ policyId: 'p1', subject: 'd1', state }], 5)
    await policies.remove('p1')
    expect(await states.all()).toEqual([])
  })
})

onBothDatabases('rule states', (db) => {
  beforeEach(() => empty(db()))

  it('are replaced in bulk and forgotten one by one', async () => {
    const store = new AlarmStateStore(db())
    const state = { phase: 'raised', since: 1, lastAt: null, lastValue: null } as const
    const many = Array.from({ length: 450 }, (_, index) => ({ policyId: 'p1', subject: `d${index}`, state }))
    await store.save(many, 1)
    await store.save([{ policyId: 'p1', subject: 'd7', state: { ...state, since: 9 } }], 2)
    await store.forget('p1', 'd0')
    const all = await store.all()
    expect(all).toHaveLength(449)
    expect(all.find((row) => row.subject === 'd7')?.state.since).toBe(9)
  })
})

onBothDatabases('incidents', (db) => {
  beforeEach(() => empty(db()))

  it('come back with the names of what they are about', async () => {
    const store = new IncidentsStore(db())
    await new PoliciesStore(db()).save(policy('p1'))
    await store.save([incident('i1')])
    await store.save([incident('i1', { state: 'snoozed', resumeState: 'active_ack', snoozedUntil: 7 })])
    expect(await store.get('marina', 'i1')).toEqual({
      ...incident('i1', { state: 'snoozed', resumeState: 'active_ack', snoozedUntil: 7 }),
      deviceName: null,
      gatewayName: null,
      policyName: 'Policy p1',
    })
    expect(await store.get('other', 'i1')).toBeNull()
  })

  it('sort by urgency, ties broken so that no row is repeated or skipped', async () => {
    const store = new IncidentsStore(db())
    const severities = ['low', 'critical', 'info', 'high', 'medium', 'critical'] as const
    for (const [index, severity] of severities.entries()) await store.save([incident(`i${index}`, { severity })])
    const first = await store.list('marina', {}, page({ sortBy: 'severity', limit: 3 }))
    const second = await store.list('marina', {}, page({ sortBy: 'severity', limit: 3, offset: 3 }))
    expect([...first.items, ...second.items].map((item) => item.severity)).toEqual([
      'critical',
      'critical',
      'high',
      'medium',
      'low',
      'info',
    ])
    expect(new Set([...first.items, ...second.items].map((item) => item.id)).size).toBe(6)
  })

  it('put what has no time last when newest come first', async () => {
    const store = new IncidentsStore(db())
    await store.save([incident('never')])
    await store.save([incident('early', { clearedAt: 5 })])
    await store.save([incident('late', { clearedAt: 9 })])
    const { items } = await store.list('marina', {}, page({ sortBy: 'cleared_at' }))
    expect(items.map((item) => item.id)).toEqual(['late', 'early', 'never'])
  })

  describe('by filter', () => {
    beforeEach(async () => {
      const store = new IncidentsStore(db())
      await store.save([incident('i1')])
      await store.save([
        incident('i2', { state: 'active_ack', acknowledgedAt: 2, acknowledgedBy: 'u1', deviceId: 'd2' }),
      ])
      await store.save([incident('i3', { state: 'cleared_unack', clearedAt: 3, severity: 'critical' })])
      await store.save([incident('i4', { state: 'snoozed', resumeState: 'cleared_unack', snoozedUntil: 9 })])
      await store.save([incident('i5', { state: 'closed', closedAt: 4, deviceId: null })])
      await store.save([incident('i6', { tenantId: 'other' })])
    })
    const ids = async (filter: Parameters<IncidentsStore['list']>[1]) =>
      (await new IncidentsStore(db()).list('marina', filter, page({ sortOrder: 'asc' }))).items.map((item) => item.id)

    it('find what matches and nothing of other tenants', async () => {
      expect(await ids({})).toEqual(['i1', 'i2', 'i3', 'i4', 'i5'])
      expect(await ids({ states: ['cleared_unack', 'cleared_ack'] })).toEqual(['i3'])
      expect(await ids({ columns: { severity: 'critical' } })).toEqual(['i3'])
      expect(await ids({ columns: { device_id: 'd2' } })).toEqual(['i2'])
      expect(await ids({ isAcknowledged: true })).toEqual(['i2'])
      expect(
        await ids({ columns: { gateway_id: 'g1', device_id: null, metric: 'active_power' }, states: ['closed'] }),
      ).toEqual(['i5'])
    })

    it('find a message by its whole text in either language', async () => {
      const { message } = incident('i1')
      expect(await ids({ columns: { message: message.tr, state: 'active_ack' } })).toEqual(['i2'])
      expect(await ids({ columns: { message: message.en, state: 'active_ack' } })).toEqual(['i2'])
      expect(await ids({ columns: { message: message.en.slice(0, -1) } })).toEqual([])
    })

    it('count the open ones by severity and every state', async () => {
      expect(await new IncidentsStore(db()).counts('marina', {})).toEqual({
        total: 4,
        bySeverity: { info: 0, low: 0, medium: 0, high: 3, critical: 1 },
        byState: { active_unack: 1, active_ack: 1, cleared_unack: 1, cleared_ack: 0, snoozed: 1, closed: 1 },
        unacknowledged: 2,
        suppressed: 0,
      })
    })

    it('count what is suppressed apart from what calls', async () => {
      const store = new IncidentsStore(db())
      await store.save([incident('i1', { suppressedBy: 'maintenance' })])
      await store.save([incident('i7', { severity: 'low', suppressedBy: 'parent', state: 'closed', closedAt: 8 })])
      const byTally = await store.counts('marina', {})
      expect(byTally).toMatchObject({ total: 3, suppressed: 1, unacknowledged: 1, byState: { closed: 2 } })
      expect(await store.counts('marina', { columns: { triggered_at: incident('i1').triggeredAt } })).toEqual(byTally)
      expect(await ids({ isSuppressed: true, states: ['active_unack'] })).toEqual(['i1'])
    })

    it('total what they list, whichever way it is counted', async () => {
      const store = new IncidentsStore(db())
      const filters: Parameters<IncidentsStore['list']>[1][] = [
        {},
        { states: ['closed'] },
        { states: ['active_unack', 'cleared_unack'], isAcknowledged: false, isSuppressed: false },
        { columns: { severity: 'high', policy_id: 'p1' } },
        { columns: { gateway_id: 'g1', metric: 'active_power' }, isAcknowledged: true },
        { columns: { policy_id: null } },
        { columns: { device_id: 'd1', severity: 'high' } },
        { isChattering: true },
      ]
      for (const filter of filters) {
        const { items, total } = await store.list('marina', filter, page())
        expect(total, JSON.stringify(filter)).toBe(items.length)
      }
    })

    it('know the open ones of all tenants, for the start', async () => {
      expect((await new IncidentsStore(db()).open()).map((item) => item.id)).toEqual(['i1', 'i2', 'i3', 'i4', 'i6'])
    })
  })

  it('keep their history in order', async () => {
    const store = new IncidentsStore(db())
    const edge = { incidentId: 'i1', at: 1, actorId: null, note: null, detail: null }
    await store.appendEvents([
      {
        ...edge,
        action: 'trigger',
        fromState: null,
        toState: 'active_unack',
        detail: { value: 1 },
      },
    ])
    await store.appendEvents([
      {
        ...edge,
        action: 'ack',
        fromState: 'active_unack',
        toState: 'active_ack',
        actorId: 'u1',
        note: 'Bakıyorum',
      },
    ])
    const { items, total } = await store.events('i1', { offset: 0, limit: 10, sortOrder: 'asc' })
    expect(total).toBe(2)
    expect(items.map((item) => [item.action, item.toState, item.note, item.detail])).toEqual([
      ['trigger', 'active_unack', null, { value: 1 }],
      ['ack', 'active_ack', 'Bakıyorum', null],
    ])
  })
})
