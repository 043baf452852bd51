import { z } from 'zod'
import type { Core } from '../../../core/core.ts'
import { kilo } from '../../../core/energy/amounts.ts'
import type { Children, ConsumptionAnswer } from '../../../core/energy/consumption.ts'
import { AMOUNT_QUALITIES, isWhole } from '../../../core/energy/energy.types.ts'
import type { ReactiveAnswer } from '../../../core/energy/reactive.ts'
import { BANDS, REACTIVE_STATUSES } from '../../../core/energy/reactive-limits.ts'
import { INTERVALS } from '../../../core/telemetry/time-zone.ts'
import { id, idPath, instant, iso, isoOrNull, queryFlag } from '../../fields.ts'
import { routesOf } from '../../kit.ts'

const route = routesOf<Core>()

const figure = z.number().nullable()
const quality = z.enum(AMOUNT_QUALITIES)
/** A calendar month, e.g. 2026-05. */
export const month = z.string().regex(/^(19|20|21)\d{2}-(0[1-9]|1[0-2])$/)

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

const limitsWire = z.object({
  inductive_percent: z.number(),
  capacitive_percent: z.number(),
  band: z.enum(BANDS),
  installed_kva: figure,
  connection_kw: figure,
  valid_from: z.string().nullable(),
  is_exempt: z.boolean(),
  exempt_because: z.enum(['declared', 'single_phase', 'small_connection']).nullable(),
  is_assumed: z.boolean(),
})

const reactiveWire = z.object({
  device_id: z.string(),
  name: z.string(),
  is_billing_meter: z.boolean(),
  period: z.object({
    start: z.string(),
    end: z.string(),
    measured_until: z.string(),
    is_current: z.boolean(),
    time_zone: z.string(),
  }),
  active_kwh: figure,
  inductive_kvarh: figure,
  capacitive_kvarh: figure,
  inductive_ratio: figure,
  capacitive_ratio: figure,
  reason: z.enum(['no_active_energy', 'no_data', 'no_reactive_counters', 'incomplete']).nullable(),
  limits: limitsWire,
  forecast: z
    .object({
      inductive_ratio: figure,
      capacitive_ratio: figure,
      at_end_of: z.string(),
      method: z.literal('mean_of_last_7_days'),
      from: z.string(),
    })
    .nullable(),
  hours_until_breach: z.object({ inductive: figure, capacitive: figure }),
  is_quadrant_approximate: z.boolean(),
  is_estimated: z.boolean(),
  status: z.enum(REACTIVE_STATUSES),
  notes: z.array(z.string()),
  days: z.array(
    z.object({
      date: z.string(),
      active_kwh: figure,
      inductive_kvarh: figure,
      capacitive_kvarh: figure,
      inductive_ratio_to_date: figure,
      capacitive_ratio_to_date: figure,
      quality,
    }),
  ),
  contributors: z.array(
    z.object({
      device_id: z.string(),
      name: z.string(),
      device_type: z.string(),
      active_kwh: figure,
      inductive_kvarh: figure,
      capacitive_kvarh: figure,
      inductive_ratio: figure,
      share: figure,
    }),
  ),
  unattributed_kvarh: figure,
  load_side: z
    .object({ active_kwh: figure, generated_kwh: figure, inductive_ratio: figure, capacitive_ratio: figure })
    .nullable(),
})

function reactiveToWire(answer: ReactiveAnswer) {
  const { device, period, limits, forecast, loadSide } = answer
  return {
    device_id: device.id,
    name: device.name,
    is_billing_meter: answer.isBillingMeter,
    period: {
      start: iso(period.start),
      end: iso(period.end),
      measured_until: iso(period.measuredUntil),
      is_current: period.isCurrent,
      time_zone: period.timeZone,
    },
    active_kwh: kilo(answer.active.known),
    inductive_kvarh: kilo(answer.inductive.known),
    capacitive_kvarh: kilo(answer.capacitive.known),
    inductive_ratio: answer.inductiveRatio,
    capacitive_ratio: answer.capacitiveRatio,
    reason: answer.reason,
    limits: {
      inductive_percent: limits.inductivePercent,
      capacitive_percent: limits.capacitivePercent,
      band: limits.band,
      installed_kva: limits.record?.installedKva ?? null,
      connection_kw: limits.record?.connectionKw ?? null,
      valid_from: isoOrNull(limits.record?.validFrom ?? null),
      is_exempt: limits.band === 'exempt',
      exempt_because: limits.exemptBecause,
      is_assumed: limits.isAssumed,
    },
    forecast: forecast && {
      inductive_ratio: forecast.inductiveRatio,
      capacitive_ratio: forecast.capacitiveRatio,
      at_end_of: iso(period.end),
      method: 'mean_of_last_7_days',
      from: iso(forecast.from),
    },
    hours_until_breach: answer.hoursUntilBreach,
    is_quadrant_approximate: answer.isQuadrantApproximate,
    is_estimated: answer.isEstimated,
    status: answer.status,
    notes: answer.notes,
    days: answer.days.map((day) => ({
      date: day.date,
      active_kwh: kilo(day.active.known),
      inductive_kvarh: kilo(day.inductive.known),
      capacitive_kvarh: kilo(day.capacitive.known),
      inductive_ratio_to_date: day.inductiveRatioToDate,
      capacitive_ratio_to_date: day.capacitiveRatioToDate,
      quality: day.active.quality,
    })),
    contributors: answer.contributors.map((each) => ({
      device_id: each.device.id,
      name: each.device.name,
      device_type: each.device.deviceType,
      active_kwh: kilo(each.active),
      inductive_kvarh: kilo(each.inductive),
      capacitive_kvarh: kilo(each.capacitive),
      inductive_ratio: each.inductiveRatio,
      share: each.share,
    })),
    unattributed_kvarh: kilo(answer.unattributed),
    load_side: loadSide && {
      active_kwh: kilo(loadSide.active),
      generated_kwh: kilo(loadSide.generated),
      inductive_ratio: loadSide.inductiveRatio,
      capacitive_ratio: loadSide.capacitiveRatio,
    },
  }
}

export const reactiveRoutes = [
  route({
    at: 'GET /measurements/reactive-ratio',
    needs: 'measurements:read',
    summary: 'Reaktif oran',
    status: 200,
    query: z
      .strictObject({ device_id: id, period: month.optional(), start: instant.optional(), end: instant.optional() })
      .refine(({ start, end }) => (start === undefined) === (end === undefined), {
        message: 'start and end go together',
        path: ['end'],
      })
      .refine(({ period, start }) => period === undefined || start === undefined, {
        message: 'either a period or start and end',
        path: ['period'],
      }),
    returns: reactiveWire,
    run: async ({ actor, query, core }) => {
      const { device_id: deviceId, period, start, end } = query
      const wanted = start !== undefined && end !== undefined ? { start, end } : { month: period ?? null }
      return reactiveToWire(await core.energy.reactive.ratio(actor, deviceId, wanted))
    },
  }),
]
