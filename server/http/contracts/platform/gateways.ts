import { z } from 'zod'
import type { Core } from '../../../core/core.ts'
import { type ConnectionFields, GATEWAY_TYPES, type Gateway } from '../../../core/devices/devices.types.ts'
import { id, idPath, instant, iso, isoOrNull, listQuery, queryFlag, queryInt, text } from '../../fields.ts'
import { routesOf } from '../../kit.ts'
import { parsedBody } from '../../schema-issues.ts'
import { flagColumn, given, listToWire, pageOf } from './list.ts'

const route = routesOf<Core>()

const host = z
  .string()
  .trim()
  .min(1)
  .max(253)
  .regex(/^[A-Za-z0-9._:[\]-]+$/)
const port = z.int().min(1).max(65_535)
const path = z.string().min(1).max(255)
const baudRate = z.int().min(300).max(4_000_000)
/** Becomes a level of MQTT topics, so no separators and no wildcards. */
const topicLevel = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[^/+#\s$]+$/)

/** Levels of its own, outside quaywatch/, where the hub's gateways talk. */
export const baseTopic = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^/+#\s$]+(\/[^/+#\s$]+)*$/)
  .refine((topic) => topic !== 'quaywatch' && !topic.startsWith('quaywatch/'), {
    message: 'quaywatch/ is reserved',
    params: { type: 'value_error.reserved' },
  })

const CONNECTIONS = {
  modbus_tcp: z.strictObject({ host, port: port.default(502) }),
  modbus_rtu_tcp: z.strictObject({ host, port }),
  modbus_rtu: z.strictObject({
    path,
    baud_rate: baudRate,
    parity: z.enum(['none', 'even', 'odd']),
    data_bits: z.union([z.literal(7), z.literal(8)]),
    stop_bits: z.union([z.literal(1), z.literal(2)]),
  }),
  /** quaywatch/claim is where gateways without a sign-in ask for one. */
  mqtt: z.strictObject({ client_id: topicLevel.refine((level) => level !== 'claim') }),
  zigbee: z.strictObject({ base_topic: baseTopic }),
  nmea0183: z.discriminatedUnion('transport', [
    z.strictObject({ transport: z.literal('tcp'), host, port }),
    z.strictObject({ transport: z.literal('udp'), port }),
    z.strictObject({ transport: z.literal('serial'), path, baud_rate: baudRate }),
  ]),
} satisfies Record<(typeof GATEWAY_TYPES)[number], z.ZodType>

const common = { name: text(), subregion_id: id.nullish(), is_enabled: z.boolean().optional() }
const typed = <T extends keyof typeof CONNECTIONS>(type: T) =>
  z.strictObject({ ...common, type: z.literal(type), connection: CONNECTIONS[type] })
const gatewayBody = z.discriminatedUnion('type', [
  typed('modbus_tcp'),
  typed('modbus_rtu_tcp'),
  typed('modbus_rtu'),
  typed('mqtt'),
  typed('zigbee'),
  typed('nmea0183'),
])
/** A change names only what changes; the connection is checked against the gateway's own type. */
const gatewayChange = z.strictObject({
  name: text().optional(),
  subregion_id: id.nullish(),
  is_enabled: z.boolean().optional(),
  type: z.enum(GATEWAY_TYPES).optional(),
  connection: z.looseObject({}).optional(),
})

const gatewayWire = z.object({
  id: z.string(),
  name: z.string(),
  type: z.enum(GATEWAY_TYPES),
  subregion_id: z.string().nullable(),
  is_enabled: z.boolean(),
  connection: z.looseObject({}),
  is_online: z.boolean(),
  last_seen: z.string().nullable(),
  config_version: z.number(),
  created_at: z.string(),
})

const gatewayToWire = (gateway: Gateway) => ({
  id: gateway.id,
  name: gateway.name,
  type: gateway.type,
  subregion_id: gateway.subregionId,
  is_enabled: gateway.isEnabled,
  connection: gateway.connection,
  is_online: gateway.isOnline,
  last_seen: isoOrNull(gateway.lastSeen),
  config_version: gateway.configVersion,
  created_at: iso(gateway.createdAt),
})
const listWire = (item: z.ZodType) =>
  z.object({ items: z.array(item), total: z.number(), skip: z.number(), limit: z.number() })
const SORT_KEYS = [
  'created_at',
  'id',
  'name',
  'type',
  'subregion_id',
  'is_enabled',
  'is_online',
  'last_seen',
  'config_version',
] as const
const filters = {
  id: id.optional(),
  name: z.string().max(200).optional(),
  subregion_id: id.optional(),
  is_enabled: queryFlag.optional(),
  is_online: queryFlag.optional(),
  config_version: queryInt(0, 1e9).optional(),
  last_seen: instant.optional(),
  created_at: instant.optional(),
}

export const gatewayRoutes = [
  route({
    at: 'GET /gateways',
    needs: 'gateways:read',
    summary: 'Gateway listesi',
    status: 200,
    query: listQuery(SORT_KEYS, { ...filters, type: z.enum(GATEWAY_TYPES).optional() }),
    returns: listWire(gatewayWire),
    run: async ({ actor, query, core }) => {
      const { skip: _s, limit: _l, sort_by: _b, sort_order: _o, is_enabled, is_online, ...rest } = query
      const page = await core.gateways.list(
        actor,
        { ...rest, is_enabled: flagColumn(is_enabled), is_online: flagColumn(is_online) },
        pageOf(query),
      )
      return listToWire(page, query, gatewayToWire)
    },
  }),
  route({
    at: 'GET /gateways/mqtt',
    needs: 'gateways:read',
    summary: 'Lightweight MQTT gateway listesi',
    status: 200,
    query: listQuery(SORT_KEYS, filters),
    returns: listWire(
      z.object({
        id: z.string(),
        name: z.string(),
        client_id: z.string(),
        is_online: z.boolean(),
        last_seen: z.string().nullable(),
      }),
    ),
    run: async ({ actor, query, core }) => {
      const { skip: _s, limit: _l, sort_by: _b, sort_order: _o, is_enabled, is_online, ...rest } = query
      const page = await core.gateways.list(
        actor,
        { ...rest, type: 'mqtt', is_enabled: flagColumn(is_enabled), is_online: flagColumn(is_online) },
        pageOf(query),
      )
      return listToWire(page, query, (gateway) => ({
        id: gateway.id,
        name: gateway.name,
        client_id: gateway.connection.client_id,
        is_online: gateway.isOnline,
        last_seen: isoOrNull(gateway.lastSeen),
      }))
    },
  }),
  route({
    at: 'POST /gateways',
    needs: 'gateways:write',
    summary: 'Yeni gateway',
    status: 201,
    body: gatewayBody,
    returns: gatewayWire.extend({ username: z.string().optional(), password: z.string().optional() }),
    run: async ({ actor, body, core }) => {
      const { gateway, password } = await core.gateways.add(actor, {
        name: body.name,
        type: body.type,
        subregionId: body.subregion_id ?? null,
        isEnabled: body.is_enabled ?? true,
        connection: body.connection,
      })
      return { ...gatewayToWire(gateway), ...(password !== null && { username: gateway.username, password }) }
    },
  }),
  route({
    at: 'GET /gateways/{id}',
    needs: 'gateways:read',
    summary: 'Gateway detay',
    status: 200,
    params: idPath,
    returns: gatewayWire,
    run: async ({ actor, params, core }) => gatewayToWire(await core.gateways.get(actor, params.id)),
  }),
  route({
    at: 'PUT /gateways/{id}',
    needs: 'gateways:write',
    summary: 'Gateway güncelle',
    status: 200,
    params: idPath,
    body: gatewayChange,
    returns: gatewayWire,
    run: async ({ actor, params, body, core }) => {
      const before = await core.gateways.get(actor, params.id)
      const connection =
        body.connection === undefined
          ? undefined
          : parsedBody<z.ZodType<ConnectionFields>>(CONNECTIONS[before.type], body.connection, ['connection'])
      const change = given({
        name: body.name,
        type: body.type,
        subregionId: body.subregion_id,
        isEnabled: body.is_enabled,
        connection,
      })
      return gatewayToWire(await core.gateways.change(actor, params.id, change))
    },
  }),
  route({
    at: 'DELETE /gateways/{id}',
    needs: 'gateways:write',
    summary: 'Gateway sil',
    status: 204,
    params: idPath,
    run: ({ actor, params, core }) => core.gateways.remove(actor, params.id),
  }),
]
