import { z } from 'zod'
import type { Core } from '../../../core/core.ts'
import { kilo } from '../../../core/energy/amounts.ts'
import { AMOUNT_QUALITIES } from '../../../core/energy/energy.types.ts'
import type { ReactiveAnswer } from '../../../core/energy/reactive.types.ts'
import { BANDS, REACTIVE_STATUSES } from '../../../core/energy/reactive-limits.ts'
import { id, instant, iso, isoOrNull, month } from '../../fields.ts'
import { routesOf } from '../../kit.ts'

const route = routesOf<Core>()

const figure = z.number().nullable()
const quality = z.enum(AMOUNT_QUALITIES)

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
