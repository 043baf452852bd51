import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DAY, feed, HOUR, MINUTE, makeMeteredMarina, readings } from '../../test-energy.ts'
import { START, startTestHub, type TestHub } from '../../test-hub.ts'

/** 1 May 2026, a Friday, 00:00 in Istanbul. */
const MAY = Date.parse('2026-04-30T21:00:00Z')
const JUNE = Date.parse('2026-05-31T21:00:00Z')
const iso = (at: number) => new Date(at).toISOString()
const localHour = (at: number) => new Date(at + 3 * HOUR).getUTCHours()

describe('energy figures of the console', () => {
  let test: TestHub
  let marina: Awaited<ReturnType<typeof makeMeteredMarina>>
  const get = (path: string, query: Record<string, string> = {}) =>
    test.call('GET', `/api/console${path}?${new URLSearchParams(query)}`)
  const may = { start: iso(MAY), end: iso(JUNE) }

  beforeAll(async () => {
    test = await startTestHub()
    marina = await makeMeteredMarina(test)
    const span = { from: MAY - 40 * DAY, to: START, step: 15 * MINUTE }
    await feed(test, [
      ...readings(marina.meter.id, span, (h) => ({ energy_import: 4_000 * h })),
      // Two kilowatts from eight to twelve local time, one at all other times.
      ...readings(marina.pedestal.id, span, (h, at) => ({
        energy_import: 1_000 * h,
        active_power: localHour(at) >= 8 && localHour(at) < 12 ? 2_000 : 1_000,
      })),
      ...readings(marina.second.id, { ...span, from: MAY + 10 * DAY }, (h) => ({ energy_import: 2_000 * h })),
    ])
  })
  afterAll(() => test.stop())

  it('sums up by place; the feeder speaks for those below it', async () => {
    const { status, body } = await get('/energy/summary', { ...may, by: 'subregion' })
    expect(status).toBe(200)
    expect(body.items).toHaveLength(1)
    expect(body.items[0]).toMatchObject({
      key: marina.subregion.id,
      name: 'İskele A',
      is_complete: true,
      device_count: 1,
    })
    expect(body.total_kwh).toBeCloseTo(31 * 24 * 4, 6)
    expect(body.metered_kwh).toBeCloseTo(31 * 24 * 4, 6)
    expect(body).toMatchObject({ is_complete: true, generated_kwh: 0, losses_percent: 0 })
  })

  it('names what is missing instead of showing a part of the sum', async () => {
    const { body } = await get('/energy/summary', { ...may, by: 'device' })
    expect(body.items.map((item: { name: string }) => item.name)).toEqual(['B-13', 'B-12'])
    expect(body).toMatchObject({ total_kwh: null, is_complete: false, losses_kwh: null })
    expect(body.items[0]).toMatchObject({ energy_kwh: null, quality: 'partial', is_complete: false, device_count: 1 })
    expect(body.items[0].missing).toEqual([{ device_id: marina.second.id, name: 'B-13' }])
    expect(body.items[0].measured_kwh).toBeCloseTo(21 * 24 * 2, 6)
    const late = await get('/energy/summary', {
      start: iso(MAY + 12 * DAY),
      end: iso(JUNE),
      by: 'device',
      parent: marina.meter.id,
    })
    expect(late.body.losses_kwh).toBeCloseTo(19 * 24, 6)
    expect(late.body.losses_percent).toBeCloseTo(25, 6)
    const types = await get('/energy/summary', { ...may, by: 'device_type' })
    expect(types.body.items.map((item: { key: string; name: null }) => [item.key, item.name])).toEqual([
      ['pedestal', null],
    ])
    const regions = await get('/energy/summary', { ...may, by: 'region' })
    expect(regions.body.items[0]).toMatchObject({ name: 'Ege' })
    const within = await get('/energy/summary', { ...may, by: 'device', parent: marina.subregion.id })
    expect(within.body.items).toHaveLength(2)
    expect((await get('/energy/summary', { ...may, parent: 'nothing' })).status).toBe(404)
  })

  it('compares with the month before and aligns the rows', async () => {
    const { status, body } = await get('/energy/compare', { ...may, device_id: marina.pedestal.id })
    expect(status).toBe(200)
    expect(body.current.data).toHaveLength(31)
    expect(body.previous.data).toHaveLength(30)
    expect(body.previous).toMatchObject({ start: '2026-03-31T21:00:00.000Z', end: iso(MAY), is_complete: true })
    expect(body.change_percent).toBeCloseTo((100 * 1) / 30, 6)
    const running = await get('/energy/compare', {
      start: iso(JUNE),
      end: '2026-06-30T21:00:00.000Z',
      interval: 'hourly',
    })
    expect(running.body.current.is_complete).toBe(true)
    expect(running.body.change_percent).toBeCloseTo(0, 6)
    const year = await get('/energy/compare', { ...may, previous: 'year', subregion_id: marina.subregion.id })
    expect(year.body.previous).toMatchObject({ total_kwh: null, start: '2025-04-30T21:00:00.000Z' })
    expect(year.body.change_percent).toBeNull()
  })

  it('draws the load curve and the week', async () => {
    const week = { device_id: marina.pedestal.id, start: iso(MAY + 3 * DAY), end: iso(MAY + 10 * DAY) }
    const curve = (await get('/energy/load-curve', week)).body
    expect(curve).toMatchObject({ step_minutes: 15, peak_kw: 2, max_kw: 2, min_kw: 1, time_zone: 'Europe/Istanbul' })
    expect(curve.mean_kw).toBeCloseTo(7 / 6, 6)
    expect(curve.load_factor).toBeCloseTo(7 / 12, 6)
    expect(curve.duration[0]).toEqual([0, 2])
    expect(curve.duration.at(-1)).toEqual([100, 1])
    expect(curve.duration.filter(([percent]: [number]) => percent < 16).every(([, kw]: number[]) => kw === 2)).toBe(
      true,
    )
    expect(curve.profile[7]).toBeCloseTo(1, 6)
    expect(curve.profile[8]).toBeCloseTo(2, 6)
    const heat = (await get('/energy/heatmap', { ...week, start: iso(MAY) })).body
    expect(heat.cells).toHaveLength(168)
    expect(heat.max_kw).toBeCloseTo(2, 6)
    // Friday to Sunday come twice in ten days.
    expect(heat.cells[8]).toEqual([1, 8, 2, 1])
    expect(heat.cells[4 * 24 + 9]).toEqual([5, 9, 2, 2])
    const hourly = (await get('/energy/load-curve', { ...may, device_id: marina.meter.id })).body
    expect(hourly).toMatchObject({ step_minutes: 60 })
    expect(hourly.mean_kw).toBeCloseTo(4, 6)
  })

  it('ranks consumers by what is known of them', async () => {
    const { body } = await get('/energy/top', { ...may, limit: '1' })
    expect(body.total_kwh).toBeCloseTo(31 * 24 * 4, 6)
    expect(body.items).toHaveLength(1)
    expect(body.items[0]).toMatchObject({ name: 'B-13', energy_kwh: null, is_complete: false })
  })

  it('bills a month from its index pair under the prices of their days', async () => {
    const put = (json: unknown) => test.call('PUT', '/api/console/energy/tariff', { json })
    expect((await get('/energy/bill', { device_id: marina.pedestal.id, period: '2026-05' })).body).toMatchObject({
      amount: null,
      notes: [{ code: 'no_tariff' }],
    })
    await put({ price_per_kwh: 8, standing_per_day: 10, currency: 'TRY', valid_from: iso(MAY - 30 * DAY) })
    const answer = await put({
      price_per_kwh: 9,
      standing_per_day: 10,
      currency: 'TRY',
      valid_from: iso(MAY + 10 * DAY),
    })
    expect(answer).toMatchObject({ status: 200, body: { price_per_kwh: 9, valid_from: iso(MAY + 10 * DAY) } })
    const { status, body } = await get('/energy/bill', { device_id: marina.pedestal.id, period: '2026-05' })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      days: 31,
      currency: 'TRY',
      standing_amount: 310,
      is_final: true,
      is_estimated: false,
      notes: [],
    })
    expect(body.end_index - body.start_index).toBeCloseTo(744, 6)
    expect(body.energy_kwh).toBeCloseTo(744, 6)
    expect(
      body.lines.map((line: { price_per_kwh: number; amount: number }) => [line.price_per_kwh, line.amount]),
    ).toEqual([
      [8, 1920],
      [9, 4536],
    ])
    expect(body.amount).toBe(1920 + 4536 + 310)
    expect((await get('/energy/tariffs')).body.items).toHaveLength(2)
    const part = await get('/energy/bill', { device_id: marina.second.id, period: '2026-05' })
    expect(part.body).toMatchObject({ energy_kwh: null, amount: null, is_final: false })
    expect(part.body.notes.map((note: { code: string }) => note.code)).toContain('not_whole')
  })

  it('takes an exchanged meter in: no kilowatt-hour more or less, whoever sums up', async () => {
    const { id } = marina.second
    const at = MAY + 20 * DAY + 7 * MINUTE
    const post = (json: unknown) => test.call('POST', `/api/console/devices/${id}/meter-exchanges`, { json })
    // The old meter stood at 10 × 48 kWh and the seven minutes; the one in its place reads on at the same pace.
    const old = 10 * 48 + (7 / 60) * 2
    const wrong = await post({ at: iso(at), old_end_index: 100, new_start_index: old })
    expect(wrong).toMatchObject({ status: 422, body: { error_code: 'BUSINESS_RULE_VIOLATION' } })
    expect((await post({ at: iso(START + DAY), old_end_index: 1, new_start_index: 0 })).status).toBe(422)
    const other = { at: iso(at), metric: 'energy_export', old_end_index: 1, new_start_index: 0 }
    expect((await post(other)).status).toBe(422)
    expect((await post({ at: '2020-01-01T00:00:00Z', old_end_index: 1, new_start_index: 0 })).status).toBe(422)
    // Ten kilowatt-hours that the old meter had counted and nobody had read.
    const made = await post({ at: iso(at), old_end_index: old + 10, new_start_index: old, note: 'Ekran bozuktu' })
    expect(made).toMatchObject({
      status: 201,
      body: { note: 'Ekran bozuktu', is_recognised: false, is_superseded: false },
    })
    const { body } = await test.call(
      'GET',
      `/api/devices/${id}/energy-consumption?${new URLSearchParams({ start: iso(MAY + 15 * DAY), end: iso(JUNE) })}`,
    )
    expect(body.total_kwh).toBeCloseTo(16 * 48 + 10, 6)
    expect(body.data[5].energy_kwh).toBeCloseTo(58, 6)
    expect(body.events).toMatchObject([{ kind: 'exchange', at: iso(at), detail: { note: 'Ekran bozuktu' } }])
    const again = await post({ at: iso(at), old_end_index: old, new_start_index: old })
    expect(again.status).toBe(201)
    const list = await get(`/devices/${id}/meter-exchanges`)
    expect(list.body.items.map((item: { is_superseded: boolean }) => item.is_superseded)).toEqual([false, true])
    const bill = await get('/energy/bill', { device_id: marina.pedestal.id, period: '2026-05' })
    expect(bill.body.notes).toEqual([])
  })

  it('keeps limits by meter and day, and the rule as a dated setting', async () => {
    const { id } = marina.meter
    const limit = { device_id: id, valid_from: iso(MAY), installed_kva: 40, connection_kw: 30 }
    const made = await test.call('POST', '/api/console/energy/reactive-limits', { json: limit })
    expect(made).toMatchObject({ status: 201, body: { device_name: 'Entes RG3-12CS #01', is_exempt: false } })
    const ratio = async () =>
      (await test.call('GET', `/api/measurements/reactive-ratio?device_id=${id}&period=2026-05`)).body
    expect((await ratio()).limits).toMatchObject({ band: 'under_50_kva', inductive_percent: 33, is_assumed: false })
    expect((await get('/energy/reactive-rules')).body.items).toMatchObject([{ valid_from: null, exempt_up_to_kw: 9 }])
    const rule = { valid_from: iso(MAY), exempt_up_to_kw: 30 }
    expect((await test.call('PUT', '/api/console/energy/reactive-rules', { json: rule })).status).toBe(200)
    expect(await ratio()).toMatchObject({
      status: 'exempt',
      limits: { band: 'exempt', exempt_because: 'small_connection' },
    })
    expect((await get('/energy/billing-meters')).body.items).toMatchObject([{ device_id: id, status: 'exempt' }])
    expect((await get('/energy/reactive-limits', { device_id: id })).body.items).toHaveLength(1)
    expect((await test.call('DELETE', `/api/console/energy/reactive-limits/${made.body.id}`)).status).toBe(204)
    expect((await test.call('DELETE', `/api/console/energy/reactive-limits/${made.body.id}`)).status).toBe(404)
  })

  it('answers nonsense with a refusal, never with a failure', async () => {
    const nonsense = [
      '',
      'nothing',
      '%00',
      '-1',
      '9999-99',
      '0001-01-01T00:00:00Z',
      '9999-12-31T23:59:59Z',
      iso(MAY),
      'ı'.repeat(300),
    ]
    const paths = ['summary', 'compare', 'load-curve', 'heatmap', 'top', 'bill', 'reactive-limits']
    const statuses = new Set<number>()
    for (const path of paths) {
      for (const value of nonsense) {
        for (const query of [
          { start: value, end: value, device_id: value },
          { start: iso(MAY), end: value, device_id: marina.pedestal.id },
          { start: '0001-01-01T00:00:00Z', end: value, device_id: marina.pedestal.id, interval: 'hourly' },
          { device_id: value, period: value },
          { device_id: marina.pedestal.id, period: '2199-12', by: value, limit: value, parent: value, previous: value },
        ])
          statuses.add((await get(`/energy/${path}`, query)).status)
      }
    }
    expect([...statuses].filter((status) => status >= 500)).toEqual([])
    const far = await get('/energy/bill', { device_id: marina.pedestal.id, period: '2199-12' })
    expect(far).toMatchObject({ status: 200, body: { energy_kwh: null, lines: [] } })
  })
})
