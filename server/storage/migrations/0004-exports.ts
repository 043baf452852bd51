import type { Kysely } from 'kysely'
import { tablesOf } from './tables.ts'

/** Exports that run in the background. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { make, index } = tablesOf(db)
  await make(
    'export_job',
    ['id'],
    [
      ['id', 'text'],
      ['tenant_id', 'text'],
      ['user_id', 'text'],
      ['status', 'text'],
      ['request', 'text'],
      ['file_name', 'text'],
      ['rows_done', 'bigint'],
      ['rows_total', 'bigint'],
      ['bytes', 'bigint'],
      ['fault', 'text', 'null'],
      ['created_at', 'bigint'],
      ['started_at', 'bigint', 'null'],
      ['finished_at', 'bigint', 'null'],
      ['expires_at', 'bigint', 'null'],
    ],
  )
  await index('export_job', ['tenant_id', 'created_at'])
}
