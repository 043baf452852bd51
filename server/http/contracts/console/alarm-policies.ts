import { z } from 'zod'
import { turkishHolidays } from '../../../core/alarms/holidays.ts'
import { UNJUDGED_REASONS } from '../../../core/alarms/judgement.ts'
import type { SimulationResult } from '../../../core/alarms/simulation.ts'
import type { Core } from '../../../core/core.ts'
import { id, idPath, instant, iso, isoOrNull, queryInt, text } from '../../fields.ts'
import { type Language, routesOf } from '../../kit.ts'
import { draftFrom, policyBody } from '../platform/alarm-policies.ts'

const route = routesOf<Core>()
const MAX_DEVICES = 1000

const holiday = z.strictObject({ date: z.iso.date(), name: text(100) })
const holidays = z.object({ items: z.array(z.object({ date: z.string(), name: z.string() })) })

const simulationWire = z.object({
  incidents: z.array(
    z.object({
      device_id: z.string().nullable(),
      gateway_id: z.string(),
      device_name: z.string(),
      triggered_at: z.string(),
      cleared_at: z.string().nullable(),
      metric: z.string().nullable(),
      value: z.number().nullable(),
      message: z.string(),
      messages: z.object({ tr: z.string(), en: z.string() }),
      occurrence_count: z.number(),
      is_chattering: z.boolean(),
    }),
  ),
  total: z.number(),
  per_day: z.array(z.object({ date: z.string(), count: z.number() })),
  standing_hours: z.number(),
  chattering: z.number(),
  coverage: z.number().nullable(),
  devices: z.object({ judged: z.number(), total: z.number() }),
  truncated: z.boolean(),
})

const simulationToWire = (result: SimulationResult, language: Language) => ({
  incidents: result.incidents.map((incident) => ({
    device_id: incident.deviceId,
    gateway_id: incident.gatewayId,
    device_name: incident.name,
    triggered_at: iso(incident.triggeredAt),
    cleared_at: isoOrNull(incident.clearedAt),
    metric: incident.metric,
    value: incident.value,
    message: incident.message[language],
    messages: incident.message,
    occurrence_count: incident.occurrenceCount,
    is_chattering: incident.isChattering,
  })),
  total: result.total,
  per_day: result.perDay,
  standing_hours: result.standingHours,
  chattering: result.chattering,
  coverage: result.coverage,
  devices: result.devices,
  truncated: result.isTruncated,
})

const span = { start: instant, end: instant, device_ids: z.array(id).min(1).max(MAX_DEVICES).optional() }

export const policyViewRoutes = [
  route({
    at: 'POST /alarms/simulate',
    needs: 'alarms:read',
    summary: 'What a policy would have done: history through the same evaluator, nothing is written',
    status: 200,
    body: z.strictObject({ policy: policyBody, ...span }),
    returns: simulationWire,
    run: async ({ actor, body, caller, core }) => {
      const request = {
        draft: draftFrom(body.policy),
        start: body.start,
        end: body.end,
        deviceIds: body.device_ids ?? null,
      }
      return simulationToWire(await core.alarmSimulation.run(actor, request, caller.signal), caller.language)
    },
  }),
  route({
    at: 'POST /alarms/{id}/simulate',
    needs: 'alarms:read',
    summary: 'What a policy that there is would have done',
    status: 200,
    params: idPath,
    body: z.strictObject(span),
    returns: simulationWire,
    run: async ({ actor, params, body, caller, core }) => {
      const draft = await core.alarms.policies.get(actor, params.id)
      const request = { draft, start: body.start, end: body.end, deviceIds: body.device_ids ?? null }
      return simulationToWire(await core.alarmSimulation.run(actor, request, caller.signal), caller.language)
    },
  }),
  route({
    at: 'GET /alarms/{id}/judgement',
    needs: 'alarms:read',
    summary: 'Whom a policy judges at present, and whom it cannot',
    status: 200,
    params: idPath,
    returns: z.object({
      device_count: z.number(),
      is_paused: z.boolean(),
      unjudged: z.array(z.object({ device_id: z.string(), name: z.string(), reason: z.enum(UNJUDGED_REASONS) })),
    }),
    run: async ({ actor, params, core }) => {
      const { deviceCount, isPaused, unjudged } = await core.alarms.policies.judgement(actor, params.id)
      return {
        device_count: deviceCount,
        is_paused: isPaused,
        unjudged: unjudged.map(({ deviceId, name, reason }) => ({ device_id: deviceId, name, reason })),
      }
    },
  }),
  route({
    at: 'GET /holidays',
    needs: 'alarms:read',
    summary: 'Days that schedules may leave out or keep to',
    status: 200,
    returns: holidays,
    run: async ({ actor, core }) => ({ items: await core.holidays.list(actor) }),
  }),
  route({
    at: 'PUT /holidays',
    needs: 'alarms:write',
    summary: 'Replace the list of holidays',
    status: 200,
    body: z.strictObject({ items: z.array(holiday).max(1000) }),
    returns: holidays,
    run: async ({ actor, body, core }) => ({ items: await core.holidays.replace(actor, body.items) }),
  }),
  route({
    at: 'GET /holidays/offers',
    needs: 'alarms:read',
    summary: 'Turkish public holidays of a year that have a fixed date, to take over',
    status: 200,
    query: z.strictObject({ year: queryInt(2000, 2100) }),
    returns: holidays,
    run: async ({ query }) => ({ items: turkishHolidays(query.year) }),
  }),
]
