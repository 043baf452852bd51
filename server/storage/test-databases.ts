import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect } from 'kysely'
import { afterAll, beforeAll, describe } from 'vitest'
import { openSqlite } from './dialects/sqlite.ts'
import { migrate } from './migrate.ts'
import type { DB } from './schema.ts'

/** A migrated in-memory SQLite database. */
export async function memoryDatabase(): Promise<Kysely<DB>> {
  const db = openSqlite(':memory:')
  await migrate(db, async () => undefined)
  return db
}

/** A migrated in-process PostgreSQL. */
export async function pgliteDatabase(): Promise<Kysely<DB>> {
  const pglite = new PGlite()
  const db = new Kysely<DB>({ dialect: new PGliteDialect({ pglite }) })
  await migrate(db, async () => undefined)
  return db
}

/** Runs the same store tests on SQLite and on PostgreSQL. `db()` is valid inside tests and hooks. */
export function onBothDatabases(name: string, tests: (db: () => Kysely<DB>) => void): void {
  for (const [dialect, open] of [
    ['SQLite', memoryDatabase],
    ['PostgreSQL', pgliteDatabase],
  ] as const) {
    describe(`${name} on ${dialect}`, () => {
      let db: Kysely<DB>
      beforeAll(async () => {
        db = await open()
      })
      afterAll(() => db.destroy())
      tests(() => db)
    })
  }
}
