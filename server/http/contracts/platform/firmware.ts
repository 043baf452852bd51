import { z } from 'zod'
import type { Core } from '../../../core/core.ts'
import { FIRMWARE_STATES, firmwareActions } from '../../../core/firmware/firmware.states.ts'
import type { FirmwareVersion } from '../../../core/firmware/firmware.types.ts'
import { idPath, iso, isoOrNull, listQuery, text } from '../../fields.ts'
import { FileDownload, routesOf } from '../../kit.ts'
import { given, listToWire, pageOf } from './list.ts'

const route = routesOf<Core>()

/** A word of the house (additions.md, device types) or of a maker. */
const deviceType = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/)
const version = z.string().trim().min(1).max(64)
const hwRevision = z.string().trim().min(1).max(64)
const signature = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9+/]{86}==$/)
const notes = z.string().trim().max(4_000)
/** A form has no null: an empty field is one that was left out. */
const orEmpty = <S extends z.ZodType>(schema: S) => z.union([z.literal('').transform(() => null), schema]).optional()

const uploadBody = z.strictObject({
  name: text(),
  version,
  device_type: deviceType,
  hw_revision: orEmpty(hwRevision),
  min_from_version: orEmpty(version),
  signature: orEmpty(signature),
  notes: orEmpty(notes),
})
const changeBody = z.strictObject({
  name: text().optional(),
  version: version.optional(),
  device_type: deviceType.optional(),
  hw_revision: hwRevision.nullish(),
  min_from_version: version.nullish(),
  signature: signature.nullish(),
  notes: notes.nullish(),
})

const firmwareWire = z.object({
  id: z.string(),
  name: z.string(),
  version: z.string(),
  device_type: z.string(),
  hw_revision: z.string().nullable(),
  min_from_version: z.string().nullable(),
  notes: z.string().nullable(),
  file_name: z.string().nullable(),
  size: z.number(),
  sha256: z.string(),
  signature: z.string().nullable(),
  is_signed: z.boolean(),
  key_id: z.string().nullable(),
  status: z.enum(FIRMWARE_STATES),
  allowed_actions: z.array(z.string()),
  created_at: z.string(),
  released_at: z.string().nullable(),
  deprecated_at: z.string().nullable(),
})

export const firmwareToWire = (firmware: FirmwareVersion): z.output<typeof firmwareWire> => ({
  id: firmware.id,
  name: firmware.name,
  version: firmware.version,
  device_type: firmware.deviceType,
  hw_revision: firmware.hwRevision,
  min_from_version: firmware.minFromVersion,
  notes: firmware.notes,
  file_name: firmware.fileName,
  size: firmware.sizeBytes,
  sha256: firmware.sha256,
  signature: firmware.signature,
  is_signed: firmware.keyId !== null,
  key_id: firmware.keyId,
  status: firmware.state,
  allowed_actions: [...firmwareActions(firmware.state)],
  created_at: iso(firmware.createdAt),
  released_at: isoOrNull(firmware.releasedAt),
  deprecated_at: isoOrNull(firmware.deprecatedAt),
})

/** What a downloaded file is called: never what its sender called it. */
export const firmwareFileName = ({ name, version }: FirmwareVersion): string =>
  `${name.replaceAll(/[^\p{L}\p{N}_.-]+/gu, '-')}-${version}.bin`

const filters = {
  status: z.enum(FIRMWARE_STATES).optional(),
  device_type: z.string().max(64).optional(),
  name: z.string().max(200).optional(),
  version: z.string().max(64).optional(),
}

export const firmwareRoutes = [
  route({
    at: 'POST /firmware/versions',
    needs: 'firmware:write',
    summary: 'Firmware upload',
    status: 201,
    body: uploadBody,
    upload: { field: 'file', maxBytes: (actor, core) => core.firmware.maxUploadBytes(actor) },
    returns: firmwareWire,
    run: async ({ actor, body, file, core }) =>
      firmwareToWire(
        await core.firmware.upload(
          actor,
          {
            name: body.name,
            version: body.version,
            deviceType: body.device_type,
            hwRevision: body.hw_revision ?? null,
            minFromVersion: body.min_from_version ?? null,
            notes: body.notes ?? null,
          },
          body.signature ?? null,
          file,
        ),
      ),
  }),
  route({
    at: 'GET /firmware/versions',
    needs: 'firmware:read',
    summary: 'Firmware listesi',
    status: 200,
    query: listQuery(['created_at', 'name', 'version', 'device_type', 'status', 'size_bytes'], filters),
    returns: z.object({ items: z.array(firmwareWire), total: z.number(), skip: z.number(), limit: z.number() }),
    run: async ({ actor, query, core }) => {
      const { status, device_type, name, version } = query
      return listToWire(
        await core.firmware.list(actor, { status, device_type, name, version }, pageOf(query)),
        query,
        firmwareToWire,
      )
    },
  }),
  route({
    at: 'GET /firmware/versions/{id}',
    needs: 'firmware:read',
    summary: 'Firmware detay',
    status: 200,
    params: idPath,
    returns: firmwareWire,
    run: async ({ actor, params, core }) => firmwareToWire(await core.firmware.get(actor, params.id)),
  }),
  route({
    at: 'GET /firmware/versions/{id}/download',
    needs: 'firmware:read',
    summary: 'Firmware indir',
    status: 200,
    params: idPath,
    run: async ({ actor, params, core }) => {
      const { firmware, file } = await core.firmware.download(actor, params.id)
      return new FileDownload({ ...file, filename: firmwareFileName(firmware), etag: firmware.sha256 })
    },
  }),
  route({
    at: 'PATCH /firmware/versions/{id}',
    needs: 'firmware:write',
    summary: 'Metadata güncelle',
    status: 200,
    params: idPath,
    body: changeBody,
    returns: firmwareWire,
    run: async ({ actor, params, body, core }) =>
      firmwareToWire(
        await core.firmware.change(
          actor,
          params.id,
          given({
            name: body.name,
            version: body.version,
            deviceType: body.device_type,
            hwRevision: body.hw_revision,
            minFromVersion: body.min_from_version,
            notes: body.notes,
            signature: body.signature,
          }),
        ),
      ),
  }),
  route({
    at: 'POST /firmware/versions/{id}/release',
    needs: 'firmware:write',
    summary: 'Release',
    status: 200,
    params: idPath,
    returns: firmwareWire,
    run: async ({ actor, params, core }) => firmwareToWire(await core.firmware.release(actor, params.id)),
  }),
  route({
    at: 'POST /firmware/versions/{id}/deprecate',
    needs: 'firmware:write',
    summary: 'Deprecated işaretle',
    status: 200,
    params: idPath,
    returns: firmwareWire,
    run: async ({ actor, params, core }) => firmwareToWire(await core.firmware.deprecate(actor, params.id)),
  }),
]
