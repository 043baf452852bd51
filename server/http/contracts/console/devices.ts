import { z } from 'zod'
import type { Core } from '../../../core/core.ts'
import { idPath, instant, iso, isoOrNull, queryInt } from '../../fields.ts'
import { routesOf } from '../../kit.ts'

const route = routesOf<Core>()

export const deviceViewRoutes = [
  route({
    at: 'GET /devices/index',
    needs: 'devices:read',
    summary: 'Every device in one answer, a few fields each',
    status: 200,
    run: async ({ actor, core }) => ({
      items: core.devices.index(actor).map((device) => ({
        id: device.id,
        name: device.name,
        device_type: device.deviceType,
        gateway_id: device.gatewayId,
        subregion_id: core.inventory.subregionOf(device)?.id ?? null,
        parent_id: device.parentId,
        is_online: device.isOnline,
        last_seen: isoOrNull(device.lastSeen),
        alarm_severity: core.alarms.severityOf(device.id),
      })),
    }),
  }),
  route({
    at: 'GET /devices/{id}/series',
    needs: 'measurements:read',
    summary: 'Raw samples by page, or at most max_points per metric with minima and maxima kept',
    status: 200,
    params: idPath,
    query: z.strictObject({
      metrics: z
        .string()
        .max(4_000)
        .transform((list) => list.split(',').filter((metric) => metric !== ''))
        .optional(),
      start: instant,
      end: instant,
      max_points: queryInt(2, 20_000).optional(),
    }),
    run: async ({ actor, params, query, core }) => {
      const { series, nextStart } = await core.telemetry.series(actor, params.id, {
        metrics: [...new Set(query.metrics ?? [])],
        start: query.start,
        end: query.end,
        maxPoints: query.max_points ?? null,
      })
      return {
        device_id: params.id,
        series: Object.fromEntries(series),
        truncated: nextStart !== null,
        next_start: isoOrNull(nextStart),
      }
    },
  }),
  route({
    at: 'GET /devices/{id}/latest',
    needs: 'measurements:read',
    summary: 'Current values with unit, age and quality',
    status: 200,
    params: idPath,
    run: async ({ actor, params, core }) => ({
      device_id: params.id,
      items: core.telemetry.latest(actor, params.id).map(({ metric, value, unit, quality, at, label }) => ({
        metric,
        value,
        unit,
        quality,
        timestamp: iso(at),
        label,
      })),
    }),
  }),
  route({
    at: 'GET /devices/{id}/faults',
    needs: 'devices:read',
    summary: 'Newest faults met while talking to the device',
    status: 200,
    params: idPath,
    query: z.strictObject({ limit: queryInt(1, 500).default(50) }),
    run: async ({ actor, params, query, core }) => {
      const { items, total } = await core.diagnostics.faults(actor, params.id, query.limit)
      return { items: items.map(({ at, kind, code, message }) => ({ timestamp: iso(at), kind, code, message })), total }
    },
  }),
  route({
    at: 'GET /devices/{id}/poll-plan',
    needs: 'devices:read',
    summary: 'How the device is read, and what that costs on its bus',
    status: 200,
    params: idPath,
    run: async ({ actor, params, core }) => {
      const plan = await core.diagnostics.pollPlan(actor, params.id)
      if (!plan) return { plan: null }
      return {
        device_id: plan.deviceId,
        plan: plan.plan.map(({ table, address, length, pollClass, metrics }) => ({
          table,
          address,
          length,
          poll_class: pollClass,
          metrics,
        })),
        cycle_ms: plan.cycleMs,
        period_ms: plan.periodMs,
        holes: plan.holes,
        requests: plan.requests,
        failures: plan.failures,
        last_round_trip_ms: plan.lastRoundTripMs,
        p95_round_trip_ms: plan.p95RoundTripMs,
        is_backed_off: plan.isBackedOff,
        next_attempt_at: isoOrNull(plan.nextAttemptAt),
      }
    },
  }),
]
