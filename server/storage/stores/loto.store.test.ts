import type { Kysely } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import type { IsolationPoint, Lock, LotoSession, Person } from '../../core/loto/loto.types.ts'
import type { DB } from '../schema.ts'
import { onBothDatabases } from '../test-databases.ts'
import { LotoStore } from './loto.store.ts'
import { LotoPinsStore } from './loto-pins.store.ts'
import { LotoPointsStore } from './loto-points.store.ts'

const NOW = Date.UTC(2026, 5, 1)
const ayse: Person = { id: 'u1', name: 'Ayşe' }
const mehmet: Person = { id: 'u2', name: 'Mehmet' }

const point = (id: string, change: Partial<IsolationPoint> = {}): IsolationPoint => ({
  id,
  tenantId: 't',
  name: `Pedestal ${id}`,
  deviceId: `device-${id}`,
  subregionId: null,
  energyType: 'electrical',
  location: null,
  isolationMethod: 'Q12',
  createdAt: NOW,
  ...change,
})

const lock = (id: string, change: Partial<Lock> = {}): Lock => ({
  id,
  kind: 'personal',
  pointId: null,
  tag: null,
  owner: ayse,
  placedAt: NOW,
  removedAt: null,
  removal: null,
  ...change,
})

const session = (
  number: number,
  points: readonly IsolationPoint[],
  change: Partial<LotoSession> = {},
): LotoSession => ({
  id: `s${number}`,
  tenantId: 't',
  number,
  state: 'requested',
  title: `Session ${number}`,
  reason: 'x',
  plannedStart: null,
  plannedEnd: null,
  points: points.map(({ id, name, energyType, isolationMethod, location, deviceId }) => ({
    id,
    name,
    energyType,
    isolationMethod,
    location,
    deviceId,
  })),
  workers: [],
  requestedBy: ayse,
  primary: ayse,
  approvedBy: null,
  rejectedBy: null,
  rejectionReason: null,
  appliedBy: null,
  verifications: [],
  locks: [],
  checklist: { toolsCleared: false, peopleCleared: false },
  handovers: [],
  forcedRelease: null,
  createdAt: NOW + number,
  updatedAt: NOW + number,
  appliedAt: null,
  releasedAt: null,
  closedAt: null,
  ...change,
})

onBothDatabases('lock-outs', (db: () => Kysely<DB>) => {
  let store: LotoStore
  let points: LotoPointsStore
  const [a, b] = [point('a'), point('b', { deviceId: null, subregionId: 'quay' })]
  const working = session(2, [b, a], {
    state: 'working',
    workers: [{ ...mehmet, email: 'm@x.com' }],
    approvedBy: mehmet,
    appliedBy: ayse,
    appliedAt: NOW + 5,
    plannedEnd: NOW + 9,
    primary: mehmet,
    checklist: { toolsCleared: true, peopleCleared: false },
    verifications: [
      { pointId: 'a', method: 'Tester', reading: 0.4, isZeroEnergy: true, verifiedBy: mehmet, verifiedAt: NOW + 3 },
      {
        pointId: 'b',
        method: 'Gauge',
        reading: 'no pressure',
        isZeroEnergy: true,
        verifiedBy: mehmet,
        verifiedAt: NOW + 4,
      },
    ],
    locks: [lock('l2', { kind: 'equipment', pointId: 'a', tag: 'Ayşe' }), lock('l1', { owner: mehmet })],
  })

  beforeAll(async () => {
    store = new LotoStore(db())
    points = new LotoPointsStore(db())
    for (const each of [a, b, point('c'), point('x', { tenantId: 'other' })]) await points.save(each)
    await store.saveSession(session(1, [a]))
    await store.saveSession(working)
    await store.saveSession(session(3, [point('c')], { state: 'closed', closedAt: NOW }))
    await store.saveSession(session(1, [point('x')], { id: 'foreign', tenantId: 'other', state: 'applied' }))
  })

  it('give a session back as it was written, in its order', async () => {
    expect(await store.session('t', 's2')).toEqual(working)
    expect(await store.session('other', 's2')).toBeNull()
  })

  it('mark a lock as removed and never lose it', async () => {
    const removal = { kind: 'owner', by: mehmet, secondSupervisor: null, reason: null } as const
    const locks = working.locks.map((each) => (each.id === 'l1' ? { ...each, removedAt: NOW + 7, removal } : each))
    await store.saveSession({ ...working, state: 'clearing', locks })
    expect((await store.session('t', 's2'))?.locks).toEqual(locks)
    expect(await store.sessionIdOfLock('l1')).toBe('s2')
    await store.saveSession(working)
  })

  it('tell what is locked out now, per tenant and for all', async () => {
    const own = await points.locked('t')
    expect(
      own
        .map(({ pointId, deviceId, subregionId, sessionNumber, appliedAt }) => ({
          pointId,
          deviceId,
          subregionId,
          sessionNumber,
          appliedAt,
        }))
        .toSorted((x, y) => x.pointId.localeCompare(y.pointId)),
    ).toEqual([
      { pointId: 'a', deviceId: 'device-a', subregionId: null, sessionNumber: 2, appliedAt: NOW + 5 },
      { pointId: 'b', deviceId: null, subregionId: 'quay', sessionNumber: 2, appliedAt: NOW + 5 },
    ])
    expect((await points.locked(null)).map(({ tenantId }) => tenantId).toSorted()).toEqual(['other', 't', 't'])
  })

  it('tell who plans with a point or holds it', async () => {
    const holds = await points.holds('t', ['a', 'b', 'c'])
    expect(holds.map(({ pointId, sessionId }) => `${pointId} ${sessionId}`).toSorted()).toEqual([
      'a s1',
      'a s2',
      'b s2',
    ])
  })

  it('list sessions by state, point, worker and requester, nulls last when descending', async () => {
    const page = { offset: 0, limit: 10, sortBy: 'planned_end', sortOrder: 'desc' } as const
    const ids = async (filter: Parameters<LotoStore['sessions']>[1]) =>
      (await store.sessions('t', filter, page)).items.map(({ id }) => id)
    expect(await ids({})).toEqual(['s2', 's3', 's1'])
    expect(await ids({ states: ['requested', 'closed'] })).toEqual(['s3', 's1'])
    expect(await ids({ pointId: 'a' })).toEqual(['s2', 's1'])
    expect(await ids({ workerId: 'u2' })).toEqual(['s2'])
    expect(await ids({ columns: { requested_by: 'u2' } })).toEqual([])
    expect((await store.sessions('t', {}, { ...page, limit: 1 })).total).toBe(3)
  })

  it('count up per tenant', async () => {
    expect([await store.lastNumber('t'), await store.lastNumber('other'), await store.lastNumber('none')]).toEqual([
      3, 1, 0,
    ])
    await expect(store.saveSession(session(1, [a], { id: 'again' }))).rejects.toThrow()
  })

  it('find open offers of either side, and answered ones not', async () => {
    const offer = {
      id: 'h1',
      from: ayse,
      to: mehmet,
      lockId: 'l1',
      isPrimary: true,
      status: 'offered',
      offeredAt: NOW,
      decidedAt: null,
    } as const
    await store.saveSession({ ...working, handovers: [offer] })
    const view = { ...offer, sessionId: 's2', sessionNumber: 2, sessionTitle: 'Session 2' }
    expect(await store.offersOf('u1')).toEqual([view])
    expect(await store.offersOf('u2')).toEqual([view])
    expect((await store.session('t', 's2'))?.handovers).toEqual([offer])
    await store.saveSession({ ...working, handovers: [{ ...offer, status: 'accepted', decidedAt: NOW + 1 }] })
    expect(await store.offersOf('u1')).toEqual([])
    expect(await store.handover('h1')).toMatchObject({ status: 'accepted', decidedAt: NOW + 1 })
  })

  it('keep a removed point for the sessions that used it', async () => {
    await points.remove('c', NOW)
    expect(await points.get('t', 'c')).toBeNull()
    expect((await points.list('t', {}, { offset: 0, limit: 10, sortBy: 'name', sortOrder: 'asc' })).total).toBe(2)
    expect((await store.session('t', 's3'))?.points).toMatchObject([{ id: 'c' }])
  })

  it('keep a history that cannot be changed', async () => {
    const event = {
      at: NOW,
      action: 'approve',
      fromState: 'requested',
      toState: 'approved',
      actor: ayse,
      note: null,
      detail: { a: 1 },
    } as const
    await store.appendEvent('s1', event)
    expect(await store.events('s1')).toEqual([event])
    await expect(db().deleteFrom('loto_event').execute()).rejects.toThrow(/append-only/)
    await expect(db().updateTable('loto_event').set({ note: 'x' }).execute()).rejects.toThrow(/append-only/)
  })

  describe('PINs', () => {
    it('are kept per person with their wrong attempts', async () => {
      const pins = new LotoPinsStore(db())
      expect(await pins.get('u1')).toEqual({ hash: null, failures: 0, lockedUntil: null })
      await pins.save('u1', { hash: 'h', failures: 2, lockedUntil: null }, NOW)
      await pins.save('u1', { hash: 'h', failures: 5, lockedUntil: NOW + 1 }, NOW)
      expect(await pins.get('u1')).toEqual({ hash: 'h', failures: 5, lockedUntil: NOW + 1 })
    })
  })
})
