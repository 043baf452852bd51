import { z } from 'zod'
import type { Core } from '../../../core/core.ts'
import { CONFIG_STATES, PUSH_STATES } from '../../../core/gateway-config/config.states.ts'
import type { ConfigPreview, ConfigPush } from '../../../core/gateway-config/config.types.ts'
import { idPath, iso, isoOrNull } from '../../fields.ts'
import { routesOf } from '../../kit.ts'

const route = routesOf<Core>()

export const pushWire = z.object({
  id: z.string(),
  version: z.number(),
  hash: z.string(),
  status: z.enum(PUSH_STATES),
  waits_for: z.string().nullable(),
  error: z.string().nullable(),
  rollback_of: z.string().nullable(),
  created_at: z.string(),
  created_by: z.string().nullable(),
  sent_at: z.string().nullable(),
  deadline_at: z.string().nullable(),
  finished_at: z.string().nullable(),
})

export const pushToWire = (push: ConfigPush): z.output<typeof pushWire> => ({
  id: push.id,
  version: push.version,
  hash: push.hash,
  status: push.state,
  waits_for: push.waitsFor,
  error: push.error,
  rollback_of: push.rollbackOf,
  created_at: iso(push.createdAt),
  created_by: push.createdBy,
  sent_at: isoOrNull(push.sentAt),
  deadline_at: isoOrNull(push.deadlineAt),
  finished_at: isoOrNull(push.finishedAt),
})

const previewWire = z.object({
  gateway_id: z.string(),
  applied_by: z.enum(['gateway', 'hub']),
  state: z.enum(CONFIG_STATES),
  desired: z.object({ version: z.number(), hash: z.string(), config: z.unknown() }),
  reported: z
    .object({
      version: z.number().nullable(),
      hash: z.string(),
      config: z.unknown(),
      reported_at: z.string().nullable(),
    })
    .nullable(),
  diff: z
    .array(
      z.object({
        path: z.string(),
        kind: z.enum(['added', 'removed', 'changed']),
        from: z.unknown(),
        to: z.unknown(),
      }),
    )
    .nullable(),
  push: pushWire.nullable(),
})

const previewToWire = (preview: ConfigPreview): z.output<typeof previewWire> => ({
  gateway_id: preview.gatewayId,
  applied_by: preview.appliedBy,
  state: preview.state,
  desired: preview.desired,
  reported: preview.reported && {
    version: preview.reported.version,
    hash: preview.reported.hash,
    config: preview.reported.config,
    reported_at: isoOrNull(preview.reported.reportedAt),
  },
  diff: preview.differences && [...preview.differences],
  push: preview.push && pushToWire(preview.push),
})

/** A gateway that is away gets the configuration when it is back: `push.status` is queued, `waits_for` says why. */
export const gatewayConfigRoutes = [
  route({
    at: 'GET /gateways/{id}/rawconfig/preview',
    needs: 'gateways:read',
    summary: 'Config önizleme',
    status: 200,
    params: idPath,
    returns: previewWire,
    run: async ({ actor, params, core }) => previewToWire(await core.gatewayConfigs.preview(actor, params.id)),
  }),
  route({
    at: 'POST /gateways/{id}/rawconfig/sync',
    needs: 'gateways:write',
    summary: 'Raw config push',
    status: 202,
    params: idPath,
    returns: previewWire,
    run: async ({ actor, params, core }) => previewToWire(await core.gatewayConfigs.sync(actor, params.id)),
  }),
]
