import { z } from 'zod'
import type { Core } from '../../../core/core.ts'
import { canRetry, OTA_STATES, OTA_STATUS_OF, OTA_STATUSES, otaStep } from '../../../core/firmware/ota.states.ts'
import type { OtaView } from '../../../core/firmware/ota.ts'
import type { BatchView } from '../../../core/firmware/ota-batches.ts'
import type { UnitRef } from '../../../core/firmware/ota-unit.ts'
import { id, idPath, iso, isoOrNull, listQuery } from '../../fields.ts'
import { routesOf } from '../../kit.ts'
import { listToWire, pageOf } from './list.ts'

const route = routesOf<Core>()

const updateWire = z.object({
  id: z.string(),
  firmware_id: z.string(),
  firmware_name: z.string().nullable(),
  version: z.string().nullable(),
  gateway_id: z.string(),
  device_id: z.string().nullable(),
  unit_name: z.string().nullable(),
  batch_id: z.string().nullable(),
  wave: z.number().nullable(),
  attempt: z.number(),
  retry_of: z.string().nullable(),
  status: z.enum(OTA_STATUSES),
  waits_for: z.string().nullable(),
  progress: z.number().nullable(),
  error: z.string().nullable(),
  error_detail: z.string().nullable(),
  from_version: z.string().nullable(),
  reported_version: z.string().nullable(),
  offers: z.number(),
  allowed_actions: z.array(z.enum(['cancel', 'retry'])),
  created_at: z.string(),
  started_at: z.string().nullable(),
  finished_at: z.string().nullable(),
  deadline_at: z.string().nullable(),
})

export const otaToWire = ({ update, unitName, firmware }: OtaView): z.output<typeof updateWire> => ({
  id: update.id,
  firmware_id: update.firmwareId,
  firmware_name: firmware?.name ?? null,
  version: firmware?.version ?? null,
  gateway_id: update.gatewayId,
  device_id: update.deviceId,
  unit_name: unitName,
  batch_id: update.batchId,
  wave: update.wave,
  attempt: update.attempt,
  retry_of: update.retryOf,
  status: OTA_STATUS_OF[update.state],
  waits_for: update.waitsFor,
  progress: update.progress,
  error: update.error,
  error_detail: update.errorDetail,
  from_version: update.fromVersion,
  reported_version: update.reportedVersion,
  offers: update.offers,
  allowed_actions: [
    ...(otaStep(update.state, 'cancel') === null ? [] : (['cancel'] as const)),
    ...(canRetry(update.state) ? (['retry'] as const) : []),
  ],
  created_at: iso(update.createdAt),
  started_at: isoOrNull(update.startedAt),
  finished_at: isoOrNull(update.finishedAt),
  deadline_at: isoOrNull(update.deadlineAt),
})

export const batchWire = z.object({
  id: z.string(),
  firmware_id: z.string(),
  firmware_name: z.string().nullable(),
  version: z.string().nullable(),
  status: z.enum(['running', 'paused', 'completed', 'aborted']),
  pause_reason: z.string().nullable(),
  waves: z.array(z.number()),
  opened_wave: z.number(),
  error_threshold_percent: z.number(),
  failed_percent: z.number(),
  counts: z.object({ total: z.number(), over: z.number(), succeeded: z.number(), failed: z.number() }),
  created_at: z.string(),
  finished_at: z.string().nullable(),
  updates: z.array(updateWire),
})

export const batchToWire = ({ batch, updates, standing, firmware }: BatchView): z.output<typeof batchWire> => ({
  id: batch.id,
  firmware_id: batch.firmwareId,
  firmware_name: firmware?.name ?? null,
  version: firmware?.version ?? null,
  status: batch.state,
  pause_reason: batch.pauseReason,
  waves: [...batch.waves],
  opened_wave: batch.openedWave,
  error_threshold_percent: batch.errorThresholdPercent,
  failed_percent: Math.round(standing.failedPercent * 10) / 10,
  counts: { total: updates.length, over: standing.over, succeeded: standing.succeeded, failed: standing.failed },
  created_at: iso(batch.createdAt),
  finished_at: isoOrNull(batch.finishedAt),
  updates: updates.map(otaToWire),
})

const eventWire = z.object({
  timestamp: z.string(),
  action: z.string(),
  from_status: z.enum(OTA_STATUSES).nullable(),
  to_status: z.enum(OTA_STATUSES),
  actor_id: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()).nullable(),
})
const detailWire = updateWire.extend({ events: z.array(eventWire), attempts: z.array(updateWire) })

const oneUnit = { message: 'exactly one of gateway_id and device_id', params: { type: 'value_error.target' } }
const startBody = z
  .strictObject({ firmware_id: id, gateway_id: id.optional(), device_id: id.optional() })
  .refine((body) => (body.gateway_id === undefined) !== (body.device_id === undefined), oneUnit)

const MAX_UNITS = 1_000
const units = z.array(id).min(1).max(MAX_UNITS)
const waves = z
  .array(z.number().gt(0).max(100))
  .min(1)
  .max(20)
  .refine((percents) => percents.every((percent, index) => percent > (percents[index - 1] ?? 0)), {
    message: 'percents must rise',
    params: { type: 'value_error.waves' },
  })
  .refine((percents) => percents.at(-1) === 100, {
    message: 'the last wave must be 100',
    params: { type: 'value_error.waves' },
  })
const batchBody = z
  .strictObject({
    firmware_id: id,
    gateway_ids: units.optional(),
    device_ids: units.optional(),
    waves: waves.default([1, 10, 100]),
    error_threshold_percent: z.number().min(0).max(100).default(20),
  })
  .refine((body) => (body.gateway_ids === undefined) !== (body.device_ids === undefined), {
    message: 'exactly one of gateway_ids and device_ids',
    params: { type: 'value_error.target' },
  })

const filters = {
  status: z.enum(OTA_STATUSES).optional(),
  firmware_id: id.optional(),
  gateway_id: id.optional(),
  device_id: id.optional(),
  batch_id: id.optional(),
}

export const otaRoutes = [
  route({
    at: 'POST /ota/updates',
    needs: 'ota:write',
    summary: 'Tekil OTA başlat',
    status: 201,
    body: startBody,
    returns: updateWire,
    run: async ({ actor, body, core }) => {
      const unit: UnitRef =
        body.device_id === undefined ? { gatewayId: body.gateway_id ?? '' } : { deviceId: body.device_id }
      return otaToWire(await core.ota.start(actor, body.firmware_id, unit))
    },
  }),
  route({
    at: 'POST /ota/updates/batch',
    needs: 'ota:write',
    summary: 'Batch OTA',
    status: 201,
    body: batchBody,
    returns: batchWire,
    run: async ({ actor, body, core }) =>
      batchToWire(
        await core.otaBatches.start(actor, {
          firmwareId: body.firmware_id,
          units: [
            ...(body.gateway_ids ?? []).map((gatewayId) => ({ gatewayId })),
            ...(body.device_ids ?? []).map((deviceId) => ({ deviceId })),
          ],
          waves: body.waves,
          errorThresholdPercent: body.error_threshold_percent,
        }),
      ),
  }),
  route({
    at: 'GET /ota/updates',
    needs: 'firmware:read',
    summary: 'OTA listesi',
    status: 200,
    query: listQuery(['created_at', 'finished_at', 'attempt'], filters),
    returns: z.object({ items: z.array(updateWire), total: z.number(), skip: z.number(), limit: z.number() }),
    run: async ({ actor, query, core }) => {
      const filter = {
        states: query.status && OTA_STATES.filter((state) => OTA_STATUS_OF[state] === query.status),
        firmwareId: query.firmware_id,
        gatewayId: query.gateway_id,
        deviceId: query.device_id,
        batchId: query.batch_id,
      }
      return listToWire(await core.ota.list(actor, filter, pageOf(query)), query, otaToWire)
    },
  }),
  route({
    at: 'GET /ota/updates/{id}',
    needs: 'firmware:read',
    summary: 'OTA detay',
    status: 200,
    params: idPath,
    returns: detailWire,
    run: async ({ actor, params, core }) => {
      const { view, events, attempts } = await core.ota.get(actor, params.id)
      return {
        ...otaToWire(view),
        events: events.map((event) => ({
          timestamp: iso(event.at),
          action: event.action,
          from_status: event.fromState && OTA_STATUS_OF[event.fromState],
          to_status: OTA_STATUS_OF[event.toState],
          actor_id: event.actorId,
          detail: event.detail,
        })),
        attempts: attempts.map((update) => otaToWire({ ...view, update })),
      }
    },
  }),
  route({
    at: 'POST /ota/updates/{id}/cancel',
    needs: 'ota:write',
    summary: 'OTA iptal',
    status: 200,
    params: idPath,
    returns: updateWire,
    run: async ({ actor, params, core }) => otaToWire(await core.ota.cancel(actor, params.id)),
  }),
  route({
    at: 'POST /ota/updates/{id}/retry',
    needs: 'ota:write',
    summary: 'OTA tekrar dene',
    status: 201,
    params: idPath,
    returns: updateWire,
    run: async ({ actor, params, core }) => otaToWire(await core.ota.retry(actor, params.id)),
  }),
]
