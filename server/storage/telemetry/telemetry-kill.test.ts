import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { afterAll, expect, it } from 'vitest'
import { openSqliteTelemetry } from './sqlite-telemetry.ts'
import { quietLog, temporaryFolder } from './test-stores.ts'

const ROUNDS = 10
const PROGRAM = fileURLToPath(new URL('./killed-writer.fixture.ts', import.meta.url))
const folder = temporaryFolder()
const path = join(folder.path, 'telemetry.db')
afterAll(() => folder.remove())

/** Kills the writer when it has acknowledged so many rounds; returns the rounds that it acknowledged. */
async function appendUntilKilled(first: number, afterRounds: number): Promise<number[]> {
  const child: ChildProcess = spawn(process.execPath, [PROGRAM, path, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const acknowledged: number[] = []
  if (child.stdout) {
    for await (const line of createInterface({ input: child.stdout })) {
      acknowledged.push(Number(line))
      if (acknowledged.length === afterRounds) child.kill('SIGKILL')
    }
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  expect(child.signalCode).toBe('SIGKILL')
  return acknowledged
}

it('has every acknowledged sample after being killed at any moment', async () => {
  const acknowledged = new Set<number>()
  for (let round = 0; round < ROUNDS; round++) {
    const first = round * 100_000
    for (const each of await appendUntilKilled(first, 1 + Math.floor(Math.random() * 900))) acknowledged.add(each)

    const database = new Database(path)
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
    database.close()
    const store = openSqliteTelemetry({ path, log: quietLog })
    await store.start()
    const stored = new Set<number>()
    for (let start: number | null = 0; start !== null; ) {
      const page = await store.raw({ deviceId: 'device', metrics: ['m0', 'm39'], start, end: 1e12, limit: 50_000 })
      const last = new Map(page.series.get('m39')?.map(([at, value]) => [at, value]))
      for (const [at, value] of page.series.get('m0') ?? []) {
        expect([value, last.get(at)]).toEqual([(at / 1000) * 0.1, (at / 1000) * 0.1 + 39])
        stored.add(at / 1000)
      }
      start = page.nextStart
    }
    const latest = (await store.latest()).get('device')?.get('m0')?.at
    await store.stop()
    expect([...acknowledged].filter((each) => !stored.has(each))).toEqual([])
    expect(latest).toBe(Math.max(...stored) * 1000)
  }
}, 120_000)
