import type { Kysely } from 'kysely'
import { tablesOf } from './tables.ts'

/** Claim codes, and the nodes of Zigbee networks as their bridges describe them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { make, index } = tablesOf(db)
  await make(
    'zigbee_claim',
    ['id'],
    [
      ['id', 'text'],
      ['tenant_id', 'text'],
      ['name', 'text', 'null'],
      ['subregion_id', 'text', 'null'],
      ['selector', 'text'],
      ['sha256', 'text'],
      ['state', 'text'],
      ['wrong_tries', 'integer'],
      ['created_by', 'text'],
      ['created_at', 'bigint'],
      ['expires_at', 'bigint'],
      ['ended_at', 'bigint', 'null'],
      ['gateway_id', 'text', 'null'],
    ],
  )
  await index('zigbee_claim', ['selector', 'state'])
  await index('zigbee_claim', ['tenant_id', 'state'])
  await make(
    'zigbee_node',
    ['gateway_id', 'ieee'],
    [
      ['gateway_id', 'text'],
      ['ieee', 'text'],
      ['friendly_name', 'text'],
      ['kind', 'text'],
      ['vendor', 'text', 'null'],
      ['model', 'text', 'null'],
      ['description', 'text', 'null'],
      ['is_battery', 'integer'],
      ['interview', 'text'],
      ['exposes', 'text'],
      ['is_available', 'integer', 'null'],
      ['link_quality', 'real', 'null'],
      ['last_seen', 'bigint', 'null'],
      ['first_seen', 'bigint'],
    ],
  )
}
