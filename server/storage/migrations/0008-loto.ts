import type { Kysely } from 'kysely'
import { tablesOf } from './tables.ts'

/** Lock-out/tag-out: isolation points, sessions with their locks, PINs and the append-only history. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { make, index, forbidChange } = tablesOf(db)

  await make(
    'loto_point',
    ['id'],
    [
      ['id', 'text'],
      ['tenant_id', 'text'],
      ['name', 'text'],
      ['device_id', 'text', 'null'],
      ['subregion_id', 'text', 'null'],
      ['energy_type', 'text'],
      ['location', 'text', 'null'],
      ['isolation_method', 'text'],
      ['created_at', 'bigint'],
      ['removed_at', 'bigint', 'null'],
    ],
  )
  await index('loto_point', ['tenant_id', 'created_at'])
  await make(
    'loto_session',
    ['id'],
    [
      ['id', 'text'],
      ['tenant_id', 'text'],
      ['number', 'integer'],
      ['title', 'text'],
      ['reason', 'text'],
      ['state', 'text'],
      ['requested_by', 'text'],
      ['requested_by_name', 'text'],
      ['primary_id', 'text'],
      ['primary_name', 'text'],
      ['approved_by', 'text', 'null'],
      ['rejected_by', 'text', 'null'],
      ['rejection_reason', 'text', 'null'],
      ['applied_by', 'text', 'null'],
      ['tools_cleared', 'integer'],
      ['people_cleared', 'integer'],
      ['forced_release', 'text', 'null'],
      ['planned_start', 'bigint', 'null'],
      ['planned_end', 'bigint', 'null'],
      ['created_at', 'bigint'],
      ['updated_at', 'bigint'],
      ['applied_at', 'bigint', 'null'],
      ['released_at', 'bigint', 'null'],
      ['closed_at', 'bigint', 'null'],
    ],
  )
  await index('loto_session', ['tenant_id', 'number'], true)
  await index('loto_session', ['tenant_id', 'state'])
  await make(
    'loto_session_point',
    ['session_id', 'point_id'],
    [
      ['session_id', 'text'],
      ['point_id', 'text'],
      ['position', 'integer'],
    ],
  )
  await index('loto_session_point', ['point_id'])
  await make(
    'loto_session_worker',
    ['session_id', 'user_id'],
    [
      ['session_id', 'text'],
      ['user_id', 'text'],
      ['position', 'integer'],
      ['name', 'text'],
      ['email', 'text'],
    ],
  )
  await make(
    'loto_verification',
    ['session_id', 'point_id'],
    [
      ['session_id', 'text'],
      ['point_id', 'text'],
      ['method', 'text'],
      ['reading', 'text'],
      ['is_zero_energy', 'integer'],
      ['verified_by', 'text'],
      ['verified_at', 'bigint'],
    ],
  )
  await make(
    'loto_lock',
    ['id'],
    [
      ['id', 'text'],
      ['session_id', 'text'],
      ['position', 'integer'],
      ['point_id', 'text', 'null'],
      ['kind', 'text'],
      ['tag', 'text', 'null'],
      ['owner_id', 'text'],
      ['owner_name', 'text'],
      ['placed_at', 'bigint'],
      ['removed_at', 'bigint', 'null'],
      ['removal', 'text', 'null'],
    ],
  )
  await index('loto_lock', ['session_id', 'position'])
  await make(
    'loto_handover',
    ['id'],
    [
      ['id', 'text'],
      ['session_id', 'text'],
      ['from_id', 'text'],
      ['from_name', 'text'],
      ['to_id', 'text'],
      ['to_name', 'text'],
      ['lock_id', 'text', 'null'],
      ['is_primary', 'integer'],
      ['status', 'text'],
      ['offered_at', 'bigint'],
      ['decided_at', 'bigint', 'null'],
    ],
  )
  await index('loto_handover', ['session_id'])
  await make(
    'loto_pin',
    ['user_id'],
    [
      ['user_id', 'text'],
      ['pin_hash', 'text', 'null'],
      ['failures', 'integer'],
      ['locked_until', 'bigint', 'null'],
      ['updated_at', 'bigint'],
    ],
  )
  await make('loto_event', 'serial', [
    ['session_id', 'text'],
    ['at', 'bigint'],
    ['action', 'text'],
    ['from_state', 'text', 'null'],
    ['to_state', 'text'],
    ['actor_id', 'text', 'null'],
    ['actor_name', 'text', 'null'],
    ['note', 'text', 'null'],
    ['detail', 'text', 'null'],
  ])
  await index('loto_event', ['session_id', 'seq'])
  await forbidChange('loto_event')
}
