import { z } from 'zod'
import { type Policy, type PolicyDraft, SEVERITIES, type Target } from '../../../core/alarms/alarm.types.ts'
import type { Core } from '../../../core/core.ts'
import { DEVICE_TYPES } from '../../../core/devices/devices.types.ts'
import { id, idPath, instant, iso, listQuery, queryFlag, queryNumber, text } from '../../fields.ts'
import { routesOf } from '../../kit.ts'
import { condition, conditionFrom, conditionToWire } from './alarm-conditions.ts'
import { schedule, scheduleFrom, scheduleToWire } from './alarm-schedules.ts'
import { flagColumn, given, type Loose, listToWire, pageOf } from './list.ts'

const route = routesOf<Core>()

const seconds = z.number().min(0)

const target = z
  .strictObject({
    device_id: id.optional(),
    subregion_id: id.optional(),
    region_id: id.optional(),
    device_type: z.enum(DEVICE_TYPES).optional(),
  })
  .refine((value) => Object.values(value).filter((part) => part !== undefined).length === 1, {
    message: 'exactly one of device_id, subregion_id, region_id, device_type is expected',
  })

export const policyBody = z.strictObject({
  name: text(),
  severity: z.enum(SEVERITIES),
  is_enabled: z.boolean().optional(),
  target,
  condition,
  on_delay_s: seconds.optional(),
  off_delay_s: seconds.optional(),
  deadband: z.number().min(0).optional(),
  schedule: schedule.nullish(),
})

export const policyWire = z.object({
  id: z.string(),
  name: z.string(),
  severity: z.enum(SEVERITIES),
  is_enabled: z.boolean(),
  target: z.looseObject({}),
  condition: z.looseObject({ type: z.string() }),
  on_delay_s: z.number(),
  off_delay_s: z.number(),
  deadband: z.number(),
  schedule: z.looseObject({}).nullable(),
  created_at: z.string(),
  updated_at: z.string(),
})
export const policyList = z.object({
  items: z.array(policyWire),
  total: z.number(),
  skip: z.number(),
  limit: z.number(),
})

const TARGET_KEYS = {
  device: 'device_id',
  subregion: 'subregion_id',
  region: 'region_id',
  device_type: 'device_type',
} as const satisfies Record<Target['kind'], string>

export const policyToWire = (policy: Policy) => ({
  id: policy.id,
  name: policy.name,
  severity: policy.severity,
  is_enabled: policy.isEnabled,
  target: { [TARGET_KEYS[policy.target.kind]]: policy.target.value },
  condition: conditionToWire(policy.condition),
  on_delay_s: policy.onDelayS,
  off_delay_s: policy.offDelayS,
  deadband: policy.deadband,
  schedule: policy.schedule && scheduleToWire(policy.schedule),
  created_at: iso(policy.createdAt),
  updated_at: iso(policy.updatedAt),
})

function targetFrom(body: z.output<typeof target>): Target {
  if (body.device_id !== undefined) return { kind: 'device', value: body.device_id }
  if (body.subregion_id !== undefined) return { kind: 'subregion', value: body.subregion_id }
  if (body.region_id !== undefined) return { kind: 'region', value: body.region_id }
  return { kind: 'device_type', value: body.device_type ?? 'other' }
}

const draftFields = (body: Loose<z.output<typeof policyBody>>): Partial<PolicyDraft> =>
  given({
    name: body.name,
    severity: body.severity,
    isEnabled: body.is_enabled,
    target: body.target && targetFrom(body.target),
    condition: body.condition && conditionFrom(body.condition),
    onDelayS: body.on_delay_s,
    offDelayS: body.off_delay_s,
    deadband: body.deadband,
    schedule: body.schedule === undefined ? undefined : body.schedule && scheduleFrom(body.schedule),
  })

const UNSAID = { isEnabled: true, onDelayS: 0, offDelayS: 0, deadband: 0, schedule: null }

export const draftFrom = (body: z.output<typeof policyBody>): PolicyDraft => ({
  ...UNSAID,
  ...draftFields(body),
  name: body.name,
  severity: body.severity,
  target: targetFrom(body.target),
  condition: conditionFrom(body.condition),
})

export const policyRoutes = [
  route({
    at: 'GET /alarms',
    needs: 'alarms:read',
    summary: 'Alarm policy listele',
    status: 200,
    query: listQuery(
      ['created_at', 'updated_at', 'id', 'name', 'severity', 'is_enabled', 'on_delay_s', 'off_delay_s', 'deadband'],
      {
        id: id.optional(),
        name: z.string().max(200).optional(),
        severity: z.enum(SEVERITIES).optional(),
        is_enabled: queryFlag.optional(),
        on_delay_s: queryNumber.optional(),
        off_delay_s: queryNumber.optional(),
        deadband: queryNumber.optional(),
        created_at: instant.optional(),
        updated_at: instant.optional(),
      },
    ),
    returns: policyList,
    run: async ({ actor, query, core }) => {
      const { skip: _s, limit: _l, sort_by: _b, sort_order: _o, is_enabled, ...filters } = query
      const columns = { ...filters, is_enabled: flagColumn(is_enabled) }
      return listToWire(await core.alarms.policies.list(actor, columns, pageOf(query)), query, policyToWire)
    },
  }),
  route({
    at: 'POST /alarms',
    needs: 'alarms:write',
    summary: 'Alarm policy oluştur',
    status: 201,
    body: policyBody,
    returns: policyWire,
    run: async ({ actor, body, core }) => policyToWire(await core.alarms.policies.add(actor, draftFrom(body))),
  }),
  route({
    at: 'GET /alarms/{id}',
    needs: 'alarms:read',
    summary: 'Policy detay',
    status: 200,
    params: idPath,
    returns: policyWire,
    run: async ({ actor, params, core }) => policyToWire(await core.alarms.policies.get(actor, params.id)),
  }),
  route({
    at: 'PUT /alarms/{id}',
    needs: 'alarms:write',
    summary: 'Policy güncelle',
    status: 200,
    params: idPath,
    body: policyBody.partial(),
    returns: policyWire,
    run: async ({ actor, params, body, core }) =>
      policyToWire(await core.alarms.policies.change(actor, params.id, draftFields(body))),
  }),
  route({
    at: 'DELETE /alarms/{id}',
    needs: 'alarms:write',
    summary: 'Policy sil',
    status: 204,
    params: idPath,
    run: ({ actor, params, core }) => core.alarms.policies.remove(actor, params.id),
  }),
]
