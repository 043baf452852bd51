import fc from 'fast-check'
import { expect, it } from 'vitest'
import { LiveMap } from '../../ingest/live.ts'
import { reading } from '../../storage/telemetry/test-readings.ts'
import { onBothStores } from '../../storage/telemetry/test-stores.ts'
import { manualClock } from '../clock.ts'
import type { Device } from '../devices/devices.types.ts'
import { Inventory } from '../devices/inventory.ts'
import { edgesWithin } from './asked.ts'
import type { MeterExchange } from './energy.types.ts'
import { EnergyWatch } from './energy-watch.ts'
import { ExchangeBook, readingsOf } from './exchange-book.ts'
import { Meters } from './meters.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const METRIC = 'energy_import'
const ZONE = 'Europe/Berlin'

const deviceCalled = (id: string): Device => ({
  id,
  tenantId: 't',
  gatewayId: 'g',
  subregionId: null,
  parentId: null,
  templateId: null,
  name: id,
  deviceType: 'energy_analyzer',
  slaveId: null,
  externalId: id,
  latitude: null,
  longitude: null,
  pollIntervalS: null,
  isOnline: true,
  lastSeen: null,
  createdAt: 0,
})

onBothStores('amounts from counters', (store) => {
  let devices = 0

  /** One meter, with what was read of it. */
  async function meterWith(
    samples: readonly (readonly [at: number, values: Readonly<Record<string, number>>])[],
    exchanges: readonly Pick<MeterExchange, 'at' | 'oldEndIndex' | 'newStartIndex'>[] = [],
  ) {
    const device = deviceCalled(`metered-${devices++}`)
    const [inventory, live, book] = [new Inventory(), new LiveMap(), new ExchangeBook()]
    inventory.setDevice(device)
    const readings = samples.map(([at, values]) => reading(device.id, at, values))
    for (const [i, exchange] of exchanges.entries()) {
      book.add({
        ...exchange,
        id: `${i}`,
        tenantId: 't',
        deviceId: device.id,
        metric: METRIC,
        note: null,
        createdAt: 0,
        createdBy: null,
      })
      readings.push(
        ...readingsOf({ ...exchange } as MeterExchange).map(({ at, value }) =>
          reading(device.id, at, { [METRIC]: value }),
        ),
      )
    }
    await store().append(readings, 0)
    for (const each of readings) live.apply(each, 0)
    const clock = manualClock(Math.max(...readings.map(({ at }) => at)))
    const templates = { find: () => null }
    const meters = new Meters({ store: store(), live, inventory, templates, exchanges: book, clock })
    return { device, inventory, clock, meters }
  }

  const steadily = (from: number, to: number, stepMs: number, watts: number) =>
    Array.from({ length: Math.floor((to - from) / stepMs) + 1 }, (_, i): readonly [number, Record<string, number>] => [
      from + i * stepMs,
      { [METRIC]: (watts * i * stepMs) / HOUR },
    ])

  it('gives the days on which the clocks change their 23 and 25 hours, and begins weeks on Monday', async () => {
    const spring = Date.parse('2026-03-27T23:00:00Z')
    const { meters, device } = await meterWith(steadily(spring - DAY, spring + 4 * DAY, 15 * MINUTE, 1_000))
    const days = edgesWithin('daily', ZONE, { start: spring, end: spring + 3 * DAY - HOUR })
    expect((await meters.energy(device, METRIC, days)).map(({ known }) => known)).toEqual([24_000, 23_000, 24_000])
    const autumn = Date.parse('2026-10-22T22:00:00Z')
    const later = await meterWith(steadily(autumn, autumn + 12 * DAY, 15 * MINUTE, 1_000))
    const fall = edgesWithin('daily', ZONE, { start: autumn + DAY, end: autumn + 4 * DAY + HOUR })
    expect((await later.meters.energy(later.device, METRIC, fall)).map(({ known }) => known)).toEqual([
      24_000, 25_000, 24_000,
    ])
    const week = Date.parse('2026-10-25T23:00:00Z')
    const weeks = edgesWithin('weekly', ZONE, { start: week, end: week + 7 * DAY })
    expect(weeks).toEqual([week, week + 7 * DAY])
    expect((await later.meters.energy(later.device, METRIC, weeks))[0]).toMatchObject({
      known: 168_000,
      quality: 'good',
    })
  })

  it('adds phases up where there is no total, and not a part of them as the whole', async () => {
    const at = Date.parse('2026-05-04T00:00:00Z')
    const phases = (i: number) => ({
      energy_import_l1: i * 100,
      energy_import_l2: i * 200,
      ...(i < 13 && { energy_import_l3: i * 300 }),
    })
    const { meters, device } = await meterWith(
      Array.from({ length: 25 }, (_, i) => [at + i * 5 * MINUTE, phases(i)] as const),
    )
    const [first, second] = await meters.energy(device, METRIC, [at, at + HOUR, at + 2 * HOUR])
    expect(first).toMatchObject({ known: 7_200, quality: 'good' })
    expect(second).toMatchObject({ known: 3_600, quality: 'partial' })
  })

  it('interpolates an index between the readings around an instant', async () => {
    const at = Date.parse('2026-05-04T00:00:00Z')
    const { meters, device } = await meterWith([
      [at, { [METRIC]: 100 }],
      [at + HOUR, { [METRIC]: 160 }],
    ])
    expect(await meters.indexes(device, METRIC, [at - 1, at, at + 10 * MINUTE, at + 2 * HOUR])).toEqual([
      { index: null, before: null, after: at },
      { index: 100, before: at, after: at + HOUR },
      { index: 110, before: at, after: at + HOUR },
      { index: 160, before: at + HOUR, after: null },
    ])
  })

  it('adds up to the index differences of every meter that hung there, wherever the time is cut', async () => {
    const scenario = fc.record({
      steps: fc.array(
        fc.record({ minutes: fc.integer({ min: 2, max: 400 }), used: fc.nat(5_000), swaps: fc.boolean() }),
        {
          minLength: 3,
          maxLength: 25,
        },
      ),
      cuts: fc.uniqueArray(fc.integer({ min: 1, max: 5_000 }), { maxLength: 8 }),
      indexes: fc.array(fc.nat(900_000), { minLength: 25, maxLength: 25 }),
    })
    await fc.assert(
      fc.asyncProperty(scenario, async ({ steps, cuts, indexes }) => {
        const at = Date.parse('2026-05-04T00:00:00Z')
        const samples: (readonly [number, Record<string, number>])[] = [[at, { [METRIC]: 1_000 }]]
        const swaps: { at: number; oldEndIndex: number; newStartIndex: number }[] = []
        let [minute, index, truth] = [0, 1_000, 0]
        for (const [i, { minutes, used, swaps: isSwapped }] of steps.entries()) {
          minute += minutes
          truth += used
          if (isSwapped) {
            const [before, newStartIndex] = [Math.floor(used / 3), indexes[i] ?? 0]
            swaps.push({ at: at + (minute - 1) * MINUTE, oldEndIndex: index + before, newStartIndex })
            index = newStartIndex + used - before
          } else index += used
          samples.push([at + minute * MINUTE, { [METRIC]: index }])
        }
        const { meters, device } = await meterWith(samples, swaps)
        const inner = cuts.map((cut) => cut % minute).filter((cut) => cut > 0)
        const edges = [...new Set([0, ...inner, minute])].sort((a, b) => a - b).map((each) => at + each * MINUTE)
        const amounts = await meters.energy(device, METRIC, edges)
        expect(amounts.reduce((sum, { known }) => sum + (known ?? 0), 0)).toBeCloseTo(truth, 4)
        expect(amounts.every(({ known }) => (known ?? 0) >= -1e-6)).toBe(true)
        const [whole] = await meters.energy(device, METRIC, [at, at + minute * MINUTE])
        expect(whole?.known).toBeCloseTo(truth, 4)
      }),
      { numRuns: 40 },
    )
  })

  it('answers those who watch: a ratio for the month so far, a consumption only when it is whole', async () => {
    const start = Date.parse('2026-05-20T00:00:00Z')
    const { meters, device, inventory, clock } = await meterWith(
      Array.from({ length: 97 }, (_, i) => [
        start + i * 15 * MINUTE,
        { [METRIC]: i * 1_000, reactive_energy_inductive: i * 190, reactive_energy_capacitive: i * 20 },
      ]),
    )
    const watch = new EnergyWatch({ meters, inventory, clock, timeZoneOf: async () => ZONE })
    const ratios = await watch.reactiveMonthToDate(device.id, clock.now())
    expect(ratios?.inductiveRatio).toBeCloseTo(19, 6)
    expect(ratios?.capacitiveRatio).toBeCloseTo(2, 6)
    expect(await watch.reactiveMonthToDate(device.id, start - DAY)).toBeNull()
    expect(await watch.reactiveMonthToDate('nobody', clock.now())).toBeNull()
    expect(await watch.consumption(device.id, start + HOUR, start + 3 * HOUR)).toBeCloseTo(8, 6)
    expect(await watch.consumption(device.id, start - HOUR, start + 3 * HOUR)).toBeNull()
    expect(await watch.consumption(device.id, start, start)).toBeNull()
  })
})
