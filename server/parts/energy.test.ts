import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { feed, HOUR, MINUTE, makeMeteredMarina, readings } from '../http/test-energy.ts'
import { START, startTestHub, type TestHub } from '../http/test-hub.ts'

const BEGIN = START - 6 * HOUR
const iso = (at: number) => new Date(at).toISOString()

describe('counters that do not simply count', () => {
  let test: TestHub
  let marina: Awaited<ReturnType<typeof makeMeteredMarina>>
  const consumption = async (id: string) => {
    const query = new URLSearchParams({ start: iso(BEGIN), end: iso(START), interval: 'hourly' })
    return (await test.call('GET', `/api/devices/${id}/energy-consumption?${query}`)).body
  }
  const openIncidents = async (id: string) => {
    await test.hub.core.alarms.settled()
    const { body } = await test.call('GET', '/api/alarms/incidents?limit=200')
    return body.items.filter(
      (item: { device_id: string; status: string }) =>
        item.device_id === id && !['cleared', 'closed'].includes(item.status),
    )
  }
  const course = (id: string, from: number, to: number, index: (hours: number) => number) =>
    feed(
      test,
      readings(id, { from, to, step: MINUTE }, (hours) => ({ energy_import: index(hours) })),
    )

  beforeAll(async () => {
    test = await startTestHub()
    marina = await makeMeteredMarina(test)
  })
  afterAll(() => test.stop())

  it('a reset is credited from zero, told, and asks for the exchange; recording it is an answer', async () => {
    const { id } = marina.pedestal
    const resetAt = BEGIN + 3 * HOUR
    await course(id, BEGIN, resetAt, (h) => 700_000 + 2_000 * h)
    await course(id, resetAt, START + MINUTE, (h) => 40 + 2_000 * h)
    const before = await consumption(id)
    expect(before.events).toMatchObject([{ at: iso(resetAt), kind: 'reset', detail: { to_kwh: 0.04 } }])
    expect(before.total_kwh).toBeCloseTo(12 + 0.04 - 2 / 60, 6)
    expect(await openIncidents(id)).toMatchObject([{ severity: 'info', metric: 'energy_import' }])
    const json = { at: iso(resetAt - 30_000), old_end_index: 706, new_start_index: 0, note: 'Yeni sayaç' }
    expect((await test.call('POST', `/api/console/devices/${id}/meter-exchanges`, { json })).status).toBe(201)
    const after = await consumption(id)
    expect(after.total_kwh).toBeCloseTo(6 + 6 + 0.04, 6)
    expect(await openIncidents(id)).toEqual([])
  })

  it('an index that was set costs nothing until somebody tells what it was', async () => {
    const { id } = marina.second
    const setAt = BEGIN + 2 * HOUR
    await course(id, BEGIN, setAt, (h) => 50_000_000 + 1_000 * h)
    await course(id, setAt, START + MINUTE, (h) => 12_000_000 + 1_000 * h)
    expect(await openIncidents(id)).toHaveLength(1)
    const set = await consumption(id)
    expect(set.events.map((event: { kind: string }) => event.kind)).toEqual(['jump', 'exchange'])
    expect(set.events[1]).toMatchObject({ at: iso(setAt), detail: { is_recognised: true } })
    expect(set.total_kwh).toBeCloseTo(6 - 1 / 60, 6)
    expect(set.is_complete).toBe(true)
    const json = { at: iso(setAt), old_end_index: 50_002, new_start_index: 12_000 }
    expect((await test.call('POST', `/api/console/devices/${id}/meter-exchanges`, { json })).status).toBe(201)
    expect((await consumption(id)).total_kwh).toBeCloseTo(6, 6)
    expect(await openIncidents(id)).toEqual([])
  })

  it('a misreading shows as invalid and is forgotten by every sum', async () => {
    const { id } = marina.meter
    await course(id, BEGIN, START, (h) => 1_000_000 + 4_000 * h)
    await test.intake.readings([
      { deviceId: id, at: START, values: { energy_import: 4e9, active_power: 4_000 }, quality: 'good' },
    ])
    const latest = await test.call('GET', `/api/console/devices/${id}/latest`)
    const shown = latest.body.items.map((item: { metric: string; quality: string }) => [item.metric, item.quality])
    expect(Object.fromEntries(shown)).toMatchObject({ energy_import: 'invalid', active_power: 'good' })
    await course(id, START + MINUTE, START + 3 * MINUTE, (h) => 1_024_066 + 4_000 * h)
    const body = await consumption(id)
    expect(body.total_kwh).toBeCloseTo(24, 2)
    expect(await openIncidents(id)).toEqual([])
  })
})
