import { z } from 'zod'
import type { Core } from '../../../core/core.ts'
import { DEVICE_TYPES } from '../../../core/devices/devices.types.ts'
import { INTERVALS } from '../../../core/telemetry/time-zone.ts'
import { id, iso, isoOrNull, queryFlag } from '../../fields.ts'
import { routesOf } from '../../kit.ts'

const route = routesOf<Core>()

/** Kept as sent beside its value: the document's answer repeats start and end verbatim. */
const spokenInstant = z.iso.datetime({ offset: true }).transform((spoken) => ({ spoken, at: Date.parse(spoken) }))
const figure = z.number().nullable()

export const measurementRoutes = [
  route({
    at: 'GET /measurements/map-data',
    needs: 'measurements:read',
    summary: 'Harita snapshot',
    status: 200,
    query: z.strictObject({
      device_type: z.enum(DEVICE_TYPES).optional(),
      subregion_id: id.optional(),
      gateway_id: id.optional(),
      is_online: queryFlag.optional(),
    }),
    returns: z.object({
      items: z.array(
        z.object({
          device_id: z.string(),
          name: z.string(),
          device_type: z.string(),
          latitude: figure,
          longitude: figure,
          is_online: z.boolean(),
          last_seen: z.string().nullable(),
          alarm_severity: z.string().nullable(),
          values: z.record(
            z.string(),
            z.object({ value: figure, unit: z.string(), quality: z.string(), timestamp: z.string() }),
          ),
        }),
      ),
    }),
    run: async ({ actor, query, core }) => {
      const seen = core.telemetry.map(actor, {
        deviceType: query.device_type,
        subregionId: query.subregion_id,
        gatewayId: query.gateway_id,
        isOnline: query.is_online,
      })
      const items = seen.map(({ device, alarmSeverity, values }) => ({
        device_id: device.id,
        name: device.name,
        device_type: device.deviceType,
        latitude: device.latitude,
        longitude: device.longitude,
        is_online: device.isOnline,
        last_seen: isoOrNull(device.lastSeen),
        alarm_severity: alarmSeverity,
        values: Object.fromEntries(
          values.map(({ metric, value, unit, quality, at }) => [metric, { value, unit, quality, timestamp: iso(at) }]),
        ),
      }))
      return { items }
    },
  }),
  route({
    at: 'GET /measurements/aggregated',
    needs: 'measurements:read',
    summary: 'Aggregated veri (hourly/daily/weekly/monthly)',
    status: 200,
    query: z.strictObject({ device_id: id, start: spokenInstant, end: spokenInstant, interval: z.enum(INTERVALS) }),
    returns: z.object({
      device_id: z.string(),
      interval: z.enum(INTERVALS),
      start: z.string(),
      end: z.string(),
      data: z.array(
        z.object({
          timestamp: z.string(),
          voltage_avg: figure,
          current_avg: figure,
          power_avg: figure,
          energy_kwh: figure,
          power_factor_avg: figure,
          coverage: z.number(),
        }),
      ),
    }),
    run: async ({ actor, query, core }) => {
      const rows = await core.telemetry.aggregated(actor, query.device_id, {
        start: query.start.at,
        end: query.end.at,
        interval: query.interval,
      })
      return {
        device_id: query.device_id,
        interval: query.interval,
        start: query.start.spoken,
        end: query.end.spoken,
        data: rows.map((row) => ({
          timestamp: iso(row.timestamp),
          voltage_avg: row.voltageAvg,
          current_avg: row.currentAvg,
          power_avg: row.powerAvgKw,
          energy_kwh: row.energyKwh,
          power_factor_avg: row.powerFactorAvg,
          coverage: row.coverage,
        })),
      }
    },
  }),
]
