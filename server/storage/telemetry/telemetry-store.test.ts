import { expect, it } from 'vitest'
import type { Bucket } from '../../core/telemetry/store.ts'
import { reading } from './test-readings.ts'
import { onBothStores } from './test-stores.ts'

const T0 = Date.parse('2026-05-04T00:00:00Z')
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const bucket = (buckets: ReadonlyMap<string, readonly Bucket[]>, metric: string, index = 0): Bucket => {
  const found = buckets.get(metric)?.[index]
  if (!found) throw new Error(`no bucket ${index} of ${metric}`)
  return found
}

onBothStores('telemetry store', (store) => {
  it('gives back what was appended, missing values and qualities included', async () => {
    await store().append(
      [
        reading('a', T0, { voltage_l1: 230.1, current_l1: null }),
        reading('a', T0 + 1000, { voltage_l1: Number.NaN }, 'comm_fail'),
        reading('a', T0 + 2000, { voltage_l1: -0.1 }, 'simulated'),
      ],
      T0,
    )
    const page = await store().raw({
      deviceId: 'a',
      metrics: ['voltage_l1', 'current_l1', 'unknown'],
      start: T0,
      end: T0 + 3000,
      limit: 100,
    })
    expect(page.nextStart).toBeNull()
    expect(page.series.get('voltage_l1')).toEqual([
      [T0, 230.1, 'good'],
      [T0 + 1000, null, 'comm_fail'],
      [T0 + 2000, -0.1, 'simulated'],
    ])
    expect(page.series.get('current_l1')).toEqual([[T0, null, 'good']])
    expect(await store().metrics('a')).toEqual(['current_l1', 'voltage_l1'])
  })

  it('pages without splitting an instant or losing a sample', async () => {
    const readings = Array.from({ length: 50 }, (_, i) => reading('pages', T0 + i * 1000, { x: i, y: -i }))
    await store().append(readings.slice(0, 30), T0)
    await store().compact()
    await store().append(readings.slice(30), T0)
    const seen: number[] = []
    let start: number | null = T0
    while (start !== null) {
      const page = await store().raw({ deviceId: 'pages', metrics: ['x', 'y'], start, end: T0 + HOUR, limit: 7 })
      const x = page.series.get('x') ?? []
      expect(page.series.get('y')?.map(([at]) => at)).toEqual(x.map(([at]) => at))
      expect(x.length).toBeLessThanOrEqual(4)
      seen.push(...x.map(([, value]) => value ?? Number.NaN))
      start = page.nextStart
    }
    expect(seen).toEqual(readings.map((_, i) => i))
  })

  it('pages on even when one instant has more samples than the limit', async () => {
    await store().append([reading('wide', T0, { a: 1, b: 2, c: 3 }), reading('wide', T0 + 1, { a: 4 })], T0)
    const first = await store().raw({ deviceId: 'wide', metrics: ['a', 'b', 'c'], start: T0, end: T0 + 10, limit: 2 })
    expect([...first.series.values()].map((points) => points.length)).toEqual([1, 1, 1])
    expect(first.nextStart).toBe(T0 + 1)
  })

  it('keeps the sample written last of several at one instant, before and after compaction', async () => {
    await store().append([reading('twice', T0, { x: 1 })], T0)
    await store().append([reading('twice', T0, { x: 2 })], T0)
    const ask = () => store().raw({ deviceId: 'twice', metrics: ['x'], start: T0, end: T0 + 1, limit: 10 })
    expect((await ask()).series.get('x')).toEqual([[T0, 2, 'good']])
    await store().compact()
    await store().append([reading('twice', T0, { x: 3 })], T0)
    expect((await ask()).series.get('x')).toEqual([[T0, 3, 'good']])
    await store().compact()
    expect((await ask()).series.get('x')).toEqual([[T0, 3, 'good']])
  })

  it('tells the newest sample by source time', async () => {
    await store().append([reading('late', T0 + 1000, { x: 2 })], T0)
    await store().append([reading('late', T0, { x: 1, y: 5 })], T0)
    const expected = new Map([
      ['x', { at: T0 + 1000, value: 2, quality: 'good' }],
      ['y', { at: T0, value: 5, quality: 'good' }],
    ])
    expect((await store().latest()).get('late')).toEqual(expected)
    await store().compact()
    expect((await store().latest()).get('late')).toEqual(expected)
  })

  it('sums up buckets over settled and unsettled samples alike', async () => {
    const at = (i: number) => reading('sum', T0 + i * MINUTE, { p: i % 60, energy_import: i * 10 })
    await store().append(
      Array.from({ length: 90 }, (_, i) => at(i)),
      T0,
    )
    await store().compact()
    await store().append(
      Array.from({ length: 91 }, (_, i) => at(i + 90)),
      T0,
    )
    const buckets = await store().buckets('sum', ['p', 'energy_import'], [T0, T0 + HOUR, T0 + 2 * HOUR, T0 + 3 * HOUR])
    for (const index of [0, 1, 2]) {
      expect(bucket(buckets, 'p', index)).toMatchObject({ count: 60, min: 0, max: 59, mean: 29.5, last: 59 })
      expect(bucket(buckets, 'energy_import', index).increase).toBeCloseTo(600)
      expect(bucket(buckets, 'p', index).coverage).toBeCloseTo(1)
    }
  })

  it('leaves samples out of aggregates whose quality does not vouch for them', async () => {
    await store().append(
      [
        reading('doubt', T0, { x: 1 }),
        reading('doubt', T0 + 1000, { x: 100 }, 'stale'),
        reading('doubt', T0 + 2000, { x: 100 }, 'invalid'),
        reading('doubt', T0 + 3000, { x: 3 }, 'estimated'),
      ],
      T0,
    )
    const ask = async () => bucket(await store().buckets('doubt', ['x'], [T0, T0 + HOUR]), 'x')
    expect(await ask()).toMatchObject({ count: 2, min: 1, max: 3, mean: 2, last: 3 })
    await store().compact()
    expect(await ask()).toMatchObject({ count: 2, min: 1, max: 3, mean: 2, last: 3 })
  })

  it('interpolates a counter at edges, and takes a sample on the edge as it is', async () => {
    await store().append(
      [
        reading('meter', T0 - 10 * MINUTE, { e: 100 }),
        reading('meter', T0 + 10 * MINUTE, { e: 200 }),
        reading('meter', T0 + HOUR, { e: 500 }),
        reading('meter', T0 + HOUR + 30 * MINUTE, { e: 560 }),
      ],
      T0,
    )
    const buckets = await store().buckets('meter', ['e'], [T0 - HOUR, T0, T0 + HOUR, T0 + 2 * HOUR, T0 + 3 * HOUR])
    expect([0, 1, 2, 3].map((index) => bucket(buckets, 'e', index).increase)).toEqual([50, 350, 60, null])
  })

  it('credits a counter from zero after a reset, and over a wrap when the modulus is known', async () => {
    const samples = [990, 995, 3, 8]
    for (const device of ['resets', 'wraps']) {
      await store().append(
        samples.map((e, i) => reading(device, T0 + i * MINUTE, { e })),
        T0,
      )
    }
    await store().declareCounter('wraps', 'e', 1000)
    const increase = async (device: string) =>
      bucket(await store().buckets(device, ['e'], [T0, T0 + HOUR]), 'e').increase
    expect([await increase('resets'), await increase('wraps')]).toEqual([13, 18])
    await store().compact()
    expect([await increase('resets'), await increase('wraps')]).toEqual([13, 18])
  })

  it('tells gaps by coverage and by null', async () => {
    const minutes = [...Array.from({ length: 61 }, (_, i) => i), ...Array.from({ length: 31 }, (_, i) => i + 210)]
    await store().append(
      minutes.map((i) => reading('gap', T0 + i * MINUTE, { x: 5, e: i })),
      T0,
    )
    await store().compact()
    const buckets = await store().buckets(
      'gap',
      ['x', 'e'],
      [0, 1, 2, 3, 4].map((h) => T0 + h * HOUR),
    )
    expect(bucket(buckets, 'x', 0).coverage).toBeCloseTo(1)
    expect(bucket(buckets, 'x', 1).coverage).toBeCloseTo(1 / 60, 2)
    expect(bucket(buckets, 'x', 2)).toMatchObject({ count: 0, mean: null, min: null, coverage: 0 })
    expect(bucket(buckets, 'x', 3).coverage).toBeCloseTo(0.5, 1)
    const whole = [0, 1, 2, 3].reduce((sum, index) => sum + (bucket(buckets, 'e', index).increase ?? 0), 0)
    expect(whole).toBeCloseTo(240)
    expect([0, 1, 2, 3].map((index) => bucket(buckets, 'e', index).isInterpolated)).toEqual([false, true, true, true])
    expect([0, 1, 2, 3].map((index) => bucket(buckets, 'e', index).spanned)).toEqual([1, 1, 1, 1])
  })

  it('tells which part of a bucket lies between readings, and what is read around an instant', async () => {
    await store().append(
      Array.from({ length: 60 }, (_, i) =>
        reading('began', T0 + (30 + i) * MINUTE, { e: i }, i === 7 ? 'invalid' : 'good'),
      ),
      T0,
    )
    const check = async () => {
      const buckets = await store().buckets('began', ['e'], [T0, T0 + HOUR, T0 + 2 * HOUR])
      expect([0, 1].map((index) => bucket(buckets, 'e', index).spanned)).toEqual([0.5, 29 / 60])
      expect([0, 1].map((index) => bucket(buckets, 'e', index).isInterpolated)).toEqual([false, false])
      const at = (minute: number) => T0 + minute * MINUTE
      expect(await store().around('began', 'e', [at(0), at(30), at(37), at(89), at(90)])).toEqual([
        { before: null, after: { at: at(30), value: 0 } },
        { before: { at: at(30), value: 0 }, after: { at: at(31), value: 1 } },
        { before: { at: at(36), value: 6 }, after: { at: at(38), value: 8 } },
        { before: { at: at(89), value: 59 }, after: null },
        { before: { at: at(89), value: 59 }, after: null },
      ])
    }
    await check()
    await store().compact()
    await check()
    expect(await store().around('began', 'none', [T0])).toEqual([{ before: null, after: null }])
  })

  it('merges what comes late and sums its hours up again', async () => {
    const at = (i: number) => reading('backlog', T0 + i * MINUTE, { x: i })
    await store().append(
      [...Array.from({ length: 60 }, (_, i) => at(i)), ...Array.from({ length: 400 }, (_, i) => at(i + 180))],
      T0,
    )
    await store().compact()
    await store().append(
      Array.from({ length: 120 }, (_, i) => at(i + 60)),
      T0,
    )
    const check = async () => {
      const buckets = await store().buckets('backlog', ['x'], [T0, T0 + DAY])
      expect(bucket(buckets, 'x')).toMatchObject({ count: 580, min: 0, max: 579, mean: 289.5 })
      const { series } = await store().raw({
        deviceId: 'backlog',
        metrics: ['x'],
        start: T0,
        end: T0 + DAY,
        limit: 1000,
      })
      expect(series.get('x')?.map(([, value]) => value)).toEqual(Array.from({ length: 580 }, (_, i) => i))
    }
    await check()
    await store().compact()
    await check()
  })

  it('draws an envelope that keeps the extremes and shows the gap', async () => {
    const values = Array.from({ length: 5000 }, (_, i) => (i === 1234 ? 999 : i === 3456 ? -999 : Math.sin(i / 100)))
    const readings = values.map((x, i) => reading('drawn', T0 + i * 1000 + (i > 2500 ? HOUR : 0), { x }))
    await store().append(readings.slice(0, 4000), T0)
    await store().compact()
    await store().append(readings.slice(4000), T0)
    const answer = await store().envelope({
      deviceId: 'drawn',
      metrics: ['x'],
      start: T0,
      end: T0 + 3 * HOUR,
      maxPoints: 300,
    })
    const drawn = answer.get('x')
    const points = drawn?.points ?? []
    expect(drawn?.decimated).toBe(true)
    expect(points.length).toBeLessThanOrEqual(300)
    expect(Math.max(...points.map(([, value]) => value ?? 0))).toBe(999)
    expect(Math.min(...points.map(([, value]) => value ?? 0))).toBe(-999)
    expect(points.some(([at, value]) => value === null && at > T0 + 2500_000 && at < T0 + HOUR + 2500_000)).toBe(true)
    expect(points.map(([at]) => at)).toEqual(points.map(([at]) => at).toSorted((a, b) => a - b))
  })

  it('draws a year from its days and keeps the extremes', async () => {
    for (let day = 0; day < 365; day += 5) {
      const readings = Array.from({ length: 5 * 24 }, (_, i) =>
        reading('year', T0 + day * DAY + i * HOUR, { x: day === 200 && i === 7 ? 1e6 : day }, 'simulated'),
      )
      await store().append(readings, T0)
    }
    await store().compact()
    const range = { start: T0, end: T0 + 365 * DAY, maxPoints: 200 }
    const drawn = (await store().envelope({ deviceId: 'year', metrics: ['x'], ...range })).get('x')
    expect(drawn?.points.length).toBeLessThanOrEqual(200)
    expect(Math.max(...(drawn?.points ?? []).map(([, value]) => value ?? 0))).toBe(1e6)
    expect(new Set(drawn?.points.map(([, , quality]) => quality))).toEqual(new Set(['simulated']))
  })

  it('gives everything as it is when it fits, with a null in the gap', async () => {
    const at = [0, 1, 2, 3, 60, 61].map((minute) => T0 + minute * MINUTE)
    await store().append(
      at.map((time) => reading('few', time, { x: 1 })),
      T0,
    )
    const answer = await store().envelope({ deviceId: 'few', metrics: ['x'], start: T0, end: T0 + DAY, maxPoints: 100 })
    expect(answer.get('x')?.decimated).toBe(false)
    expect(answer.get('x')?.points.map(([, value]) => value)).toEqual([1, 1, 1, 1, null, 1, 1])
  })

  it('deletes expired samples only after they are rolled up', async () => {
    const at = (day: number, i: number) => reading('old', T0 + day * DAY + i * MINUTE * 10, { x: i, e: day * 1000 + i })
    await store().append(
      [0, 1, 2].flatMap((day) => Array.from({ length: 144 }, (_, i) => at(day, i))),
      T0,
    )
    await store().compact()
    const edges = [0, 1, 2, 3].map((day) => T0 + day * DAY)
    const before = await store().buckets('old', ['x', 'e'], edges)
    const retention = { rawDays: 1, hourlyDays: 100, dailyDays: 1000, maxBytes: 1e12 }
    while (await store().expire(retention, T0 + 3 * DAY));
    const raw = await store().raw({ deviceId: 'old', metrics: ['x'], start: T0, end: T0 + 3 * DAY, limit: 1000 })
    expect(raw.series.get('x')?.[0]?.[0]).toBe(T0 + 2 * DAY)
    const after = await store().buckets('old', ['x', 'e'], edges)
    for (const metric of ['x', 'e']) {
      for (const index of [0, 1, 2]) {
        const { increase, coverage, ...rest } = bucket(before, metric, index)
        expect(bucket(after, metric, index)).toMatchObject(rest)
        expect(bucket(after, metric, index).increase).toBeCloseTo(increase ?? Number.NaN)
        expect(bucket(after, metric, index).coverage).toBeCloseTo(coverage, 1)
      }
    }
  })

  it('forgets a device and starts it afresh', async () => {
    await store().append([reading('gone', T0, { x: 1 })], T0)
    await store().compact()
    await store().append([reading('gone', T0 + 1, { x: 2 })], T0)
    await store().forgetDevice('gone')
    expect(await store().metrics('gone')).toEqual([])
    expect((await store().latest()).has('gone')).toBe(false)
    await store().append([reading('gone', T0 + 2, { x: 3 })], T0)
    await store().compact()
    const { series } = await store().raw({ deviceId: 'gone', metrics: ['x'], start: T0, end: T0 + 10, limit: 10 })
    expect(series.get('x')).toEqual([[T0 + 2, 3, 'good']])
  })
})
