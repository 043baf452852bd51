import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TelemetryStore } from '../../core/telemetry/store.ts'
import { openSqliteTelemetry } from './sqlite-telemetry.ts'
import { reading } from './test-readings.ts'
import { quietLog, temporaryFolder } from './test-stores.ts'

const T0 = Date.parse('2026-05-04T00:00:00Z')
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

describe('telemetry on SQLite', () => {
  let folder: ReturnType<typeof temporaryFolder>
  let path: string
  const opened: TelemetryStore[] = []

  beforeEach(() => {
    folder = temporaryFolder()
    path = join(folder.path, 'telemetry.db')
  })
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.stop()))
    folder.remove()
  })

  async function open(): Promise<TelemetryStore> {
    const store = openSqliteTelemetry({ path, log: quietLog })
    opened.push(store)
    await store.start()
    return store
  }

  const raw = async (store: TelemetryStore, deviceId: string) =>
    (await store.raw({ deviceId, metrics: ['x'], start: 0, end: 1e15, limit: 50_000 })).series.get('x') ?? []

  it('is after a restart what it was, wherever the samples were kept', async () => {
    const first = await open()
    await first.append([reading('a', T0, { x: 1 })], T0)
    await first.compact()
    await first.append([reading('a', T0 + 1, { x: 2, y: 5 })], T0)
    await first.declareCounter('a', 'x', 10)
    await first.stop()
    const second = await open()
    expect(await raw(second, 'a')).toEqual([
      [T0, 1, 'good'],
      [T0 + 1, 2, 'good'],
    ])
    expect((await second.latest()).get('a')?.get('x')).toEqual({ at: T0 + 1, value: 2, quality: 'good' })
    await second.append([reading('a', T0 + 2, { x: 3 }), reading('b', T0, { x: 1 })], T0)
    await second.compact()
    expect(await raw(second, 'a')).toHaveLength(3)
    expect(await second.stats()).toMatchObject({ series: 3, points: 5, committedPoints: 2, droppedPoints: 0 })
  })

  it('starts and stops as often as asked, and refuses work in between', async () => {
    const store = await open()
    await store.start()
    await store.stop()
    await store.stop()
    await expect(store.append([reading('a', T0, { x: 1 })], T0)).rejects.toThrow('not started')
    await store.start()
    await store.append([reading('a', T0, { x: 1 })], T0)
    expect(await raw(store, 'a')).toHaveLength(1)
  })

  it('commits what is under way before it stops', async () => {
    const store = await open()
    const appended = store.append([reading('a', T0, { x: 1 })], T0)
    await store.stop()
    await appended
    expect(await raw(await open(), 'a')).toHaveLength(1)
  })

  it('refuses a database of another version', async () => {
    const database = new Database(path)
    database.pragma('user_version = 99')
    database.close()
    const store = openSqliteTelemetry({ path, log: quietLog })
    await expect(store.start()).rejects.toThrow('version 99')
  })

  it('keeps to its disk budget by letting the oldest samples go first, never their roll-ups', async () => {
    const store = await open()
    for (let day = 0; day < 6; day++) {
      const at = T0 + day * DAY
      const noise = (i: number) => Math.sin(i * day + i) * 1e5
      await store.append(
        Array.from({ length: 5760 }, (_, i) => reading('a', at + i * 15_000, { x: noise(i), y: noise(i + 1) })),
        at,
      )
      await store.compact()
    }
    const { bytes } = await store.stats()
    const before = await store.buckets('a', ['x'], [T0, T0 + DAY, T0 + 6 * DAY])
    const maxBytes = bytes * 0.6
    const retention = { rawDays: 1000, hourlyDays: 1000, dailyDays: 1000, maxBytes }
    while (await store.expire(retention, T0 + 7 * DAY));
    expect((await store.stats()).bytes).toBeLessThan(maxBytes)
    const left = await raw(store, 'a')
    expect(left[0]?.[0]).toBeGreaterThan(T0 + DAY)
    expect(left.at(-1)?.[0]).toBe(T0 + 5 * DAY + 5759 * 15_000)
    const after = await store.buckets('a', ['x'], [T0, T0 + DAY, T0 + 6 * DAY])
    expect(after.get('x')?.map(({ count, min, max }) => ({ count, min, max }))).toEqual(
      before.get('x')?.map(({ count, min, max }) => ({ count, min, max })),
    )
  })

  it('turns hours that have expired into their day, and lets days expire', async () => {
    const store = await open()
    const at = (day: number) => T0 + day * DAY
    for (const day of [0, 1, 2, 3]) {
      await store.append(
        Array.from({ length: 1440 }, (_, i) => reading('a', at(day) + i * MINUTE, { x: day * 1440 + i })),
        T0,
      )
    }
    await store.compact()
    while (await store.expire({ rawDays: 1, hourlyDays: 2, dailyDays: 3, maxBytes: 1e12 }, at(4)));
    const days = await store.buckets('a', ['x'], [0, 1, 2, 3, 4].map(at))
    expect(days.get('x')?.map(({ count }) => count)).toEqual([0, 1440, 1440, 1440])
    expect(days.get('x')?.map(({ max }) => max)).toEqual([null, 2879, 4319, 5759])
    const hours = await store.buckets('a', ['x'], [at(2), at(2) + 60 * MINUTE])
    expect(hours.get('x')?.[0]?.count).toBe(60)
  })

  it('does not let a sample that comes after its hour expired spoil the roll-up', async () => {
    const store = await open()
    await store.append(
      Array.from({ length: 1440 * 2 }, (_, i) => reading('a', T0 + i * MINUTE, { x: 1 })),
      T0,
    )
    await store.compact()
    while (await store.expire({ rawDays: 1, hourlyDays: 100, dailyDays: 100, maxBytes: 1e12 }, T0 + 2 * DAY));
    await store.append([reading('a', T0 + 30_000, { x: 1000 })], T0)
    await store.compact()
    expect((await store.buckets('a', ['x'], [T0, T0 + DAY])).get('x')?.[0]).toMatchObject({ count: 1440, max: 1 })
    expect((await store.stats()).droppedPoints).toBe(1)
  })
})
