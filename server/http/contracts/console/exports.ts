import { z } from 'zod'
import type { Core } from '../../../core/core.ts'
import { EXPORT_STATUSES } from '../../../core/exports/export.states.ts'
import type { ExportFile } from '../../../core/exports/exports.ts'
import { idPath, iso, listQuery } from '../../fields.ts'
import { FileDownload, routesOf } from '../../kit.ts'
import { exportBody, exportRequestOf, exportToWire, exportWire } from '../platform/export.ts'
import { listToWire, pageOf } from '../platform/list.ts'

const route = routesOf<Core>()

const download = ({ id, name, bytes, read }: ExportFile) =>
  new FileDownload({ filename: name, sizeBytes: bytes, etag: id, read })

export const exportViewRoutes = [
  route({
    at: 'POST /exports/estimate',
    needs: 'measurements:read',
    summary: 'How many rows an export would have, and whether it would be answered at once',
    status: 200,
    body: exportBody,
    returns: z.object({ rows: z.number(), most_rows: z.number(), is_direct: z.boolean() }),
    run: async ({ actor, body, caller, core }) => {
      const { rows, mostRows, isDirect } = await core.exports.estimate(actor, exportRequestOf(body, caller.language))
      return { rows, most_rows: mostRows, is_direct: isDirect }
    },
  }),
  route({
    at: 'GET /exports',
    needs: 'measurements:read',
    summary: "The caller's exports: waiting, running and kept",
    status: 200,
    query: listQuery(['created_at', 'status', 'bytes'], { status: z.enum(EXPORT_STATUSES).optional() }),
    returns: z.object({ items: z.array(exportWire), total: z.number(), skip: z.number(), limit: z.number() }),
    run: async ({ actor, query, caller, core }) => {
      const page = await core.exports.jobs(actor, { status: query.status }, pageOf(query))
      return listToWire(page, query, (job) => exportToWire(job, caller.language))
    },
  }),
  route({
    at: 'GET /exports/{id}',
    needs: 'measurements:read',
    summary: 'One export with its progress',
    status: 200,
    params: idPath,
    returns: exportWire,
    run: async ({ actor, params, caller, core }) =>
      exportToWire(await core.exports.job(actor, params.id), caller.language),
  }),
  route({
    at: 'GET /exports/{id}/file',
    needs: 'measurements:read',
    summary: 'The finished file; ranges are answered',
    status: 200,
    params: idPath,
    run: async ({ actor, params, core }) => download(await core.exports.file(actor, params.id)),
  }),
  route({
    at: 'POST /exports/{id}/ticket',
    needs: 'measurements:read',
    summary: 'A secret address of the file for ten minutes, for a browser that saves to disk',
    status: 200,
    params: idPath,
    returns: z.object({ path: z.string(), expires_at: z.string() }),
    run: async ({ actor, params, core }) => {
      const { ticket, expiresAt } = await core.exports.ticket(actor, params.id)
      return { path: `/api/console/exports/files/${ticket}`, expires_at: iso(expiresAt) }
    },
  }),
  route({
    at: 'GET /exports/files/{ticket}',
    needs: 'public',
    summary: 'The finished file, by its secret address',
    status: 200,
    params: z.object({ ticket: z.string().min(40).max(50) }),
    run: async ({ params, core }) => download(await core.exports.fileByTicket(params.ticket)),
  }),
  route({
    at: 'POST /exports/{id}/cancel',
    needs: 'measurements:read',
    summary: 'Stop a waiting or running export',
    status: 200,
    params: idPath,
    returns: exportWire,
    run: async ({ actor, params, caller, core }) =>
      exportToWire(await core.exports.cancel(actor, params.id), caller.language),
  }),
  route({
    at: 'DELETE /exports/{id}',
    needs: 'measurements:read',
    summary: 'Remove an export that is over, and its file',
    status: 204,
    params: idPath,
    run: ({ actor, params, core }) => core.exports.remove(actor, params.id),
  }),
]
