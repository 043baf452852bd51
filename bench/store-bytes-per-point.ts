/**
 * What a point costs on disk after compaction, roll-ups and indexes included: meters polled every 5 s with a jitter of a
 * few ms, meters every minute, and 30 days of a sparse past, newest day first. --meters=20
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Reading } from '../server/core/outside.ts'
import { option, printFigure } from './figure.ts'
import { Meters, withStore } from './store-meters.ts'

const DAY_MS = 86_400_000
const T0 = Date.parse('2026-01-01T00:00:00Z')
const meterCount = option('meters', 20)

interface Scenario {
  readonly name: string
  readonly stepMs: number
  readonly days: number
  readonly jitterMs: number
  readonly newestFirst?: boolean
}

const SCENARIOS: readonly Scenario[] = [
  { name: 'every 5 s for a day', stepMs: 5_000, days: 1, jitterMs: 20 },
  { name: 'every minute for a week', stepMs: 60_000, days: 7, jitterMs: 20 },
  { name: 'every 5 min for 30 days, newest day first', stepMs: 300_000, days: 30, jitterMs: 0, newestFirst: true },
  { name: 'every 15 min for 30 days, newest day first', stepMs: 900_000, days: 30, jitterMs: 0, newestFirst: true },
]

for (const scenario of SCENARIOS) {
  const naive = baselineBytes(scenario)
  await withStore(async (store) => {
    for (const batch of batches(scenario)) await store.append(batch, T0)
    await store.compact()
    const { bytes, points } = await store.stats()
    printFigure(`bytes per point, ${scenario.name}`, bytes / points, 'B', {
      name: 'PRIMARY KEY (series, ts)',
      figure: naive,
    })
  })
}

function* batches({ stepMs, days, jitterMs, newestFirst }: Scenario): Generator<readonly Reading[]> {
  const meters = new Meters(meterCount)
  for (let day = 0; day < days; day++) {
    const start = T0 + (newestFirst ? days - 1 - day : day) * DAY_MS
    let batch: Reading[] = []
    for (let at = start, step = 0; at < start + DAY_MS; at += stepMs, step++) {
      for (let meter = 0; meter < meterCount; meter++) {
        batch.push(meters.read(meter, at + ((step * 7919 + meter * 104_729) % (jitterMs + 1)), stepMs))
      }
      if (batch.length > 2000) {
        yield batch
        batch = []
      }
    }
    yield batch
  }
}

/** Bytes per row of the obvious schema with the same samples. */
function baselineBytes(scenario: Scenario): number {
  const folder = mkdtempSync(join(tmpdir(), 'quaywatch-bench-'))
  const path = join(folder, 'naive.db')
  const database = new Database(path)
  database.exec(
    'CREATE TABLE sample (series INTEGER, ts INTEGER, value REAL, quality INTEGER, PRIMARY KEY (series, ts)) WITHOUT ROWID',
  )
  const insert = database.prepare('INSERT OR REPLACE INTO sample VALUES (?, ?, ?, 0)')
  let rows = 0
  for (const batch of batches({ ...scenario, days: 1 })) {
    database.transaction(() => {
      for (const { deviceId, at, values } of batch) {
        let metric = Number(deviceId.slice(6)) * 16
        for (const value of Object.values(values)) {
          insert.run(metric++, at, value)
          rows++
        }
      }
    })()
  }
  database.exec('VACUUM')
  database.close()
  const { size } = statSync(path)
  rmSync(folder, { recursive: true, force: true })
  return size / rows
}
