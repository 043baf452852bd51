import { z } from 'zod'
import type { Core } from '../../../core/core.ts'
import { routesOf } from '../../kit.ts'

const route = routesOf<Core>()

/** EMQX 5 tells milliseconds; EMQX 4 told seconds. */
const EARLIEST_MS = 1e11
const moment = z
  .number()
  .positive()
  .transform((value) => Math.round(value < EARLIEST_MS ? value * 1000 : value))

/** Fields of EMQX's rule events (client.connected, client.disconnected); it sends many more, and may send yet others. */
const common = { clientid: z.string().min(1).max(200), username: z.string().nullish(), event: z.string().optional() }
const connectedBody = z.looseObject({ ...common, connected_at: moment.optional(), timestamp: moment.optional() })
const disconnectedBody = z.looseObject({
  ...common,
  /** Since EMQX 5.8.6: which session ended. */
  connected_at: moment.nullish(),
  disconnected_at: moment.optional(),
  timestamp: moment.optional(),
  reason: z.string().max(200).nullish(),
})

/**
 * Guarded by this install's secret (Authorization: Bearer or X-Quaywatch-Secret) and a list of addresses. A client that
 * is no gateway is nothing wrong: a broker tells of all its clients, so the answer is 202 `ignored`.
 */
const returns = z.object({ result: z.enum(['applied', 'stale', 'ignored']) })

export const brokerEventRoutes = [
  route({
    at: 'POST /internal/gateway/connected',
    needs: 'public',
    summary: 'EMQX webhook',
    status: 202,
    body: connectedBody,
    returns,
    run: async ({ body, caller, core }) => ({
      result: await core.presence.receive(
        {
          kind: 'connected',
          clientId: body.clientid,
          connectedAt: body.connected_at ?? body.timestamp ?? 0,
          reason: null,
        },
        caller,
      ),
    }),
  }),
  route({
    at: 'POST /internal/gateway/disconnected',
    needs: 'public',
    summary: 'EMQX webhook',
    status: 202,
    body: disconnectedBody,
    returns,
    run: async ({ body, caller, core }) => ({
      result: await core.presence.receive(
        {
          kind: 'disconnected',
          clientId: body.clientid,
          connectedAt: body.connected_at ?? null,
          disconnectedAt: body.disconnected_at ?? body.timestamp ?? 0,
          reason: body.reason ?? null,
        },
        caller,
      ),
    }),
  }),
]
