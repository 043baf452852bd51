import { z } from 'zod'
import type { Core } from '../../../core/core.ts'
import { DEVICE_TYPES, type Device, type DeviceNode } from '../../../core/devices/devices.types.ts'
import {
  id,
  idPath,
  instant,
  iso,
  isoOrNull,
  latitude,
  listQuery,
  longitude,
  queryFlag,
  queryInt,
  queryNumber,
  text,
} from '../../fields.ts'
import { routesOf } from '../../kit.ts'
import { flagColumn, given, type Loose, listToWire, pageOf, sliceOf } from './list.ts'

const route = routesOf<Core>()

const deviceBody = z.strictObject({
  name: text(),
  device_type: z.enum(DEVICE_TYPES),
  gateway_id: id,
  slave_id: z.int().min(0).max(255).nullish(),
  external_id: z
    .string()
    .min(1)
    .max(100)
    .regex(/^[^/+#\s$]+$/)
    .nullish(),
  template_id: id.nullish(),
  subregion_id: id.nullish(),
  parent_id: id.nullish(),
  latitude: latitude.nullish(),
  longitude: longitude.nullish(),
  poll_interval_s: z.number().min(0.2).max(86_400).nullish(),
})

const deviceWire = z.object({
  id: z.string(),
  name: z.string(),
  device_type: z.enum(DEVICE_TYPES),
  gateway_id: z.string(),
  slave_id: z.number().nullable(),
  external_id: z.string().nullable(),
  template_id: z.string().nullable(),
  subregion_id: z.string().nullable(),
  parent_id: z.string().nullable(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  poll_interval_s: z.number().nullable(),
  is_online: z.boolean(),
  last_seen: z.string().nullable(),
  created_at: z.string(),
})
const deviceList = z.object({ items: z.array(deviceWire), total: z.number(), skip: z.number(), limit: z.number() })
const deviceNode: z.ZodType = deviceWire.extend({ children: z.array(z.looseObject({})) })

export const deviceToWire = (device: Device) => ({
  id: device.id,
  name: device.name,
  device_type: device.deviceType,
  gateway_id: device.gatewayId,
  slave_id: device.slaveId,
  external_id: device.externalId,
  template_id: device.templateId,
  subregion_id: device.subregionId,
  parent_id: device.parentId,
  latitude: device.latitude,
  longitude: device.longitude,
  poll_interval_s: device.pollIntervalS,
  is_online: device.isOnline,
  last_seen: isoOrNull(device.lastSeen),
  created_at: iso(device.createdAt),
})
const nodeToWire = (node: DeviceNode): object => ({
  ...deviceToWire(node.device),
  children: node.children.map(nodeToWire),
})

const deviceFields = (body: Loose<z.output<typeof deviceBody>>) =>
  given({
    name: body.name,
    deviceType: body.device_type,
    gatewayId: body.gateway_id,
    slaveId: body.slave_id,
    externalId: body.external_id,
    templateId: body.template_id,
    subregionId: body.subregion_id,
    parentId: body.parent_id,
    latitude: body.latitude,
    longitude: body.longitude,
    pollIntervalS: body.poll_interval_s,
  })
const UNSAID = {
  slaveId: null,
  externalId: null,
  templateId: null,
  subregionId: null,
  parentId: null,
  latitude: null,
  longitude: null,
  pollIntervalS: null,
}

export const deviceRoutes = [
  route({
    at: 'GET /devices',
    needs: 'devices:read',
    summary: 'Cihaz listele',
    status: 200,
    query: listQuery(
      [
        'created_at',
        'id',
        'name',
        'device_type',
        'gateway_id',
        'slave_id',
        'external_id',
        'template_id',
        'subregion_id',
        'parent_id',
        'latitude',
        'longitude',
        'poll_interval_s',
        'is_online',
        'last_seen',
      ],
      {
        id: id.optional(),
        name: z.string().max(200).optional(),
        device_type: z.enum(DEVICE_TYPES).optional(),
        gateway_id: id.optional(),
        slave_id: queryInt(0, 255).optional(),
        external_id: z.string().max(100).optional(),
        template_id: id.optional(),
        subregion_id: id.optional(),
        parent_id: id.optional(),
        latitude: queryNumber.optional(),
        longitude: queryNumber.optional(),
        poll_interval_s: queryNumber.optional(),
        is_online: queryFlag.optional(),
        last_seen: instant.optional(),
        created_at: instant.optional(),
      },
    ),
    returns: deviceList,
    run: async ({ actor, query, core }) => {
      const { skip: _s, limit: _l, sort_by: _b, sort_order: _o, is_online, ...rest } = query
      return listToWire(
        await core.devices.list(actor, { ...rest, is_online: flagColumn(is_online) }, pageOf(query)),
        query,
        deviceToWire,
      )
    },
  }),
  route({
    at: 'POST /devices',
    needs: 'devices:write',
    summary: 'Cihaz oluştur',
    status: 201,
    body: deviceBody,
    returns: deviceWire,
    run: async ({ actor, body, core }) =>
      deviceToWire(
        await core.devices.add(actor, {
          ...UNSAID,
          ...deviceFields(body),
          name: body.name,
          deviceType: body.device_type,
          gatewayId: body.gateway_id,
        }),
      ),
  }),
  route({
    at: 'GET /devices/{id}',
    needs: 'devices:read',
    summary: 'Cihaz detay',
    status: 200,
    params: idPath,
    returns: deviceWire,
    run: async ({ actor, params, core }) => deviceToWire(core.devices.get(actor, params.id)),
  }),
  route({
    at: 'PUT /devices/{id}',
    needs: 'devices:write',
    summary: 'Cihaz güncelle',
    status: 200,
    params: idPath,
    body: deviceBody.partial(),
    returns: deviceWire,
    run: async ({ actor, params, body, core }) =>
      deviceToWire(await core.devices.change(actor, params.id, deviceFields(body))),
  }),
  route({
    at: 'DELETE /devices/{id}',
    needs: 'devices:write',
    summary: 'Cihaz sil',
    status: 204,
    params: idPath,
    run: ({ actor, params, core }) => core.devices.remove(actor, params.id),
  }),
  route({
    at: 'GET /devices/{id}/hierarchy',
    needs: 'devices:read',
    summary: 'Cihaz ağacı',
    status: 200,
    params: idPath,
    returns: z.object({ device: deviceWire, ancestors: z.array(deviceWire), tree: deviceNode }),
    run: async ({ actor, params, core }) => {
      const { device, ancestors, tree } = core.devices.hierarchy(actor, params.id)
      return { device: deviceToWire(device), ancestors: ancestors.map(deviceToWire), tree: nodeToWire(tree) }
    },
  }),
  route({
    at: 'GET /devices/{id}/children',
    needs: 'devices:read',
    summary: 'Alt cihazlar',
    status: 200,
    params: idPath,
    query: listQuery(['created_at', 'id', 'name'], {}),
    returns: deviceList,
    run: async ({ actor, params, query, core }) => {
      const keyOf = (device: Device) =>
        ({ created_at: device.createdAt, id: device.id, name: device.name })[query.sort_by]
      const sign = query.sort_order === 'asc' ? 1 : -1
      const sorted = [...core.devices.children(actor, params.id)].sort((a, b) =>
        keyOf(a) < keyOf(b) ? -sign : keyOf(a) > keyOf(b) ? sign : 0,
      )
      return listToWire(sliceOf(sorted, query), query, deviceToWire)
    },
  }),
]
