import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DAY, feed, HOUR, MINUTE, makeMeteredMarina, readings } from '../../test-energy.ts'
import { START, startTestHub, type TestHub } from '../../test-hub.ts'

/** 1 May 2026, 00:00 in Istanbul. */
const MAY = Date.parse('2026-04-30T21:00:00Z')
const JUNE = Date.parse('2026-05-31T21:00:00Z')
const span = { from: MAY - DAY, to: START, step: 10 * MINUTE }
const iso = (at: number) => new Date(at).toISOString()

describe('energy over HTTP', () => {
  let test: TestHub
  let marina: Awaited<ReturnType<typeof makeMeteredMarina>>
  const consumption = (id: string, query: Record<string, string>) =>
    test.call('GET', `/api/devices/${id}/energy-consumption?${new URLSearchParams(query)}`)
  const ratio = (query: Record<string, string>) =>
    test.call('GET', `/api/measurements/reactive-ratio?${new URLSearchParams(query)}`)

  beforeAll(async () => {
    test = await startTestHub()
    marina = await makeMeteredMarina(test)
    const { meter, pedestal, second } = marina
    await feed(test, [
      ...readings(meter.id, span, (h) => ({
        energy_import: 1_000_000 + 3_300 * h,
        reactive_energy_import: 500_000 + 594 * h,
        reactive_energy_export: 10_000 + 33 * h,
        active_power: 3_300,
      })),
      ...readings(pedestal.id, span, (h) => ({
        energy_import: 20_000 + 1_000 * h,
        reactive_energy_inductive: 500 * h,
      })),
      // Six hours across a midnight of which nothing is known.
      ...readings(second.id, span, (h) => ({ energy_import: 50_000 + 2_000 * h })).filter(
        ({ at }) => at < MAY + 10 * DAY - 3 * HOUR || at >= MAY + 10 * DAY + 3 * HOUR,
      ),
    ])
  })
  afterAll(() => test.stop())

  it('tells a month by days, from indexes, with the sum of the meters below and what was lost', async () => {
    const { status, body } = await consumption(marina.meter.id, {
      start: iso(MAY),
      end: iso(JUNE),
      include_children: 'true',
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      device_id: marina.meter.id,
      interval: 'daily',
      start: iso(MAY),
      end: iso(JUNE),
      time_zone: 'Europe/Istanbul',
      unit: 'kWh',
      is_complete: true,
      is_estimated: false,
      reason: null,
      events: [],
    })
    expect(body.total_kwh).toBeCloseTo(31 * 24 * 3.3, 6)
    expect(body.end_index_kwh - body.start_index_kwh).toBeCloseTo(body.total_kwh, 6)
    expect(body.data).toHaveLength(31)
    expect(body.data[0]).toMatchObject({ timestamp: iso(MAY), quality: 'good' })
    expect(body.data[0].energy_kwh).toBeCloseTo(79.2, 6)
    expect(body.children).toMatchObject({ is_complete: true, missing_device_ids: [], generated_kwh: 0 })
    expect(body.children.sum_kwh).toBeCloseTo(31 * 24 * 3, 6)
    expect(body.children.losses_kwh).toBeCloseTo(31 * 24 * 0.3, 6)
    expect(body.children.losses_percent).toBeCloseTo(100 / 11, 6)
    expect(body.children.items.map((item: { name: string }) => item.name)).toEqual(['B-13', 'B-12'])
  })

  it('spreads a gap over the days that it crosses, marks them, and changes no total', async () => {
    const { body } = await consumption(marina.second.id, { start: iso(MAY), end: iso(JUNE) })
    expect(body.total_kwh).toBeCloseTo(31 * 24 * 2, 6)
    expect(body).toMatchObject({ is_complete: true, is_estimated: true })
    const qualities = body.data.map((day: { quality: string }) => day.quality)
    expect(qualities.filter((quality: string) => quality === 'estimated')).toHaveLength(2)
    expect(qualities.slice(9, 11)).toEqual(['estimated', 'estimated'])
    expect(body.events).toEqual([
      {
        at: iso(MAY + 10 * DAY - 3 * HOUR - 10 * MINUTE),
        kind: 'gap',
        metric: 'energy_import',
        detail: { until: iso(MAY + 10 * DAY + 3 * HOUR), device_id: marina.second.id },
      },
    ])
  })

  it('never shows a part as the whole', async () => {
    const early = await consumption(marina.meter.id, {
      start: iso(MAY - 3 * DAY),
      end: iso(MAY),
      include_children: 'true',
    })
    expect(early.body).toMatchObject({ total_kwh: null, is_complete: false })
    expect(early.body.measured_kwh).toBeCloseTo(24 * 3.3, 6)
    expect(early.body.data.map((day: { quality: string }) => day.quality)).toEqual(['missing', 'missing', 'good'])
    expect(early.body.children).toMatchObject({ sum_kwh: null, losses_kwh: null, is_complete: false })
    expect(early.body.children.missing_device_ids).toHaveLength(2)
    const running = await consumption(marina.meter.id, {
      start: iso(JUNE),
      end: iso(JUNE + 30 * DAY),
      interval: 'hourly',
    })
    expect(running.body.is_complete).toBe(true)
    expect(running.body.data.at(-1).end <= iso(test.clock.now())).toBe(true)
    const nothing = await consumption(marina.meter.id, { start: iso(START + DAY), end: iso(START + 2 * DAY) })
    expect(nothing.body).toMatchObject({ total_kwh: null, measured_kwh: null, reason: 'no_data', data: [] })
  })

  it('tells the reactive ratio of the running month, each direction apart, with what is to come', async () => {
    const { status, body } = await ratio({ device_id: marina.meter.id })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      name: 'Entes RG3-12CS #01',
      is_billing_meter: true,
      period: { start: iso(JUNE), is_current: true, time_zone: 'Europe/Istanbul' },
      reason: null,
      is_quadrant_approximate: true,
      status: 'near',
      limits: {
        inductive_percent: 20,
        capacitive_percent: 15,
        band: 'from_50_kva',
        is_assumed: true,
        valid_from: null,
      },
      hours_until_breach: { inductive: null, capacitive: null },
      load_side: null,
    })
    expect(body.inductive_ratio).toBeCloseTo(18, 6)
    expect(body.capacitive_ratio).toBeCloseTo(1, 6)
    expect(body.forecast.inductive_ratio).toBeCloseTo(18, 6)
    expect(body.notes).toContain('quadrant_approximate')
    expect(body.contributors).toHaveLength(1)
    expect(body.contributors[0]).toMatchObject({ name: 'B-12' })
    expect(body.contributors[0].share).toBeCloseTo(500 / 594, 6)
    expect(body.unattributed_kvarh).toBeCloseTo(body.inductive_kvarh * (94 / 594), 6)
  })

  it('tells a month that is over by days', async () => {
    const { body } = await ratio({ device_id: marina.meter.id, period: '2026-05' })
    expect(body).toMatchObject({ period: { start: iso(MAY), end: iso(JUNE), is_current: false }, forecast: null })
    expect(body.days).toHaveLength(31)
    expect(body.days[30]).toMatchObject({ date: '2026-05-31', quality: 'good' })
    expect(body.days[30].inductive_ratio_to_date).toBeCloseTo(18, 6)
    expect(body.active_kwh).toBeCloseTo(31 * 24 * 3.3, 6)
  })

  it('gives a reason instead of a ratio', async () => {
    expect((await ratio({ device_id: marina.second.id })).body).toMatchObject({
      inductive_ratio: null,
      reason: 'no_reactive_counters',
      status: 'unknown',
      is_billing_meter: false,
    })
    expect((await ratio({ device_id: marina.meter.id, period: '2020-01' })).body.reason).toBe('no_data')
  })

  it('refuses what it cannot answer, in the words of the contract', async () => {
    const { id } = marina.meter
    const bad = await Promise.all([
      consumption(id, {}),
      consumption(id, { start: iso(JUNE), end: iso(MAY) }),
      consumption(id, { start: 'yesterday', end: iso(MAY) }),
      consumption(id, { start: iso(MAY), end: iso(JUNE), interval: 'yearly' }),
      consumption(id, { start: '1970-01-01T00:00:00Z', end: iso(JUNE), interval: 'hourly' }),
      consumption('nothing', { start: iso(MAY), end: iso(JUNE) }),
      ratio({}),
      ratio({ device_id: id, period: '2026-13' }),
      ratio({ device_id: id, start: iso(MAY) }),
      ratio({ device_id: id, period: '2026-05', start: iso(MAY), end: iso(JUNE) }),
      ratio({ device_id: 'nothing' }),
      ratio({ device_id: id, colour: 'red' }),
    ])
    expect(bad.map(({ status }) => status)).toEqual([422, 400, 422, 422, 400, 404, 422, 422, 422, 422, 404, 422])
    expect((await test.call('GET', `/api/devices/${id}/energy-consumption`, { token: null })).status).toBe(401)
  })
})
