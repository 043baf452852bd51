import { z } from 'zod'
import type { Core } from '../../../core/core.ts'
import { DEVICE_TYPES } from '../../../core/devices/devices.types.ts'
import type { TemplateSpec } from '../../../core/outside.ts'
import { idPath, listQuery, queryFlag } from '../../fields.ts'
import { Download, routesOf } from '../../kit.ts'
import { listToWire, sliceOf } from './list.ts'
import {
  pointToRow,
  registerMapBody,
  registerMapCsv,
  registerToRow,
  rowToPoint,
  rowToRegister,
} from './register-map.ts'

const route = routesOf<Core>()

const summary = {
  id: z.string(),
  key: z.string(),
  name: z.string(),
  manufacturer: z.string(),
  device_type: z.string(),
  version: z.string(),
  verified: z.boolean(),
  source: z.string(),
  register_count: z.number(),
}
const full = z.object({ ...summary, registers: z.array(z.looseObject({})), points: z.array(z.looseObject({})) })

const toSummary = (template: TemplateSpec) => ({
  id: template.id,
  key: template.key,
  name: template.name,
  manufacturer: template.manufacturer,
  device_type: template.deviceType,
  version: template.version,
  verified: template.verified,
  source: template.source,
  register_count: template.registers.length,
})
const toFull = (template: TemplateSpec) => ({
  ...toSummary(template),
  registers: template.registers.map(registerToRow),
  points: template.points.map(pointToRow),
})

export const templateRoutes = [
  route({
    at: 'GET /devices/device-templates',
    needs: 'devices:read',
    summary: 'Template listesi',
    status: 200,
    query: listQuery(['name', 'id', 'key', 'manufacturer', 'device_type', 'version', 'verified'], {
      key: z.string().max(100).optional(),
      name: z.string().max(200).optional(),
      manufacturer: z.string().max(200).optional(),
      device_type: z.enum(DEVICE_TYPES).optional(),
      verified: queryFlag.optional(),
    }),
    returns: z.object({ items: z.array(z.object(summary)), total: z.number(), skip: z.number(), limit: z.number() }),
    run: async ({ actor, query, core }) => {
      const { skip: _s, limit: _l, sort_by, sort_order, ...filters } = query
      const sign = sort_order === 'asc' ? 1 : -1
      const found = core.templates
        .list(actor)
        .map(toSummary)
        .filter((item) =>
          Object.entries(filters).every(
            ([key, value]) => value === undefined || item[key as keyof typeof filters] === value,
          ),
        )
        .sort((a, b) => sign * String(a[sort_by]).localeCompare(String(b[sort_by]), 'tr'))
      return listToWire(sliceOf(found, query), query, (item) => item)
    },
  }),
  route({
    at: 'GET /devices/device-templates/{id}',
    needs: 'devices:read',
    summary: 'Template detay',
    status: 200,
    params: idPath,
    returns: full,
    run: async ({ actor, params, core }) => toFull(core.templates.get(actor, params.id)),
  }),
  route({
    at: 'GET /devices/device-templates/{id}/register-map/download',
    needs: 'devices:read',
    summary: 'Register map indir',
    status: 200,
    params: idPath,
    query: z.strictObject({ format: z.enum(['csv', 'json']).default('csv') }),
    run: async ({ actor, params, query, core }) => {
      const template = core.templates.get(actor, params.id)
      if (query.format === 'csv')
        return new Download('text/csv; charset=utf-8', registerMapCsv(template), `${template.key}.csv`)
      return new Download(
        'application/json',
        JSON.stringify(
          { registers: template.registers.map(registerToRow), points: template.points.map(pointToRow) },
          null,
          2,
        ),
        `${template.key}.json`,
      )
    },
  }),
  route({
    at: 'PUT /devices/device-templates/{id}/register-map',
    needs: 'devices:write',
    summary: 'Register map yükle',
    status: 200,
    params: idPath,
    body: registerMapBody,
    returns: full,
    run: async ({ actor, params, body, core }) =>
      toFull(
        await core.templates.replaceRegisters(
          actor,
          params.id,
          body.registers.map(rowToRegister),
          body.points?.map(rowToPoint) ?? null,
        ),
      ),
  }),
]
