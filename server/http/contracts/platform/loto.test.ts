import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestHub, type TestHub } from '../../test-hub.ts'
import { makeMarina } from '../../test-marina.ts'
import { lockWire, pointWire, sessionWire } from './loto-wire.ts'

let test: TestHub
let marina: Awaited<ReturnType<typeof makeMarina>>
const tokens: Record<string, string> = {}
const users: Record<string, string> = {}

/** Mehmet and Ayşe work, Selim and Deniz supervise; the administrator may do all. */
const CREW = [
  ['mehmet', 'Technician'],
  ['ayse', 'Technician'],
  ['selim', 'Supervisor'],
  ['deniz', 'Supervisor'],
] as const

beforeAll(async () => {
  test = await startTestHub()
  marina = await makeMarina(test)
  const roles = (await test.call('GET', '/api/roles')).body.items as { id: string; name: string }[]
  for (const [name, role] of CREW) {
    const email = `${name}@firma.com`
    const roleId = roles.find((each) => each.name === role)?.id
    const user = await test.call('POST', '/api/users', {
      json: { email, password: 'Kilitli123!', name, role_id: roleId },
    })
    users[name] = user.body.id
    await test.clock.advance(60_000)
    const login = await test.call('POST', '/api/auth/login', { token: null, json: { email, password: 'Kilitli123!' } })
    tokens[name] = login.body.access_token
  }
})
afterAll(() => test.stop())

type Name = (typeof CREW)[number][0]
const as = (name: Name, method: string, path: string, json?: unknown, language = 'en') =>
  test.call(method, path, { token: tokens[name] ?? null, json, headers: { 'accept-language': language } })

async function done(name: Name, method: string, path: string, json: unknown, status = 200) {
  const answer = await as(name, method, path, json)
  expect(answer.status, answer.text).toBe(status)
  return answer.body
}
const isolation = { name: 'Pedestal B12', energy_type: 'electrical', isolation_method: 'Q12 off, padlocked' }

let pointId: string
let sessionId: string
const equipment = () => ({ session_id: sessionId, point_id: pointId, kind: 'equipment', tag: 'Mehmet, 0555' })
const zero = () => [{ point_id: pointId, method: 'Two-pole tester, all phases', reading: 0, is_zero_energy: true }]

describe('the lines of LOTO', () => {
  it('POST and GET /api/loto/points', async () => {
    const point = await done('mehmet', 'POST', '/api/loto/points', { ...isolation, device_id: marina.pedestal.id }, 201)
    expect(pointWire.strict().parse(point)).toMatchObject({
      ...isolation,
      device_id: marina.pedestal.id,
      device_name: 'B-12',
      state: 'free',
      session_ids: [],
      location: null,
    })
    pointId = point.id
    const list = await done('mehmet', 'GET', '/api/loto/points?sort_by=name&energy_type=electrical', undefined)
    expect(list).toMatchObject({ total: 1, skip: 0, limit: 50, items: [{ id: pointId }] })
  })

  it('POST and GET /api/loto/sessions', async () => {
    const session = await done(
      'mehmet',
      'POST',
      '/api/loto/sessions',
      {
        title: 'Socket replacement',
        reason: 'Burnt contact',
        point_ids: [pointId],
        worker_ids: [users.ayse],
        planned_start: '2026-06-01T10:00:00Z',
        planned_end: '2026-06-01T12:00:00Z',
      },
      201,
    )
    expect(sessionWire.strict().parse(session)).toMatchObject({
      number: 1,
      status: 'requested',
      point_ids: [pointId],
      worker_ids: [users.ayse],
      requested_by: { id: users.mehmet, name: 'mehmet' },
      planned_end: '2026-06-01T12:00:00.000Z',
      allowed_actions: ['edit', 'cancel'],
    })
    expect(session.blocked.apply).toMatch(/locked and tagged first/)
    sessionId = session.id
    const list = await done(
      'ayse',
      'GET',
      `/api/loto/sessions?status=requested,approved&worker_id=${users.ayse}`,
      undefined,
    )
    expect(list).toMatchObject({ total: 1, items: [{ id: sessionId, blocked: {} }] })
    expect((await as('ayse', 'GET', '/api/loto/sessions?status=closed')).body.total).toBe(0)
    expect((await as('ayse', 'GET', '/api/loto/sessions?sort_by=status&sort_order=asc')).body.total).toBe(1)
  })

  it('GET and PUT /api/loto/sessions/{id}', async () => {
    const changed = await done('mehmet', 'PUT', `/api/loto/sessions/${sessionId}`, { title: 'Socket of B12' })
    expect(changed.title).toBe('Socket of B12')
    const read = await done('ayse', 'GET', `/api/loto/sessions/${sessionId}`, undefined)
    expect(sessionWire.strict().parse(read)).toMatchObject({ title: 'Socket of B12', reason: 'Burnt contact' })
  })

  it('POST …/approve, by somebody else', async () => {
    const own = await test.call('POST', '/api/loto/sessions', {
      json: { title: 'Mine', reason: 'x', point_ids: [pointId] },
    })
    const approval = await test.call('POST', `/api/loto/sessions/${own.body.id}/approve`)
    expect([approval.status, approval.body.error_code]).toEqual([422, 'BUSINESS_RULE_VIOLATION'])
    const rejected = await done('selim', 'POST', `/api/loto/sessions/${own.body.id}/reject`, { reason: 'Not today' })
    expect(rejected).toMatchObject({ status: 'rejected', rejection_reason: 'Not today' })
    expect(await done('selim', 'POST', `/api/loto/sessions/${sessionId}/approve`, { note: 'Go' })).toMatchObject({
      status: 'approved',
      approved_by: { id: users.selim },
    })
  })

  it('POST /api/loto/locks, the tag with it, and the zero-energy verification by somebody else', async () => {
    const lock = await done('mehmet', 'POST', '/api/loto/locks', equipment(), 201)
    expect(lockWire.strict().parse(lock)).toMatchObject({
      kind: 'equipment',
      point_id: pointId,
      owner: { id: users.mehmet },
      removed_at: null,
      can_remove: true,
      can_force: false,
    })
    const early = await as('mehmet', 'POST', `/api/loto/sessions/${sessionId}/apply`, {})
    expect(early.body).toEqual({
      detail: 'The lock-out cannot be applied yet; zero energy not verified: Pedestal B12',
      error_code: 'STATE_CONFLICT',
    })
    const verified = await done('ayse', 'PUT', `/api/loto/sessions/${sessionId}`, { verifications: zero() })
    expect(verified.verifications).toMatchObject([{ reading: 0, verified_by: { id: users.ayse } }])
    expect((await as('ayse', 'POST', `/api/loto/sessions/${sessionId}/apply`, {})).status).toBe(422)
  })

  it('POST …/apply locks the device out on every path', async () => {
    expect(await done('mehmet', 'POST', `/api/loto/sessions/${sessionId}/apply`, {})).toMatchObject({
      status: 'applied',
      applied_by: { id: users.mehmet },
    })
    expect((await as('mehmet', 'GET', '/api/loto/points')).body.items[0]).toMatchObject({
      state: 'locked_out',
      session_ids: [sessionId],
    })
    const tenantId = (await test.hub.core.identity.authenticate(tokens.mehmet ?? '')).tenantId
    await expect(
      test.hub.core.loto.interlock.requireFree({ tenantId, deviceId: marina.pedestal.id }),
    ).rejects.toMatchObject({ code: 'STATE_CONFLICT', extra: { reason: 'LOTO_ACTIVE', session_id: sessionId } })
    await test.hub.core.loto.interlock.requireFree({ tenantId, deviceId: marina.meter.id })
  })

  it('a locked-out device keeps its place, and only that', async () => {
    const path = `/api/devices/${marina.pedestal.id}`
    for (const [method, json] of [
      ['PUT', { parent_id: null }],
      ['PUT', { external_id: 'elsewhere' }],
      ['DELETE', undefined],
    ] as const) {
      const { status, body } = await test.call(method, path, { json })
      expect([status, body?.reason, body?.session_id]).toEqual([409, 'LOTO_ACTIVE', sessionId])
    }
    const gateway = `/api/gateways/${marina.mqtt.id}`
    expect((await test.call('PUT', gateway, { json: { subregion_id: marina.subregion.id } })).status).toBe(409)
    expect((await test.call('PUT', path, { json: { name: 'Pedestal B12' } })).status).toBe(200)
    expect((await test.call('PUT', path, { json: { name: 'B-12' } })).status).toBe(200)
  })

  it('DELETE /api/loto/locks/{id}: the owner, or two supervisors with all three attestations', async () => {
    const lock = await done('ayse', 'POST', '/api/loto/locks', { session_id: sessionId, kind: 'personal' }, 201)
    expect((await as('mehmet', 'GET', `/api/loto/sessions/${sessionId}`)).body.status).toBe('working')
    const byAnother = await as('selim', 'DELETE', `/api/loto/locks/${lock.id}`)
    expect([byAnother.status, byAnother.body.error_code]).toEqual([403, 'PERMISSION_DENIED'])
    const attestations = { not_on_site: true, contact_attempted: true, will_be_told: true }
    const forced = { second_supervisor_id: users.deniz, attestations, reason: 'Went home' }
    const half = { ...forced, attestations: { ...attestations, will_be_told: false } }
    expect((await as('selim', 'DELETE', `/api/loto/locks/${lock.id}`, { forced: half })).status).toBe(422)
    expect((await as('mehmet', 'DELETE', `/api/loto/locks/${lock.id}`, { forced })).status).toBe(403)
    const removed = await done('selim', 'DELETE', `/api/loto/locks/${lock.id}`, { forced })
    expect(lockWire.strict().parse(removed).removal).toMatchObject({
      kind: 'forced',
      by: { id: users.selim },
      second_supervisor: { id: users.deniz },
      reason: 'Went home',
    })
    expect((await as('selim', 'DELETE', `/api/loto/locks/${lock.id}`, { forced })).status).toBe(409)
  })

  it('POST …/release, by the primary only', async () => {
    await done('ayse', 'POST', '/api/loto/locks', { session_id: sessionId, kind: 'personal' }, 201)
    const inside = await as('mehmet', 'POST', `/api/loto/sessions/${sessionId}/release`)
    expect([inside.status, inside.body.detail]).toEqual([409, 'Personal locks are still on: ayse'])
    const session = (await as('ayse', 'GET', `/api/loto/sessions/${sessionId}`)).body
    const own = session.locks.find((lock: { can_remove: boolean }) => lock.can_remove)
    await done('ayse', 'DELETE', `/api/loto/locks/${own.id}`, undefined)
    const checklist = { tools_cleared: true, people_cleared: true }
    await done('mehmet', 'PUT', `/api/loto/sessions/${sessionId}`, { checklist })
    expect((await as('ayse', 'POST', `/api/loto/sessions/${sessionId}/release`)).status).toBe(403)
    expect(await done('mehmet', 'POST', `/api/loto/sessions/${sessionId}/release`, { note: 'Done' })).toMatchObject({
      status: 'released',
    })
    expect(await done('mehmet', 'POST', `/api/console/loto/sessions/${sessionId}/close`, {})).toMatchObject({
      status: 'closed',
      allowed_actions: [],
    })
  })

  it.each([
    ['an unknown field', 'POST', '/api/loto/points', { ...isolation, colour: 'red' }, ['body', 'colour']],
    [
      'an unknown energy',
      'POST',
      '/api/loto/points',
      { ...isolation, energy_type: 'psychic' },
      ['body', 'energy_type'],
    ],
    [
      'a session without points',
      'POST',
      '/api/loto/sessions',
      { title: 'x', reason: 'y', point_ids: [] },
      ['body', 'point_ids'],
    ],
    ['a lock of no kind', 'POST', '/api/loto/locks', { session_id: 'x', kind: 'combination' }, ['body', 'kind']],
    ['a rejection without a reason', 'POST', '/api/loto/sessions/x/reject', {}, ['body', 'reason']],
  ] as const)('refuse %s by name', async (_what, method, path, json, loc) => {
    const { status, body } = await test.call(method, path, { json })
    expect(status).toBe(422)
    expect(body.detail).toContainEqual(expect.objectContaining({ loc }))
  })

  it.each([
    ['GET', '/api/loto/sessions/none'],
    ['POST', '/api/loto/sessions/none/apply'],
    ['DELETE', '/api/loto/locks/none'],
  ])('answer %s %s of what is not there with 404', async (method, path) => {
    const { status, body } = await test.call(method, path)
    expect([status, body.error_code]).toEqual([404, 'RESOURCE_NOT_FOUND'])
  })
})

describe('what the board needs beyond the contract', () => {
  it('PINs, handovers, events, people and the board itself', async () => {
    const { body: fresh } = await as('mehmet', 'POST', '/api/loto/sessions', {
      title: 'Night shift',
      reason: 'Cable',
      point_ids: [pointId],
    })
    sessionId = fresh.id
    await done('selim', 'POST', `/api/loto/sessions/${sessionId}/approve`, {})
    await done('mehmet', 'POST', '/api/loto/locks', equipment(), 201)
    await done('ayse', 'PUT', `/api/loto/sessions/${sessionId}`, { verifications: zero() })
    await done('mehmet', 'POST', `/api/loto/sessions/${sessionId}/apply`, {})
    await done('mehmet', 'PUT', '/api/console/loto/pin', { password: 'Kilitli123!', pin: '2468' })
    const personal = { session_id: sessionId, kind: 'personal' }
    expect((await as('mehmet', 'POST', '/api/loto/locks', personal)).status).toBe(422)
    const lock = await done('mehmet', 'POST', '/api/loto/locks', { ...personal, pin: '2468' }, 201)
    const offer = await done(
      'mehmet',
      'POST',
      `/api/console/loto/locks/${lock.id}/handover`,
      { to_user_id: users.ayse, pin: '2468' },
      201,
    )
    expect((await as('ayse', 'GET', '/api/console/loto/board')).body).toMatchObject({
      offers_to_me: 1,
      locked_device_ids: [marina.pedestal.id],
      sessions: [{ status: 'working', locks_count: 2, personal: [{ user: { name: 'mehmet' } }], is_overdue: false }],
    })
    expect(await done('ayse', 'POST', `/api/console/loto/handovers/${offer.id}/accept`, {})).toMatchObject({
      status: 'accepted',
      is_primary: true,
    })
    const session = await done('ayse', 'GET', `/api/loto/sessions/${sessionId}`, undefined)
    expect(session).toMatchObject({ status: 'working', primary: { id: users.ayse }, handovers: [] })
    const events = await done('ayse', 'GET', `/api/console/loto/sessions/${sessionId}/events`, undefined)
    expect(events.items.at(-1)).toMatchObject({ action: 'handover', actor: { name: 'ayse' }, to_status: 'working' })
    const people = (await as('ayse', 'GET', '/api/console/loto/people')).body.items
    expect(people).toHaveLength(5)
    expect(people.find((each: { id: string }) => each.id === users.selim)).toMatchObject({ can_supervise: true })
    const held = await as('mehmet', 'DELETE', `/api/console/loto/points/${pointId}`)
    expect([held.status, held.body.error_code]).toEqual([409, 'STATE_CONFLICT'])
  })

  it('raises a critical incident when a locked device shows a voltage, and clears it by itself', async () => {
    const incidents = async () =>
      (await test.call('GET', `/api/alarms/incidents?device_id=${marina.pedestal.id}`)).body.items
    const say = async (volts: number) => {
      await test.clock.advance(1_000)
      const values = { voltage_l1: volts }
      await test.intake.readings([{ deviceId: marina.pedestal.id, at: test.clock.now(), values, quality: 'good' }])
      await test.clock.advance(2_000)
      await test.hub.core.alarms.settled()
    }
    await say(230)
    expect(await incidents()).toMatchObject([
      {
        severity: 'critical',
        status: 'active',
        policy_id: null,
        message: expect.stringMatching(/KİLİT ALTINDA ENERJİ/),
      },
    ])
    await say(0)
    expect(await incidents()).toMatchObject([{ severity: 'critical', status: 'cleared' }])
  })
})
