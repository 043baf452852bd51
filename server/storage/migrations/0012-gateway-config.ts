import type { Kysely } from 'kysely'
import { tablesOf } from './tables.ts'

/** Configurations pushed to gateways, what they report, and what brokers say of their sessions. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { make, index } = tablesOf(db)
  await make(
    'gateway_config_push',
    ['id'],
    [
      ['id', 'text'],
      ['tenant_id', 'text'],
      ['gateway_id', 'text'],
      ['version', 'integer'],
      ['hash', 'text'],
      ['body', 'text'],
      ['state', 'text'],
      ['waits_for', 'text', 'null'],
      ['error', 'text', 'null'],
      ['rollback_of', 'text', 'null'],
      ['created_at', 'bigint'],
      ['created_by', 'text', 'null'],
      ['sent_at', 'bigint', 'null'],
      ['deadline_at', 'bigint', 'null'],
      ['finished_at', 'bigint', 'null'],
    ],
  )
  await index('gateway_config_push', ['gateway_id', 'version'], true)
  await index('gateway_config_push', ['state', 'deadline_at'])
  await make(
    'gateway_config_report',
    ['gateway_id'],
    [
      ['gateway_id', 'text'],
      ['hash', 'text'],
      ['version', 'integer', 'null'],
      ['body', 'text', 'null'],
      ['reported_at', 'bigint'],
    ],
  )
  await make(
    'broker_session',
    ['client_id'],
    [
      ['client_id', 'text'],
      ['connected_at', 'bigint', 'null'],
      ['ended_at', 'bigint', 'null'],
      ['undated_end_at', 'bigint', 'null'],
      ['reason', 'text', 'null'],
      ['heard_at', 'bigint'],
    ],
  )
}
