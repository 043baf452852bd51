import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ADMIN, startTestHub, type TestHub } from '../../test-hub.ts'

const MINUTE = 60_000

let test: TestHub
let token: string
let firmwareId: string
let serial = 0

async function signIn() {
  token = (await test.hub.core.identity.login(ADMIN.email, ADMIN.password, null)).accessToken
}

/** Time goes by, longer than a session's token lives. */
async function pass(ms: number) {
  await test.clock.advance(ms)
  await signIn()
}

const call = (method: string, path: string, json?: unknown) =>
  test.call(method, path, { token, ...(json === undefined ? {} : { json }) })

async function made(path: string, json?: unknown) {
  const answer = await call('POST', path, json)
  if (answer.status >= 300) throw new Error(`POST ${path}: ${answer.status} ${answer.text}`)
  return answer.body
}

async function upload(version: string, more: Record<string, string> = {}): Promise<string> {
  await test.clock.advance(1_000)
  const form = new FormData()
  for (const [name, value] of Object.entries({ name: 'Node', version, device_type: 'dock_node', ...more }))
    form.append(name, value)
  form.append('file', new Blob([`firmware ${version}`]), 'node.bin')
  const answer = await fetch(`${test.hub.url}/api/firmware/versions`, {
    method: 'POST',
    body: form,
    headers: { authorization: `Bearer ${token}` },
  })
  return ((await answer.json()) as { id: string }).id
}

async function release(version: string, more: Record<string, string> = {}): Promise<string> {
  const id = await upload(version, more)
  await made(`/api/firmware/versions/${id}/release`)
  return id
}

/** A gateway that a test speaks for. */
async function gateway(isOnline = true): Promise<string> {
  serial++
  const { id } = await made('/api/gateways', {
    name: `Node ${serial}`,
    type: 'mqtt',
    connection: { client_id: `node-${serial}` },
  })
  if (isOnline) await link(id, true)
  return id
}

/** Means nothing, but is taken in turn: when it is done, so is everything before it. */
const NOBODYS = { id: 'nobody', state: 'failed' }

const settled = () => new Promise((resolve) => setImmediate(resolve))

async function link(gatewayId: string, isOnline: boolean) {
  await test.clock.advance(1_000)
  await test.intake.links([{ gatewayId, isOnline, since: test.clock.now(), cause: isOnline ? null : 'last will' }])
  await say(gatewayId, NOBODYS)
}

async function say(gatewayId: string, status: object) {
  await test.intake.reports([
    {
      gatewayId,
      topic: 'ota/status',
      payload: JSON.stringify(status),
      isRetained: false,
      at: test.clock.now(),
    },
  ])
  await settled()
}

const start = (gatewayId: string, firmware = firmwareId) =>
  call('POST', '/api/ota/updates', { firmware_id: firmware, gateway_id: gatewayId })
const read = async (id: string) => (await call('GET', `/api/ota/updates/${id}`)).body
const offersTo = (gatewayId: string) =>
  test.hardware.published
    .filter((message) => message.gatewayId === gatewayId && message.topic === 'ota')
    .map(({ payload }) => JSON.parse(payload) as { id: string; url: string; version: string; cancel?: boolean })

beforeAll(async () => {
  test = await startTestHub()
  await signIn()
  firmwareId = await release('2.0.0')
})
afterAll(() => test.stop())
beforeEach(() => {
  test.hardware.published.length = 0
})

describe('one update', () => {
  it('goes from offer to success, which is the wanted version and nothing else', async () => {
    const id = await gateway()
    await say(id, { state: 'idle', version: '1.0.0', device_type: 'dock_node', hw_revision: 'B' })
    const { status, body } = await start(id)
    expect(status).toBe(201)
    expect(body).toMatchObject({ status: 'notified', from_version: '1.0.0', attempt: 1, allowed_actions: ['cancel'] })
    const [offer] = offersTo(id)
    expect(offer).toMatchObject({ id: body.id, version: '2.0.0', url: expect.stringContaining(body.id) })

    const file = await fetch(offer?.url ?? '')
    expect([file.status, await file.text()]).toEqual([200, 'firmware 2.0.0'])
    const part = await fetch(offer?.url ?? '', { headers: { range: 'bytes=9-' } })
    expect([part.status, await part.text()]).toEqual([206, '2.0.0'])

    await say(id, { id: body.id, state: 'downloading', progress: 40 })
    await say(id, { id: body.id, state: 'verifying' })
    await say(id, { id: body.id, state: 'installing', progress: 10 })
    expect(await read(body.id)).toMatchObject({ status: 'installing', progress: 10, allowed_actions: [] })
    await say(id, { id: body.id, state: 'succeeded', version: '2.0.0' })
    const done = await read(body.id)
    expect(done).toMatchObject({ status: 'succeeded', reported_version: '2.0.0', error: null })
    expect(done.events.map((event: { action: string }) => event.action)).toEqual([
      'offer',
      'download',
      'verify',
      'install',
      'confirm',
    ])
    expect((await fetch(offer?.url ?? '')).status).toBe(401)
  })

  it('takes reports that come twice, late and out of order for what they are', async () => {
    const id = await gateway()
    const { body } = await start(id)
    await say(id, { id: body.id, state: 'downloading', progress: 50 })
    await say(id, { id: body.id, state: 'downloading', progress: 20 })
    expect((await read(body.id)).progress).toBe(50)
    await say(id, { id: body.id, state: 'installing', progress: 30 })
    await say(id, { id: body.id, state: 'verifying' })
    await say(id, { id: body.id, state: 'downloading', progress: 100 })
    await say(id, { id: 'another', state: 'failed', error: 'old news' })
    await test.intake.reports([{ gatewayId: id, topic: 'ota/status', payload: 'no json', isRetained: false, at: 0 }])
    expect(await read(body.id)).toMatchObject({ status: 'installing', progress: 30 })
    await say(id, { id: body.id, state: 'failed', error: 'bootloader' })
    await say(id, { id: body.id, state: 'installing', progress: 90 })
    expect(await read(body.id)).toMatchObject({ status: 'failed', error: 'unit_failed', error_detail: 'bootloader' })
  })

  it('does not believe a unit that says it is done and runs another version', async () => {
    const id = await gateway()
    const { body } = await start(id)
    await say(id, { id: body.id, state: 'installing' })
    await say(id, { id: body.id, state: 'succeeded' })
    expect((await read(body.id)).status).toBe('installing')
    await say(id, { id: body.id, state: 'succeeded', version: '1.0.0' })
    expect(await read(body.id)).toMatchObject({ status: 'failed', error: 'version_mismatch', error_detail: '1.0.0' })
  })

  it('is a success when the unit runs the version already, whatever it calls that', async () => {
    const id = await gateway()
    await say(id, { state: 'idle', version: '2.0.0' })
    expect((await start(id)).body).toMatchObject({ status: 'succeeded', offers: 0 })
    expect(offersTo(id)).toEqual([])
    const other = await gateway()
    const { body } = await start(other)
    await say(other, { id: body.id, state: 'failed', version: '2.0.0', error: 'already up to date' })
    expect((await read(body.id)).status).toBe('succeeded')
  })

  it('waits for a gateway that is away and is offered when it comes', async () => {
    const id = await gateway(false)
    const { body } = await start(id)
    expect(body).toMatchObject({ status: 'queued', waits_for: 'gateway' })
    await link(id, true)
    expect(await read(body.id)).toMatchObject({ status: 'notified', offers: 1 })
    expect(offersTo(id)).toHaveLength(1)
  })

  it('is offered again after the power went during the download', async () => {
    const id = await gateway()
    const { body } = await start(id)
    await say(id, { id: body.id, state: 'downloading', progress: 70 })
    await link(id, false)
    expect(await read(body.id)).toMatchObject({ status: 'queued', waits_for: 'gateway', progress: null })
    await link(id, true)
    await say(id, { state: 'idle', version: '1.0.0' })
    expect(await read(body.id)).toMatchObject({ status: 'notified', offers: 2 })
    const [first, second] = offersTo(id)
    expect(second?.id).toBe(first?.id)
    expect(second?.url).not.toBe(first?.url)
    expect((await fetch(first?.url ?? '')).status).toBe(401)
    expect((await fetch(second?.url ?? '')).status).toBe(200)
  })

  it('fails when the unit comes back with the old version after installing, in whatever order the news comes', async () => {
    for (const reportFirst of [false, true]) {
      const id = await gateway()
      const { body } = await start(id)
      await say(id, { id: body.id, state: 'installing', progress: 50 })
      // Sent before the restart and delivered again after it: says nothing about the installation.
      await say(id, { state: 'idle', version: '1.0.0' })
      expect((await read(body.id)).status).toBe('installing')
      await link(id, false)
      expect((await read(body.id)).status).toBe('installing')
      if (reportFirst) {
        await test.clock.advance(1_000)
        const since = test.clock.now()
        await say(id, { state: 'idle', version: '1.0.0' })
        await test.intake.links([{ gatewayId: id, isOnline: true, since, cause: null }])
        await say(id, NOBODYS)
      } else {
        await link(id, true)
        await say(id, { state: 'idle', version: '1.0.0' })
      }
      expect(await read(body.id)).toMatchObject({ status: 'failed', error: 'rolled_back', error_detail: '1.0.0' })
    }
  })

  it('gives up a unit that goes away every time', async () => {
    const id = await gateway()
    const { body } = await start(id)
    for (let time = 0; time < 5; time++) {
      await link(id, false)
      await link(id, true)
    }
    expect(await read(body.id)).toMatchObject({ status: 'failed', error: 'keeps_going_away', offers: 5 })
  })

  it('says it again to a unit that does not answer, and then no longer', async () => {
    const id = await gateway()
    const { body } = await start(id)
    await pass(1.5 * MINUTE)
    expect(await read(body.id)).toMatchObject({ status: 'notified', offers: 2 })
    await pass(10 * MINUTE)
    expect(await read(body.id)).toMatchObject({ status: 'timed_out', error: 'no_answer' })
  })

  it.each([
    [{ state: 'downloading', progress: 10 }, 11, 'download_stalled'],
    [{ state: 'verifying' }, 6, 'verification_stalled'],
    [{ state: 'installing', progress: 10 }, 16, 'installation_stalled'],
  ])('times out in %j after %d minutes', async (status, minutes, error) => {
    const id = await gateway()
    const { body } = await start(id)
    await say(id, { id: body.id, ...status })
    await pass((minutes - 2) * MINUTE)
    expect((await read(body.id)).status).toBe(status.state)
    await pass(2 * MINUTE)
    expect(await read(body.id)).toMatchObject({ status: 'timed_out', error })
  })

  it('does not wait for ever for a unit that never comes', async () => {
    await call('PATCH', '/api/console/firmware/settings', { queue_expiry_h: 1 })
    const id = await gateway(false)
    const { body } = await start(id)
    await pass(61 * MINUTE)
    expect(await read(body.id)).toMatchObject({ status: 'timed_out', error: 'not_reached_in_time' })
  })
})

describe('what is refused', () => {
  const ask = (json: object) => call('POST', '/api/ota/updates', json)

  it('a version that is not released, a unit that is busy, unknown, not updatable or of another kind', async () => {
    const draft = await upload('3.0.0')
    const id = await gateway()
    expect((await ask({ firmware_id: draft, gateway_id: id })).status).toBe(409)
    expect((await ask({ firmware_id: firmwareId, gateway_id: id })).status).toBe(201)
    expect((await ask({ firmware_id: firmwareId, gateway_id: id })).body.error_code).toBe('STATE_CONFLICT')
    expect((await ask({ firmware_id: firmwareId, gateway_id: 'nobody' })).status).toBe(404)
    expect((await ask({ firmware_id: firmwareId })).status).toBe(422)
    const modbus = await made('/api/gateways', {
      name: 'Pano',
      type: 'modbus_tcp',
      connection: { host: '127.0.0.1', port: 15_021 },
    })
    expect((await ask({ firmware_id: firmwareId, gateway_id: modbus.id })).status).toBe(422)
  })

  it.each([
    [{}, { device_type: 'camera' }],
    [{ hw_revision: 'C' }, { hw_revision: 'B' }],
    [{ min_from_version: '1.5.0' }, { version: '1.4.9' }],
    [{ min_from_version: '1.5.0' }, { version: 'factory' }],
  ])('a version that asks for %j from a unit that is %j', async (wanted, unit) => {
    const id = await gateway()
    await say(id, { state: 'idle', version: '1.0.0', ...unit })
    const firmware = await release(`2.${++serial}.0`, wanted)
    const { status, body } = await start(id, firmware)
    expect([status, body.error_code]).toEqual([422, 'BUSINESS_RULE_VIOLATION'])
  })

  it('cancelling what is being installed, or what is over', async () => {
    const id = await gateway()
    const { body } = await start(id)
    await say(id, { id: body.id, state: 'installing' })
    expect((await call('POST', `/api/ota/updates/${body.id}/cancel`)).body.error_code).toBe('STATE_CONFLICT')
    await say(id, { id: body.id, state: 'failed' })
    expect((await call('POST', `/api/ota/updates/${body.id}/cancel`)).status).toBe(409)
  })
})

describe('cancel and retry', () => {
  it('tells the unit, and tries again as a linked attempt', async () => {
    const id = await gateway()
    const { body } = await start(id)
    await say(id, { id: body.id, state: 'downloading', progress: 10 })
    expect((await call('POST', `/api/ota/updates/${body.id}/cancel`)).body).toMatchObject({
      status: 'cancelled',
      allowed_actions: ['retry'],
    })
    expect(offersTo(id).at(-1)).toEqual({ id: body.id, cancel: true })

    const again = await call('POST', `/api/ota/updates/${body.id}/retry`)
    expect([again.status, again.body.attempt, again.body.retry_of]).toEqual([201, 2, body.id])
    expect((await call('POST', `/api/ota/updates/${body.id}/retry`)).status).toBe(409)
    await say(id, { id: again.body.id, state: 'succeeded', version: '2.0.0' })
    expect((await call('POST', `/api/ota/updates/${again.body.id}/retry`)).status).toBe(409)
    const { attempts } = await read(body.id)
    expect(attempts.map((each: { attempt: number; status: string }) => [each.attempt, each.status])).toEqual([
      [1, 'cancelled'],
      [2, 'succeeded'],
    ])
  })
})

describe('a batch', () => {
  const batch = (units: readonly string[], more: object = {}) =>
    made('/api/ota/updates/batch', { firmware_id: firmwareId, gateway_ids: units, ...more })
  const look = async (id: string) => (await call('GET', `/api/console/ota/batches/${id}`)).body
  const fleet = async (size: number) => {
    const ids: string[] = []
    for (let index = 0; index < size; index++) ids.push(await gateway())
    return ids
  }
  const statuses = (view: { updates: { status: string; waits_for: string | null }[] }) =>
    view.updates.map(({ status, waits_for }) => waits_for ?? status)
  const succeed = (unit: string) => say(unit, { state: 'idle', version: '2.0.0' })
  const fail = async (unit: string) => say(unit, { id: offersTo(unit).at(-1)?.id, state: 'failed', error: 'no' })

  it('opens a wave when the one before went well, and is complete with the last', async () => {
    const units = await fleet(10)
    const made = await batch(units, { waves: [10, 50, 100] })
    expect(statuses(made)).toEqual(['notified', ...Array(9).fill('wave')])
    await succeed(units[0] ?? '')
    expect(statuses(await look(made.id)).filter((word) => word === 'notified')).toHaveLength(4)
    for (const unit of units.slice(1, 5)) await succeed(unit)
    expect(statuses(await look(made.id))).toEqual([...Array(5).fill('succeeded'), ...Array(5).fill('notified')])
    for (const unit of units.slice(5)) await succeed(unit)
    expect(await look(made.id)).toMatchObject({
      status: 'completed',
      counts: { total: 10, over: 10, succeeded: 10, failed: 0 },
    })
  })

  it('pauses above the threshold, goes on when somebody says so, and a retry takes the place of what failed', async () => {
    const units = await fleet(4)
    const made = await batch(units, { waves: [25, 100], error_threshold_percent: 20 })
    await fail(units[0] ?? '')
    expect(await look(made.id)).toMatchObject({
      status: 'paused',
      pause_reason: 'error_threshold',
      failed_percent: 100,
    })
    await pass(MINUTE)
    expect(statuses(await look(made.id))).toEqual(['failed', 'wave', 'wave', 'wave'])
    await call('POST', `/api/console/ota/batches/${made.id}/resume`)
    const resumed = await look(made.id)
    expect([resumed.status, ...statuses(resumed)]).toEqual(['running', 'failed', 'notified', 'notified', 'notified'])
    for (const unit of units.slice(1)) await succeed(unit)
    expect((await look(made.id)).status).toBe('completed')
    await call('POST', `/api/ota/updates/${resumed.updates[0].id}/retry`)
    await succeed(units[0] ?? '')
    expect(await look(made.id)).toMatchObject({ counts: { total: 4, succeeded: 4, failed: 0 } })
  })

  it('paused by hand offers nothing new; aborted cancels all but what is being installed', async () => {
    const units = await fleet(3)
    const made = await batch(units, { waves: [66, 100] })
    const [first = '', second = ''] = units
    await say(first, { id: offersTo(first)[0]?.id, state: 'installing' })
    await link(second, false)
    await call('POST', `/api/console/ota/batches/${made.id}/pause`)
    await link(second, true)
    expect(statuses(await look(made.id))).toEqual(['installing', 'batch', 'wave'])
    expect((await call('POST', `/api/console/ota/batches/${made.id}/pause`)).status).toBe(409)
    await call('POST', `/api/console/ota/batches/${made.id}/abort`)
    expect(statuses(await look(made.id))).toEqual(['installing', 'cancelled', 'cancelled'])
    await succeed(first)
    expect(await look(made.id)).toMatchObject({ status: 'aborted', counts: { succeeded: 1 } })
    expect((await call('POST', `/api/console/ota/batches/${made.id}/resume`)).status).toBe(409)
  })

  it('refuses as a whole what one unit cannot take, and says which', async () => {
    const units = await fleet(2)
    await start(units[1] ?? '')
    const json = { firmware_id: firmwareId, gateway_ids: units }
    const { status, body } = await call('POST', '/api/ota/updates/batch', json)
    expect([status, body.detail]).toEqual([409, expect.stringContaining(`Node ${serial}`)])
    expect((await call('GET', `/api/ota/updates?gateway_id=${units[0]}`)).body.total).toBe(0)
    const twice = { ...json, gateway_ids: [units[0], units[0]] }
    expect((await call('POST', '/api/ota/updates/batch', twice)).status).toBe(409)
    for (const waves of [[], [50], [50, 50, 100], [0, 100]])
      expect((await call('POST', '/api/ota/updates/batch', { ...json, waves })).status).toBe(422)
  })
})

it('a lock-out stops every way to the gateway: an update, a configuration, a batch until the lock is off', async () => {
  const id = await gateway()
  const device = await made('/api/devices', {
    name: `Pump ${serial}`,
    device_type: 'other',
    gateway_id: id,
    external_id: 'pump',
  })
  const roles = (await call('GET', '/api/roles')).body.items as { id: string; name: string }[]
  const email = 'selim@firma.com'
  const role_id = roles.find(({ name }) => name === 'Supervisor')?.id
  await made('/api/users', { email, password: 'Kilitli123!', name: 'Selim', role_id })
  const point = await made('/api/loto/points', {
    name: 'Pump',
    device_id: device.id,
    energy_type: 'electrical',
    isolation_method: 'Q1 off',
  })
  const session = await made('/api/loto/sessions', { title: 'Seal', reason: 'Leak', point_ids: [point.id] })
  const selim = (await test.hub.core.identity.login(email, 'Kilitli123!', null)).accessToken
  await test.call('POST', `/api/loto/sessions/${session.id}/approve`, { token: selim, json: {} })
  const lock = await made('/api/loto/locks', {
    session_id: session.id,
    point_id: point.id,
    kind: 'equipment',
    tag: 'Selim',
  })

  for (const answer of [await start(id), await call('POST', `/api/gateways/${id}/rawconfig/sync`)])
    expect([answer.status, answer.body.reason, answer.body.session_id]).toEqual([409, 'LOTO_ACTIVE', session.id])
  const batch = await made('/api/ota/updates/batch', { firmware_id: firmwareId, gateway_ids: [id] })
  expect(batch.updates).toMatchObject([{ status: 'queued', waits_for: 'lockout' }])
  expect(test.hardware.published.filter(({ gatewayId }) => gatewayId === id)).toEqual([])

  expect((await call('DELETE', `/api/loto/locks/${lock.id}`)).status).toBeLessThan(300)
  const cancelled = await call('POST', `/api/console/loto/sessions/${session.id}/cancel`, { reason: 'Not today' })
  expect(cancelled.body.status).toBe('cancelled')
  await pass(6_000)
  expect(await read(batch.updates[0].id)).toMatchObject({ status: 'notified' })
})

it('a critical incident on the gateway holds its update back', async () => {
  const id = await gateway()
  const device = await made('/api/devices', {
    name: `Tank ${serial}`,
    device_type: 'sensor',
    gateway_id: id,
    external_id: 'tank',
  })
  await made('/api/alarms', {
    name: 'Tank hot',
    severity: 'critical',
    target: { device_id: device.id },
    condition: { type: 'threshold', metric: 'temperature', operator: '>', value: 60 },
  })
  await pass(1_000)
  const reading = { deviceId: device.id, at: test.clock.now(), values: { temperature: 80 }, quality: 'good' } as const
  await test.intake.readings([reading])
  await pass(2_000)
  expect((await start(id)).body).toMatchObject({
    error_code: 'STATE_CONFLICT',
    detail: expect.stringContaining('kritik bir alarm'),
  })
})

it('loses nothing when the hub starts again', async () => {
  const id = await gateway()
  const { body } = await start(id)
  await say(id, { id: body.id, state: 'downloading', progress: 60 })
  const folder = test.folder
  await test.hub.stop()
  const again = await startTestHub({ folder, admin: false })
  await again.clock.advance(test.clock.now() - again.clock.now())
  const { accessToken } = await again.hub.core.identity.login(ADMIN.email, ADMIN.password, null)
  const seen = async () => (await again.call('GET', `/api/ota/updates/${body.id}`, { token: accessToken })).body
  expect(await seen()).toMatchObject({ status: 'downloading', progress: 60 })
  await again.intake.links([{ gatewayId: id, isOnline: true, since: again.clock.now(), cause: null }])
  await again.intake.reports([
    { gatewayId: id, topic: 'ota/status', payload: JSON.stringify(NOBODYS), isRetained: false, at: again.clock.now() },
  ])
  await settled()
  expect(await seen()).toMatchObject({ status: 'notified', offers: 2 })
  await again.stop()
})
