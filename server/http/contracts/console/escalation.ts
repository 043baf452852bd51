import { z } from 'zod'
import { SEVERITIES } from '../../../core/alarms/alarm.types.ts'
import type { Core } from '../../../core/core.ts'
import {
  AUDIENCE_KINDS,
  CHANNELS,
  type Escalation,
  NOTICE_STATUSES,
  type Notice,
  type Roster,
} from '../../../core/escalation/escalation.types.ts'
import { id, idPath, iso, isoOrNull, listQuery, text } from '../../fields.ts'
import { routesOf } from '../../kit.ts'
import { listToWire } from '../platform/list.ts'

const route = routesOf<Core>()

const audience = z
  .strictObject({ kind: z.enum(AUDIENCE_KINDS), value: z.string().trim().min(1).max(2_000) })
  .refine(({ kind, value }) => kind !== 'address' || z.email().safeParse(value).success, {
    message: 'value is not a valid e-mail address',
  })
  .refine(({ kind, value }) => kind !== 'url' || z.url({ protocol: /^https?$/ }).safeParse(value).success, {
    message: 'value is not a valid web address',
  })

const escalationBody = z.strictObject({
  name: text(),
  is_enabled: z.boolean().default(true),
  severities: z.array(z.enum(SEVERITIES)).max(SEVERITIES.length),
  place: z
    .strictObject({ kind: z.enum(['region', 'subregion']), id })
    .nullable()
    .default(null),
  steps: z.array(z.strictObject({ after_s: z.number().min(0), channel: z.enum(CHANNELS), to: audience })),
})

const draftFrom = (body: z.output<typeof escalationBody>) => ({
  name: body.name,
  isEnabled: body.is_enabled,
  severities: body.severities,
  place: body.place && { kind: body.place.kind, value: body.place.id },
  steps: body.steps.map((step) => ({ afterS: step.after_s, channel: step.channel, to: step.to })),
})

const escalationToWire = (escalation: Escalation) => ({
  id: escalation.id,
  name: escalation.name,
  is_enabled: escalation.isEnabled,
  severities: escalation.severities,
  place: escalation.place && { kind: escalation.place.kind, id: escalation.place.value },
  steps: escalation.steps.map((step) => ({ after_s: step.afterS, channel: step.channel, to: step.to })),
  created_at: iso(escalation.createdAt),
})

/** 08:30 ↔ minutes after midnight. */
const clockTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .transform((value) => Number(value.slice(0, 2)) * 60 + Number(value.slice(3)))
const clockText = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

const rosterBody = z.strictObject({
  name: text(),
  shifts: z.array(
    z.strictObject({ user_id: id, days: z.array(z.int().min(1).max(7)).max(7), from: clockTime, to: clockTime }),
  ),
})

const rosterFrom = (body: z.output<typeof rosterBody>) => ({
  name: body.name,
  shifts: body.shifts.map((shift) => ({
    userId: shift.user_id,
    days: [...new Set(shift.days)].sort(),
    fromMinute: shift.from,
    toMinute: shift.to,
  })),
})

const rosterToWire = (roster: Roster) => ({
  id: roster.id,
  name: roster.name,
  shifts: roster.shifts.map((shift) => ({
    user_id: shift.userId,
    days: shift.days,
    from: clockText(shift.fromMinute),
    to: clockText(shift.toMinute),
  })),
  created_at: iso(roster.createdAt),
})

const noticeToWire = (notice: Notice) => ({
  id: notice.id,
  incident_id: notice.incidentId,
  channel: notice.channel,
  to: notice.audience,
  recipient: notice.recipient,
  status: notice.status,
  due_at: iso(notice.dueAt),
  next_attempt_at: iso(notice.nextAttemptAt),
  attempts: notice.attempts,
  last_error: notice.lastError,
  settled_at: isoOrNull(notice.settledAt),
})

export const escalationRoutes = [
  route({
    at: 'GET /alarms/escalations',
    needs: 'alarms:read',
    summary: 'Who is told of an alarm that nobody answers',
    status: 200,
    run: async ({ actor, core }) => ({ items: (await core.escalations.list(actor)).map(escalationToWire) }),
  }),
  route({
    at: 'POST /alarms/escalations',
    needs: 'alarms:write',
    summary: 'Adds a chain; it applies to alarms that call from now on',
    status: 201,
    body: escalationBody,
    run: async ({ actor, body, core }) => escalationToWire(await core.escalations.add(actor, draftFrom(body))),
  }),
  route({
    at: 'PUT /alarms/escalations/{id}',
    needs: 'alarms:write',
    summary: 'Replaces a chain',
    status: 200,
    params: idPath,
    body: escalationBody,
    run: async ({ actor, params, body, core }) =>
      escalationToWire(await core.escalations.change(actor, params.id, draftFrom(body))),
  }),
  route({
    at: 'DELETE /alarms/escalations/{id}',
    needs: 'alarms:write',
    summary: 'Deletes a chain and calls off what it has set going',
    status: 204,
    params: idPath,
    run: ({ actor, params, core }) => core.escalations.remove(actor, params.id),
  }),
  route({
    at: 'GET /alarms/escalations/people',
    needs: 'alarms:read',
    summary: 'People and roles that a chain or a roster may name',
    status: 200,
    run: async ({ actor, core }) => ({
      people: await core.escalations.people(actor),
      roles: await core.escalations.roles(actor),
    }),
  }),
  route({
    at: 'GET /alarms/rosters',
    needs: 'alarms:read',
    summary: 'Who is on call when',
    status: 200,
    run: async ({ actor, core }) => ({ items: (await core.escalations.rosters(actor)).map(rosterToWire) }),
  }),
  route({
    at: 'POST /alarms/rosters',
    needs: 'alarms:write',
    summary: "Adds a roster; times are the site's, a shift may go over midnight",
    status: 201,
    body: rosterBody,
    run: async ({ actor, body, core }) => rosterToWire(await core.escalations.addRoster(actor, rosterFrom(body))),
  }),
  route({
    at: 'PUT /alarms/rosters/{id}',
    needs: 'alarms:write',
    summary: 'Replaces a roster',
    status: 200,
    params: idPath,
    body: rosterBody,
    run: async ({ actor, params, body, core }) =>
      rosterToWire(await core.escalations.changeRoster(actor, params.id, rosterFrom(body))),
  }),
  route({
    at: 'DELETE /alarms/rosters/{id}',
    needs: 'alarms:write',
    summary: 'Deletes a roster that no chain names',
    status: 204,
    params: idPath,
    run: ({ actor, params, core }) => core.escalations.removeRoster(actor, params.id),
  }),
  route({
    at: 'GET /alarms/notices',
    needs: 'alarms:read',
    summary: 'Notices: pending, sent, failed or called off; newest first',
    status: 200,
    query: listQuery(['created_at'], { incident_id: id.optional(), status: z.enum(NOTICE_STATUSES).optional() }),
    run: async ({ actor, query, core }) => {
      const filter = {
        ...(query.incident_id !== undefined && { incidentId: query.incident_id }),
        ...(query.status !== undefined && { status: query.status }),
      }
      const found = await core.escalations.notices(actor, filter, { offset: query.skip, limit: query.limit })
      return listToWire(found, query, noticeToWire)
    },
  }),
]
