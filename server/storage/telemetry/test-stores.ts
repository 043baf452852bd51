import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe } from 'vitest'
import type { Log } from '../../core/outside.ts'
import type { TelemetryStore } from '../../core/telemetry/store.ts'
import type { Query } from './postgres-tables.ts'
import { openPostgresTelemetry } from './postgres-telemetry.ts'
import { openSqliteTelemetry } from './sqlite-telemetry.ts'

export const quietLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}

export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'quaywatch-telemetry-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

export interface OpenStore {
  readonly store: TelemetryStore
  close(): Promise<void>
}

export async function sqliteStore(): Promise<OpenStore> {
  const folder = temporaryFolder()
  const store = openSqliteTelemetry({ path: join(folder.path, 'telemetry.db'), log: quietLog })
  await store.start()
  const close = async () => {
    await store.stop()
    folder.remove()
  }
  return { store, close }
}

export async function pgliteStore(): Promise<OpenStore> {
  const pglite = new PGlite()
  const query: Query = async <Row>(text: string, values: readonly unknown[] = []) =>
    (await pglite.query<Row>(text, [...values])).rows
  const store = openPostgresTelemetry({ query, log: quietLog })
  await store.start()
  const close = async () => {
    await store.stop()
    await pglite.close()
  }
  return { store, close }
}

/** Runs the same tests on both telemetry stores. Devices of different tests have different names. */
export function onBothStores(name: string, tests: (store: () => TelemetryStore) => void): void {
  for (const [database, open] of [
    ['SQLite', sqliteStore],
    ['PostgreSQL', pgliteStore],
  ] as const) {
    describe(`${name} on ${database}`, () => {
      let opened: OpenStore
      beforeAll(async () => {
        opened = await open()
      })
      afterAll(() => opened.close())
      tests(() => opened.store)
    })
  }
}
