import type { Kysely } from 'kysely'
import { tablesOf } from './tables.ts'

/** Meter exchanges, what counters did, reactive limits, and dated prices and rules. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { make, index, forbidChange } = tablesOf(db)

  await make('meter_exchange', 'serial', [
    ['id', 'text'],
    ['tenant_id', 'text'],
    ['device_id', 'text'],
    ['metric', 'text'],
    ['at', 'bigint'],
    ['old_end_index', 'real'],
    ['new_start_index', 'real'],
    ['note', 'text', 'null'],
    ['created_at', 'bigint'],
    ['created_by', 'text', 'null'],
  ])
  await index('meter_exchange', ['device_id', 'at'])
  await make('counter_event', 'serial', [
    ['tenant_id', 'text'],
    ['device_id', 'text'],
    ['metric', 'text'],
    ['at', 'bigint'],
    ['kind', 'text'],
    ['from_index', 'real'],
    ['to_index', 'real'],
  ])
  await index('counter_event', ['device_id', 'at'])
  await make(
    'reactive_limit',
    ['id'],
    [
      ['id', 'text'],
      ['tenant_id', 'text'],
      ['device_id', 'text'],
      ['valid_from', 'bigint'],
      ['installed_kva', 'real', 'null'],
      ['connection_kw', 'real', 'null'],
      ['is_single_phase', 'integer'],
      ['inductive_percent', 'real', 'null'],
      ['capacitive_percent', 'real', 'null'],
      ['is_exempt', 'integer'],
      ['created_at', 'bigint'],
    ],
  )
  await index('reactive_limit', ['tenant_id', 'device_id'])
  await make(
    'energy_setting',
    ['tenant_id', 'kind', 'valid_from'],
    [
      ['tenant_id', 'text'],
      ['kind', 'text'],
      ['valid_from', 'bigint'],
      ['body', 'text'],
      ['created_at', 'bigint'],
    ],
  )
  for (const table of ['meter_exchange', 'counter_event']) await forbidChange(table)
}
