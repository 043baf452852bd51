import type { Kysely, Selectable } from 'kysely'
import type { ClaimState } from '../../core/zigbee/claim.states.ts'
import type { Claim, Exposed, InterviewState, NodeKind, ZigbeeNode } from '../../core/zigbee/zigbee.types.ts'
import type { DB } from '../schema.ts'

const toClaim = (row: Selectable<DB['zigbee_claim']>): Claim => ({
  id: row.id,
  tenantId: row.tenant_id,
  name: row.name,
  subregionId: row.subregion_id,
  selector: row.selector,
  sha256: row.sha256,
  state: row.state as ClaimState,
  wrongTries: row.wrong_tries,
  createdBy: row.created_by,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  endedAt: row.ended_at,
  gatewayId: row.gateway_id,
})

const toNode = (row: Selectable<DB['zigbee_node']>): ZigbeeNode => ({
  gatewayId: row.gateway_id,
  ieee: row.ieee,
  friendlyName: row.friendly_name,
  kind: row.kind as NodeKind,
  vendor: row.vendor,
  model: row.model,
  description: row.description,
  isBattery: row.is_battery === 1,
  interview: row.interview as InterviewState,
  exposes: JSON.parse(row.exposes) as readonly Exposed[],
  isAvailable: row.is_available === null ? null : row.is_available === 1,
  linkQuality: row.link_quality,
  lastSeen: row.last_seen,
  firstSeen: row.first_seen,
})

/** Claim codes and the nodes of Zigbee networks. */
export class ZigbeeStore {
  readonly #db: Kysely<DB>

  constructor(db: Kysely<DB>) {
    this.#db = db
  }

  async saveClaim(claim: Claim): Promise<void> {
    const rest = {
      state: claim.state,
      wrong_tries: claim.wrongTries,
      ended_at: claim.endedAt,
      gateway_id: claim.gatewayId,
    }
    await this.#db
      .insertInto('zigbee_claim')
      .values({
        id: claim.id,
        tenant_id: claim.tenantId,
        name: claim.name,
        subregion_id: claim.subregionId,
        selector: claim.selector,
        sha256: claim.sha256,
        created_by: claim.createdBy,
        created_at: claim.createdAt,
        expires_at: claim.expiresAt,
        ...rest,
      })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(rest))
      .execute()
  }

  async claim(tenantId: string, id: string): Promise<Claim | null> {
    const row = await this.#db
      .selectFrom('zigbee_claim')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .executeTakeFirst()
    return row ? toClaim(row) : null
  }

  /** Of any tenant: who types a code does not know whose it is. */
  async pendingClaimBySelector(selector: string): Promise<Claim | null> {
    const row = await this.#db
      .selectFrom('zigbee_claim')
      .selectAll()
      .where('selector', '=', selector)
      .where('state', '=', 'pending')
      .executeTakeFirst()
    return row ? toClaim(row) : null
  }

  async pendingClaims(tenantId: string): Promise<readonly Claim[]> {
    const rows = await this.#db
      .selectFrom('zigbee_claim')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('state', '=', 'pending')
      .orderBy('created_at', 'desc')
      .execute()
    return rows.map(toClaim)
  }

  async expirePendingClaims(now: number): Promise<void> {
    await this.#db
      .updateTable('zigbee_claim')
      .set({ state: 'expired', ended_at: now })
      .where('state', '=', 'pending')
      .where('expires_at', '<=', now)
      .execute()
  }

  async everyNode(): Promise<readonly ZigbeeNode[]> {
    return (await this.#db.selectFrom('zigbee_node').selectAll().execute()).map(toNode)
  }

  async saveNode(node: ZigbeeNode): Promise<void> {
    const rest = {
      friendly_name: node.friendlyName,
      kind: node.kind,
      vendor: node.vendor,
      model: node.model,
      description: node.description,
      is_battery: node.isBattery ? 1 : 0,
      interview: node.interview,
      exposes: JSON.stringify(node.exposes),
      is_available: node.isAvailable === null ? null : node.isAvailable ? 1 : 0,
      link_quality: node.linkQuality,
      last_seen: node.lastSeen,
    } as const
    await this.#db
      .insertInto('zigbee_node')
      .values({ gateway_id: node.gatewayId, ieee: node.ieee, first_seen: node.firstSeen, ...rest })
      .onConflict((conflict) => conflict.columns(['gateway_id', 'ieee']).doUpdateSet(rest))
      .execute()
  }

  async removeNode(gatewayId: string, ieee: string): Promise<void> {
    await this.#db.deleteFrom('zigbee_node').where('gateway_id', '=', gatewayId).where('ieee', '=', ieee).execute()
  }

  async removeNodesOf(gatewayId: string): Promise<void> {
    await this.#db.deleteFrom('zigbee_node').where('gateway_id', '=', gatewayId).execute()
  }
}
