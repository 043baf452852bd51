import type { Kysely } from 'kysely'
import { tablesOf } from './tables.ts'

/** When a policy is judged, and the days on which a tenant rests. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { make, add } = tablesOf(db)
  await add('alarm_policy', ['schedule', 'text', 'null'])
  await make(
    'holiday',
    ['tenant_id', 'date'],
    [
      ['tenant_id', 'text'],
      ['date', 'text'],
      ['name', 'text'],
    ],
  )
}
