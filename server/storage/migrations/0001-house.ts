import type { Kysely } from 'kysely'
import { tablesOf } from './tables.ts'

/** Tables of the first release. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { make, index, forbidChange } = tablesOf(db)

  await make(
    'setting',
    ['key'],
    [
      ['key', 'text'],
      ['value', 'text'],
    ],
  )
  await make(
    'tenant',
    ['id'],
    [
      ['id', 'text'],
      ['name', 'text'],
      ['time_zone', 'text'],
      ['created_at', 'bigint'],
    ],
  )
  await make(
    'role',
    ['id'],
    [
      ['id', 'text'],
      ['tenant_id', 'text'],
      ['name', 'text'],
      ['description', 'text', 'null'],
      ['permissions', 'text'],
      ['is_system', 'integer'],
      ['created_at', 'bigint'],
    ],
  )
  await index('role', ['tenant_id', 'name'], true)
  await make(
    'user',
    ['id'],
    [
      ['id', 'text'],
      ['tenant_id', 'text'],
      ['email', 'text'],
      ['name', 'text', 'null'],
      ['password_hash', 'text'],
      ['role_id', 'text'],
      ['is_active', 'integer'],
      ['created_at', 'bigint'],
      ['last_login_at', 'bigint', 'null'],
    ],
  )
  await index('user', ['email'], true)
  await make(
    'session',
    ['id'],
    [
      ['id', 'text'],
      ['user_id', 'text'],
      ['created_at', 'bigint'],
      ['expires_at', 'bigint'],
      ['revoked_at', 'bigint', 'null'],
      ['revoked_reason', 'text', 'null'],
      ['user_agent', 'text', 'null'],
    ],
  )
  await index('session', ['user_id'])
  await make(
    'refresh_token',
    ['token_sha256'],
    [
      ['token_sha256', 'text'],
      ['session_id', 'text'],
      ['created_at', 'bigint'],
      ['used_at', 'bigint', 'null'],
    ],
  )
  await index('refresh_token', ['session_id'])
  await make(
    'region',
    ['id'],
    [
      ['id', 'text'],
      ['tenant_id', 'text'],
      ['name', 'text'],
      ['description', 'text', 'null'],
      ['latitude', 'real', 'null'],
      ['longitude', 'real', 'null'],
      ['time_zone', 'text', 'null'],
      ['created_at', 'bigint'],
    ],
  )
  await index('region', ['tenant_id', 'name'], true)
  await make(
    'subregion',
    ['id'],
    [
      ['id', 'text'],
      ['tenant_id', 'text'],
      ['region_id', 'text'],
      ['name', 'text'],
      ['description', 'text', 'null'],
      ['latitude', 'real', 'null'],
      ['longitude', 'real', 'null'],
      ['site_plan', 'text', 'null'],
      ['created_at', 'bigint'],
    ],
  )
  await index('subregion', ['region_id', 'name'], true)
  await index('subregion', ['tenant_id'])
  await make(
    'gateway',
    ['id'],
    [
      ['id', 'text'],
      ['tenant_id', 'text'],
      ['subregion_id', 'text', 'null'],
      ['name', 'text'],
      ['type', 'text'],
      ['is_enabled', 'integer'],
      ['connection', 'text'],
      ['username', 'text', 'null'],
      ['password_sha256', 'text', 'null'],
      ['config_version', 'integer'],
      ['is_online', 'integer'],
      ['last_seen', 'bigint', 'null'],
      ['created_at', 'bigint'],
    ],
  )
  await index('gateway', ['tenant_id', 'name'], true)
  await make(
    'device',
    ['id'],
    [
      ['id', 'text'],
      ['tenant_id', 'text'],
      ['gateway_id', 'text'],
      ['subregion_id', 'text', 'null'],
      ['parent_id', 'text', 'null'],
      ['template_id', 'text', 'null'],
      ['name', 'text'],
      ['device_type', 'text'],
      ['slave_id', 'integer', 'null'],
      ['external_id', 'text', 'null'],
      ['latitude', 'real', 'null'],
      ['longitude', 'real', 'null'],
      ['poll_interval_s', 'real', 'null'],
      ['is_online', 'integer'],
      ['last_seen', 'bigint', 'null'],
      ['created_at', 'bigint'],
    ],
  )
  await index('device', ['gateway_id', 'slave_id'], true)
  await index('device', ['gateway_id', 'external_id'], true)
  await index('device', ['tenant_id', 'created_at'])
  await index('device', ['subregion_id'])
  await index('device', ['parent_id'])
  await make(
    'template',
    ['id'],
    [
      ['id', 'text'],
      ['tenant_id', 'text'],
      ['key', 'text'],
      ['base_id', 'text', 'null'],
      ['body', 'text'],
      ['version', 'integer'],
      ['created_at', 'bigint'],
      ['updated_at', 'bigint'],
    ],
  )
  await index('template', ['tenant_id', 'key'], true)
  await make(
    'alarm_policy',
    ['id'],
    [
      ['id', 'text'],
      ['tenant_id', 'text'],
      ['name', 'text'],
      ['severity', 'text'],
      ['is_enabled', 'integer'],
      ['target', 'text'],
      ['condition', 'text'],
      ['on_delay_s', 'real'],
      ['off_delay_s', 'real'],
      ['deadband', 'real'],
      ['created_at', 'bigint'],
      ['updated_at', 'bigint'],
    ],
  )
  await index('alarm_policy', ['tenant_id', 'created_at'])
  await make(
    'alarm_state',
    ['policy_id', 'device_id'],
    [
      ['policy_id', 'text'],
      ['device_id', 'text'],
      ['state', 'text'],
      ['updated_at', 'bigint'],
    ],
  )
  await make(
    'incident',
    ['id'],
    [
      ['id', 'text'],
      ['tenant_id', 'text'],
      ['policy_id', 'text', 'null'],
      ['device_id', 'text', 'null'],
      ['gateway_id', 'text', 'null'],
      ['state', 'text'],
      ['severity', 'text'],
      ['message', 'text'],
      ['metric', 'text', 'null'],
      ['value', 'real', 'null'],
      ['triggered_at', 'bigint'],
      ['acknowledged_at', 'bigint', 'null'],
      ['acknowledged_by', 'text', 'null'],
      ['cleared_at', 'bigint', 'null'],
      ['closed_at', 'bigint', 'null'],
      ['snoozed_until', 'bigint', 'null'],
      ['resume_state', 'text', 'null'],
      ['occurrence_count', 'integer'],
      ['updated_at', 'bigint'],
    ],
  )
  await index('incident', ['tenant_id', 'triggered_at'])
  await index('incident', ['tenant_id', 'state', 'triggered_at'])
  await index('incident', ['device_id', 'triggered_at'])
  await index('incident', ['policy_id', 'device_id'])
  await make('incident_event', 'serial', [
    ['incident_id', 'text'],
    ['at', 'bigint'],
    ['action', 'text'],
    ['from_state', 'text', 'null'],
    ['to_state', 'text'],
    ['actor_id', 'text', 'null'],
    ['note', 'text', 'null'],
    ['detail', 'text', 'null'],
  ])
  await index('incident_event', ['incident_id', 'seq'])
  await make('audit_log', 'serial', [
    ['tenant_id', 'text'],
    ['at', 'bigint'],
    ['actor_id', 'text', 'null'],
    ['actor_email', 'text', 'null'],
    ['action', 'text'],
    ['entity', 'text'],
    ['entity_id', 'text', 'null'],
    ['detail', 'text', 'null'],
    ['prev_hash', 'text'],
    ['hash', 'text'],
  ])
  await index('audit_log', ['tenant_id', 'seq'])
  await make(
    'inbox',
    ['id'],
    [
      ['id', 'text'],
      ['tenant_id', 'text', 'null'],
      ['gateway_id', 'text', 'null'],
      ['client_id', 'text'],
      ['topic', 'text'],
      ['reason', 'text'],
      ['sample', 'text'],
      ['count', 'integer'],
      ['first_at', 'bigint'],
      ['last_at', 'bigint'],
    ],
  )
  await index('inbox', ['client_id', 'topic', 'reason'], true)
  await make('fault', 'serial', [
    ['gateway_id', 'text'],
    ['device_id', 'text', 'null'],
    ['at', 'bigint'],
    ['kind', 'text'],
    ['code', 'integer', 'null'],
    ['message', 'text'],
  ])
  await index('fault', ['device_id', 'seq'])
  await index('fault', ['gateway_id', 'seq'])

  for (const table of ['audit_log', 'incident_event']) await forbidChange(table)
}
