import type { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { MIGRATIONS } from './migrations/index.ts'
import type { DB } from './schema.ts'

/**
 * Brings the schema up to this version. `beforeChange` runs once, only when something is about to change in a database
 * that already holds data (the caller backs it up there).
 * @throws Error when a migration fails; the failed one is rolled back by its transaction
 */
export async function migrate(
  db: Kysely<DB>,
  beforeChange: () => Promise<void>,
  migrations: Readonly<Record<string, Migration>> = MIGRATIONS,
): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } })
  const known = await migrator.getMigrations()
  const isFresh = known.every((migration) => migration.executedAt === undefined)
  if (known.every((migration) => migration.executedAt !== undefined)) return
  if (!isFresh) await beforeChange()
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}
