import { z } from 'zod'
import type { Core } from '../../../core/core.ts'
import { kilo } from '../../../core/energy/amounts.ts'
import type { Children, ConsumptionAnswer } from '../../../core/energy/consumption.ts'
import { AMOUNT_QUALITIES, isWhole } from '../../../core/energy/energy.types.ts'
import { INTERVALS } from '../../../core/telemetry/time-zone.ts'
import { idPath, instant, iso, queryFlag } from '../../fields.ts'
import { routesOf } from '../../kit.ts'

const route = routesOf<Core>()

const figure = z.number().nullable()
const quality = z.enum(AMOUNT_QUALITIES)

const consumptionWire = z.object({
  device_id: z.string(),
  interval: z.enum(INTERVALS),
  start: z.string(),
  end: z.string(),
  time_zone: z.string(),
  unit: z.literal('kWh'),
  total_kwh: figure,
  measured_kwh: figure,
  export_kwh: figure,
  start_index_kwh: figure,
  end_index_kwh: figure,
  is_complete: z.boolean(),
  is_estimated: z.boolean(),
  reason: z.enum(['no_energy_counter', 'no_data']).nullable(),
  data: z.array(
    z.object({
      timestamp: z.string(),
      end: z.string(),
      energy_kwh: figure,
      measured_kwh: figure,
      export_kwh: figure,
      quality,
      coverage: z.number(),
    }),
  ),
  events: z.array(z.object({ at: z.string(), kind: z.string(), metric: z.string(), detail: z.looseObject({}) })),
  children: z
    .object({
      sum_kwh: figure,
      generated_kwh: figure,
      is_complete: z.boolean(),
      missing_device_ids: z.array(z.string()),
      losses_kwh: figure,
      losses_percent: figure,
      items: z.array(
        z.object({
          device_id: z.string(),
          name: z.string(),
          device_type: z.string(),
          energy_kwh: figure,
          measured_kwh: figure,
          is_generator: z.boolean(),
          quality,
        }),
      ),
    })
    .optional(),
})

const childrenToWire = ({ sum, generated, isComplete, missing, losses, lossesPercent, items }: Children) => ({
  sum_kwh: kilo(sum.whole),
  generated_kwh: kilo(generated.whole),
  is_complete: isComplete,
  missing_device_ids: missing.map((device) => device.id),
  losses_kwh: kilo(losses),
  losses_percent: lossesPercent,
  items: items.map(({ device, whole, known, isGenerator, quality: worst }) => ({
    device_id: device.id,
    name: device.name,
    device_type: device.deviceType,
    energy_kwh: kilo(whole),
    measured_kwh: kilo(known),
    is_generator: isGenerator,
    quality: worst,
  })),
})

function eventsToWire({ device, events, exchanges, gaps }: ConsumptionAnswer) {
  const told = [
    ...events.map(({ at, kind, metric, from, to }) => {
      const detail =
        kind === 'spike' ? { value_kwh: kilo(to), last_kwh: kilo(from) } : { from_kwh: kilo(from), to_kwh: kilo(to) }
      return { at, kind, metric, detail: detail as object }
    }),
    ...exchanges.map(({ at, metric, oldEndIndex, newStartIndex, note, createdBy }) => ({
      at,
      kind: 'exchange',
      metric,
      detail: {
        old_end_index_kwh: kilo(oldEndIndex),
        new_start_index_kwh: kilo(newStartIndex),
        note,
        is_recognised: createdBy === null,
      },
    })),
    ...gaps.map(({ from, to }) => ({ at: from, kind: 'gap', metric: 'energy_import', detail: { until: iso(to) } })),
  ]
  return told
    .sort((a, b) => a.at - b.at)
    .map((event) => ({ ...event, at: iso(event.at), detail: { ...event.detail, device_id: device.id } }))
}

export const deviceEnergyRoutes = [
  route({
    at: 'GET /devices/{id}/energy-consumption',
    needs: 'measurements:read',
    summary: 'Enerji tüketimi',
    status: 200,
    params: idPath,
    query: z.strictObject({
      start: instant,
      end: instant,
      interval: z.enum(INTERVALS).default('daily'),
      include_children: queryFlag.default(false),
    }),
    returns: consumptionWire,
    run: async ({ actor, params, query, core }) => {
      const answer = await core.energy.consumption.of(actor, params.id, {
        start: query.start,
        end: query.end,
        interval: query.interval,
        withChildren: query.include_children,
      })
      const { total, exported, children } = answer
      return {
        device_id: params.id,
        interval: query.interval,
        start: iso(query.start),
        end: iso(query.end),
        time_zone: answer.timeZone,
        unit: 'kWh',
        total_kwh: kilo(total.whole),
        measured_kwh: kilo(total.known),
        export_kwh: kilo(exported.whole),
        start_index_kwh: kilo(answer.startIndex),
        end_index_kwh: kilo(answer.endIndex),
        is_complete: total.whole !== null,
        is_estimated: total.quality === 'estimated',
        reason: answer.reason,
        data: answer.rows.map(({ drawn, given }) => ({
          timestamp: iso(drawn.start),
          end: iso(drawn.end),
          energy_kwh: isWhole(drawn) ? kilo(drawn.known) : null,
          measured_kwh: kilo(drawn.known),
          export_kwh: given && isWhole(given) ? kilo(given.known) : null,
          quality: drawn.quality,
          coverage: drawn.coverage,
        })),
        events: eventsToWire(answer),
        ...(children && { children: childrenToWire(children) }),
      }
    },
  }),
]
