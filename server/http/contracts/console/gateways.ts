import { z } from 'zod'
import type { Core } from '../../../core/core.ts'
import type { WebhookSettings } from '../../../core/presence/gateway-presence.ts'
import { idPath, queryInt } from '../../fields.ts'
import { type Caller, routesOf } from '../../kit.ts'
import { pushToWire, pushWire } from '../platform/gateway-config.ts'
import { given, listToWire } from '../platform/list.ts'

const route = routesOf<Core>()

const webhooksToWire = ({ secret, allowed }: WebhookSettings, { origin }: Caller) => ({
  secret,
  header: 'X-Quaywatch-Secret',
  allowed_addresses: allowed,
  connected_url: `${origin}/api/internal/gateway/connected`,
  disconnected_url: `${origin}/api/internal/gateway/disconnected`,
  rules: {
    connected: 'SELECT clientid, username, connected_at, event FROM "$events/client/connected"',
    disconnected:
      'SELECT clientid, username, connected_at, disconnected_at, reason, event FROM "$events/client/disconnected"',
  },
})

export const gatewayViewRoutes = [
  route({
    at: 'GET /gateways/config-states',
    needs: 'gateways:read',
    summary: 'Whether each gateway runs the configuration that it should',
    status: 200,
    run: async ({ actor, core }) => ({
      items: [...(await core.gatewayConfigs.states(actor))].map(([gatewayId, state]) => ({
        gateway_id: gatewayId,
        state,
      })),
    }),
  }),
  route({
    at: 'GET /gateways/{id}/config-history',
    needs: 'gateways:read',
    summary: 'Configurations sent to a gateway, newest first',
    status: 200,
    params: idPath,
    query: z.strictObject({ skip: queryInt(0, 1e9).default(0), limit: queryInt(1, 200).default(50) }),
    returns: z.object({ items: z.array(pushWire), total: z.number(), skip: z.number(), limit: z.number() }),
    run: async ({ actor, params, query, core }) => {
      const page = { offset: query.skip, limit: query.limit }
      return listToWire(await core.gatewayConfigs.history(actor, params.id, page), query, pushToWire)
    },
  }),
  route({
    at: 'GET /broker-webhooks',
    needs: 'users:write',
    summary: 'What to set up in EMQX: addresses, secret and rules',
    status: 200,
    run: async ({ actor, caller, core }) => webhooksToWire(await core.presence.settings(actor), caller),
  }),
  route({
    at: 'PATCH /broker-webhooks',
    needs: 'users:write',
    summary: 'Changes the list of addresses, or makes a new secret',
    status: 200,
    body: z.strictObject({
      allowed_addresses: z.array(z.string().max(60)).max(50).optional(),
      renew_secret: z.boolean().optional(),
    }),
    run: async ({ actor, body, caller, core }) => {
      const change = given({ allowed: body.allowed_addresses, renewSecret: body.renew_secret })
      return webhooksToWire(await core.presence.changeSettings(actor, change), caller)
    },
  }),
]
