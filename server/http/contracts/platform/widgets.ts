import { z } from 'zod'
import { SEVERITIES } from '../../../core/alarms/alarm.types.ts'
import type { Core } from '../../../core/core.ts'
import {
  CHART_RANGES,
  GRID_COLUMNS,
  MOST_HEIGHT,
  MOST_ROWS,
  WIDGET_TYPES,
  type Widget,
  type WidgetKind,
  type WidgetType,
} from '../../../core/widgets/widget.types.ts'
import { id, idPath, iso, listQuery, text } from '../../fields.ts'
import { routesOf } from '../../kit.ts'
import { SchemaRefusal, schemaIssues } from '../../schema-issues.ts'
import { given, listToWire, pageOf } from './list.ts'

const route = routesOf<Core>()

const metric = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'value is not a metric key')
const finite = z.number()

const CONFIG = {
  value: z.strictObject({ device_id: id, metric }),
  gauge: z
    .strictObject({
      device_id: id,
      metric,
      min: finite,
      max: finite,
      low: finite.nullish(),
      high: finite.nullish(),
    })
    .refine((gauge) => gauge.min < gauge.max, {
      message: 'max must be greater than min',
      path: ['max'],
      params: { type: 'value_error.range' },
    }),
  chart: z.strictObject({
    series: z
      .array(z.strictObject({ device_id: id, metric }))
      .min(1)
      .max(6),
    range: z.enum(CHART_RANGES),
  }),
  alarm_list: z.strictObject({
    severities: z.array(z.enum(SEVERITIES)).min(1).optional(),
    everywhere: z.boolean().optional().describe('Alarms of all places, not of this subregion alone'),
  }),
  map: z.strictObject({}),
  energy_flow: z.strictObject({ device_id: id.describe('The supply; what hangs below it are feeders and loads') }),
  loto_state: z.strictObject({}),
} as const satisfies Record<WidgetType, z.ZodType>

const cell = (least: number, most: number) => z.int().min(least).max(most)
const place = {
  x: cell(0, GRID_COLUMNS - 1),
  y: cell(0, MOST_ROWS),
  w: cell(1, GRID_COLUMNS),
  h: cell(1, MOST_HEIGHT),
}
const placed = { subregion_id: id, title: text(120), ...place }
const fits = (widget: { x?: number | undefined; w?: number | undefined }) =>
  widget.x === undefined || widget.w === undefined || widget.x + widget.w <= GRID_COLUMNS
const doesNotFit = {
  message: `x + w must be at most ${GRID_COLUMNS}`,
  path: ['w'],
  params: { type: 'value_error.range' },
}

const kindOf = <Type extends WidgetType>(type: Type) =>
  z.strictObject({ type: z.literal(type), config: CONFIG[type], ...placed })
const newBody = z
  .discriminatedUnion('type', [
    kindOf('value'),
    kindOf('gauge'),
    kindOf('chart'),
    kindOf('alarm_list'),
    kindOf('map'),
    kindOf('energy_flow'),
    kindOf('loto_state'),
  ])
  .refine(fits, doesNotFit)
const changeBody = z
  .strictObject({ ...placed, type: z.enum(WIDGET_TYPES), config: z.record(z.string(), z.unknown()) })
  .partial()
  .refine(fits, doesNotFit)
  .refine((body) => body.type === undefined || body.config !== undefined, {
    message: 'a new type needs its config',
    path: ['config'],
    params: { type: 'value_error.missing' },
  })

const widgetWire = z.object({
  id: z.string(),
  subregion_id: z.string(),
  type: z.enum(WIDGET_TYPES),
  title: z.string(),
  config: z.record(z.string(), z.unknown()),
  x: z.number(),
  y: z.number(),
  w: z.number(),
  h: z.number(),
  created_at: z.string(),
  updated_at: z.string(),
})

const toWire = ({ id, subregionId, type, title, config, x, y, w, h, createdAt, updatedAt }: Widget) => ({
  id,
  subregion_id: subregionId,
  type,
  title,
  config,
  x,
  y,
  w,
  h,
  created_at: iso(createdAt),
  updated_at: iso(updatedAt),
})

/** A config against the schema of its type. @throws SchemaRefusal */
function kindFrom(type: WidgetType, config: unknown): WidgetKind {
  const parsed = CONFIG[type].safeParse(config)
  if (parsed.success) return { type, config: parsed.data } as WidgetKind
  throw new SchemaRefusal(
    schemaIssues('body', parsed.error, config).map((issue) => ({
      ...issue,
      loc: [...issue.loc.slice(0, 1), 'config', ...issue.loc.slice(1)],
    })),
  )
}

export const widgetRoutes = [
  route({
    at: 'GET /subregions/{id}/widgets',
    needs: 'sites:read',
    summary: 'Widget listesi',
    status: 200,
    params: idPath,
    query: listQuery(['created_at', 'updated_at', 'id', 'title', 'type', 'x', 'y'], {
      type: z.enum(WIDGET_TYPES).optional(),
      title: z.string().max(120).optional(),
    }),
    returns: z.object({ items: z.array(widgetWire), total: z.number(), skip: z.number(), limit: z.number() }),
    run: async ({ actor, params, query, core }) => {
      const { skip: _s, limit: _l, sort_by: _b, sort_order: _o, ...filters } = query
      return listToWire(await core.widgets.list(actor, params.id, filters, pageOf(query)), query, toWire)
    },
  }),
  route({
    at: 'POST /widgets',
    needs: 'widgets:write',
    summary: 'Widget oluştur',
    status: 201,
    body: newBody,
    returns: widgetWire,
    run: async ({ actor, body, core }) => {
      const { subregion_id: subregionId, ...rest } = body
      return toWire(await core.widgets.add(actor, { ...rest, subregionId }))
    },
  }),
  route({
    at: 'PUT /widgets/{id}',
    needs: 'widgets:write',
    summary: 'Widget güncelle',
    status: 200,
    params: idPath,
    body: changeBody,
    returns: widgetWire,
    run: async ({ actor, params, body, core }) => {
      const { type, config, subregion_id: subregionId, ...rest } = body
      const before = await core.widgets.widget(actor, params.id)
      const after = { x: rest.x ?? before.x, w: rest.w ?? before.w }
      if (!fits(after))
        throw new SchemaRefusal([{ loc: ['body', 'w'], msg: doesNotFit.message, type: doesNotFit.params.type }])
      const kind = config === undefined ? null : kindFrom(type ?? before.type, config)
      return toWire(await core.widgets.change(actor, params.id, given({ ...rest, subregionId }), kind))
    },
  }),
  route({
    at: 'DELETE /widgets/{id}',
    needs: 'widgets:write',
    summary: 'Widget sil',
    status: 204,
    params: idPath,
    run: ({ actor, params, core }) => core.widgets.remove(actor, params.id),
  }),
]
