import Database from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import type { DB } from '../schema.ts'

/**
 * Opens the application database. WAL so that readers never wait; synchronous FULL because what was acknowledged must
 * survive a power cut, and in WAL mode NORMAL does not promise that (sqlite.org/pragma.html#pragma_synchronous).
 */
export function openSqlite(path: string): Kysely<DB> {
  const database = new Database(path)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  database.pragma('busy_timeout = 5000')
  return new Kysely<DB>({ dialect: new SqliteDialect({ database }) })
}
