import type { Kysely } from 'kysely'
import { tablesOf } from './tables.ts'

/** Dashboards. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { make, index } = tablesOf(db)
  await make(
    'widget',
    ['id'],
    [
      ['id', 'text'],
      ['tenant_id', 'text'],
      ['subregion_id', 'text'],
      ['type', 'text'],
      ['title', 'text'],
      ['config', 'text'],
      ['x', 'integer'],
      ['y', 'integer'],
      ['w', 'integer'],
      ['h', 'integer'],
      ['created_at', 'bigint'],
      ['updated_at', 'bigint'],
    ],
  )
  await index('widget', ['subregion_id'])
}
