import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { DB } from '../schema.ts'

const INT8_OID = 20

/** Opens the application database on PostgreSQL. Millisecond times fit a double, so int8 is read as a number. */
export function openPostgres(url: string): Kysely<DB> {
  const types = {
    getTypeParser: (oid: number, format?: 'text' | 'binary') =>
      oid === INT8_OID ? Number : pg.types.getTypeParser(oid, format as 'text'),
  }
  return new Kysely<DB>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: url, max: 8, types: types as never }) }),
  })
}
