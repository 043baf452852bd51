import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Forced, Person } from './loto.types.ts'
import { MAX_WRONG_PINS, PIN_LOCK_MS } from './pins.ts'
import { actorOf, type Who, Yard } from './yard.fixture.ts'

let yard: Yard
let point: string
beforeEach(async () => {
  yard = await Yard.open()
  point = await yard.point('pedestal-2')
})
afterEach(() => yard.close())

const stateOf = async (id: string) => (await yard.loto.sessions.get(actorOf('outsider'), id)).state
const refusedWith = (code: string, words?: RegExp) => ({
  code,
  ...(words && { message: expect.stringMatching(words) }),
})
const tick = (checklist: { toolsCleared: boolean; peopleCleared: boolean }) => ({
  plan: null,
  verifications: null,
  checklist,
})
const CLEARED = tick({ toolsCleared: true, peopleCleared: true })
const forced = (change: Partial<Forced> = {}): Forced => ({
  secondSupervisorId: 'second',
  secondSupervisorPin: null,
  attestations: { notOnSite: true, contactAttempted: true, willBeTold: true },
  reason: 'Left for home; phone off',
  ...change,
})
const disable = (who: Who) => yard.stores.identity.changeUser(who, { isActive: false })

describe('a lock-out', () => {
  it('goes from request to close, each edge in its history and in the audit chain', async () => {
    const { sessions, locks } = yard.loto
    const id = await yard.applied([point])
    const mine = await yard.lock(id, 'worker')
    await locks.remove(actorOf('worker'), mine, null)
    await sessions.update(actorOf('requester'), id, CLEARED)
    await sessions.release(actorOf('requester'), id, 'done')
    await sessions.close(actorOf('requester'), id, null)
    const events = await sessions.events(actorOf('outsider'), id)
    expect(events.map(({ action, toState }) => `${action} → ${toState}`)).toEqual([
      'request → requested',
      'approve → approved',
      'isolate → isolating',
      'verify → isolating',
      'apply → applied',
      'lock → working',
      'unlock → clearing',
      'clear → clearing',
      'release → released',
      'close → closed',
    ])
    const auditor = { ...actorOf('approver'), permissions: new Set(['audit:read'] as const) }
    expect(await yard.audit.verify(auditor)).toMatchObject({ isIntact: true, checked: 11 })
  })

  it('has a history that nobody changes', async () => {
    await yard.request([point])
    await expect(yard.db.updateTable('loto_event').set({ note: 'x' }).execute()).rejects.toThrow(/append-only/)
    await expect(yard.db.deleteFrom('loto_event').execute()).rejects.toThrow(/append-only/)
  })

  it('is not approved by whoever asked for it', async () => {
    const id = await yard.request([point])
    await expect(yard.loto.sessions.approve(actorOf('requester'), id, null)).rejects.toMatchObject(
      refusedWith('BUSINESS_RULE_VIOLATION'),
    )
    expect(await stateOf(id)).toBe('requested')
  })

  it('says what is missing before it can be applied', async () => {
    const { sessions, locks } = yard.loto
    const other = await yard.point('pedestal-1')
    const id = await yard.request([point, other])
    await expect(sessions.apply(actorOf('requester'), id)).rejects.toMatchObject(refusedWith('STATE_CONFLICT'))
    await sessions.approve(actorOf('approver'), id, null)
    const place = { sessionId: id, kind: 'equipment', tag: 'R. Equester', pin: null } as const
    await expect(locks.place(actorOf('requester'), { ...place, pointId: point, tag: null })).rejects.toMatchObject(
      refusedWith('BUSINESS_RULE_VIOLATION', /tag/),
    )
    await locks.place(actorOf('requester'), { ...place, pointId: point })
    await expect(sessions.apply(actorOf('requester'), id)).rejects.toMatchObject(
      refusedWith('STATE_CONFLICT', /no lock and tag: pedestal-1; zero energy not verified: pedestal-2, pedestal-1/),
    )
  })

  it('is not applied while a verification found energy, nor by whoever verified', async () => {
    const { sessions, locks } = yard.loto
    const id = await yard.request([point])
    await sessions.approve(actorOf('approver'), id, null)
    await locks.place(actorOf('requester'), { sessionId: id, kind: 'equipment', pointId: point, tag: 'tag', pin: null })
    const verify = (who: Who, reading: string | number, isZeroEnergy: boolean) =>
      sessions.update(actorOf(who), id, {
        plan: null,
        verifications: [{ pointId: point, method: 'Tester', reading, isZeroEnergy }],
        checklist: null,
      })
    await verify('verifier', '228 V on L2', false)
    await expect(sessions.apply(actorOf('requester'), id)).rejects.toMatchObject(
      refusedWith('BUSINESS_RULE_VIOLATION', /still found energy: pedestal-2/),
    )
    await verify('verifier', 0, true)
    await expect(sessions.apply(actorOf('verifier'), id)).rejects.toMatchObject(refusedWith('BUSINESS_RULE_VIOLATION'))
    await sessions.apply(actorOf('requester'), id)
    expect((await sessions.get(actorOf('outsider'), id)).verifications).toMatchObject([
      { reading: 0, isZeroEnergy: true, verifiedBy: { id: 'verifier' } },
    ])
  })

  it('loses the verification of a point whose lock comes off', async () => {
    const { sessions, locks } = yard.loto
    const id = await yard.request([point])
    await sessions.approve(actorOf('approver'), id, null)
    const request = { sessionId: id, kind: 'equipment', pointId: point, tag: 'tag', pin: null } as const
    const { lock } = await locks.place(actorOf('requester'), request)
    const verifications = [{ pointId: point, method: 'Tester', reading: 0, isZeroEnergy: true }]
    await sessions.update(actorOf('verifier'), id, { plan: null, verifications, checklist: null })
    await locks.remove(actorOf('requester'), lock.id, null)
    await locks.place(actorOf('requester'), request)
    await expect(sessions.apply(actorOf('requester'), id)).rejects.toMatchObject(
      refusedWith('STATE_CONFLICT', /zero energy not verified/),
    )
  })

  it('is released by the primary only, and not while somebody is at work', async () => {
    const { sessions, locks } = yard.loto
    const id = await yard.applied([point])
    const mine = await yard.lock(id, 'worker')
    await expect(sessions.release(actorOf('requester'), id, null)).rejects.toMatchObject(
      refusedWith('STATE_CONFLICT', /Personal locks are still on: Worker/),
    )
    await locks.remove(actorOf('worker'), mine, null)
    await expect(sessions.release(actorOf('requester'), id, null)).rejects.toMatchObject(
      refusedWith('STATE_CONFLICT', /tools/),
    )
    await sessions.update(actorOf('requester'), id, CLEARED)
    await expect(sessions.release(actorOf('worker'), id, null)).rejects.toMatchObject(
      refusedWith('PERMISSION_DENIED', /Requester/),
    )
    await sessions.release(actorOf('requester'), id, null)
    const { locks: all } = await sessions.get(actorOf('outsider'), id)
    expect(all.map(({ kind, removal }) => `${kind}: ${removal?.kind}`)).toEqual([
      'equipment: release',
      'personal: owner',
    ])
  })

  it('begins its checklist anew when somebody locks on again', async () => {
    const { sessions, locks } = yard.loto
    const id = await yard.applied([point])
    await sessions.update(actorOf('requester'), id, CLEARED)
    const mine = await yard.lock(id, 'worker')
    await locks.remove(actorOf('worker'), mine, null)
    await expect(sessions.release(actorOf('requester'), id, null)).rejects.toMatchObject(refusedWith('STATE_CONFLICT'))
  })

  it('numbers the sessions of a tenant without a gap, however many are asked for at once', async () => {
    const ids = await Promise.all([...Array(6)].map(() => yard.request([point])))
    const numbers = await Promise.all(
      ids.map(async (id) => (await yard.loto.sessions.get(actorOf('worker'), id)).number),
    )
    expect(numbers.sort()).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('is not there for another tenant', async () => {
    const id = await yard.applied([point])
    const lock = await yard.lock(id, 'worker')
    const stranger = actorOf('worker', 'another')
    await expect(yard.loto.sessions.get(stranger, id)).rejects.toMatchObject(refusedWith('RESOURCE_NOT_FOUND'))
    await expect(yard.loto.locks.remove(stranger, lock, null)).rejects.toMatchObject(refusedWith('RESOURCE_NOT_FOUND'))
    expect((await yard.loto.board.view(stranger)).sessions).toEqual([])
  })
})

describe('a personal lock', () => {
  it('comes off by its owner only, whatever others may do', async () => {
    const id = await yard.applied([point])
    const lock = await yard.lock(id, 'worker')
    for (const who of ['requester', 'verifier'] as const)
      await expect(yard.loto.locks.remove(actorOf(who), lock, null)).rejects.toMatchObject(
        refusedWith('PERMISSION_DENIED', /Worker/),
      )
    expect(await stateOf(id)).toBe('working')
  })

  it('outlives the account of its owner, with the name', async () => {
    const id = await yard.applied([point])
    const lock = await yard.lock(id, 'worker')
    await disable('worker')
    await yard.stores.identity.removeUser('worker')
    const session = await yard.loto.sessions.get(actorOf('outsider'), id)
    expect(session.locks.find((each) => each.id === lock)).toMatchObject({
      owner: { id: 'worker', name: 'Worker' },
      removedAt: null,
    })
    expect(session.state).toBe('working')
  })
})

describe('forced removal', () => {
  let id: string
  let lock: string
  beforeEach(async () => {
    id = await yard.applied([point])
    lock = await yard.lock(id, 'worker')
  })
  const remove = (who: Who, change: Partial<Forced> = {}, pin: string | null = null) =>
    yard.loto.locks.removeByForce(actorOf(who), lock, forced(change), pin)

  it('needs two supervisors and three attestations, and is recorded whole', async () => {
    const removed = await remove('approver')
    expect(removed.lock.removal).toEqual({
      kind: 'forced',
      by: { id: 'approver', name: 'Approver' },
      secondSupervisor: { id: 'second', name: 'Second' },
      reason: 'Left for home; phone off',
    })
    expect(removed.session.state).toBe('clearing')
    const events = await yard.loto.sessions.events(actorOf('outsider'), id)
    expect(events.at(-1)).toMatchObject({
      action: 'force_remove',
      fromState: 'working',
      toState: 'clearing',
      detail: { owner: { id: 'worker', name: 'Worker' }, second_supervisor: { id: 'second', name: 'Second' } },
    })
  })

  it.each(['notOnSite', 'contactAttempted', 'willBeTold'] as const)('is refused when %s is not so', async (which) => {
    const attestations = { notOnSite: true, contactAttempted: true, willBeTold: true, [which]: false }
    await expect(remove('approver', { attestations })).rejects.toMatchObject(refusedWith('BUSINESS_RULE_VIOLATION'))
    expect(await stateOf(id)).toBe('working')
  })

  it.each([
    ['by one who is no supervisor', 'requester', {}, 'PERMISSION_DENIED'],
    ['with the same supervisor twice', 'approver', { secondSupervisorId: 'approver' }, 'BUSINESS_RULE_VIOLATION'],
    ['with a second who is no supervisor', 'approver', { secondSupervisorId: 'requester' }, 'BUSINESS_RULE_VIOLATION'],
    ['with the owner as the second', 'approver', { secondSupervisorId: 'worker' }, 'BUSINESS_RULE_VIOLATION'],
    ['with a second who does not exist', 'approver', { secondSupervisorId: 'nobody' }, 'BUSINESS_RULE_VIOLATION'],
  ] as const)('is refused %s', async (_how, who, change, code) => {
    await expect(remove(who, change)).rejects.toMatchObject({ code })
    expect(await stateOf(id)).toBe('working')
  })

  it('is refused with a second whose account is disabled', async () => {
    await disable('second')
    await expect(remove('approver')).rejects.toMatchObject(refusedWith('BUSINESS_RULE_VIOLATION'))
  })

  it('asks the second for their PIN when they have one', async () => {
    const second = { ...actorOf('second'), permissions: new Set(['loto:work', 'loto:read'] as const) }
    await yard.loto.pins.set(second, 'password', '4711')
    await expect(remove('approver')).rejects.toMatchObject(refusedWith('BUSINESS_RULE_VIOLATION', /PIN/))
    await expect(remove('approver', { secondSupervisorPin: '0000' })).rejects.toMatchObject(
      refusedWith('BUSINESS_RULE_VIOLATION', /PIN/),
    )
    await remove('approver', { secondSupervisorPin: '4711' })
    expect(await stateOf(id)).toBe('clearing')
  })

  it('is not a way to take off one’s own lock', async () => {
    const supervising = {
      ...actorOf('approver'),
      permissions: new Set(['loto:work', 'loto:read', 'loto:supervise'] as const),
    }
    const request = { sessionId: id, kind: 'personal', pointId: null, tag: null, pin: null } as const
    const own = await yard.loto.locks.place(supervising, request)
    await expect(yard.loto.locks.removeByForce(supervising, own.lock.id, forced(), null)).rejects.toMatchObject(
      refusedWith('BUSINESS_RULE_VIOLATION'),
    )
  })

  it('never opens the equipment locks of an applied lock-out', async () => {
    const session = await yard.loto.sessions.get(actorOf('outsider'), id)
    const equipment = session.locks.find(({ kind }) => kind === 'equipment')?.id ?? ''
    await expect(yard.loto.locks.removeByForce(actorOf('approver'), equipment, forced(), null)).rejects.toMatchObject(
      refusedWith('STATE_CONFLICT'),
    )
  })

  it('frees an isolation whose locks nobody can open any more, so that it can be cancelled', async () => {
    const other = await yard.point('pump')
    const lost = await yard.request([other])
    await yard.loto.sessions.approve(actorOf('approver'), lost, null)
    const placed = await yard.loto.locks.place(actorOf('worker'), {
      sessionId: lost,
      kind: 'equipment',
      pointId: other,
      tag: 'tag',
      pin: null,
    })
    await expect(yard.loto.sessions.cancel(actorOf('requester'), lost, 'x')).rejects.toMatchObject(
      refusedWith('STATE_CONFLICT', /Worker/),
    )
    await yard.loto.locks.removeByForce(actorOf('approver'), placed.lock.id, forced(), null)
    await yard.loto.sessions.cancel(actorOf('requester'), lost, 'wrong pump')
    expect(await stateOf(lost)).toBe('cancelled')
  })

  it('lets two supervisors release for a primary who is gone, once nobody is at work', async () => {
    const { locks, sessions } = yard.loto
    const release = (who: Who) => locks.releaseByForce(actorOf(who), id, forced(), null)
    await expect(release('approver')).rejects.toMatchObject(refusedWith('STATE_CONFLICT', /Worker/))
    await locks.remove(actorOf('worker'), lock, null)
    const supervising = { ...actorOf('approver'), permissions: new Set(['loto:work', 'loto:supervise'] as const) }
    await sessions.update(supervising, id, CLEARED)
    await expect(release('worker')).rejects.toMatchObject(refusedWith('PERMISSION_DENIED'))
    const released = await release('approver')
    expect(released).toMatchObject({
      state: 'released',
      forcedRelease: { by: { id: 'approver' }, secondSupervisor: { id: 'second' } },
    })
  })
})

describe('a handover', () => {
  let id: string
  let outgoing: string
  beforeEach(async () => {
    id = await yard.applied([point])
    outgoing = await yard.lock(id, 'requester')
  })
  const offer = () => yard.loto.locks.offer(actorOf('requester'), { lockId: outgoing }, 'worker', null)
  const owners = async () =>
    (await yard.loto.sessions.get(actorOf('outsider'), id)).locks
      .filter(({ kind, removedAt }) => kind === 'personal' && removedAt === null)
      .map(({ owner }) => owner.id)

  it('puts the incoming lock on before the outgoing one is off, and makes the receiver primary', async () => {
    const { id: handover } = await offer()
    await yard.loto.locks.accept(actorOf('worker'), handover, null)
    const session = await yard.loto.sessions.get(actorOf('outsider'), id)
    expect(await owners()).toEqual(['worker'])
    expect(session).toMatchObject({ state: 'working', primary: { id: 'worker' } satisfies Partial<Person> })
    expect(session.locks.find((lock) => lock.id === outgoing)?.removal).toMatchObject({
      kind: 'handover',
      by: { id: 'requester' },
    })
  })

  it('that fails in the middle leaves the outgoing lock on', async () => {
    const { id: handover } = await offer()
    const before = yard.crash()
    await yard.db.schema.alterTable('loto_event').renameTo('loto_event_away').execute()
    await expect(yard.loto.locks.accept(actorOf('worker'), handover, null)).rejects.toThrow()
    expect(await owners()).toEqual(['requester'])
    await yard.close()
    yard = await Yard.open(before)
    await yard.loto.locks.accept(actorOf('worker'), handover, null)
    expect(await owners()).toEqual(['worker'])
  })

  it('is accepted once, even when the button is pressed twice', async () => {
    const { id: handover } = await offer()
    const both = await Promise.allSettled([
      yard.loto.locks.accept(actorOf('worker'), handover, null),
      yard.loto.locks.accept(actorOf('worker'), handover, null),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await owners()).toEqual(['worker'])
  })

  it.each(['verifier', 'approver'] as const)('is not accepted by %s, to whom it was not offered', async (who) => {
    const { id: handover } = await offer()
    await expect(yard.loto.locks.accept(actorOf(who), handover, null)).rejects.toMatchObject(
      refusedWith('PERMISSION_DENIED'),
    )
    expect(await owners()).toEqual(['requester'])
  })

  it('is gone when the lock came off meanwhile', async () => {
    const { id: handover } = await offer()
    await yard.loto.locks.remove(actorOf('requester'), outgoing, null)
    await expect(yard.loto.locks.accept(actorOf('worker'), handover, null)).rejects.toMatchObject(
      refusedWith('STATE_CONFLICT'),
    )
    expect(await owners()).toEqual([])
  })

  it('can be declined or taken back, and offered again', async () => {
    const first = await offer()
    await expect(offer()).rejects.toMatchObject(refusedWith('STATE_CONFLICT'))
    expect(await yard.loto.locks.endOffer(actorOf('worker'), first.id, 'declined')).toMatchObject({
      status: 'declined',
    })
    const second = await offer()
    await expect(yard.loto.locks.endOffer(actorOf('worker'), second.id, 'withdrawn')).rejects.toMatchObject(
      refusedWith('PERMISSION_DENIED'),
    )
    await yard.loto.locks.endOffer(actorOf('requester'), second.id, 'withdrawn')
    expect(await yard.loto.locks.offers(actorOf('worker'))).toEqual([])
    expect(await owners()).toEqual(['requester'])
  })

  it('goes only to somebody who may work', async () => {
    for (const to of ['outsider', 'nobody', 'requester'])
      await expect(yard.loto.locks.offer(actorOf('requester'), { lockId: outgoing }, to, null)).rejects.toThrow()
  })

  it('passes the part of the primary alone when no lock is on', async () => {
    await yard.loto.locks.remove(actorOf('requester'), outgoing, null)
    const { id: handover, lockId } = await yard.loto.locks.offer(
      actorOf('requester'),
      { sessionId: id },
      'worker',
      null,
    )
    expect(lockId).toBeNull()
    await yard.loto.locks.accept(actorOf('worker'), handover, null)
    await yard.loto.sessions.update(actorOf('worker'), id, CLEARED)
    await yard.loto.sessions.release(actorOf('worker'), id, null)
    expect(await stateOf(id)).toBe('released')
  })
})

describe('a PIN', () => {
  const set = (pin = '2468') => yard.loto.pins.set(actorOf('worker'), 'password', pin)

  it('is asked for at lock and unlock once it is set', async () => {
    const id = await yard.applied([point])
    await set()
    await expect(yard.lock(id, 'worker')).rejects.toMatchObject(refusedWith('BUSINESS_RULE_VIOLATION', /PIN/))
    await expect(yard.lock(id, 'worker', '1111')).rejects.toMatchObject(refusedWith('BUSINESS_RULE_VIOLATION', /PIN/))
    const lock = await yard.lock(id, 'worker', '2468')
    await expect(yard.loto.locks.remove(actorOf('worker'), lock, null)).rejects.toMatchObject(
      refusedWith('BUSINESS_RULE_VIOLATION', /PIN/),
    )
    await yard.loto.locks.remove(actorOf('worker'), lock, '2468')
  })

  it('is set against the password only', async () => {
    await expect(yard.loto.pins.set(actorOf('worker'), 'guess', '2468')).rejects.toMatchObject(
      refusedWith('BUSINESS_RULE_VIOLATION', /password/),
    )
    expect(await yard.loto.pins.status(actorOf('worker'))).toMatchObject({ isSet: false })
    await set()
    expect(await yard.loto.pins.status(actorOf('worker'))).toMatchObject({ isSet: true })
    await yard.loto.pins.remove(actorOf('worker'), 'password')
    expect(await yard.loto.pins.status(actorOf('worker'))).toMatchObject({ isSet: false })
  })

  it('bears few attempts, the right one included, also all at once and over a restart', async () => {
    const id = await yard.applied([point])
    await set()
    const guesses = await Promise.allSettled(
      [...Array(12)].map((_, guess) => yard.lock(id, 'worker', `00${10 + guess}`)),
    )
    const codes = guesses.map((guess) => (guess.status === 'rejected' ? guess.reason.code : 'let in'))
    expect(codes.filter((code) => code === 'BUSINESS_RULE_VIOLATION')).toHaveLength(MAX_WRONG_PINS)
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(12 - MAX_WRONG_PINS)
    const left = yard.crash()
    await yard.close()
    yard = await Yard.open(left)
    await expect(yard.lock(id, 'worker', '2468')).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfterS: 900 })
    await yard.clock.advance(PIN_LOCK_MS + 1)
    await yard.lock(id, 'worker', '2468')
  })

  it('that is right forgives the wrong ones before', async () => {
    const id = await yard.applied([point])
    await set()
    for (let round = 0; round < 3; round++) {
      for (let wrong = 1; wrong < MAX_WRONG_PINS; wrong++)
        await expect(yard.lock(id, 'worker', '0000')).rejects.toMatchObject(refusedWith('BUSINESS_RULE_VIOLATION'))
      const lock = await yard.lock(id, 'worker', '2468')
      await yard.loto.locks.remove(actorOf('worker'), lock, '2468')
    }
  })
})

describe('an isolation point', () => {
  const keeper = { ...actorOf('approver'), permissions: new Set(['loto:write', 'loto:read'] as const) }

  it('stays as it is while a session plans with it or holds it', async () => {
    const id = await yard.request([point])
    await expect(yard.loto.points.remove(keeper, point)).rejects.toMatchObject(refusedWith('STATE_CONFLICT'))
    await expect(yard.loto.points.change(keeper, point, { deviceId: 'lamp' })).rejects.toMatchObject(
      refusedWith('STATE_CONFLICT'),
    )
    await yard.loto.sessions.cancel(actorOf('requester'), id, 'not needed')
    await yard.loto.points.remove(keeper, point)
    expect((await yard.loto.sessions.get(keeper, id)).points).toMatchObject([{ id: point, name: 'pedestal-2' }])
    await expect(yard.request([point])).rejects.toMatchObject(refusedWith('RESOURCE_NOT_FOUND'))
  })

  it('does not lie in another tenant', async () => {
    const foreign = { ...keeper, tenantId: 'another' }
    await expect(yard.loto.points.change(foreign, point, { name: 'x' })).rejects.toMatchObject(
      refusedWith('RESOURCE_NOT_FOUND'),
    )
    await expect(yard.point('x', { deviceId: 'none' })).rejects.toMatchObject(refusedWith('RESOURCE_NOT_FOUND'))
  })
})

describe('the board', () => {
  it('tells who is working where, what is locked out and what waits for whom', async () => {
    const id = await yard.applied([point])
    await yard.lock(id, 'worker')
    await yard.request([point], 'worker')
    const board = await yard.loto.board.view(actorOf('approver'))
    expect(board.sessions.map(({ session }) => session.state)).toEqual(['working', 'requested'])
    expect(board.lockedDeviceIds).toEqual(['pedestal-2', 'socket'])
    expect(board.awaitingMyApproval).toBe(1)
    expect((await yard.loto.board.people(actorOf('worker'))).map(({ id: who }) => who)).toHaveLength(6)
    expect(yard.loto.isLockedOut('socket')).toBe(true)
    expect(yard.loto.isLockedOut('pedestal-1')).toBe(false)
  })
})
