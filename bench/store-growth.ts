/**
 * Whether the store slows down as it grows: points per second of each tenth of the way, compaction running, 10,000
 * series. --millions=10 (50 for the full figure)
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { option, printFigure } from './figure.ts'
import { METRICS_PER_METER, Meters, withStore } from './store-meters.ts'

const METERS = 1000
const TENTHS = 10
const STEP_MS = 1000
const target = option('millions', 10) * 1e6
const T0 = Date.parse('2026-01-01T00:00:00Z')

const naive = naiveLastShare(Math.min(target, 4e6))
await withStore(async (store) => {
  const meters = new Meters(METERS)
  const speeds: number[] = []
  let rounds = 0
  for (let tenth = 1; tenth <= TENTHS; tenth++) {
    const startedAt = performance.now()
    const from = rounds
    while (rounds * METERS * METRICS_PER_METER < (target * tenth) / TENTHS) {
      const at = T0 + rounds * STEP_MS
      rounds++
      const readings = meters.ids.map((_, meter) => meters.read(meter, at, STEP_MS))
      const appends = []
      for (let i = 0; i < readings.length; i += 50) appends.push(store.append(readings.slice(i, i + 50), at))
      await Promise.all(appends)
    }
    speeds.push(((rounds - from) * METERS * METRICS_PER_METER) / ((performance.now() - startedAt) / 1000))
  }
  const [first = 1] = speeds
  const last = speeds.at(-1) ?? 0
  printFigure('growth, first tenth', first, 'points/s')
  printFigure('growth, slowest tenth', Math.min(...speeds), 'points/s')
  printFigure('growth, last tenth', last, 'points/s')
  printFigure('growth, last tenth as part of the first', last / first, '', {
    name: 'PRIMARY KEY (series, ts)',
    figure: naive,
  })
  const startedAt = performance.now()
  await store.compact()
  printFigure('growth, rest of compaction', (performance.now() - startedAt) / 1000, 's')
  const { points, bytes } = await store.stats()
  printFigure('growth, stored', points / 1e6, 'million points')
  printFigure('growth, bytes per point', bytes / points, 'B')
  printFigure('growth, resident memory', process.memoryUsage.rss() / 2 ** 20, 'MiB')
})

/** Speed of the last tenth as part of the first, for rows keyed by series and time. */
function naiveLastShare(rowsWanted: number): number {
  const folder = mkdtempSync(join(tmpdir(), 'quaywatch-bench-'))
  const database = new Database(join(folder, 'naive.db'))
  database.pragma('journal_mode = WAL')
  database.exec(
    'CREATE TABLE sample (series INTEGER, ts INTEGER, value REAL, quality INTEGER, PRIMARY KEY (series, ts)) WITHOUT ROWID',
  )
  const insert = database.prepare('INSERT INTO sample VALUES (?, ?, ?, 0)')
  const series = METERS * METRICS_PER_METER
  const speeds: number[] = []
  let rows = 0
  for (let tenth = 1; tenth <= TENTHS; tenth++) {
    const startedAt = performance.now()
    const from = rows
    while (rows < (rowsWanted * tenth) / TENTHS) {
      database.transaction(() => {
        for (let i = 0; i < 10_000; i++, rows++) insert.run(rows % series, Math.floor(rows / series), rows / 10)
      })()
    }
    speeds.push((rows - from) / (performance.now() - startedAt))
  }
  database.close()
  rmSync(folder, { recursive: true, force: true })
  return (speeds.at(-1) ?? 0) / (speeds[0] ?? 1)
}
