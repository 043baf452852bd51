import { z } from 'zod'
import type { Core } from '../../../core/core.ts'
import type { ReactiveLimit, ReactiveRule } from '../../../core/energy/energy.types.ts'
import { id, idPath, instant, iso, isoOrNull } from '../../fields.ts'
import { routesOf } from '../../kit.ts'

const route = routesOf<Core>()

const figure = z.number().nullable()
const percent = z.number().positive().max(1_000)
const pair = z.strictObject({ inductive_percent: percent, capacitive_percent: percent })
const power = z.number().positive().max(1e6)

const limitWire = z.object({
  id: z.string(),
  device_id: z.string(),
  device_name: z.string().nullable(),
  valid_from: z.string(),
  installed_kva: figure,
  connection_kw: figure,
  is_single_phase: z.boolean(),
  inductive_percent: figure,
  capacitive_percent: figure,
  is_exempt: z.boolean(),
  created_at: z.string(),
})

const limitToWire = (limit: ReactiveLimit, core: Core) => ({
  id: limit.id,
  device_id: limit.deviceId,
  device_name: core.inventory.devices.get(limit.deviceId)?.name ?? null,
  valid_from: iso(limit.validFrom),
  installed_kva: limit.installedKva,
  connection_kw: limit.connectionKw,
  is_single_phase: limit.isSinglePhase,
  inductive_percent: limit.inductivePercent,
  capacitive_percent: limit.capacitivePercent,
  is_exempt: limit.isExempt,
  created_at: iso(limit.createdAt),
})

const ruleWire = z.object({
  valid_from: z.string().nullable(),
  exempt_up_to_kw: z.number(),
  boundary_kva: z.number(),
  under: pair,
  from: pair,
})

const ruleToWire = (rule: ReactiveRule) => ({
  valid_from: isoOrNull(rule.validFrom),
  exempt_up_to_kw: rule.exemptUpToKw,
  boundary_kva: rule.boundaryKva,
  under: { inductive_percent: rule.under.inductivePercent, capacitive_percent: rule.under.capacitivePercent },
  from: { inductive_percent: rule.from.inductivePercent, capacitive_percent: rule.from.capacitivePercent },
})

/** Limits of billing meters, and the distributor's rule. */
export const energyLimitRoutes = [
  route({
    at: 'GET /energy/reactive-limits',
    needs: 'measurements:read',
    summary: 'Limits of billing meters, newest day first',
    status: 200,
    query: z.strictObject({ device_id: id.optional() }),
    returns: z.object({ items: z.array(limitWire) }),
    run: async ({ actor, query, core }) => ({
      items: (await core.energy.rules.limits(actor, query.device_id ?? null)).map((limit) => limitToWire(limit, core)),
    }),
  }),
  route({
    at: 'POST /energy/reactive-limits',
    needs: 'energy:write',
    summary: 'What is agreed with the distributor for a meter, from a day on',
    status: 201,
    body: z.strictObject({
      device_id: id,
      valid_from: instant,
      installed_kva: power.nullish(),
      connection_kw: power.nullish(),
      is_single_phase: z.boolean().default(false),
      inductive_percent: percent.nullish(),
      capacitive_percent: percent.nullish(),
      is_exempt: z.boolean().default(false),
    }),
    returns: limitWire,
    run: async ({ actor, body, core }) => {
      const limit = await core.energy.rules.addLimit(actor, {
        deviceId: body.device_id,
        validFrom: body.valid_from,
        installedKva: body.installed_kva ?? null,
        connectionKw: body.connection_kw ?? null,
        isSinglePhase: body.is_single_phase,
        inductivePercent: body.inductive_percent ?? null,
        capacitivePercent: body.capacitive_percent ?? null,
        isExempt: body.is_exempt,
      })
      return limitToWire(limit, core)
    },
  }),
  route({
    at: 'DELETE /energy/reactive-limits/{id}',
    needs: 'energy:write',
    summary: 'Removes a limit that was recorded by mistake',
    status: 204,
    params: idPath,
    run: async ({ actor, params, core }) => core.energy.rules.removeLimit(actor, params.id),
  }),
  route({
    at: 'GET /energy/reactive-rules',
    needs: 'measurements:read',
    summary: "The distributor's rule over time, newest first; the last one is built in",
    status: 200,
    returns: z.object({ items: z.array(ruleWire) }),
    run: async ({ actor, core }) => ({ items: (await core.energy.rules.rules(actor)).map(ruleToWire) }),
  }),
  route({
    at: 'PUT /energy/reactive-rules',
    needs: 'energy:write',
    summary: 'Sets the rule from a day on',
    status: 200,
    body: z.strictObject({
      valid_from: instant,
      exempt_up_to_kw: z.number().min(0).max(1e6),
      boundary_kva: power.default(50),
      under: pair.default({ inductive_percent: 33, capacitive_percent: 20 }),
      from: pair.default({ inductive_percent: 20, capacitive_percent: 15 }),
    }),
    returns: ruleWire,
    run: async ({ actor, body, core }) => {
      const pairOf = ({
        inductive_percent: inductivePercent,
        capacitive_percent: capacitivePercent,
      }: z.output<typeof pair>) => ({
        inductivePercent,
        capacitivePercent,
      })
      const rule = await core.energy.rules.setRule(actor, {
        validFrom: body.valid_from,
        exemptUpToKw: body.exempt_up_to_kw,
        boundaryKva: body.boundary_kva,
        under: pairOf(body.under),
        from: pairOf(body.from),
      })
      return ruleToWire(rule)
    },
  }),
]
