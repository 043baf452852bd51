import { Readable } from 'node:stream'
import { z } from 'zod'
import type { Core } from '../../../core/core.ts'
import { EXPORT_STATUSES, EXPORT_TRANSITIONS, isOver } from '../../../core/exports/export.states.ts'
import { EXPORT_FORMATS, type ExportFormat, type ExportRequest } from '../../../core/exports/export.types.ts'
import type { ExportJob } from '../../../core/exports/export-job.ts'
import { INTERVALS } from '../../../core/telemetry/time-zone.ts'
import { id, instant, iso, isoOrNull } from '../../fields.ts'
import { Answered, Download, type Language, routesOf } from '../../kit.ts'

const route = routesOf<Core>()

const MAX_DEVICES = 500
const MAX_METRICS = 50
const CONTENT_TYPE: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
}

export const exportBody = z
  .strictObject({
    device_id: id.optional(),
    device_ids: z.array(id).min(1).max(MAX_DEVICES).optional(),
    metrics: z
      .array(z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'value is not a metric key'))
      .max(MAX_METRICS)
      .optional(),
    start: instant,
    end: instant,
    interval: z.enum(['raw', ...INTERVALS]),
    format: z.enum(EXPORT_FORMATS),
    locale: z
      .enum(['tr', 'en'])
      .optional()
      .describe('tr: `;` and a decimal comma. en: `,` and a decimal point. Default: by Accept-Language'),
    background: z.boolean().optional().describe('Make the file in the background, however small it is'),
  })
  .refine((body) => (body.device_id === undefined) !== (body.device_ids === undefined), {
    message: 'exactly one of device_id and device_ids is required',
    path: ['device_id'],
    params: { type: 'value_error.missing' },
  })

export const exportWire = z.object({
  id: z.string(),
  status: z.enum(EXPORT_STATUSES),
  file_name: z.string(),
  format: z.enum(EXPORT_FORMATS),
  interval: z.string(),
  device_count: z.number(),
  start: z.string(),
  end: z.string(),
  rows_done: z.number(),
  rows_total: z.number(),
  bytes: z.number(),
  detail: z.string().nullable(),
  can_cancel: z.boolean(),
  is_over: z.boolean(),
  created_at: z.string(),
  started_at: z.string().nullable(),
  finished_at: z.string().nullable(),
  expires_at: z.string().nullable(),
})

export const exportToWire = (job: ExportJob, language: Language): z.output<typeof exportWire> => ({
  id: job.id,
  status: job.status,
  file_name: job.fileName,
  format: job.request.format,
  interval: job.request.interval,
  device_count: job.request.deviceIds.length,
  start: iso(job.request.start),
  end: iso(job.request.end),
  rows_done: job.rowsDone,
  rows_total: job.rowsTotal,
  bytes: job.bytes,
  detail: job.fault?.[language] ?? null,
  can_cancel: EXPORT_TRANSITIONS[job.status].cancel !== undefined,
  is_over: isOver(job.status),
  created_at: iso(job.createdAt),
  started_at: isoOrNull(job.startedAt),
  finished_at: isoOrNull(job.finishedAt),
  expires_at: isoOrNull(job.expiresAt),
})

export const exportRequestOf = (body: z.output<typeof exportBody>, language: Language): ExportRequest => ({
  deviceIds: [...new Set(body.device_ids ?? (body.device_id === undefined ? [] : [body.device_id]))],
  metrics: body.metrics ?? [],
  start: body.start,
  end: body.end,
  interval: body.interval,
  format: body.format,
  locale: body.locale ?? language,
})

export const exportRoutes = [
  route({
    at: 'POST /measurements/export',
    needs: 'measurements:read',
    summary:
      'CSV/Excel/PDF export. Up to a row limit the file itself (200); above it, or with `background`, a job (202)',
    status: 200,
    body: exportBody,
    alsoReturns: { 202: exportWire },
    run: async ({ actor, body, caller, core }) => {
      const request = exportRequestOf(body, caller.language)
      const answer = await core.exports.begin(actor, request, body.background ?? false)
      if (answer.kind === 'job') return new Answered(202, exportToWire(answer.job, caller.language))
      return new Download(CONTENT_TYPE[request.format], Readable.from(answer.chunks), answer.name)
    },
  }),
]
