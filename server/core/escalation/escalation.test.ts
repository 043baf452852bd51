import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestHub, type TestHub } from '../../http/test-hub.ts'
import { makeMarina } from '../../http/test-marina.ts'
import { type MailServer, startMailServer } from '../../mail/test-mail-server.ts'

let test: TestHub
let mail: MailServer
let deviceId: string
let adminId: string
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quaywatch-escalation-'))
  test = await startTestHub({ folder })
  mail = await startMailServer()
  const marina = await makeMarina(test)
  deviceId = marina.pedestal.id
  adminId = (await test.call('GET', '/api/auth/me')).body.id
  await made('/api/alarms', {
    name: 'Aşırı yük',
    severity: 'high',
    target: { device_id: deviceId },
    condition: { type: 'threshold', metric: 'active_power', operator: '>', value: 7000 },
  })
  const answer = await test.call('PUT', '/api/console/mail', { json: account() })
  if (answer.status !== 200) throw new Error(answer.text)
})
afterEach(async () => {
  await test.stop()
  await mail.stop()
  await rm(folder, { recursive: true, force: true })
})

const account = () => ({
  host: '127.0.0.1',
  port: mail.port,
  security: 'none',
  from: 'quaywatch@harbour.example',
  console_url: 'https://hub.harbour.example',
})

async function made(path: string, json: unknown) {
  const answer = await test.call('POST', path, { json })
  if (answer.status !== 201) throw new Error(`POST ${path}: ${answer.status} ${answer.text}`)
  return answer.body
}

const step = (afterS: number, value: string) => ({
  after_s: afterS,
  channel: 'email',
  to: { kind: 'address', value },
})
const chain = (steps: object[], change: object = {}) =>
  made('/api/console/alarms/escalations', { name: 'Nöbet', severities: ['high', 'critical'], steps, ...change })

/** One sample, judged and written, and the outbox worked through. */
async function say(watts: number) {
  const at = test.clock.now()
  await test.intake.readings([{ deviceId, at, values: { active_power: watts }, quality: 'good' }])
  await settle()
}
async function settle() {
  await test.hub.core.alarms.settled()
  // A round that is under way began before: the next one sees everything.
  for (let round = 0; round < 2; round++) await test.hub.core.dispatcher.run()
}
async function pass(seconds: number) {
  await test.clock.advance(seconds * 1000)
  await settle()
}
const incident = async () => (await test.call('GET', '/api/alarms/incidents')).body.items[0]
const notices = async () => (await test.call('GET', '/api/console/alarms/notices')).body.items
const recipients = () => mail.received.flatMap(({ to }) => to)

describe('an escalation', () => {
  it('tells the first at once and the next after their time, until somebody acknowledges', async () => {
    await chain([
      step(0, 'operator@harbour.example'),
      step(120, 'lead@harbour.example'),
      step(300, 'chief@harbour.example'),
    ])
    await say(8000)
    await pass(1)
    expect(recipients()).toEqual(['operator@harbour.example'])
    const { id } = await incident()
    expect(mail.received[0]?.text).toContain(`https://hub.harbour.example/alarms?incident=${id}`)
    await pass(121)
    expect(recipients()).toEqual(['operator@harbour.example', 'lead@harbour.example'])
    await test.call('POST', `/api/alarms/incidents/${id}/ack`, { json: {} })
    await pass(400)
    expect(recipients()).toHaveLength(2)
    expect((await notices()).map((notice: { status: string }) => notice.status).sort()).toEqual([
      'cancelled',
      'sent',
      'sent',
      'told',
      'told',
    ])
  })

  it('takes back what waits to be sent again when somebody acknowledges', async () => {
    await chain([step(0, 'operator@harbour.example')])
    mail.isRefusing = true
    await say(8000)
    await pass(1)
    const queued = (await notices()).find((notice: { status: string }) => notice.status === 'queued')
    expect(queued).toMatchObject({ attempts: 1, last_error: expect.stringContaining('come back later') })
    await test.call('POST', `/api/alarms/incidents/${(await incident()).id}/ack`, { json: {} })
    mail.isRefusing = false
    await pass(600)
    expect(recipients()).toEqual([])
  })

  it('tries again with growing waits, and sends once', async () => {
    await chain([step(0, 'operator@harbour.example')])
    mail.isRefusing = true
    await say(8000)
    for (const seconds of [1, 31, 61]) await pass(seconds)
    mail.isRefusing = false
    await pass(121)
    await pass(600)
    expect(recipients()).toEqual(['operator@harbour.example'])
  })

  it('is not for alarms of another severity or place, nor of a chain that is turned off', async () => {
    const other = await made('/api/regions', { name: 'Başka' })
    await chain([step(0, 'a@harbour.example')], { name: '1', severities: ['critical'] })
    await chain([step(0, 'b@harbour.example')], { name: '2', is_enabled: false })
    await chain([step(0, 'c@harbour.example')], { name: '3', place: { kind: 'region', id: other.id } })
    await say(8000)
    await pass(1)
    expect(recipients()).toEqual([])
  })

  it('asks the roster who is on call when the time has come', async () => {
    const roster = await made('/api/console/alarms/rosters', {
      name: 'Gece',
      shifts: [{ user_id: adminId, days: [1, 2, 3, 4, 5, 6, 7], from: '08:00', to: '20:00' }],
    })
    await chain([{ after_s: 60, channel: 'email', to: { kind: 'roster', value: roster.id } }])
    await say(8000)
    await pass(61)
    expect(recipients()).toEqual(['operator@firma.com'])
    const removal = await test.call('DELETE', `/api/console/alarms/rosters/${roster.id}`)
    expect(removal.status).toBe(409)
  })

  it('says so when nobody is on call', async () => {
    const roster = await made('/api/console/alarms/rosters', { name: 'Boş', shifts: [] })
    await chain([{ after_s: 0, channel: 'email', to: { kind: 'roster', value: roster.id } }])
    await say(8000)
    await pass(1)
    expect((await notices())[0].status).toBe('nobody')
  })

  it('tells again at every reminder', async () => {
    await chain([step(0, 'operator@harbour.example'), step(86_400, 'never@harbour.example')])
    await say(8000)
    await pass(2)
    for (let time = 0; time < 3; time++) await pass(900)
    await pass(1)
    expect(recipients()).toEqual(Array.from({ length: 4 }, () => 'operator@harbour.example'))
  })

  it('stays silent while the alarm is suppressed, and begins when that lifts', async () => {
    await chain([step(0, 'operator@harbour.example')])
    const window = await made('/api/console/maintenance', {
      target: { kind: 'device', id: deviceId },
      end: new Date(test.clock.now() + 3_600_000).toISOString(),
      reason: 'Sayaç değişimi',
    })
    await say(8000)
    await pass(5)
    expect(await incident()).toMatchObject({ is_suppressed: true, suppressed_by: 'maintenance', status: 'active' })
    expect(recipients()).toEqual([])
    await test.call('POST', `/api/console/maintenance/${window.id}/end`)
    for (let second = 0; second < 3; second++) await pass(1)
    expect(recipients()).toEqual(['operator@harbour.example'])
  })

  it('stops when the alarm is shelved, cleared, or its chain deleted', async () => {
    const { id: chainId } = await chain([step(60, 'operator@harbour.example')])
    await say(8000)
    const { id } = await incident()
    await test.call('POST', `/api/alarms/incidents/${id}/snooze`, { json: { duration_s: 120, reason: 'x' } })
    await pass(100)
    expect(recipients()).toEqual([])
    await say(100)
    await pass(200)
    expect(recipients()).toEqual([])
    await say(8000)
    await test.call('DELETE', `/api/console/alarms/escalations/${chainId}`)
    await pass(120)
    expect(recipients()).toEqual([])
  })
})

describe('after the hub was down', () => {
  it('what fell due meanwhile goes out once, all that is late for one recipient as one message', async () => {
    await test.call('PATCH', '/api/console/alarms/settings', {
      json: { reminder_s: { info: null, low: null, medium: null, high: null, critical: null } },
    })
    await made('/api/alarms', {
      name: 'Gerilim',
      severity: 'critical',
      target: { device_id: deviceId },
      condition: { type: 'threshold', metric: 'voltage_l1', operator: '>', value: 250 },
    })
    await chain([
      step(60, 'lead@harbour.example'),
      step(90, 'lead@harbour.example'),
      step(7200, 'chief@harbour.example'),
    ])
    await say(8000)
    await test.intake.readings([{ deviceId, at: test.clock.now() + 1, values: { voltage_l1: 261 }, quality: 'good' }])
    await settle()
    await test.stop()
    test = await startTestHub({ folder, at: test.clock.now() + 3_600_000 })
    await pass(1)
    expect(recipients()).toEqual(['lead@harbour.example'])
    expect(mail.received[0]?.text).toMatch(/Yüksek: B-12: Aktif güç 8000 W > 7000 W/)
    expect(mail.received[0]?.text).toMatch(/KRİTİK: B-12: .*261 V > 250 V/)
    await pass(600)
    expect(recipients()).toEqual(['lead@harbour.example'])
  })
})

describe('a webhook step', () => {
  let server: Server
  let bodies: string[]
  beforeEach(async () => {
    bodies = []
    server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString()
      })
      request.on('end', () => {
        bodies.push(body)
        response.end()
      })
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  afterEach(() => server.close())

  it('reaches this machine only when the tenant allows it', async () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/alarm`
    await chain([{ after_s: 0, channel: 'webhook', to: { kind: 'url', value: url } }])
    await say(8000)
    await pass(1)
    expect(bodies).toEqual([])
    const queued = (await notices()).find((notice: { status: string }) => notice.status === 'queued')
    expect(queued.last_error).toContain('https')
    await test.call('PATCH', '/api/console/alarms/settings', { json: { allow_private_webhooks: true } })
    await pass(31)
    expect(JSON.parse(bodies[0] ?? '')).toMatchObject({
      type: 'alarm',
      incidents: [{ id: (await incident()).id, severity: 'high', device_name: 'B-12' }],
    })
  })
})

describe('the mail server', () => {
  it('is tested by a message that is really sent, and its password never comes back', async () => {
    const saved = await test.call('PUT', '/api/console/mail', { json: { ...account(), password: 'gizli-sır' } })
    expect(saved.body).toMatchObject({ has_password: true, settings: { host: '127.0.0.1' } })
    expect(saved.text).not.toContain('gizli')
    expect((await test.call('GET', '/api/console/mail')).text).not.toContain('gizli')
    expect((await test.call('GET', '/api/console/audit')).text).not.toContain('gizli')
    const sent = await test.call('POST', '/api/console/mail/test', { json: { to: 'me@harbour.example' } })
    expect([sent.status, recipients()]).toEqual([204, ['me@harbour.example']])
    mail.isRefusing = true
    const refused = await test.call('POST', '/api/console/mail/test', { json: { to: 'me@harbour.example' } })
    expect(refused.status).toBe(422)
    expect(refused.body.detail).toContain('come back later')
  })
})

describe('an escalation is refused', () => {
  it.each([
    [
      'a channel that cannot reach its audience',
      { steps: [{ after_s: 0, channel: 'webhook', to: { kind: 'user', value: 'x' } }] },
    ],
    ['no step', { steps: [] }],
    ['no severity', { severities: [], steps: [step(0, 'a@b.example')] }],
    ['an address that is none', { steps: [step(0, 'nobody')] }],
  ])('with %s', async (_what, change) => {
    const json = { name: 'x', severities: ['high'], ...change }
    expect((await test.call('POST', '/api/console/alarms/escalations', { json })).status).toBe(422)
  })

  it('with a person, role or place that is not there, and under a name that is taken', async () => {
    const json = {
      name: 'x',
      severities: ['high'],
      steps: [{ after_s: 0, channel: 'email', to: { kind: 'user', value: 'x' } }],
    }
    expect((await test.call('POST', '/api/console/alarms/escalations', { json })).status).toBe(404)
    await chain([step(0, 'a@b.example')], { name: 'x' })
    const again = await test.call('POST', '/api/console/alarms/escalations', {
      json: { ...json, steps: [step(0, 'a@b.example')] },
    })
    expect(again.status).toBe(409)
  })
})
