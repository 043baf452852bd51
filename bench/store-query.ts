/**
 * One year of daily buckets in a time zone three hours off, of one series and of a hundred, from samples a minute apart;
 * the chart of that year; and a chart of one day. --series=100
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { edgesOf } from '../server/core/telemetry/time-zone.ts'
import { option, printFigure } from './figure.ts'
import { METRICS_PER_METER, Meters, withStore } from './store-meters.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const ROUNDS = 7
const T0 = Date.parse('2025-01-01T00:00:00Z')
const END = T0 + 365 * DAY_MS
const meterCount = option('series', 100) / METRICS_PER_METER
const edges = edgesOf('daily', 'Europe/Istanbul', T0, END)

const naiveMs = baselineMs()
await withStore(async (store) => {
  const meters = new Meters(meterCount)
  for (let at = T0; at < END; at += 60 * MINUTE_MS) {
    const batch = []
    for (let minute = 0; minute < 60; minute++) {
      for (let meter = 0; meter < meterCount; meter++)
        batch.push(meters.read(meter, at + minute * MINUTE_MS, MINUTE_MS))
    }
    await store.append(batch, at)
  }
  await store.compact()
  const [first = ''] = meters.ids
  const metrics = await store.metrics(first)
  const baseline = { name: 'GROUP BY over rows', figure: naiveMs }
  const one = await medianMs(() => store.buckets(first, ['energy_import'], edges))
  printFigure('year by day, one series', one, 'ms', baseline)
  const hundred = await medianMs(() => Promise.all(meters.ids.map((id) => store.buckets(id, metrics, edges))))
  printFigure(`year by day, ${meterCount * METRICS_PER_METER} series`, hundred, 'ms')
  const envelope = { deviceId: first, metrics: ['active_power'], maxPoints: 1000 }
  printFigure('chart of a year', await medianMs(() => store.envelope({ ...envelope, start: T0, end: END })), 'ms')
  printFigure(
    'chart of a day',
    await medianMs(() => store.envelope({ ...envelope, start: END - DAY_MS, end: END })),
    'ms',
  )
  printFigure('store', (await store.stats()).points / 1e6, 'million points')
})

async function medianMs(run: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const startedAt = performance.now()
    await run()
    times.push(performance.now() - startedAt)
  }
  return times.sort((a, b) => a - b)[ROUNDS >> 1] ?? 0
}

/** The same year of one series in a table of rows, summed up by SQLite. */
function baselineMs(): number {
  const folder = mkdtempSync(join(tmpdir(), 'quaywatch-bench-'))
  const database = new Database(join(folder, 'naive.db'))
  database.exec(
    'CREATE TABLE sample (series INTEGER, ts INTEGER, value REAL, quality INTEGER, PRIMARY KEY (series, ts)) WITHOUT ROWID',
  )
  const insert = database.prepare('INSERT INTO sample VALUES (1, ?, ?, 0)')
  database.transaction(() => {
    for (let at = T0; at < END; at += MINUTE_MS) insert.run(at, at / 1000)
  })()
  const select = database.prepare(
    'SELECT (ts + 10800000) / 86400000 AS day, avg(value), min(value), max(value) FROM sample WHERE series = 1 GROUP BY day',
  )
  const times = Array.from({ length: ROUNDS }, () => {
    const startedAt = performance.now()
    select.all()
    return performance.now() - startedAt
  })
  database.close()
  rmSync(folder, { recursive: true, force: true })
  return times.sort((a, b) => a - b)[ROUNDS >> 1] ?? 0
}
