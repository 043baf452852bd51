import { stat } from 'node:fs/promises'
import { type Kysely, sql } from 'kysely'
import type { Log } from '../core/outside.ts'
import type { TelemetryStore } from '../core/telemetry/store.ts'
import type { DataFolder } from '../data-folder.ts'
import { openPostgres } from './dialects/postgres.ts'
import { openSqlite } from './dialects/sqlite.ts'
import { migrate } from './migrate.ts'
import type { DB } from './schema.ts'
import { openSqliteTelemetry } from './telemetry/sqlite-telemetry.ts'

export interface OpenDatabase {
  readonly db: Kysely<DB>
  readonly report: { readonly kind: 'sqlite' | 'postgres'; bytes(): Promise<number | null>; check(): Promise<void> }
}

/** Opens and migrates the application database; SQLite is backed up before a migration changes it. */
export async function openDatabase(
  url: string | null,
  folder: DataFolder,
  version: string,
  now: number,
): Promise<OpenDatabase> {
  const db = url ? openPostgres(url) : openSqlite(folder.database)
  await migrate(db, async () => {
    if (!url) folder.backUp(`before-${version}`, now)
  })
  const check = async () => void (await sql`select 1`.execute(db))
  if (url) {
    const bytes = async () =>
      Number(
        (await sql<{ bytes: string }>`select pg_database_size(current_database()) as bytes`.execute(db)).rows[0]
          ?.bytes ?? 0,
      )
    return { db, report: { kind: 'postgres', bytes, check } }
  }
  return { db, report: { kind: 'sqlite', bytes: async () => (await stat(folder.database)).size, check } }
}

/** Telemetry's own store; the PostgreSQL one is loaded only where it is used. */
export async function openTelemetry(url: string | null, folder: DataFolder, log: Log): Promise<TelemetryStore> {
  if (!url) return openSqliteTelemetry({ path: folder.telemetry, log })
  const { openPostgresTelemetry } = await import('./telemetry/postgres-telemetry.ts')
  return openPostgresTelemetry({ url, log })
}
