import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { START, startTestHub, type TestHub } from '../../test-hub.ts'
import { makeMarina } from '../../test-marina.ts'

const HOUR = 3_600_000

describe('platform.md, Measurements', () => {
  let test: TestHub
  let marina: Awaited<ReturnType<typeof makeMarina>>
  beforeAll(async () => {
    test = await startTestHub()
    marina = await makeMarina(test)
    const readings = []
    // Two site days (UTC+3) of a steady 2.96 kW, the document's own figures.
    const from = Date.parse('2026-04-01T00:00:00+03:00')
    for (let at = from; at <= from + 48 * HOUR; at += 10 * 60_000) {
      const values = {
        voltage_l1: 230,
        voltage_l2: 231.4,
        voltage_l3: 232.8,
        current_l1: 12.8,
        active_power: 2960,
        power_factor: 0.97,
        energy_import: 1_000_000 + (2960 * (at - from)) / HOUR,
      }
      readings.push({ deviceId: marina.meter.id, at, values, quality: 'good' as const })
    }
    await test.intake.readings(readings)
  })
  afterAll(() => test.stop())
  const aggregated = (query: string) =>
    test.call('GET', `/api/measurements/aggregated?device_id=${marina.meter.id}&${query}`)

  it('answers the documented daily figures, in days of the site', async () => {
    const { status, body } = await aggregated(
      'start=2026-04-01T00:00:00%2B03:00&end=2026-04-02T23:59:59%2B03:00&interval=daily',
    )
    expect(status).toBe(200)
    expect(body).toMatchObject({
      device_id: marina.meter.id,
      interval: 'daily',
      start: '2026-04-01T00:00:00+03:00',
      end: '2026-04-02T23:59:59+03:00',
    })
    expect(body.data.map((row: { timestamp: string }) => row.timestamp)).toEqual([
      '2026-03-31T21:00:00.000Z',
      '2026-04-01T21:00:00.000Z',
    ])
    const [first] = body.data
    expect(first.voltage_avg).toBeCloseTo(231.4, 6)
    expect(first.current_avg).toBeCloseTo(12.8, 6)
    expect(first.power_avg).toBeCloseTo(2.96, 6)
    expect(first.energy_kwh).toBeCloseTo(71.04, 3)
    expect(first.power_factor_avg).toBeCloseTo(0.97, 6)
    expect(first.coverage).toBeCloseTo(1, 2)
  })

  it('shows hours without samples as null, with no coverage', async () => {
    const { body } = await aggregated('start=2026-05-01T00:00:00Z&end=2026-05-01T02:00:00Z&interval=hourly')
    expect(body.data).toHaveLength(2)
    expect(body.data[0]).toMatchObject({
      voltage_avg: null,
      current_avg: null,
      power_avg: null,
      energy_kwh: null,
      power_factor_avg: null,
      coverage: 0,
    })
  })

  it('begins weeks on Monday and months on the first', async () => {
    const weekly = await aggregated('start=2026-04-01T00:00:00Z&end=2026-04-08T00:00:00Z&interval=weekly')
    expect(weekly.body.data[0].timestamp).toBe('2026-03-29T21:00:00.000Z')
    const monthly = await aggregated('start=2026-04-01T00:00:00Z&end=2026-04-08T00:00:00Z&interval=monthly')
    expect(monthly.body.data[0].timestamp).toBe('2026-03-31T21:00:00.000Z')
  })

  it('shows what is known now on the map, and forgets what is stale', async () => {
    const at = test.clock.now()
    await test.intake.readings([
      { deviceId: marina.pedestal.id, at, values: { active_power: 1500, state: null }, quality: 'good' },
    ])
    const itemOf = async () =>
      (await test.call('GET', '/api/measurements/map-data')).body.items.find(
        (item: { device_id: string }) => item.device_id === marina.pedestal.id,
      )
    const live = await itemOf()
    expect(live).toMatchObject({ name: 'B-12', device_type: 'pedestal', is_online: true, alarm_severity: null })
    expect(live.values).toEqual({
      active_power: { value: 1500, unit: 'W', quality: 'good', timestamp: new Date(at).toISOString() },
      state: { value: null, unit: '', quality: 'good', timestamp: new Date(at).toISOString() },
    })
    await test.clock.advance(200_000)
    expect((await itemOf()).values.active_power).toMatchObject({ value: 1500, quality: 'stale' })
    await test.clock.advance(200_000)
    const lost = await itemOf()
    expect(lost.is_online).toBe(false)
    expect(lost.values.active_power).toMatchObject({ value: null, quality: 'comm_fail' })
  })

  it('pages raw samples and decimates charts', async () => {
    const range = 'start=2026-03-31T21:00:00Z&end=2026-04-02T21:00:00Z'
    const raw = (await test.call('GET', `/api/console/devices/${marina.meter.id}/series?metrics=active_power&${range}`))
      .body
    expect(raw).toMatchObject({ device_id: marina.meter.id, truncated: false, next_start: null })
    expect(raw.series.active_power.unit).toBe('W')
    expect(raw.series.active_power.points).toHaveLength(288)
    expect(raw.series.active_power.points[0]).toEqual([Date.parse('2026-03-31T21:00:00Z'), 2960, 'good'])
    const chart = (
      await test.call(
        'GET',
        `/api/console/devices/${marina.meter.id}/series?metrics=energy_import&max_points=50&${range}`,
      )
    ).body
    expect(chart.series.energy_import.decimated).toBe(true)
    expect(chart.series.energy_import.points.length).toBeLessThanOrEqual(50)
  })

  it('takes samples of the past without moving what is live', async () => {
    const now = test.clock.now()
    await test.intake.readings([
      { deviceId: marina.pedestal.id, at: now, values: { active_power: 10 }, quality: 'good' },
    ])
    await test.intake.readings([
      { deviceId: marina.pedestal.id, at: START - HOUR, values: { active_power: 99 }, quality: 'good' },
    ])
    const { body } = await test.call('GET', `/api/console/devices/${marina.pedestal.id}/latest`)
    expect(body.items.find((item: { metric: string }) => item.metric === 'active_power').value).toBe(10)
  })
})
