import type { Kysely } from 'kysely'
import { tablesOf } from './tables.ts'

/** Firmware versions, trusted keys, updates of units and their batches. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { make, index, forbidChange } = tablesOf(db)
  await make(
    'firmware',
    ['id'],
    [
      ['id', 'text'],
      ['tenant_id', 'text'],
      ['name', 'text'],
      ['version', 'text'],
      ['device_type', 'text'],
      ['hw_revision', 'text', 'null'],
      ['min_from_version', 'text', 'null'],
      ['notes', 'text', 'null'],
      ['file_name', 'text', 'null'],
      ['size_bytes', 'bigint'],
      ['sha256', 'text'],
      ['signature', 'text', 'null'],
      ['key_id', 'text', 'null'],
      ['status', 'text'],
      ['created_at', 'bigint'],
      ['created_by', 'text', 'null'],
      ['released_at', 'bigint', 'null'],
      ['released_by', 'text', 'null'],
      ['deprecated_at', 'bigint', 'null'],
    ],
  )
  await index('firmware', ['tenant_id', 'device_type', 'name', 'version'], true)
  await index('firmware', ['tenant_id', 'created_at'])
  await make(
    'firmware_key',
    ['tenant_id', 'id'],
    [
      ['tenant_id', 'text'],
      ['id', 'text'],
      ['name', 'text'],
      ['public_key', 'text'],
      ['created_at', 'bigint'],
      ['created_by', 'text', 'null'],
    ],
  )
  await make(
    'ota_batch',
    ['id'],
    [
      ['id', 'text'],
      ['tenant_id', 'text'],
      ['firmware_id', 'text'],
      ['state', 'text'],
      ['waves', 'text'],
      ['error_threshold_percent', 'real'],
      ['opened_wave', 'integer'],
      ['forgiven_failures', 'integer'],
      ['pause_reason', 'text', 'null'],
      ['created_at', 'bigint'],
      ['created_by', 'text', 'null'],
      ['finished_at', 'bigint', 'null'],
    ],
  )
  await index('ota_batch', ['tenant_id', 'created_at'])
  await index('ota_batch', ['state'])
  await make(
    'ota_update',
    ['id'],
    [
      ['id', 'text'],
      ['tenant_id', 'text'],
      ['firmware_id', 'text'],
      ['gateway_id', 'text'],
      ['device_id', 'text', 'null'],
      ['batch_id', 'text', 'null'],
      ['wave', 'integer', 'null'],
      ['attempt', 'integer'],
      ['retry_of', 'text', 'null'],
      ['state', 'text'],
      ['waits_for', 'text', 'null'],
      ['progress', 'integer', 'null'],
      ['error', 'text', 'null'],
      ['error_detail', 'text', 'null'],
      ['from_version', 'text', 'null'],
      ['reported_version', 'text', 'null'],
      ['offers', 'integer'],
      ['token_sha256', 'text', 'null'],
      ['token_expires_at', 'bigint', 'null'],
      ['state_since', 'bigint'],
      ['deadline_at', 'bigint', 'null'],
      ['queue_expires_at', 'bigint'],
      ['created_at', 'bigint'],
      ['created_by', 'text', 'null'],
      ['started_at', 'bigint', 'null'],
      ['finished_at', 'bigint', 'null'],
    ],
  )
  await index('ota_update', ['tenant_id', 'created_at'])
  await index('ota_update', ['gateway_id', 'state'])
  await index('ota_update', ['batch_id'])
  await index('ota_update', ['retry_of'])
  await index('ota_update', ['state', 'deadline_at'])
  await make('ota_event', 'serial', [
    ['update_id', 'text'],
    ['at', 'bigint'],
    ['action', 'text'],
    ['from_state', 'text', 'null'],
    ['to_state', 'text'],
    ['actor_id', 'text', 'null'],
    ['detail', 'text', 'null'],
  ])
  await index('ota_event', ['update_id', 'seq'])
  await make(
    'unit_firmware',
    ['unit_id'],
    [
      ['unit_id', 'text'],
      ['tenant_id', 'text'],
      ['gateway_id', 'text'],
      ['version', 'text'],
      ['device_type', 'text', 'null'],
      ['hw_revision', 'text', 'null'],
      ['reported_at', 'bigint'],
    ],
  )
  await index('unit_firmware', ['tenant_id'])
  await forbidChange('ota_event')
}
