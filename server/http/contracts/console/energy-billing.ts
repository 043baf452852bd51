import { z } from 'zod'
import type { Core } from '../../../core/core.ts'
import { kilo } from '../../../core/energy/amounts.ts'
import type { Bill } from '../../../core/energy/billing.ts'
import type { MeterExchange, Tariff } from '../../../core/energy/energy.types.ts'
import { id, idPath, instant, iso, month, text } from '../../fields.ts'
import { type Language, routesOf } from '../../kit.ts'

const route = routesOf<Core>()

const WH_PER_KWH = 1_000
const figure = z.number().nullable()
/** kWh or kvarh as a meter shows them. */
const index = z.number().min(0).max(1e9)

const exchangeWire = z.object({
  id: z.string(),
  at: z.string(),
  metric: z.string(),
  old_end_index: z.number(),
  new_start_index: z.number(),
  note: z.string().nullable(),
  created_at: z.string(),
  created_by: z.string().nullable(),
  is_recognised: z.boolean(),
  is_superseded: z.boolean(),
})

const exchangeToWire = (exchange: MeterExchange, isSuperseded: boolean) => ({
  id: exchange.id,
  at: iso(exchange.at),
  metric: exchange.metric,
  old_end_index: exchange.oldEndIndex / WH_PER_KWH,
  new_start_index: exchange.newStartIndex / WH_PER_KWH,
  note: exchange.note,
  created_at: iso(exchange.createdAt),
  created_by: exchange.createdBy,
  is_recognised: exchange.createdBy === null,
  is_superseded: isSuperseded,
})

const tariffWire = z.object({
  valid_from: z.string(),
  price_per_kwh: z.number(),
  standing_per_day: z.number(),
  currency: z.string(),
})

const tariffToWire = (tariff: Tariff) => ({
  valid_from: iso(tariff.validFrom),
  price_per_kwh: tariff.pricePerKwh,
  standing_per_day: tariff.standingPerDay,
  currency: tariff.currency,
})

const billWire = z.object({
  device: z.object({ id: z.string(), name: z.string(), device_type: z.string() }),
  berths: z.array(z.string()),
  period: z.object({
    month: z.string(),
    start: z.string(),
    end: z.string(),
    measured_until: z.string(),
    is_current: z.boolean(),
    time_zone: z.string(),
  }),
  start_index: figure,
  end_index: figure,
  energy_kwh: figure,
  exchanges: z.array(exchangeWire),
  lines: z.array(
    z.object({
      start: z.string(),
      end: z.string(),
      start_index: figure,
      end_index: figure,
      energy_kwh: figure,
      price_per_kwh: figure,
      amount: figure,
    }),
  ),
  days: z.number(),
  standing_per_day: figure,
  standing_amount: figure,
  currency: z.string().nullable(),
  amount: figure,
  is_final: z.boolean(),
  is_estimated: z.boolean(),
  notes: z.array(z.object({ code: z.string(), text: z.string(), tr: z.string(), en: z.string() })),
})

const billToWire = (bill: Bill, language: Language) => ({
  device: { id: bill.device.id, name: bill.device.name, device_type: bill.device.deviceType },
  berths: bill.berths,
  period: {
    month: bill.period.month,
    start: iso(bill.period.start),
    end: iso(bill.period.end),
    measured_until: iso(bill.period.measuredUntil),
    is_current: bill.period.isCurrent,
    time_zone: bill.period.timeZone,
  },
  start_index: kilo(bill.startIndex),
  end_index: kilo(bill.endIndex),
  energy_kwh: kilo(bill.energy),
  exchanges: bill.exchanges.map((exchange) => exchangeToWire(exchange, false)),
  lines: bill.lines.map((line) => ({
    start: iso(line.start),
    end: iso(line.end),
    start_index: kilo(line.startIndex),
    end_index: kilo(line.endIndex),
    energy_kwh: kilo(line.energy),
    price_per_kwh: line.pricePerKwh,
    amount: line.amount,
  })),
  days: bill.days,
  standing_per_day: bill.standingPerDay,
  standing_amount: bill.standingAmount,
  currency: bill.currency,
  amount: bill.amount,
  is_final: bill.isFinal,
  is_estimated: bill.isEstimated,
  notes: bill.notes.map(({ code, words }) => ({ code, text: words[language], ...words })),
})

/** Meter exchanges, prices and bills. */
export const energyBillingRoutes = [
  route({
    at: 'GET /devices/{id}/meter-exchanges',
    needs: 'measurements:read',
    summary: 'Meters replaced and indexes set, newest record first',
    status: 200,
    params: idPath,
    returns: z.object({ items: z.array(exchangeWire) }),
    run: async ({ actor, params, core }) => ({
      items: core.energy.exchanges
        .list(actor, params.id)
        .map((exchange) => exchangeToWire(exchange, exchange.isSuperseded)),
    }),
  }),
  route({
    at: 'POST /devices/{id}/meter-exchanges',
    needs: 'energy:write',
    summary: 'Records that a meter was replaced; append-only, put right by recording it again at the same instant',
    status: 201,
    params: idPath,
    body: z.strictObject({
      at: instant,
      metric: z
        .string()
        .regex(/^(reactive_)?energy_(import|export|inductive|capacitive)(_(l[123]|t\d))?$/)
        .default('energy_import'),
      old_end_index: index,
      new_start_index: index,
      note: text(500).nullish(),
    }),
    returns: exchangeWire,
    run: async ({ actor, params, body, core }) => {
      const exchange = await core.energy.exchanges.record(actor, params.id, {
        at: body.at,
        metric: body.metric,
        oldEndIndex: body.old_end_index * WH_PER_KWH,
        newStartIndex: body.new_start_index * WH_PER_KWH,
        note: body.note ?? null,
      })
      return exchangeToWire(exchange, false)
    },
  }),
  route({
    at: 'GET /energy/tariffs',
    needs: 'measurements:read',
    summary: 'Prices over time, newest day first',
    status: 200,
    returns: z.object({ items: z.array(tariffWire) }),
    run: async ({ actor, core }) => ({ items: (await core.energy.billing.tariffs(actor)).map(tariffToWire) }),
  }),
  route({
    at: 'PUT /energy/tariff',
    needs: 'energy:write',
    summary: 'Sets the price from a day on',
    status: 200,
    body: z.strictObject({
      price_per_kwh: z.number().min(0).max(1e6),
      standing_per_day: z.number().min(0).max(1e6).default(0),
      currency: z.string().regex(/^[A-Z]{3}$/),
      valid_from: instant,
    }),
    returns: tariffWire,
    run: async ({ actor, body, core }) => {
      const tariff = await core.energy.billing.setTariff(actor, {
        validFrom: body.valid_from,
        pricePerKwh: body.price_per_kwh,
        standingPerDay: body.standing_per_day,
        currency: body.currency,
      })
      return tariffToWire(tariff)
    },
  }),
  route({
    at: 'GET /energy/bill',
    needs: 'measurements:read',
    summary: "What a berth's meter counted in a month, from index pairs, and what it costs",
    status: 200,
    query: z.strictObject({ device_id: id, period: month.optional() }),
    returns: billWire,
    run: async ({ actor, query, caller, core }) =>
      billToWire(await core.energy.billing.bill(actor, query.device_id, query.period ?? null), caller.language),
  }),
]
