import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestHub, type TestHub } from '../../test-hub.ts'
import { policyList, policyWire } from './alarm-policies.ts'
import { countWire, eventList, incidentList, incidentWire } from './incident-wire.ts'

let test: TestHub
let deviceId: string
let gatewayId: string
beforeAll(async () => {
  test = await startTestHub()
  const connection = { host: '127.0.0.1', port: 502 }
  const gateway = await test.call('POST', '/api/gateways', {
    json: { name: 'Iskele A', type: 'modbus_tcp', connection },
  })
  gatewayId = gateway.body.id
  const device = { name: 'Pedestal B-12', device_type: 'pedestal', gateway_id: gatewayId, slave_id: 1 }
  deviceId = (await test.call('POST', '/api/devices', { json: device })).body.id
  await settled()
})
afterAll(() => test.stop())

/** Long enough for the hub to have taken over what was configured. */
const settled = async () => {
  await test.clock.advance(1000)
  await test.hub.core.alarms.reload()
  await test.hub.core.alarms.settled()
}

async function say(value: number, metric = 'active_power'): Promise<void> {
  await test.clock.advance(10)
  await test.intake.readings([{ deviceId, at: test.clock.now(), values: { [metric]: value }, quality: 'good' }])
  await test.hub.core.alarms.settled()
}

const overload = {
  name: 'Aşırı yük',
  severity: 'critical',
  target: { device_type: 'pedestal' },
  condition: { type: 'threshold', metric: 'active_power', operator: '>', value: 7000 },
}

const richer: readonly (readonly [string, object])[] = [
  [
    'deviation from what is usual',
    {
      ...overload,
      condition: {
        type: 'deviation',
        metric: 'active_power',
        percent: 40,
        absolute: null,
        direction: 'above',
        baseline: 'same_hour_4w',
        min_samples: 3,
      },
    },
  ],
  [
    'phase imbalance',
    {
      ...overload,
      condition: { type: 'phase_imbalance', quantity: 'current', percent: 15, min_value: 10 },
      deadband: 2,
    },
  ],
  [
    'consumption of a day',
    {
      ...overload,
      condition: { type: 'consumption', metric: 'energy_import', window: 'day', operator: '>', value: 40 },
    },
  ],
  [
    'consumption of a quarter of an hour',
    {
      ...overload,
      condition: { type: 'consumption', metric: 'energy_export', window: { seconds: 900 }, operator: '<=', value: 0.5 },
    },
  ],
  [
    'reactive energy against the limit',
    { ...overload, condition: { type: 'reactive', kind: 'inductive', percent_of_limit: 80, percent: null } },
  ],
  [
    'a composite with a schedule',
    {
      ...overload,
      condition: {
        type: 'all',
        conditions: [
          { type: 'threshold', metric: 'active_power', operator: '>', value: 100, deadband: 20 },
          {
            type: 'not',
            condition: {
              type: 'any',
              conditions: [{ type: 'no_data', metric: null, after_s: 60, deadband: 0 }],
            },
          },
        ],
      },
      schedule: {
        time_zone: 'Europe/Istanbul',
        windows: [
          { days: [1, 2, 3, 4, 5], from: '22:00', to: '06:00' },
          { days: [6, 7], from: '00:00', to: '24:00' },
        ],
        holidays: 'exclude',
        season: { from: '06-01', to: '09-30' },
      },
    },
  ],
]
const nested = (depth: number): object =>
  depth === 0
    ? { type: 'threshold', metric: 'active_power', operator: '>', value: 1 }
    : { type: 'not', condition: nested(depth - 1) }

describe('alarm policies', () => {
  const made: string[] = []

  it.each<readonly [string, object]>([
    ['threshold on a device type', overload],
    [
      'range on a device',
      {
        ...overload,
        target: { device_id: 'DEVICE' },
        condition: { type: 'range', metric: 'voltage_l1', min: 207, max: 253 },
        deadband: 2,
      },
    ],
    [
      'rate of change',
      {
        ...overload,
        condition: { type: 'rate_of_change', metric: 'temperature', per_s: 60, value: 5 },
        on_delay_s: 1.5,
      },
    ],
    ['no data', { ...overload, condition: { type: 'no_data', after_s: 300 }, is_enabled: false, off_delay_s: 10 }],
    ...richer,
  ])('are created: %s', async (_what, spec) => {
    const json = JSON.parse(JSON.stringify(spec).replace('DEVICE', deviceId))
    const { status, body } = await test.call('POST', '/api/alarms', { json })
    expect(status).toBe(201)
    expect(policyWire.strict().parse(body)).toMatchObject(json)
    expect((await test.call('GET', `/api/alarms/${body.id}`)).body).toEqual(body)
    made.push(body.id)
  })

  it('list with paging, sorting and filters', async () => {
    const { body } = await test.call('GET', '/api/alarms?limit=2&skip=1&sort_by=created_at&sort_order=asc')
    policyList.strict().parse(body)
    expect(body).toMatchObject({ total: 4 + richer.length, skip: 1, limit: 2 })
    expect(body.items.map((item: { id: string }) => item.id)).toEqual(made.slice(1, 3))
    expect(
      (await test.call('GET', '/api/alarms?is_enabled=false')).body.items.map((item: { id: string }) => item.id),
    ).toEqual([made[3]])
    expect((await test.call('GET', '/api/alarms?severity=low')).body.total).toBe(0)
    expect((await test.call('GET', '/api/alarms?on_delay_s=1.5')).body.total).toBe(1)
  })

  it('change what a body names and keep the rest', async () => {
    const { status, body } = await test.call('PUT', `/api/alarms/${made[1]}`, {
      json: { name: 'Gerilim', severity: 'low' },
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      name: 'Gerilim',
      severity: 'low',
      deadband: 2,
      condition: { inside: false, max: 253 },
    })
  })

  it('are deleted', async () => {
    for (const id of made) expect((await test.call('DELETE', `/api/alarms/${id}`)).status).toBe(204)
    const { status, body } = await test.call('GET', `/api/alarms/${made[0]}`)
    expect(status).toBe(404)
    expect(body).toEqual({ detail: 'Alarm kuralı bulunamadı', error_code: 'RESOURCE_NOT_FOUND' })
  })

  it.each([
    ['an unknown field', { ...overload, priority: 1 }, ['body', 'priority']],
    ['a missing field', { ...overload, name: undefined }, ['body', 'name']],
    ['a wrong severity', { ...overload, severity: 'urgent' }, ['body', 'severity']],
    ['an unknown condition', { ...overload, condition: { type: 'moon_phase' } }, ['body', 'condition', 'type']],
    [
      'a condition half told',
      { ...overload, condition: { type: 'threshold', metric: 'active_power' } },
      ['body', 'condition', 'operator'],
    ],
    [
      'a metric that is none',
      { ...overload, condition: { ...overload.condition, metric: 'x; drop' } },
      ['body', 'condition', 'metric'],
    ],
    [
      'a deadband outside a composite',
      { ...overload, condition: { ...overload.condition, deadband: 1 } },
      ['body', 'condition', 'deadband'],
    ],
    [
      'parts of a composite that are none',
      { ...overload, condition: { type: 'all', conditions: [] } },
      ['body', 'condition', 'conditions'],
    ],
    [
      'what is nested too deep',
      { ...overload, condition: nested(6) },
      ['body', 'condition', ...Array.from({ length: 5 }, () => 'condition'), 'type'],
    ],
    [
      'a window of next week',
      { ...overload, schedule: { windows: [{ days: [1.5], from: '08:00', to: '18:00' }] } },
      ['body', 'schedule', 'windows', 0, 'days', 0],
    ],
    ['two targets', { ...overload, target: { device_id: 'a', region_id: 'b' } }, ['body', 'target']],
    ['no target', { ...overload, target: {} }, ['body', 'target']],
    ['a negative delay', { ...overload, on_delay_s: -1 }, ['body', 'on_delay_s']],
    ['a body that is no object', [], ['body']],
  ])('refuse %s by its place', async (_what, json, loc) => {
    const { status, body } = await test.call('POST', '/api/alarms', { json })
    expect(status).toBe(422)
    expect(body.detail[0].loc).toEqual(loc)
  })

  it('refuse a rule that makes no sense, and a target that is not there', async () => {
    const upsideDown = { ...overload, condition: { type: 'range', metric: 'voltage_l1', min: 253, max: 207 } }
    const senseless = await test.call('POST', '/api/alarms', { json: upsideDown })
    expect([senseless.status, senseless.body.error_code]).toEqual([422, 'BUSINESS_RULE_VIOLATION'])
    for (const condition of [
      { type: 'deviation', metric: 'active_power', baseline: 'same_hour_7d' },
      { type: 'deviation', metric: 'active_power', percent: 40, baseline: 'same_hour_7d', min_samples: 8 },
      { type: 'reactive', kind: 'inductive', percent: 10, percent_of_limit: 80 },
      { type: 'phase_imbalance', quantity: 'voltage', percent: 0 },
      { type: 'consumption', window: { seconds: 5 }, operator: '>', value: 1 },
    ]) {
      const refused = await test.call('POST', '/api/alarms', { json: { ...overload, condition } })
      expect([refused.status, refused.body.error_code]).toEqual([422, 'BUSINESS_RULE_VIOLATION'])
    }
    for (const schedule of [
      { windows: [] },
      { windows: [{ days: [], from: '08:00', to: '18:00' }] },
      { windows: [{ days: [8], from: '08:00', to: '18:00' }] },
      { windows: [{ days: [1], from: '24:00', to: '18:00' }] },
      { windows: [{ days: [1], from: '08:00', to: '18:00' }], season: { from: '02-30', to: '03-01' } },
    ])
      expect((await test.call('POST', '/api/alarms', { json: { ...overload, schedule } })).status).toBe(422)
    const nowhere = await test.call('POST', '/api/alarms', { json: { ...overload, target: { region_id: 'x' } } })
    expect([nowhere.status, nowhere.body.error_code]).toEqual([404, 'RESOURCE_NOT_FOUND'])
  })

  it.each(['sort_by=name;drop', 'limit=201', 'severity=urgent', 'color=red', 'skip=-1'])(
    'refuse ?%s',
    async (query) => {
      expect((await test.call('GET', `/api/alarms?${query}`)).status).toBe(422)
      expect((await test.call('GET', `/api/alarms/incidents?${query}`)).status).toBe(422)
    },
  )
})

describe('incidents', () => {
  let id: string
  beforeAll(async () => {
    await test.call('POST', '/api/alarms', { json: overload })
    await say(7450)
    id = (await test.call('GET', '/api/alarms/incidents')).body.items[0].id
  })

  it('answer the documented list, filtered and sorted', async () => {
    const { status, body } = await test.call(
      'GET',
      '/api/alarms/incidents?severity=critical&status=active&sort_by=triggered_at&sort_order=desc',
    )
    expect(status).toBe(200)
    incidentList.strict().parse(body)
    expect(body).toMatchObject({ total: 1, skip: 0, limit: 50 })
    expect(body.items[0]).toMatchObject({
      id,
      device_id: deviceId,
      device_name: 'Pedestal B-12',
      gateway_id: gatewayId,
      policy_name: 'Aşırı yük',
      severity: 'critical',
      status: 'active',
      state: 'active_unack',
      is_acknowledged: false,
      message: 'Pedestal B-12: Aktif güç 7450 W > 7000 W',
      messages: {
        tr: 'Pedestal B-12: Aktif güç 7450 W > 7000 W',
        en: 'Pedestal B-12: Active power 7450 W > 7000 W',
      },
      metric: 'active_power',
      value: 7450,
      acknowledged_at: null,
      occurrence_count: 1,
    })
    expect(body.items[0].triggered_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    incidentWire.strict().parse((await test.call('GET', `/api/alarms/incidents/${id}`)).body)
  })

  it.each([
    ['status=acknowledged,active', 1],
    ['status=closed', 0],
    ['DEVICE', 1],
    ['device_id=other', 0],
    ['is_acknowledged=true', 0],
    ['metric=active_power&value=7450&occurrence_count=1', 1],
    ['sort_by=severity', 1],
    ['sort_by=status', 1],
    ['sort_by=created_at', 1],
    ['sort_by=cleared_at', 1],
  ])('?%s finds %d', async (query, total) => {
    const { status, body } = await test.call(
      'GET',
      `/api/alarms/incidents?${query.replace('DEVICE', `device_id=${deviceId}`)}`,
    )
    expect([status, body.total]).toEqual([200, total])
  })

  it('are counted', async () => {
    const { body } = await test.call('GET', '/api/alarms/incidents/count')
    expect(countWire.strict().parse(body)).toEqual({
      total: 1,
      by_severity: { critical: 1, high: 0, medium: 0, low: 0, info: 0 },
      by_status: { active: 1, acknowledged: 0, cleared: 0, snoozed: 0, closed: 0 },
      unacknowledged: 1,
      suppressed: 0,
    })
    expect((await test.call('GET', '/api/alarms/incidents/count?severity=low')).body.total).toBe(0)
  })

  it('cannot be closed while they stand unacknowledged', async () => {
    const { status, body } = await test.call('POST', `/api/alarms/incidents/${id}/close`, { json: {} })
    expect(status).toBe(409)
    expect(body.error_code).toBe('STATE_CONFLICT')
  })

  it('are snoozed for a time or until one', async () => {
    const json = { duration_s: 600, reason: 'Elektrikçi yolda' }
    const { status, body } = await test.call('POST', `/api/alarms/incidents/${id}/snooze`, { json })
    expect(status).toBe(200)
    expect(body).toMatchObject({ status: 'snoozed', resume_state: 'active_unack' })
    expect(Date.parse(body.snoozed_until)).toBe(test.clock.now() + 600_000)
    const until = new Date(test.clock.now() + 30_000).toISOString()
    const again = await test.call('POST', `/api/alarms/incidents/${id}/snooze`, { json: { until, reason: 'Kısalt' } })
    expect(again.body.snoozed_until).toBe(until)
    await test.clock.advance(30_000)
    await test.hub.core.alarms.settled()
    expect((await test.call('GET', `/api/alarms/incidents/${id}`)).body.status).toBe('active')
  })

  it.each([
    ['without a reason', { duration_s: 60 }],
    ['without an end', { reason: 'x' }],
    ['with two ends', { reason: 'x', duration_s: 60, until: '2026-06-01T10:00:00Z' }],
    ['until no time', { reason: 'x', until: 'tomorrow' }],
    ['for more than a day', { reason: 'x', duration_s: 86_401 }],
  ])('are not snoozed %s', async (_what, json) => {
    expect((await test.call('POST', `/api/alarms/incidents/${id}/snooze`, { json })).status).toBe(422)
  })

  it('are acknowledged with a note, once', async () => {
    const { status, body } = await test.call('POST', `/api/alarms/incidents/${id}/ack`, { json: { note: 'Bakıyorum' } })
    expect(status).toBe(200)
    const me = (await test.call('GET', '/api/auth/me')).body.id
    expect(body).toMatchObject({
      status: 'acknowledged',
      state: 'active_ack',
      is_acknowledged: true,
      acknowledged_by: me,
    })
    const twice = await test.call('POST', `/api/alarms/incidents/${id}/ack`, {})
    expect([twice.status, twice.body.error_code]).toEqual([409, 'STATE_CONFLICT'])
  })

  it('clear, and are closed', async () => {
    await say(6000)
    expect((await test.call('GET', `/api/alarms/incidents/${id}`)).body).toMatchObject({
      status: 'cleared',
      value: 7450,
    })
    const { status, body } = await test.call('POST', `/api/alarms/incidents/${id}/close`)
    expect([status, body.status]).toEqual([200, 'closed'])
    expect(body.closed_at).not.toBeNull()
  })

  it('come with the trend around them for the console', async () => {
    const { status, body } = await test.call('GET', `/api/console/incidents/${id}/context`)
    expect(status).toBe(200)
    expect(body).toMatchObject({ incident: { id }, policy: overload, series: { metric: 'active_power', unit: 'W' } })
    expect(body.series.points.map((point: unknown[]) => point.slice(1))).toEqual([
      [7450, 'good'],
      [6000, 'good'],
    ])
  })

  it('tell their whole story', async () => {
    const { body } = await test.call('GET', `/api/alarms/incidents/${id}/events?sort_order=asc`)
    eventList.strict().parse(body)
    expect(body.items.map((event: { action: string }) => event.action)).toEqual([
      'trigger',
      'snooze',
      'snooze',
      'unsnooze',
      'ack',
      'clear',
      'close',
    ])
    expect(body.items[4]).toMatchObject({
      actor_email: 'operator@firma.com',
      note: 'Bakıyorum',
      from_state: 'active_unack',
    })
    expect((await test.call('GET', `/api/alarms/incidents/${id}/events?limit=1`)).body.items[0].action).toBe('close')
  })

  it('speak English to those who ask for it', async () => {
    const headers = { 'accept-language': 'en' }
    const english = 'Pedestal B-12: Active power 7450 W > 7000 W'
    for (const path of [`/api/alarms/incidents/${id}`, '/api/alarms/incidents'])
      expect(JSON.stringify((await test.call('GET', path, { headers })).body)).toContain(`"message":"${english}"`)
    const { body } = await test.call('GET', `/api/console/incidents/${id}/context`, { headers })
    expect(body.incident.message).toBe(english)
  })

  it('say in either language why the hub closed them', async () => {
    const sensitive = { ...overload, name: 'Hassas', condition: { ...overload.condition, value: 10 } }
    const { id: policyId } = (await test.call('POST', '/api/alarms', { json: sensitive })).body
    await say(20)
    const found = await test.call('GET', `/api/alarms/incidents?policy_id=${policyId}`)
    await test.call('DELETE', `/api/alarms/${policyId}`)
    await test.hub.core.alarms.settled()
    const path = `/api/alarms/incidents/${found.body.items[0].id}/events`
    const noteIn = async (headers: Record<string, string>) =>
      (await test.call('GET', path, { headers })).body.items[0].note
    expect(await noteIn({})).toMatch(/^Alarm kuralı/)
    expect(await noteIn({ 'accept-language': 'en' })).toMatch(/^The alarm policy/)
  })

  it.each(['', '/ack', '/snooze', '/close', '/events'])('that do not exist are not found: %s', async (rest) => {
    const isRead = rest === '' || rest === '/events'
    const json = rest === '/snooze' ? { duration_s: 60, reason: 'x' } : {}
    const answer = await test.call(isRead ? 'GET' : 'POST', `/api/alarms/incidents/nope${rest}`, isRead ? {} : { json })
    expect([answer.status, answer.body.error_code]).toEqual([404, 'RESOURCE_NOT_FOUND'])
  })

  it.each(['/ack', '/close'])('refuse a body that is not understood: %s', async (rest) => {
    const path = `/api/alarms/incidents/${id}${rest}`
    expect((await test.call('POST', path, { json: { comment: 'x' } })).status).toBe(422)
    expect((await test.call('POST', path, { json: { note: 'x'.repeat(1_000_000) } })).status).toBe(422)
    const broken = await test.call('POST', path, { raw: '{"note":' })
    expect([broken.status, broken.body.error_code]).toEqual([400, 'VALIDATION_ERROR'])
  })
})

describe('without the permission', () => {
  it('nothing is answered', async () => {
    const roles = await test.call('POST', '/api/roles', { json: { name: 'Muhasebe', permissions: ['users:read'] } })
    const account = { email: 'muhasebe@firma.com', password: 'GucluSifre123!', role_id: roles.body.id }
    await test.call('POST', '/api/users', { json: account })
    await test.clock.advance(60_000)
    const { email, password } = account
    const { access_token: token } = (
      await test.call('POST', '/api/auth/login', { token: null, json: { email, password } })
    ).body
    for (const [method, path, json] of [
      ['GET', '/api/alarms'],
      ['POST', '/api/alarms', overload],
      ['GET', '/api/alarms/x'],
      ['PUT', '/api/alarms/x', {}],
      ['DELETE', '/api/alarms/x'],
      ['GET', '/api/alarms/incidents'],
      ['GET', '/api/alarms/incidents/count'],
      ['GET', '/api/alarms/incidents/x'],
      ['POST', '/api/alarms/incidents/x/ack', {}],
      ['POST', '/api/alarms/incidents/x/snooze', { duration_s: 1, reason: 'x' }],
      ['POST', '/api/alarms/incidents/x/close', {}],
      ['GET', '/api/alarms/incidents/x/events'],
    ] as const) {
      const refused = await test.call(method, path, { token, ...(json && { json }) })
      expect([path, refused.status, refused.body.error_code]).toEqual([path, 403, 'PERMISSION_DENIED'])
      expect((await test.call(method, path, { token: null })).status).toBe(401)
    }
  })
})
