import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { WriteOutcome } from '../../../core/outside.ts'
import { startTestHub, type TestHub } from '../../test-hub.ts'
import { makeMarina } from '../../test-marina.ts'

let test: TestHub
let breaker: { id: string; gateway_id: string }
let vebus: { id: string }

beforeEach(async () => {
  test = await startTestHub()
  const { modbus } = await makeMarina(test)
  const made = async (name: string, template: string, slave: number) =>
    (
      await test.call('POST', '/api/devices', {
        json: { name, device_type: 'breaker', gateway_id: modbus.id, slave_id: slave, template_id: template },
      })
    ).body
  breaker = await made('B12 kesici', 'relay-driven-contactor', 51)
  vebus = await made('Multi', 'victron-gx-vebus', 52)
})
afterEach(() => test.stop())

const write = (id: string, json: Record<string, unknown>, options = {}) =>
  test.call('POST', `/api/console/devices/${id}/write`, { json, ...options })
const points = async (id: string, options = {}) =>
  (await test.call('GET', `/api/console/devices/${id}/points`, options)).body.items
const trail = async (id: string) =>
  (await test.call('GET', `/api/console/audit?entity=device&skip=0&limit=50`)).body.items
    .filter(
      (entry: { entity_id: string; action: string }) => entry.entity_id === id && entry.action.startsWith('write'),
    )
    .map(({ action, detail }: { action: string; detail: object }) => ({ action, detail }))
    .reverse()

async function role(permissions: readonly string[]): Promise<string> {
  const made = await test.call('POST', '/api/roles', { json: { name: permissions.join(' '), permissions } })
  const email = `someone${permissions.length}@firma.com`
  const json = { email, password: 'BaskaSifre123!', role_id: made.body.id }
  await test.call('POST', '/api/users', { json })
  const login = { email, password: 'BaskaSifre123!' }
  return (await test.call('POST', '/api/auth/login', { json: login, token: null })).body.access_token
}

describe('points', () => {
  it('are those of the template, with what each of their values does', async () => {
    const [point] = await points(breaker.id, { headers: { 'accept-language': 'en' } })
    expect(point).toEqual({
      point: 'breaker',
      name: 'Breaker',
      kind: 'switch',
      metric: 'state',
      unit: '',
      min: null,
      max: null,
      step: null,
      options: [
        {
          value: 0,
          name: 'Open (off)',
          effect: 'opens: the berths behind it lose shore power',
          is_energising: false,
        },
        {
          value: 1,
          name: 'Closed (on)',
          effect: 'closes: the berths behind it get shore power',
          is_energising: true,
        },
      ],
      value: null,
      quality: null,
      timestamp: null,
      locked_by: null,
      is_online: false,
    })
    expect((await points(vebus.id))[0]).toMatchObject({ point: 'shore_current_limit', unit: 'A', min: 0, max: 100 })
  })

  it('carry the present value with its age and quality', async () => {
    const at = test.clock.now()
    await test.intake.readings([{ deviceId: breaker.id, at, values: { state: 1 }, quality: 'good' }])
    expect((await points(breaker.id))[0]).toMatchObject({
      value: 1,
      quality: 'good',
      timestamp: new Date(at).toISOString(),
      is_online: true,
    })
  })

  it('are none where the template declares none', async () => {
    const { body } = await test.call('GET', '/api/devices?name=B-12')
    expect(await points(body.items[0].id)).toEqual([])
  })
})

describe('a write', () => {
  it('reaches the device, and is audited before and after', async () => {
    const { status, body } = await write(breaker.id, { point: 'breaker', value: 0, reason: 'Tekne ayrıldı' })
    expect([status, body]).toEqual([200, { point: 'breaker', requested: 0, read_back: 0, confirmed: true }])
    expect(test.hardware.writes).toEqual([{ deviceId: breaker.id, point: 'breaker', value: 0 }])
    const asked = { name: 'B12 kesici', point: 'breaker', value: 0 }
    expect(await trail(breaker.id)).toEqual([
      { action: 'write_requested', detail: { ...asked, reason: 'Tekne ayrıldı' } },
      { action: 'write_confirmed', detail: { ...asked, readBack: 0, isConfirmed: true, cause: null } },
    ])
  })

  it('takes true and false for a switch', async () => {
    expect((await write(breaker.id, { point: 'breaker', value: true })).body).toMatchObject({ requested: 1 })
    expect(test.hardware.writes).toMatchObject([{ value: 1 }])
  })

  it.each<[string, WriteOutcome, Record<string, unknown>, string]>([
    [
      'that reads back as another value is a mismatch',
      { readBack: 10, isConfirmed: false, cause: null },
      { read_back: 10, confirmed: false },
      'write_mismatch',
    ],
    [
      'that cannot be read back is not confirmed',
      { readBack: null, isConfirmed: false, cause: null },
      { read_back: null, confirmed: false },
      'write_unread',
    ],
    [
      'that the device refused tells why',
      { readBack: null, isConfirmed: false, cause: 'exception 02 (illegal data address)' },
      { read_back: null, confirmed: false, cause: 'exception 02 (illegal data address)' },
      'write_failed',
    ],
  ])('%s', async (_what, outcome, answer, action) => {
    test.hardware.onWrite = async () => outcome
    const { status, body } = await write(vebus.id, { point: 'shore_current_limit', value: 16 })
    expect([status, body]).toEqual([200, { point: 'shore_current_limit', requested: 16, ...answer }])
    expect((await trail(vebus.id)).map((entry: { action: string }) => entry.action)).toEqual([
      'write_requested',
      action,
    ])
  })

  it('during which the hardware runtime goes is told and audited', async () => {
    test.hardware.onWrite = () => Promise.reject(new Error('the port was closed'))
    expect((await write(breaker.id, { point: 'breaker', value: 0 })).body).toMatchObject({
      confirmed: false,
      cause: 'the port was closed',
    })
    expect((await trail(breaker.id)).at(-1)).toMatchObject({ action: 'write_failed' })
  })
})

describe('a write is refused and nothing is sent', () => {
  afterEach(() => expect(test.hardware.writes).toEqual([]))

  it.each([
    ['above its range', { point: 'shore_current_limit', value: 100.5 }, /between 0 A and 100 A/],
    ['below its range', { point: 'shore_current_limit', value: -1 }, /between 0 A and 100 A/],
    ['between two steps', { point: 'shore_current_limit', value: 16.04 }, /steps of 0.1 A/],
    ['that is none of its options', { point: 'mode', value: 5 }, /takes only 1 \(Charger only\)/],
  ])('for a value %s, naming what the point takes', async (_what, json, words) => {
    const { status, body } = await write(vebus.id, json, { headers: { 'accept-language': 'en' } })
    expect([status, body.error_code]).toEqual([422, 'BUSINESS_RULE_VIOLATION'])
    expect(body.detail).toMatch(words)
  })

  it('for a point or a device that is not there', async () => {
    expect((await write(breaker.id, { point: 'nothing', value: 1 })).status).toBe(404)
    expect((await write('no-device', { point: 'breaker', value: 1 })).status).toBe(404)
  })

  it.each([
    { point: 'breaker' },
    { value: 1 },
    { point: 'breaker', value: '1' },
    { point: 'breaker', value: 1, pin: 1 },
  ])('for a body that is none: %j', async (json) => {
    const { status, body } = await write(breaker.id, json)
    expect(status).toBe(422)
    expect(body.detail).toBeInstanceOf(Array)
  })

  it('without the permission to control', async () => {
    const token = await role(['devices:read', 'devices:write', 'measurements:read'])
    expect((await write(breaker.id, { point: 'breaker', value: 0 }, { token })).status).toBe(403)
    expect(await points(breaker.id, { token })).toHaveLength(1)
  })
})

it('a second write of a point waits for nobody: it is told that one is under way', async () => {
  const held = Promise.withResolvers<WriteOutcome>()
  test.hardware.onWrite = ({ point }) =>
    point === 'breaker' ? held.promise : Promise.resolve({ readBack: 16, isConfirmed: true, cause: null })
  const first = write(breaker.id, { point: 'breaker', value: 0 })
  await expect.poll(() => test.hardware.writes.length).toBe(1)
  const second = await write(breaker.id, { point: 'breaker', value: 1 })
  expect([second.status, second.body.error_code]).toEqual([409, 'STATE_CONFLICT'])
  expect((await write(vebus.id, { point: 'shore_current_limit', value: 16 })).status).toBe(200)
  held.resolve({ readBack: 0, isConfirmed: true, cause: null })
  expect((await first).body).toMatchObject({ confirmed: true })
  expect(test.hardware.writes).toHaveLength(2)
})

it('a device that is being isolated takes what switches off, and tells which lock-out stops the rest', async () => {
  const roles = (await test.call('GET', '/api/roles')).body.items as { id: string; name: string }[]
  const login = { email: 'teknisyen@firma.com', password: 'Kilitli123!' }
  const role_id = roles.find(({ name }) => name === 'Technician')?.id
  await test.call('POST', '/api/users', { json: { ...login, role_id } })
  const token = (await test.call('POST', '/api/auth/login', { json: login, token: null })).body.access_token
  const asked = async (path: string, json: object, by: string | undefined = token) =>
    (await test.call('POST', path, { json, ...(by && { token: by }) })).body
  const isolation = { energy_type: 'electrical', isolation_method: 'Q12 açık, asma kilit' }
  const point = await asked('/api/loto/points', { name: 'B12', device_id: breaker.id, ...isolation })
  const session = await asked('/api/loto/sessions', { title: 'Priz', reason: 'Yanık', point_ids: [point.id] })
  expect((await points(breaker.id))[0].locked_by).toBeNull()
  await test.call('POST', `/api/loto/sessions/${session.id}/approve`, { json: {} })
  await asked('/api/loto/locks', { session_id: session.id, point_id: point.id, kind: 'equipment', tag: 'Mehmet' })

  const lockedBy = { session_id: session.id, number: session.number, may_switch_off: true }
  expect((await points(breaker.id))[0].locked_by).toEqual(lockedBy)
  const refused = await write(breaker.id, { point: 'breaker', value: 1 }, { headers: { 'accept-language': 'en' } })
  expect(refused.status).toBe(409)
  expect(refused.body).toMatchObject({
    error_code: 'STATE_CONFLICT',
    reason: 'LOTO_ACTIVE',
    session_id: session.id,
    detail: expect.stringContaining('Locked out'),
  })
  expect(test.hardware.writes).toEqual([])
  expect((await write(breaker.id, { point: 'breaker', value: 0 })).status).toBe(200)
  expect((await trail(breaker.id)).map((entry: { action: string }) => entry.action)).toEqual([
    'write_requested',
    'write_refused',
    'write_requested',
    'write_confirmed',
  ])
})

it('a hub that goes between intent and outcome leaves the intent in the audit', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'quaywatch-control-'))
  const before = await startTestHub({ folder })
  const { modbus } = await makeMarina(before)
  const json = {
    name: 'x',
    device_type: 'breaker',
    gateway_id: modbus.id,
    slave_id: 9,
    template_id: 'relay-driven-contactor',
  }
  const { id } = (await before.call('POST', '/api/devices', { json })).body
  before.hardware.onWrite = () => new Promise(() => undefined)
  const path = `/api/console/devices/${id}/write`
  const unanswered = before
    .call('POST', path, { json: { point: 'breaker', value: 0, reason: 'Bakım' } })
    .catch(() => null)
  await expect.poll(() => before.hardware.writes.length).toBe(1)
  await before.stop()
  await unanswered

  const after = await startTestHub({ folder })
  const { items } = (await after.call('GET', '/api/console/audit?entity=device&skip=0&limit=50')).body
  const writes = items.filter(({ action }: { action: string }) => action.startsWith('write'))
  expect(writes).toMatchObject([{ action: 'write_requested', entity_id: id, detail: { value: 0, reason: 'Bakım' } }])
  await after.stop()
  await rm(folder, { recursive: true })
})
