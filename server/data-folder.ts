import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'

export class DataFolderInUse extends Error {}

export interface DataFolder {
  readonly path: string
  readonly database: string
  readonly telemetry: string
  readonly maps: string
  /** Copies the application database aside before it is migrated; keeps the newest few. */
  backUp(label: string, now: number): void
  /** Lets the next instance in. */
  release(): void
}

const KEPT_BACKUPS = 5

/**
 * Takes a data folder for this process. The lock is SQLite's own file lock, so that the system lets go of it however the
 * process ends: no stale lock files after a power cut.
 * @throws DataFolderInUse
 */
export function openDataFolder(path: string): DataFolder {
  const lock = new Database(join(path, 'instance.lock'))
  try {
    lock.pragma('busy_timeout = 0')
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY') {
      throw new DataFolderInUse(`Another Quaywatch is already running with the data folder ${path}`)
    }
    throw error
  }
  const maps = join(path, 'map')
  mkdirSync(maps, { recursive: true })
  const database = join(path, 'quaywatch.db')
  return {
    path,
    database,
    telemetry: join(path, 'telemetry.db'),
    maps,
    backUp: (label, now) => backUp(database, join(path, 'backups'), label, now),
    release: () => lock.close(),
  }
}

function backUp(database: string, folder: string, label: string, now: number): void {
  mkdirSync(folder, { recursive: true })
  const source = new Database(database, { readonly: true })
  try {
    source
      .prepare('VACUUM INTO ?')
      .run(join(folder, `quaywatch-${label}-${new Date(now).toISOString().replaceAll(':', '')}.db`))
  } finally {
    source.close()
  }
  const old = readdirSync(folder)
    .filter((name) => name.startsWith('quaywatch-'))
    .sort()
    .slice(0, -KEPT_BACKUPS)
  for (const name of old) rmSync(join(folder, name))
}
