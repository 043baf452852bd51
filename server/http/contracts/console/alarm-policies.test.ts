import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestHub, type TestHub } from '../../test-hub.ts'
import { makeMarina } from '../../test-marina.ts'

let test: TestHub
let deviceId: string
let otherId: string
beforeAll(async () => {
  test = await startTestHub()
  const { meter, pedestal } = await makeMarina(test)
  deviceId = meter.id
  otherId = pedestal.id
  await settled()
})
afterAll(() => test.stop())

const settled = async () => {
  await test.clock.advance(2000)
  await test.hub.core.alarms.reload()
  await test.hub.core.alarms.settled()
}

async function say(values: Record<string, number>, afterMs = 5000): Promise<void> {
  await test.clock.advance(afterMs)
  await test.intake.readings([{ deviceId, at: test.clock.now(), values, quality: 'good' }])
  await test.hub.core.alarms.settled()
}

const iso = (at: number) => new Date(at).toISOString()
const loadedAndUneven = {
  name: 'Yük altında dengesiz',
  severity: 'high',
  target: { device_type: 'energy_analyzer' },
  condition: {
    type: 'all',
    conditions: [
      { type: 'threshold', metric: 'active_power', operator: '>', value: 7000, deadband: 500 },
      { type: 'phase_imbalance', quantity: 'current', percent: 20, min_value: 5 },
    ],
  },
  on_delay_s: 10,
}

describe('a simulation', () => {
  it('of what was recorded finds what was found live', async () => {
    const policy = await test.call('POST', '/api/alarms', { json: loadedAndUneven })
    expect(policy.status).toBe(201)
    const start = test.clock.now()
    const even = { current_l1: 20, current_l2: 20, current_l3: 20 }
    const uneven = { current_l1: 40, current_l2: 15, current_l3: 10 }
    for (const [power, currents] of [
      [8000, even],
      [8000, uneven],
      [8100, uneven],
      [8200, uneven],
      [6800, uneven],
      [6400, uneven],
      [6400, even],
    ] as const)
      await say({ active_power: power, ...currents })
    await test.clock.advance(400_000)
    for (let time = 0; time < 3; time++) await say({ active_power: 9000, ...uneven }, 7000)

    const { body: live } = await test.call('GET', '/api/alarms/incidents?sort_by=triggered_at&sort_order=asc')
    expect(live.items).toHaveLength(2)
    const span = { start: iso(start), end: iso(test.clock.now()) }
    const simulated = await test.call('POST', '/api/console/alarms/simulate', {
      json: { policy: loadedAndUneven, ...span },
    })
    expect(simulated.status).toBe(200)
    expect(simulated.body).toMatchObject({ total: 2, truncated: false, devices: { judged: 1, total: 1 } })
    const told = (incident: { triggered_at: string; cleared_at: string | null; message: string; value: number }) => [
      incident.triggered_at,
      incident.cleared_at,
      incident.message,
      incident.value,
    ]
    expect(simulated.body.incidents.map(told)).toEqual(live.items.map(told))
    expect(live.items[0].message).toBe(
      'Entes RG3-12CS #01: Aktif güç 8100 W > 7000 W ve Akım dengesizliği %84,62 > %20',
    )
    expect(simulated.body.per_day.reduce((sum: number, day: { count: number }) => sum + day.count, 0)).toBe(2)

    const again = await test.call('POST', `/api/console/alarms/${policy.body.id}/simulate`, { json: span })
    expect(again.body).toEqual(simulated.body)
    const elsewhere = await test.call('POST', `/api/console/alarms/${policy.body.id}/simulate`, {
      json: { ...span, device_ids: [otherId] },
    })
    expect(elsewhere.body).toMatchObject({ total: 0, devices: { judged: 0, total: 0 }, coverage: null })
  })

  it('refuses a span that is not past, too long, or of devices that are not there', async () => {
    const { clock, call } = test
    const run = (start: number, end: number, device_ids?: string[]) =>
      call('POST', '/api/console/alarms/simulate', {
        json: { policy: loadedAndUneven, start: iso(start), end: iso(end), ...(device_ids && { device_ids }) },
      })
    const day = 24 * 3_600_000
    expect((await run(clock.now() + day, clock.now() + 2 * day)).status).toBe(422)
    expect((await run(clock.now() - 100 * day, clock.now())).status).toBe(422)
    expect((await run(clock.now() - day, clock.now(), ['nowhere'])).status).toBe(404)
  })
})

describe('whom a policy judges', () => {
  it('is told, with the reason for those whom it cannot', async () => {
    const policy = {
      ...loadedAndUneven,
      condition: { type: 'deviation', metric: 'active_power', percent: 40, baseline: 'same_hour_7d' },
    }
    const { body } = await test.call('POST', '/api/alarms', { json: policy })
    const judgement = await test.call('GET', `/api/console/alarms/${body.id}/judgement`)
    expect(judgement.body).toEqual({
      device_count: 1,
      is_paused: false,
      unjudged: [{ device_id: deviceId, name: 'Entes RG3-12CS #01', reason: 'no_baseline' }],
    })
  })
})

describe('holidays', () => {
  it('are offered, taken over by hand and read by schedules', async () => {
    const offers = await test.call('GET', '/api/console/holidays/offers?year=2026')
    expect(offers.body.items).toContainEqual({ date: '2026-10-29', name: 'Cumhuriyet Bayramı' })
    expect((await test.call('GET', '/api/console/holidays')).body.items).toEqual([])
    const today = { date: '2026-06-01', name: 'Bakım günü' }
    const saved = await test.call('PUT', '/api/console/holidays', { json: { items: [...offers.body.items, today] } })
    expect(saved.status).toBe(200)
    expect(saved.body.items).toHaveLength(8)
    const { body } = await test.call('POST', '/api/alarms', {
      json: {
        ...loadedAndUneven,
        schedule: { windows: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }], holidays: 'exclude' },
      },
    })
    expect((await test.call('GET', `/api/console/alarms/${body.id}/judgement`)).body.is_paused).toBe(true)
    await test.call('PUT', '/api/console/holidays', { json: { items: offers.body.items } })
    expect((await test.call('GET', `/api/console/alarms/${body.id}/judgement`)).body.is_paused).toBe(false)
  })

  it('refuse the same day twice and what is no day', async () => {
    const put = (items: object[]) => test.call('PUT', '/api/console/holidays', { json: { items } })
    const day = { date: '2026-05-01', name: 'Emek' }
    expect((await put([day, day])).status).toBe(422)
    expect((await put([{ date: '2026-02-30', name: 'Hiç' }])).status).toBe(422)
  })
})
