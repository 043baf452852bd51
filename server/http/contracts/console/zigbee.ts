import { z } from 'zod'
import type { Core } from '../../../core/core.ts'
import { MAX_JOIN_S } from '../../../core/zigbee/join-window.ts'
import { id, idPath, text } from '../../fields.ts'
import { routesOf } from '../../kit.ts'

const route = routesOf<Core>()

const ieee = z.string().regex(/^0x[0-9a-f]{16}$/)
const nodePath = z.object({ id, ieee })
const DEFAULT_JOIN_S = 180

export const zigbeeConsoleRoutes = [
  route({
    at: 'POST /zigbee/gateways/{id}/join',
    needs: 'zigbee:write',
    summary: 'Opens the network for new nodes; the bridge confirms before the answer',
    status: 204,
    params: idPath,
    body: z.strictObject({ duration_s: z.int().min(1).max(MAX_JOIN_S).default(DEFAULT_JOIN_S) }),
    run: ({ actor, params, body, core }) => core.zigbee.openJoin(actor, params.id, body.duration_s),
  }),
  route({
    at: 'DELETE /zigbee/gateways/{id}/join',
    needs: 'zigbee:write',
    summary: 'Closes the network for new nodes',
    status: 204,
    params: idPath,
    run: ({ actor, params, core }) => core.zigbee.closeJoin(actor, params.id),
  }),
  route({
    at: 'POST /zigbee/gateways/{id}/nodes/{ieee}/adopt',
    needs: 'zigbee:write',
    summary: 'Makes a device of a node',
    status: 201,
    params: nodePath,
    body: z.strictObject({ name: text(), subregion_id: id.nullish(), parent_id: id.nullish() }),
    returns: z.object({ device_id: z.string() }),
    run: async ({ actor, params, body, core }) => {
      const device = await core.zigbee.adopt(actor, params.id, params.ieee, {
        name: body.name,
        subregionId: body.subregion_id ?? null,
        parentId: body.parent_id ?? null,
      })
      return { device_id: device.id }
    },
  }),
  route({
    at: 'DELETE /zigbee/gateways/{id}/nodes/{ieee}',
    needs: 'zigbee:write',
    summary: 'Sends a node out of the network',
    status: 204,
    params: nodePath,
    run: ({ actor, params, core }) => core.zigbee.expel(actor, params.id, params.ieee),
  }),
]
