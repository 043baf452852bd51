import { z } from 'zod'
import type { Core } from '../../../core/core.ts'
import { kilo, type Total } from '../../../core/energy/amounts.ts'
import { AMOUNT_QUALITIES, isWhole } from '../../../core/energy/energy.types.ts'
import { SUMMARY_KEYS } from '../../../core/energy/hierarchy.ts'
import { PREVIOUS } from '../../../core/energy/periods.ts'
import type { Line } from '../../../core/energy/site-consumption.ts'
import { INTERVALS } from '../../../core/telemetry/time-zone.ts'
import { id, instant, iso, queryInt } from '../../fields.ts'
import { routesOf } from '../../kit.ts'

const route = routesOf<Core>()

const figure = z.number().nullable()
const quality = z.enum(AMOUNT_QUALITIES)
const span = { start: instant, end: instant }

const totalToWire = ({ whole, known, quality: worst }: Total) => ({
  energy_kwh: kilo(whole),
  measured_kwh: kilo(known),
  is_complete: whole !== null,
  quality: worst,
})

const lineWire = z.object({
  start: z.string(),
  end: z.string(),
  total_kwh: figure,
  measured_kwh: figure,
  is_complete: z.boolean(),
  data: z.array(z.object({ timestamp: z.string(), energy_kwh: figure, measured_kwh: figure, quality })),
})

const lineToWire = ({ span: { start, end }, total, rows }: Line) => ({
  start: iso(start),
  end: iso(end),
  total_kwh: kilo(total.whole),
  measured_kwh: kilo(total.known),
  is_complete: total.whole !== null,
  data: rows.map((row) => ({
    timestamp: iso(row.start),
    energy_kwh: isWhole(row) ? kilo(row.known) : null,
    measured_kwh: kilo(row.known),
    quality: row.quality,
  })),
})

export const energyViewRoutes = [
  route({
    at: 'GET /energy/summary',
    needs: 'measurements:read',
    summary: 'Consumption by place, kind or device, each kilowatt-hour once, with what was lost on the way',
    status: 200,
    query: z.strictObject({ ...span, by: z.enum(SUMMARY_KEYS).default('subregion'), parent: id.optional() }),
    returns: z.object({
      start: z.string(),
      end: z.string(),
      by: z.enum(SUMMARY_KEYS),
      time_zone: z.string(),
      items: z.array(
        z.object({
          key: z.string(),
          name: z.string().nullable(),
          energy_kwh: figure,
          measured_kwh: figure,
          share: figure,
          is_complete: z.boolean(),
          quality,
          device_count: z.number(),
          missing: z.array(z.object({ device_id: z.string(), name: z.string() })),
        }),
      ),
      total_kwh: figure,
      measured_kwh: figure,
      is_complete: z.boolean(),
      metered_kwh: figure,
      generated_kwh: figure,
      losses_kwh: figure,
      losses_percent: figure,
    }),
    run: async ({ actor, query, core }) => {
      const { start, end, by, parent } = query
      const answer = await core.energy.site.summary(actor, { start, end, by, parent: parent ?? null })
      return {
        start: iso(answer.span.start),
        end: iso(answer.span.end),
        by,
        time_zone: answer.timeZone,
        items: answer.groups.map((group) => ({
          key: group.key,
          name: group.name,
          ...totalToWire(group),
          share: group.share,
          device_count: group.devices.length,
          missing: group.missing.map((device) => ({ device_id: device.id, name: device.name })),
        })),
        total_kwh: kilo(answer.total.whole),
        measured_kwh: kilo(answer.total.known),
        is_complete: answer.total.whole !== null,
        metered_kwh: kilo(answer.metered.whole),
        generated_kwh: kilo(answer.generated.whole),
        losses_kwh: kilo(answer.losses),
        losses_percent: answer.lossesPercent,
      }
    },
  }),
  route({
    at: 'GET /energy/compare',
    needs: 'measurements:read',
    summary: 'A device, a subregion or the site against the period before or the same one a year ago',
    status: 200,
    query: z.strictObject({
      ...span,
      device_id: id.optional(),
      subregion_id: id.optional(),
      interval: z.enum(INTERVALS).default('daily'),
      previous: z.enum(PREVIOUS).default('period'),
    }),
    returns: z.object({
      interval: z.enum(INTERVALS),
      time_zone: z.string(),
      current: lineWire,
      previous: lineWire,
      change_percent: figure,
    }),
    run: async ({ actor, query, core }) => {
      const { timeZone, current, previous, changePercent } = await core.energy.site.compare(actor, {
        start: query.start,
        end: query.end,
        deviceId: query.device_id ?? null,
        subregionId: query.subregion_id ?? null,
        interval: query.interval,
        previous: query.previous,
      })
      return {
        interval: query.interval,
        time_zone: timeZone,
        current: lineToWire(current),
        previous: lineToWire(previous),
        change_percent: changePercent,
      }
    },
  }),
  route({
    at: 'GET /energy/top',
    needs: 'measurements:read',
    summary: 'The largest consumers',
    status: 200,
    query: z.strictObject({ ...span, limit: queryInt(1, 100).default(10) }),
    returns: z.object({
      start: z.string(),
      end: z.string(),
      total_kwh: figure,
      items: z.array(
        z.object({
          device_id: z.string(),
          name: z.string(),
          device_type: z.string(),
          subregion_id: z.string().nullable(),
          energy_kwh: figure,
          measured_kwh: figure,
          share: figure,
          is_complete: z.boolean(),
          quality,
        }),
      ),
    }),
    run: async ({ actor, query, core }) => {
      const { span: asked, total, items } = await core.energy.site.top(actor, query)
      return {
        start: iso(asked.start),
        end: iso(asked.end),
        total_kwh: kilo(total.whole),
        items: items.map((item) => ({
          device_id: item.device.id,
          name: item.device.name,
          device_type: item.device.deviceType,
          subregion_id: item.subregionId,
          ...totalToWire(item),
          share: item.share,
        })),
      }
    },
  }),
  route({
    at: 'GET /energy/billing-meters',
    needs: 'measurements:read',
    summary: 'Meters that the distributor bills, with how near their limits they are this month',
    status: 200,
    returns: z.object({
      items: z.array(
        z.object({
          device_id: z.string(),
          name: z.string(),
          status: z.string(),
          inductive_ratio: figure,
          capacitive_ratio: figure,
          inductive_percent: z.number(),
          capacitive_percent: z.number(),
          hours_until_breach: z.object({ inductive: figure, capacitive: figure }),
        }),
      ),
    }),
    run: async ({ actor, core }) => {
      const devices = await core.energy.rules.billingMeters(actor)
      const answers = await Promise.all(
        devices.map((device) => core.energy.reactive.ratio(actor, device.id, { month: null })),
      )
      return {
        items: answers.map((answer) => ({
          device_id: answer.device.id,
          name: answer.device.name,
          status: answer.status,
          inductive_ratio: answer.inductiveRatio,
          capacitive_ratio: answer.capacitiveRatio,
          inductive_percent: answer.limits.inductivePercent,
          capacitive_percent: answer.limits.capacitivePercent,
          hours_until_breach: answer.hoursUntilBreach,
        })),
      }
    },
  }),
]
