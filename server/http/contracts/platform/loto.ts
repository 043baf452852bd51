import { z } from 'zod'
import type { Core } from '../../../core/core.ts'
import { ruleViolation } from '../../../core/errors.ts'
import { ENERGY_TYPES, type Forced, LOCK_KINDS } from '../../../core/loto/loto.types.ts'
import { SESSION_STATES } from '../../../core/loto/session.states.ts'
import { id, idPath, instant, listQuery, queryInt, text } from '../../fields.ts'
import { routesOf } from '../../kit.ts'
import { given, listOf, listToWire, pageOf } from './list.ts'
import { lockToWire, lockWire, pointToWire, pointWire, sessionFor, sessionToWire, sessionWire } from './loto-wire.ts'

const route = routesOf<Core>()

export const pointBody = z.strictObject({
  name: text(),
  device_id: id.nullish(),
  subregion_id: id.nullish(),
  energy_type: z.enum(ENERGY_TYPES),
  location: text(300).nullish(),
  isolation_method: text(500),
})

const sessionBody = z.strictObject({
  title: text(),
  reason: text(2000),
  point_ids: z.array(id).min(1).max(100),
  worker_ids: z.array(id).max(100).optional(),
  planned_start: instant.nullish(),
  planned_end: instant.nullish(),
})

const verification = z.strictObject({
  point_id: id,
  method: text(300),
  reading: z.union([z.number(), text(300)]),
  is_zero_energy: z.boolean(),
})

const sessionChange = z.strictObject({
  ...sessionBody.partial().shape,
  verifications: z.array(verification).min(1).max(100).optional(),
  checklist: z.strictObject({ tools_cleared: z.boolean(), people_cleared: z.boolean() }).optional(),
})

export const pin = z.string().max(20).nullish()
const forcedBody = z.strictObject({
  second_supervisor_id: id,
  second_supervisor_pin: pin,
  attestations: z.strictObject({
    not_on_site: z.boolean(),
    contact_attempted: z.boolean(),
    will_be_told: z.boolean(),
  }),
  reason: text(2000),
})
const note = text(2000).nullish()
export const noteBody = z.strictObject({ note }).prefault({})
export const reasonBody = z.strictObject({ reason: text(2000) })

const forcedOf = (body: z.output<typeof forcedBody>): Forced => ({
  secondSupervisorId: body.second_supervisor_id,
  secondSupervisorPin: body.second_supervisor_pin ?? null,
  attestations: {
    notOnSite: body.attestations.not_on_site,
    contactAttempted: body.attestations.contact_attempted,
    willBeTold: body.attestations.will_be_told,
  },
  reason: body.reason,
})

/** One status, or several with commas between. */
const statuses = z
  .string()
  .max(200)
  .transform((value) => value.split(','))
  .pipe(z.array(z.enum(SESSION_STATES)).min(1))

const pointRoutes = [
  route({
    at: 'GET /loto/points',
    needs: 'loto:read',
    summary: 'İzolasyon noktaları',
    status: 200,
    query: listQuery(['created_at', 'id', 'name', 'energy_type', 'location', 'device_id', 'subregion_id'], {
      id: id.optional(),
      name: z.string().max(200).optional(),
      device_id: id.optional(),
      subregion_id: id.optional(),
      energy_type: z.enum(ENERGY_TYPES).optional(),
      location: z.string().max(300).optional(),
    }),
    returns: listOf(pointWire),
    run: async ({ actor, query, core }) => {
      const { skip: _s, limit: _l, sort_by: _b, sort_order: _o, ...filters } = query
      const found = await core.loto.points.list(actor, filters, pageOf(query))
      return listToWire(found, query, (view) => pointToWire(view, core))
    },
  }),
  route({
    at: 'POST /loto/points',
    needs: 'loto:write',
    summary: 'İzolasyon noktası oluştur',
    status: 201,
    body: pointBody,
    returns: pointWire,
    run: async ({ actor, body, core }) => {
      const made = await core.loto.points.add(actor, {
        name: body.name,
        deviceId: body.device_id ?? null,
        subregionId: body.subregion_id ?? null,
        energyType: body.energy_type,
        location: body.location ?? null,
        isolationMethod: body.isolation_method,
      })
      return pointToWire(made, core)
    },
  }),
]

const sessionRoutes = [
  route({
    at: 'GET /loto/sessions',
    needs: 'loto:read',
    summary: 'LOTO oturumları',
    status: 200,
    query: listQuery(
      ['created_at', 'id', 'number', 'title', 'status', 'planned_start', 'planned_end', 'updated_at', 'applied_at'],
      {
        id: id.optional(),
        number: queryInt(1, 1e9).optional(),
        title: z.string().max(200).optional(),
        status: statuses.optional(),
        requested_by: id.optional(),
        point_id: id.optional(),
        worker_id: id.optional(),
      },
    ),
    returns: listOf(sessionWire),
    run: async ({ actor, query, core }) => {
      const { status, point_id, worker_id, id: sessionId, number, title, requested_by } = query
      const filter = given({ states: status, pointId: point_id, workerId: worker_id })
      const columns = given({ id: sessionId, number, title, requested_by })
      const page = pageOf({ ...query, sort_by: query.sort_by === 'status' ? ('state' as const) : query.sort_by })
      const found = await core.loto.sessions.list(actor, { ...filter, columns }, page)
      const asks = await core.loto.sessions.doer(actor)
      return listToWire(found, query, (session) => sessionToWire(session, asks, null))
    },
  }),
  route({
    at: 'POST /loto/sessions',
    needs: 'loto:work',
    summary: 'LOTO oturumu iste',
    status: 201,
    body: sessionBody,
    returns: sessionWire,
    run: async ({ actor, body, caller, core }) => {
      const session = await core.loto.sessions.request(actor, {
        title: body.title,
        reason: body.reason,
        pointIds: body.point_ids,
        workerIds: body.worker_ids ?? [],
        plannedStart: body.planned_start ?? null,
        plannedEnd: body.planned_end ?? null,
      })
      return sessionFor(session, actor, caller, core)
    },
  }),
  route({
    at: 'GET /loto/sessions/{id}',
    needs: 'loto:read',
    summary: 'LOTO oturumu detay',
    status: 200,
    params: idPath,
    returns: sessionWire,
    run: async ({ actor, params, caller, core }) =>
      sessionFor(await core.loto.sessions.get(actor, params.id), actor, caller, core),
  }),
  route({
    at: 'PUT /loto/sessions/{id}',
    needs: 'loto:work',
    summary: 'LOTO oturumu güncelle: plan, sıfır enerji doğrulamaları, kontrol listesi',
    status: 200,
    params: idPath,
    body: sessionChange,
    returns: sessionWire,
    run: async ({ actor, params, body, caller, core }) => {
      const plan = given({
        title: body.title,
        reason: body.reason,
        pointIds: body.point_ids,
        workerIds: body.worker_ids,
        plannedStart: body.planned_start,
        plannedEnd: body.planned_end,
      })
      const session = await core.loto.sessions.update(actor, params.id, {
        plan: Object.keys(plan).length > 0 ? plan : null,
        verifications:
          body.verifications?.map((each) => ({
            pointId: each.point_id,
            method: each.method,
            reading: each.reading,
            isZeroEnergy: each.is_zero_energy,
          })) ?? null,
        checklist: body.checklist
          ? { toolsCleared: body.checklist.tools_cleared, peopleCleared: body.checklist.people_cleared }
          : null,
      })
      return sessionFor(session, actor, caller, core)
    },
  }),
  route({
    at: 'POST /loto/sessions/{id}/approve',
    needs: 'loto:approve',
    summary: 'Onayla',
    status: 200,
    params: idPath,
    body: noteBody,
    returns: sessionWire,
    run: async ({ actor, params, body, caller, core }) =>
      sessionFor(await core.loto.sessions.approve(actor, params.id, body.note ?? null), actor, caller, core),
  }),
  route({
    at: 'POST /loto/sessions/{id}/reject',
    needs: 'loto:approve',
    summary: 'Reddet',
    status: 200,
    params: idPath,
    body: reasonBody,
    returns: sessionWire,
    run: async ({ actor, params, body, caller, core }) =>
      sessionFor(await core.loto.sessions.reject(actor, params.id, body.reason), actor, caller, core),
  }),
  route({
    at: 'POST /loto/sessions/{id}/apply',
    needs: 'loto:work',
    summary: 'Uygula',
    status: 200,
    params: idPath,
    body: z.strictObject({}).prefault({}),
    returns: sessionWire,
    run: async ({ actor, params, caller, core }) =>
      sessionFor(await core.loto.sessions.apply(actor, params.id), actor, caller, core),
  }),
  route({
    at: 'POST /loto/sessions/{id}/release',
    needs: 'loto:work',
    summary: 'Serbest bırak; sorumlu yoksa iki amirle',
    status: 200,
    params: idPath,
    body: z.strictObject({ note, pin, forced: forcedBody.optional() }).prefault({}),
    returns: sessionWire,
    run: async ({ actor, params, body, caller, core }) => {
      const session = body.forced
        ? await core.loto.locks.releaseByForce(actor, params.id, forcedOf(body.forced), body.pin ?? null)
        : await core.loto.sessions.release(actor, params.id, body.note ?? null)
      return sessionFor(session, actor, caller, core)
    },
  }),
]

const lockRoutes = [
  route({
    at: 'POST /loto/locks',
    needs: 'loto:work',
    summary: 'Kilit uygula',
    status: 201,
    body: z.strictObject({
      session_id: id,
      point_id: id.nullish(),
      kind: z.enum(LOCK_KINDS),
      tag: text(300).nullish(),
      pin,
    }),
    returns: lockWire,
    run: async ({ actor, body, core }) => {
      if (body.kind === 'equipment' && !body.point_id)
        throw ruleViolation({ tr: 'Ekipman kilidi bir noktaya takılır', en: 'An equipment lock goes onto a point' })
      const { session, lock } = await core.loto.locks.place(actor, {
        sessionId: body.session_id,
        pointId: body.point_id ?? null,
        kind: body.kind,
        tag: body.tag ?? null,
        pin: body.pin ?? null,
      })
      return lockToWire(session, lock, await core.loto.sessions.doer(actor))
    },
  }),
  route({
    at: 'DELETE /loto/locks/{id}',
    needs: 'loto:work',
    summary: 'Kilit kaldır: sahibi, ya da yokluğunda iki amir',
    status: 200,
    params: idPath,
    body: z.strictObject({ pin, forced: forcedBody.optional() }).prefault({}),
    returns: lockWire,
    run: async ({ actor, params, body, core }) => {
      const { locks, sessions } = core.loto
      const { session, lock } = body.forced
        ? await locks.removeByForce(actor, params.id, forcedOf(body.forced), body.pin ?? null)
        : await locks.remove(actor, params.id, body.pin ?? null)
      return lockToWire(session, lock, await sessions.doer(actor))
    },
  }),
]

export const lotoRoutes = [...pointRoutes, ...sessionRoutes, ...lockRoutes]
