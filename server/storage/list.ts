import type { Kysely, SqlBool } from 'kysely'
import { sql } from 'kysely'
import type { Page, PageRequest } from '../core/page.ts'
import type { DB } from './schema.ts'

/** Equality filters by column; undefined entries are ignored, null means "is null". */
export type Filters<Table extends keyof DB> = {
  readonly [Column in keyof DB[Table] & string]?: string | number | null | undefined
}

/**
 * One page of a tenant's rows. Column names come from typed callers, never from the wire; values are bound.
 * The id breaks ties so that paging neither repeats nor skips a row.
 */
export async function listRows<
  Table extends
    | 'region'
    | 'subregion'
    | 'gateway'
    | 'device'
    | 'user'
    | 'role'
    | 'alarm_policy'
    | 'firmware'
    | 'export_job'
    | 'widget'
    | 'loto_point',
>(
  db: Kysely<DB>,
  table: Table,
  tenantId: string,
  filters: Filters<Table>,
  page: PageRequest<keyof DB[Table] & string>,
): Promise<Page<Record<string, unknown>>> {
  const conditions = [sql<SqlBool>`${sql.ref('tenant_id')} = ${tenantId}`]
  for (const [column, value] of Object.entries(filters)) {
    if (value === undefined) continue
    conditions.push(
      value === null ? sql<SqlBool>`${sql.ref(column)} is null` : sql<SqlBool>`${sql.ref(column)} = ${value}`,
    )
  }
  const where = sql.join(conditions, sql` and `)
  const order = sql.raw(page.sortOrder === 'asc' ? 'asc' : 'desc')
  const rows = await sql<Record<string, unknown>>`
    select * from ${sql.table(table)} where ${where}
    order by ${sql.ref(page.sortBy)} ${order}, id ${order} limit ${page.limit} offset ${page.offset}`.execute(db)
  const count = await sql<{ total: number }>`select count(*) as total from ${sql.table(table)} where ${where}`.execute(
    db,
  )
  return { items: rows.rows, total: Number(count.rows[0]?.total ?? 0) }
}
