import { z } from 'zod'
import type { Core } from '../../../core/core.ts'
import { kilo } from '../../../core/energy/amounts.ts'
import { id, instant, iso } from '../../fields.ts'
import { routesOf } from '../../kit.ts'

const route = routesOf<Core>()

const figure = z.number().nullable()
const ofDevice = z.strictObject({ device_id: id, start: instant, end: instant })

/** How a device's power is spread over time. */
export const energyShapeRoutes = [
  route({
    at: 'GET /energy/load-curve',
    needs: 'measurements:read',
    summary: 'Peak, load factor, duration curve and mean day of a device',
    status: 200,
    query: ofDevice,
    returns: z.object({
      device_id: z.string(),
      start: z.string(),
      end: z.string(),
      time_zone: z.string(),
      step_minutes: z.number(),
      peak_kw: figure,
      peak_at: z.string().nullable(),
      max_kw: figure,
      min_kw: figure,
      mean_kw: figure,
      load_factor: figure,
      coverage: z.number(),
      duration: z.array(z.tuple([z.number(), z.number()])),
      profile: z.array(figure),
    }),
    run: async ({ actor, query, core }) => {
      const curve = await core.energy.shape.curve(actor, query.device_id, query)
      return {
        device_id: query.device_id,
        start: iso(curve.span.start),
        end: iso(curve.span.end),
        time_zone: curve.timeZone,
        step_minutes: curve.stepMinutes,
        peak_kw: kilo(curve.peak?.watts ?? null),
        peak_at: curve.peak ? iso(curve.peak.at) : null,
        max_kw: kilo(curve.max),
        min_kw: kilo(curve.min),
        mean_kw: kilo(curve.mean),
        load_factor: curve.loadFactor,
        coverage: curve.coverage,
        duration: curve.duration.map(([percent, watts]) => [percent, watts / 1000]),
        profile: curve.profile.map(kilo),
      }
    },
  }),
  route({
    at: 'GET /energy/heatmap',
    needs: 'measurements:read',
    summary: 'Mean power of a device by weekday and hour',
    status: 200,
    query: ofDevice,
    returns: z.object({
      device_id: z.string(),
      start: z.string(),
      end: z.string(),
      time_zone: z.string(),
      cells: z.array(z.tuple([z.number(), z.number(), figure, z.number()])),
      max_kw: figure,
    }),
    run: async ({ actor, query, core }) => {
      const { span: asked, timeZone, cells, max } = await core.energy.shape.heatMap(actor, query.device_id, query)
      return {
        device_id: query.device_id,
        start: iso(asked.start),
        end: iso(asked.end),
        time_zone: timeZone,
        cells: cells.map(({ weekday, hour, watts, hours }) => [weekday, hour, kilo(watts), hours]),
        max_kw: kilo(max),
      }
    },
  }),
]
