import { z } from 'zod'
import { SEVERITIES } from '../../../core/alarms/alarm.types.ts'
import {
  MAINTENANCE_KINDS,
  MAINTENANCE_STATES,
  type MaintenanceView,
  maintenanceState,
} from '../../../core/alarms/maintenance.types.ts'
import type { Core } from '../../../core/core.ts'
import { id, idPath, instant, iso, isoOrNull, listQuery, text } from '../../fields.ts'
import { routesOf } from '../../kit.ts'
import { incidentToWire, incidentWire } from '../platform/incident-wire.ts'
import { given, listToWire } from '../platform/list.ts'

const route = routesOf<Core>()

const seconds = z.number().positive()
const shelving = z.strictObject({ info: seconds, low: seconds, medium: seconds, high: seconds, critical: seconds })
const reminder = seconds.nullable()
const reminders = z.strictObject({
  info: reminder,
  low: reminder,
  medium: reminder,
  high: reminder,
  critical: reminder,
})

const settingsWire = z.object({
  shelving_max_s: shelving,
  reminder_s: reminders,
  operators: z.number(),
  allow_private_webhooks: z.boolean(),
})
const ladder = z.array(z.strictObject({ after_s: seconds, severity: z.enum(SEVERITIES) })).max(20)
const mannerBody = z.strictObject({ ladder, reminder_s: seconds.nullish() })

const maintenanceWire = z.object({
  id: z.string(),
  target: z.object({ kind: z.enum(MAINTENANCE_KINDS), id: z.string() }),
  reason: z.string(),
  start: z.string(),
  end: z.string(),
  state: z.enum(MAINTENANCE_STATES),
  ended_at: z.string().nullable(),
  ended_by: z.string().nullable(),
  created_by: z.string().nullable(),
  created_at: z.string(),
})

const maintenanceToWire = (window: MaintenanceView, now: number) => ({
  id: window.id,
  target: { kind: window.target.kind, id: window.target.value },
  reason: window.reason,
  start: iso(window.startAt),
  end: iso(window.endAt),
  state: maintenanceState(window, now),
  ended_at: isoOrNull(window.endedAt),
  ended_by: window.endedByEmail,
  created_by: window.createdByEmail,
  created_at: iso(window.createdAt),
})

type Settings = Awaited<ReturnType<Core['alarmSettings']['read']>>
const settingsToWire = (settings: Settings) => ({
  shelving_max_s: settings.shelvingS,
  reminder_s: settings.reminderS,
  operators: settings.operators,
  allow_private_webhooks: settings.allowsPrivateWebhooks,
})

export const annunciationRoutes = [
  route({
    at: 'GET /alarms/annunciation',
    needs: 'alarms:read',
    summary: 'Whether alarms flood in, and how many are shelved and suppressed',
    status: 200,
    returns: z.object({
      flood_since: z.string().nullable(),
      last_10_min: z.number(),
      shelved: z.number(),
      suppressed: z.number(),
      shelving_max_s: shelving,
    }),
    run: async ({ actor, core }) => {
      const { since, count, shelved, suppressed } = core.alarms.annunciation(actor)
      const { shelvingS } = await core.alarmSettings.read(actor)
      return { flood_since: isoOrNull(since), last_10_min: count, shelved, suppressed, shelving_max_s: shelvingS }
    },
  }),
  route({
    at: 'GET /alarms/flood',
    needs: 'alarms:read',
    summary: 'What called during the flood and is open still, each with its place',
    status: 200,
    returns: z.object({ items: z.array(z.object({ place: z.string().nullable(), incident: incidentWire })) }),
    run: async ({ actor, caller, core }) => ({
      items: core.alarms.inFlood(actor).map((incident) => ({
        place: core.alarms.placeOf(incident),
        incident: incidentToWire(incident, caller.language),
      })),
    }),
  }),
  route({
    at: 'GET /alarms/settings',
    needs: 'alarms:read',
    summary: 'How long alarms are shelved at most, when they call again, and for how many operators',
    status: 200,
    returns: settingsWire,
    run: async ({ actor, core }) => settingsToWire(await core.alarmSettings.read(actor)),
  }),
  route({
    at: 'PATCH /alarms/settings',
    needs: 'alarms:write',
    summary: 'Changes them',
    status: 200,
    body: z.strictObject({
      shelving_max_s: shelving.optional(),
      reminder_s: reminders.optional(),
      operators: z.int().optional(),
      allow_private_webhooks: z.boolean().optional(),
    }),
    returns: settingsWire,
    run: async ({ actor, body, core }) =>
      settingsToWire(
        await core.alarmSettings.change(
          actor,
          given({
            shelvingS: body.shelving_max_s,
            reminderS: body.reminder_s,
            operators: body.operators,
            allowsPrivateWebhooks: body.allow_private_webhooks,
          }),
        ),
      ),
  }),
  route({
    at: 'GET /alarms/policies/{id}/annunciation',
    needs: 'alarms:read',
    summary: "A policy's severity ladder and reminder",
    status: 200,
    params: idPath,
    returns: mannerBody,
    run: async ({ actor, params, core }) => mannerToWire(await core.alarmSettings.policyManner(actor, params.id)),
  }),
  route({
    at: 'PUT /alarms/policies/{id}/annunciation',
    needs: 'alarms:write',
    summary: 'Replaces them; a reminder of null leaves it to the settings',
    status: 200,
    params: idPath,
    body: mannerBody,
    returns: mannerBody,
    run: async ({ actor, params, body, core }) =>
      mannerToWire(
        await core.alarmSettings.changePolicyManner(actor, params.id, {
          ladder: body.ladder.map((rung) => ({ afterS: rung.after_s, severity: rung.severity })),
          reminderS: body.reminder_s ?? null,
        }),
      ),
  }),
  route({
    at: 'GET /maintenance',
    needs: 'alarms:read',
    summary: 'Maintenance windows; those that end last come first',
    status: 200,
    query: listQuery(['end'], { state: z.enum(MAINTENANCE_STATES).optional() }),
    returns: z.object({
      items: z.array(maintenanceWire),
      total: z.number(),
      skip: z.number(),
      limit: z.number(),
    }),
    run: async ({ actor, query, core }) => {
      const page = { offset: query.skip, limit: query.limit }
      const found = await core.maintenance.list(actor, query.state ?? null, page)
      return listToWire(found, query, (window) => maintenanceToWire(window, core.maintenance.now()))
    },
  }),
  route({
    at: 'POST /maintenance',
    needs: 'alarms:write',
    summary: 'Alarms of the target are recorded and call nobody until the end',
    status: 201,
    body: z.strictObject({
      target: z.strictObject({ kind: z.enum(MAINTENANCE_KINDS), id }),
      start: instant.optional(),
      end: instant,
      reason: text(500),
    }),
    returns: maintenanceWire,
    run: async ({ actor, body, core }) => {
      const now = core.maintenance.now()
      const { target, start = now, end, reason } = body
      const draft = { target: { kind: target.kind, value: target.id }, reason, startAt: start, endAt: end }
      return maintenanceToWire(await core.maintenance.add(actor, draft), now)
    },
  }),
  route({
    at: 'POST /maintenance/{id}/end',
    needs: 'alarms:write',
    summary: 'Ends a window before its time',
    status: 200,
    params: idPath,
    returns: maintenanceWire,
    run: async ({ actor, params, core }) =>
      maintenanceToWire(await core.maintenance.end(actor, params.id), core.maintenance.now()),
  }),
]

type Manner = Awaited<ReturnType<Core['alarmSettings']['policyManner']>>
const mannerToWire = (manner: Manner) => ({
  ladder: manner.ladder.map((rung) => ({ after_s: rung.afterS, severity: rung.severity })),
  reminder_s: manner.reminderS,
})
