import { z } from 'zod'
import type { Core } from '../../../core/core.ts'
import { DEFAULT_TTL_MINUTES } from '../../../core/zigbee/claims.ts'
import type { NodeView, ZigbeeGateway } from '../../../core/zigbee/zigbee.ts'
import { INTERVIEW_STATES, NODE_KINDS } from '../../../core/zigbee/zigbee.types.ts'
import { id, idPath, iso, isoOrNull, listQuery, text } from '../../fields.ts'
import { routesOf } from '../../kit.ts'
import { baseTopic } from './gateways.ts'
import { given, listToWire, sliceOf } from './list.ts'

const route = routesOf<Core>()

const MAX_TTL_MINUTES = 15

const claimWire = z.object({
  id: z.string(),
  name: z.string().nullable(),
  subregion_id: z.string().nullable(),
  created_at: z.string(),
  expires_at: z.string(),
})
const gatewayWire = z.object({
  id: z.string(),
  name: z.string(),
  subregion_id: z.string().nullable(),
  is_enabled: z.boolean(),
  base_topic: z.string(),
  is_online: z.boolean(),
  last_seen: z.string().nullable(),
  version: z.string().nullable(),
  channel: z.number().nullable(),
  is_join_open: z.boolean(),
  join_ends_at: z.string().nullable(),
  node_count: z.number(),
  device_count: z.number(),
  created_at: z.string(),
})
const nodeWire = z.object({
  ieee_address: z.string(),
  friendly_name: z.string(),
  kind: z.enum(NODE_KINDS),
  vendor: z.string().nullable(),
  model: z.string().nullable(),
  description: z.string().nullable(),
  is_battery: z.boolean(),
  interview: z.enum(INTERVIEW_STATES),
  is_available: z.boolean().nullable(),
  link_quality: z.number().nullable(),
  last_seen: z.string().nullable(),
  first_seen: z.string(),
  properties: z.array(z.object({ property: z.string(), unit: z.string().nullable(), is_settable: z.boolean() })),
  device_id: z.string().nullable(),
  device_name: z.string().nullable(),
})
const listWire = (item: z.ZodType) =>
  z.object({ items: z.array(item), total: z.number(), skip: z.number(), limit: z.number() })

const gatewayToWire = ({ gateway, info, nodeCount, adoptedCount }: ZigbeeGateway) => ({
  id: gateway.id,
  name: gateway.name,
  subregion_id: gateway.subregionId,
  is_enabled: gateway.isEnabled,
  base_topic: gateway.connection.base_topic,
  is_online: gateway.isOnline,
  last_seen: isoOrNull(gateway.lastSeen),
  version: info?.version ?? null,
  channel: info?.channel ?? null,
  is_join_open: info?.isJoinOpen ?? false,
  join_ends_at: isoOrNull(info?.joinEndsAt ?? null),
  node_count: nodeCount,
  device_count: adoptedCount,
  created_at: iso(gateway.createdAt),
})

const nodeToWire = ({ node, device }: NodeView) => ({
  ieee_address: node.ieee,
  friendly_name: node.friendlyName,
  kind: node.kind,
  vendor: node.vendor,
  model: node.model,
  description: node.description,
  is_battery: node.isBattery,
  interview: node.interview,
  is_available: node.isAvailable,
  link_quality: node.linkQuality,
  last_seen: isoOrNull(node.lastSeen),
  first_seen: iso(node.firstSeen),
  properties: node.exposes.map(({ property, unit, isSettable }) => ({ property, unit, is_settable: isSettable })),
  device_id: device?.id ?? null,
  device_name: device?.name ?? null,
})

/** Few enough to sort in memory; null sorts first, as in the database's lists. */
function sorted<T extends object, Key extends keyof T & string>(
  items: readonly T[],
  query: { sort_by: Key; sort_order: 'asc' | 'desc' },
): readonly T[] {
  const sign = query.sort_order === 'asc' ? 1 : -1
  const keyOf = (item: T) => String(item[query.sort_by] ?? '')
  return [...items].sort((a, b) => sign * (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0))
}
const asIs = <T>(item: T): T => item

export const zigbeeRoutes = [
  route({
    at: 'POST /v1/zigbee/claims/generate',
    needs: 'zigbee:write',
    summary: 'Claim code oluştur',
    status: 201,
    body: z.strictObject({
      name: text().nullish(),
      subregion_id: id.nullish(),
      ttl_minutes: z.int().min(1).max(MAX_TTL_MINUTES).default(DEFAULT_TTL_MINUTES),
    }),
    returns: z.object({ id: z.string(), code: z.string(), expires_at: z.string() }),
    run: async ({ actor, body, core }) => {
      const { claim, code } = await core.zigbeeClaims.generate(actor, {
        name: body.name ?? null,
        subregionId: body.subregion_id ?? null,
        ttlMinutes: body.ttl_minutes,
      })
      return { id: claim.id, code, expires_at: iso(claim.expiresAt) }
    },
  }),
  route({
    at: 'GET /v1/zigbee/claims/pending',
    needs: 'zigbee:read',
    summary: "Bekleyen claim'ler",
    status: 200,
    query: listQuery(['created_at', 'id', 'name', 'expires_at'], {}),
    returns: listWire(claimWire),
    run: async ({ actor, query, core }) => {
      const claims = (await core.zigbeeClaims.pending(actor)).map((claim) => ({
        id: claim.id,
        name: claim.name,
        subregion_id: claim.subregionId,
        created_at: iso(claim.createdAt),
        expires_at: iso(claim.expiresAt),
      }))
      return listToWire(sliceOf(sorted(claims, query), query), query, asIs)
    },
  }),
  route({
    at: 'DELETE /v1/zigbee/claims/{id}',
    needs: 'zigbee:write',
    summary: 'Claim iptal',
    status: 204,
    params: idPath,
    run: ({ actor, params, core }) => core.zigbeeClaims.cancel(actor, params.id),
  }),
  route({
    at: 'GET /v1/zigbee/gateways',
    needs: 'zigbee:read',
    summary: "Zigbee gateway'ler",
    status: 200,
    query: listQuery(['created_at', 'id', 'name', 'base_topic', 'last_seen'], {}),
    returns: listWire(gatewayWire),
    run: async ({ actor, query, core }) =>
      listToWire(sliceOf(sorted(core.zigbee.list(actor).map(gatewayToWire), query), query), query, asIs),
  }),
  route({
    at: 'GET /v1/zigbee/gateways/{id}',
    needs: 'zigbee:read',
    summary: 'Zigbee gateway detay',
    status: 200,
    params: idPath,
    returns: gatewayWire,
    run: async ({ actor, params, core }) => gatewayToWire(await core.zigbee.get(actor, params.id)),
  }),
  route({
    at: 'PUT /v1/zigbee/gateways/{id}',
    needs: 'zigbee:write',
    summary: 'Zigbee gateway güncelle',
    status: 200,
    params: idPath,
    body: z.strictObject({
      name: text().optional(),
      subregion_id: id.nullish(),
      is_enabled: z.boolean().optional(),
      base_topic: baseTopic.optional(),
    }),
    returns: gatewayWire,
    run: async ({ actor, params, body, core }) => {
      const change = given({
        name: body.name,
        subregionId: body.subregion_id,
        isEnabled: body.is_enabled,
        baseTopic: body.base_topic,
      })
      return gatewayToWire(await core.zigbee.change(actor, params.id, change))
    },
  }),
  route({
    at: 'DELETE /v1/zigbee/gateways/{id}',
    needs: 'zigbee:write',
    summary: 'Zigbee gateway sil',
    status: 204,
    params: idPath,
    run: ({ actor, params, core }) => core.zigbee.remove(actor, params.id),
  }),
  route({
    at: 'GET /v1/zigbee/gateways/{id}/devices',
    needs: 'zigbee:read',
    summary: 'Gateway cihazları',
    status: 200,
    params: idPath,
    query: listQuery(['first_seen', 'friendly_name', 'ieee_address', 'kind', 'last_seen'], {}),
    returns: listWire(nodeWire),
    run: async ({ actor, params, query, core }) =>
      listToWire(sliceOf(sorted(core.zigbee.nodes(actor, params.id).map(nodeToWire), query), query), query, asIs),
  }),
]
