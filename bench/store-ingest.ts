/**
 * Points per second that the store takes in from 10,000 series, one append() per message of ten values, each promise
 * awaited: as many messages under way as an MQTT broker lets its clients have. --seconds=20 --rate=0 (0 = all it can)
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { option, printFigure } from './figure.ts'
import { METRICS_PER_METER, Meters, withStore } from './store-meters.ts'

const METERS = 1000
const UNDER_WAY = 2000
const BASELINE_BATCH = 10_000
const seconds = option('seconds', 20)
const rate = option('rate', 0)

const meters = new Meters(METERS)
const naive = baseline(Math.min(seconds, 10))

await withStore(async (store) => {
  const cpuBefore = process.cpuUsage()
  const mainBefore = process.threadCpuUsage()
  const startedAt = performance.now()
  const latencies: number[] = []
  let sent = 0
  let underWay = 0
  const t0 = Date.parse('2026-01-01T00:00:00Z')
  while (performance.now() - startedAt < seconds * 1000) {
    const due =
      rate > 0 ? (rate / METRICS_PER_METER) * ((performance.now() - startedAt) / 1000) : Number.POSITIVE_INFINITY
    while (underWay < UNDER_WAY && sent < due) {
      const reading = meters.read(sent % METERS, t0 + Math.floor(sent / METERS) * 67, 67)
      const at = performance.now()
      const isSampled = sent % 100 === 0
      sent++
      underWay++
      void store.append([reading], reading.at).then(() => {
        underWay--
        if (isSampled) latencies.push(performance.now() - at)
      })
    }
    await setTimeout(1)
  }
  while (underWay > 0) await setTimeout(1)
  const elapsedS = (performance.now() - startedAt) / 1000
  const cpu = process.cpuUsage(cpuBefore)
  const main = process.threadCpuUsage(mainBefore)
  const mainS = (main.user + main.system) / 1e6
  latencies.sort((a, b) => a - b)
  const points = sent * METRICS_PER_METER
  printFigure('ingest', points / elapsedS, 'points/s', { name: 'PRIMARY KEY (series, ts) inserts', figure: naive })
  printFigure('ingest, hub thread incl. producer', mainS / elapsedS, 'cores')
  printFigure('ingest, store threads incl. compaction', ((cpu.user + cpu.system) / 1e6 - mainS) / elapsedS, 'cores')
  printFigure('ingest, append to commit p50', latencies[Math.floor(latencies.length * 0.5)] ?? 0, 'ms')
  printFigure('ingest, append to commit p99', latencies[Math.floor(latencies.length * 0.99)] ?? 0, 'ms')
  printFigure('ingest, resident memory', process.memoryUsage.rss() / 2 ** 20, 'MiB')
})

/** What the obvious schema takes: rows keyed by series and time, 10,000 to a transaction. */
function baseline(forSeconds: number): number {
  const folder = mkdtempSync(join(tmpdir(), 'quaywatch-bench-'))
  const database = new Database(join(folder, 'naive.db'))
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.exec(
    'CREATE TABLE sample (series INTEGER, ts INTEGER, value REAL, quality INTEGER, PRIMARY KEY (series, ts)) WITHOUT ROWID',
  )
  const insert = database.prepare('INSERT OR REPLACE INTO sample VALUES (?, ?, ?, ?)')
  const series = METERS * METRICS_PER_METER
  const startedAt = performance.now()
  let rows = 0
  const batch = database.transaction(() => {
    for (let i = 0; i < BASELINE_BATCH; i++, rows++)
      insert.run(rows % series, Math.floor(rows / series) * 67, rows / 10, 0)
  })
  while (performance.now() - startedAt < forSeconds * 1000) batch()
  const perSecond = rows / ((performance.now() - startedAt) / 1000)
  database.close()
  rmSync(folder, { recursive: true, force: true })
  return perSecond
}
