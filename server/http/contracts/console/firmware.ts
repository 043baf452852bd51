import { z } from 'zod'
import type { Core } from '../../../core/core.ts'
import { idPath, iso, queryInt, text } from '../../fields.ts'
import { FileDownload, routesOf } from '../../kit.ts'
import { firmwareFileName } from '../platform/firmware.ts'
import { given, listToWire } from '../platform/list.ts'
import { batchToWire, batchWire } from '../platform/ota.ts'

const route = routesOf<Core>()

const settingsBody = z.strictObject({
  max_upload_mb: z.int().min(1).max(2_048).optional(),
  allows_unsigned: z.boolean().nullish(),
  queue_expiry_h: z
    .int()
    .min(1)
    .max(24 * 90)
    .optional(),
  public_url: z.url({ protocol: /^https?$/ }).nullish(),
})

const settingsToWire = async (core: Core, actor: Parameters<Core['firmwareTrust']['settings']>[0]) => {
  const settings = await core.firmwareTrust.settings(actor)
  return {
    max_upload_mb: settings.maxUploadMb,
    allows_unsigned: settings.allowsUnsigned,
    allows_unsigned_now: settings.allowsUnsignedNow,
    queue_expiry_h: settings.queueExpiryH,
    public_url: settings.publicUrl,
  }
}

const batchStep = (step: 'pause' | 'resume' | 'abort', summary: string) =>
  route({
    at: `POST /ota/batches/{id}/${step}`,
    needs: 'ota:write',
    summary,
    status: 200,
    params: idPath,
    returns: batchWire,
    run: async ({ actor, params, core }) => batchToWire(await core.otaBatches[step](actor, params.id)),
  })

export const firmwareViewRoutes = [
  route({
    at: 'DELETE /firmware/versions/{id}',
    needs: 'firmware:write',
    summary: 'Deletes a draft',
    status: 204,
    params: idPath,
    run: ({ actor, params, core }) => core.firmware.remove(actor, params.id),
  }),
  route({
    at: 'GET /firmware/units',
    needs: 'firmware:read',
    summary: 'What every gateway and device last said that it runs',
    status: 200,
    run: async ({ actor, core }) => ({
      items: (await core.ota.units(actor)).map((unit) => ({
        unit_id: unit.unitId,
        gateway_id: unit.gatewayId,
        version: unit.version,
        device_type: unit.deviceType,
        hw_revision: unit.hwRevision,
        reported_at: iso(unit.reportedAt),
      })),
    }),
  }),
  route({
    at: 'GET /firmware/keys',
    needs: 'firmware:read',
    summary: 'Public keys whose signatures are believed',
    status: 200,
    run: async ({ actor, core }) => ({
      items: (await core.firmwareTrust.keys(actor)).map((key) => ({
        id: key.id,
        name: key.name,
        public_key: key.publicKey,
        created_at: iso(key.createdAt),
      })),
    }),
  }),
  route({
    at: 'POST /firmware/keys',
    needs: 'users:write',
    summary: 'Trusts an ed25519 public key (PEM, or 32 bytes as base64)',
    status: 201,
    body: z.strictObject({ name: text(), public_key: z.string().min(1).max(2_000) }),
    run: async ({ actor, body, core }) => {
      const key = await core.firmwareTrust.trust(actor, body.name, body.public_key)
      return { id: key.id, name: key.name, public_key: key.publicKey, created_at: iso(key.createdAt) }
    },
  }),
  route({
    at: 'DELETE /firmware/keys/{id}',
    needs: 'users:write',
    summary: 'Trusts a key no longer; what it signed before stays signed',
    status: 204,
    params: idPath,
    run: ({ actor, params, core }) => core.firmwareTrust.distrust(actor, params.id),
  }),
  route({
    at: 'GET /firmware/settings',
    needs: 'firmware:read',
    summary: 'Size limit, unsigned versions, how long updates wait, and the address that units download from',
    status: 200,
    run: ({ actor, core }) => settingsToWire(core, actor),
  }),
  route({
    at: 'PATCH /firmware/settings',
    needs: 'users:write',
    summary: 'Changes them; `allows_unsigned: null` means as long as no key is trusted',
    status: 200,
    body: settingsBody,
    run: async ({ actor, body, core }) => {
      await core.firmwareTrust.changeSettings(
        actor,
        given({
          maxUploadMb: body.max_upload_mb,
          allowsUnsigned: body.allows_unsigned,
          queueExpiryH: body.queue_expiry_h,
          publicUrl: body.public_url?.replace(/\/+$/, '') ?? body.public_url,
        }),
      )
      return settingsToWire(core, actor)
    },
  }),
  route({
    at: 'GET /ota/batches',
    needs: 'firmware:read',
    summary: 'Rollouts, newest first, each with the newest attempt of every unit',
    status: 200,
    query: z.strictObject({ skip: queryInt(0, 1e9).default(0), limit: queryInt(1, 50).default(20) }),
    returns: z.object({ items: z.array(batchWire), total: z.number(), skip: z.number(), limit: z.number() }),
    run: async ({ actor, query, core }) =>
      listToWire(await core.otaBatches.list(actor, { offset: query.skip, limit: query.limit }), query, batchToWire),
  }),
  route({
    at: 'GET /ota/batches/{id}',
    needs: 'firmware:read',
    summary: 'One rollout',
    status: 200,
    params: idPath,
    returns: batchWire,
    run: async ({ actor, params, core }) => batchToWire(await core.otaBatches.get(actor, params.id)),
  }),
  batchStep('pause', 'Offers nothing new; what is under way goes on'),
  batchStep('resume', 'Goes on from the failures so far'),
  batchStep('abort', 'Cancels what is not being installed'),
  route({
    at: 'GET /ota/updates/{id}/file',
    needs: 'public',
    summary: 'The firmware of one update, for the unit that was offered it: its token is all that it needs',
    status: 200,
    params: idPath,
    query: z.strictObject({ token: z.string().min(1).max(100) }),
    run: async ({ params, query, core }) => {
      const { firmware, file } = await core.ota.fileFor(params.id, query.token)
      return new FileDownload({ ...file, filename: firmwareFileName(firmware), etag: firmware.sha256 })
    },
  }),
]
