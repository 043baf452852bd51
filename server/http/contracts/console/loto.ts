import { z } from 'zod'
import type { Core } from '../../../core/core.ts'
import type { HandoverView } from '../../../core/loto/loto.types.ts'
import { locksOn, personalLocksOn } from '../../../core/loto/session.rules.ts'
import { id, idPath, iso, isoOrNull, password } from '../../fields.ts'
import { routesOf } from '../../kit.ts'
import { given } from '../platform/list.ts'
import { noteBody, pin, pointBody, reasonBody } from '../platform/loto.ts'
import { pointToWire, pointWire, sessionFor, sessionWire } from '../platform/loto-wire.ts'

const route = routesOf<Core>()

const newPin = z.string().regex(/^\d{4,8}$/)

const handoverToWire = (handover: HandoverView) => ({
  id: handover.id,
  session_id: handover.sessionId,
  session_number: handover.sessionNumber,
  session_title: handover.sessionTitle,
  from: handover.from,
  to: handover.to,
  lock_id: handover.lockId,
  is_primary: handover.isPrimary,
  status: handover.status,
  offered_at: iso(handover.offeredAt),
  decided_at: isoOrNull(handover.decidedAt),
})

const pointRoutes = [
  route({
    at: 'PUT /loto/points/{id}',
    needs: 'loto:write',
    summary: 'Changes an isolation point that no session holds',
    status: 200,
    params: idPath,
    body: pointBody.partial(),
    returns: pointWire,
    run: async ({ actor, params, body, core }) => {
      const change = given({
        name: body.name,
        deviceId: body.device_id,
        subregionId: body.subregion_id,
        energyType: body.energy_type,
        location: body.location,
        isolationMethod: body.isolation_method,
      })
      return pointToWire(await core.loto.points.change(actor, params.id, change), core)
    },
  }),
  route({
    at: 'DELETE /loto/points/{id}',
    needs: 'loto:write',
    summary: 'Removes an isolation point that no session holds',
    status: 204,
    params: idPath,
    run: ({ actor, params, core }) => core.loto.points.remove(actor, params.id),
  }),
]

const sessionRoutes = [
  route({
    at: 'POST /loto/sessions/{id}/close',
    needs: 'loto:work',
    summary: 'Locks and tags are off at the point, and people have been told',
    status: 200,
    params: idPath,
    body: noteBody,
    returns: sessionWire,
    run: async ({ actor, params, body, caller, core }) =>
      sessionFor(await core.loto.sessions.close(actor, params.id, body.note ?? null), actor, caller, core),
  }),
  route({
    at: 'POST /loto/sessions/{id}/cancel',
    needs: 'loto:work',
    summary: 'Gives up a session that was never applied and carries no lock',
    status: 200,
    params: idPath,
    body: reasonBody,
    returns: sessionWire,
    run: async ({ actor, params, body, caller, core }) =>
      sessionFor(await core.loto.sessions.cancel(actor, params.id, body.reason), actor, caller, core),
  }),
  route({
    at: 'GET /loto/sessions/{id}/events',
    needs: 'loto:read',
    summary: 'Everything that happened in a session, oldest first; never changed afterwards',
    status: 200,
    params: idPath,
    run: async ({ actor, params, core }) => ({
      items: (await core.loto.sessions.events(actor, params.id)).map((event) => ({
        at: iso(event.at),
        action: event.action,
        from_status: event.fromState,
        to_status: event.toState,
        actor: event.actor,
        note: event.note,
        detail: event.detail,
      })),
    }),
  }),
]

const pinRoutes = [
  route({
    at: 'GET /loto/pin',
    needs: 'loto:read',
    summary: "Whether one's own PIN is set",
    status: 200,
    run: async ({ actor, core }) => pinToWire(await core.loto.pins.status(actor)),
  }),
  route({
    at: 'PUT /loto/pin',
    needs: 'loto:work',
    summary: "Sets one's own PIN, against the password",
    status: 200,
    body: z.strictObject({ password, pin: newPin }),
    run: async ({ actor, body, core }) => {
      await core.loto.pins.set(actor, body.password, body.pin)
      return pinToWire(await core.loto.pins.status(actor))
    },
  }),
  route({
    at: 'DELETE /loto/pin',
    needs: 'loto:work',
    summary: "Removes one's own PIN, against the password",
    status: 200,
    body: z.strictObject({ password }),
    run: async ({ actor, body, core }) => {
      await core.loto.pins.remove(actor, body.password)
      return pinToWire(await core.loto.pins.status(actor))
    },
  }),
]

const pinToWire = ({ isSet, lockedUntil }: { isSet: boolean; lockedUntil: number | null }) => ({
  is_set: isSet,
  locked_until: isoOrNull(lockedUntil),
})

const offerBody = z.strictObject({ to_user_id: id, pin })

const handoverRoutes = [
  route({
    at: 'POST /loto/locks/{id}/handover',
    needs: 'loto:work',
    summary: "Offers one's own personal lock, and the part of the primary with it, to a colleague",
    status: 201,
    params: idPath,
    body: offerBody,
    run: async ({ actor, params, body, core }) =>
      handoverToWire(await core.loto.locks.offer(actor, { lockId: params.id }, body.to_user_id, body.pin ?? null)),
  }),
  route({
    at: 'POST /loto/sessions/{id}/handover',
    needs: 'loto:work',
    summary: 'Offers whatever one holds in a session to a colleague',
    status: 201,
    params: idPath,
    body: offerBody,
    run: async ({ actor, params, body, core }) =>
      handoverToWire(await core.loto.locks.offer(actor, { sessionId: params.id }, body.to_user_id, body.pin ?? null)),
  }),
  route({
    at: 'GET /loto/handovers',
    needs: 'loto:read',
    summary: "Open offers to oneself and one's own",
    status: 200,
    run: async ({ actor, core }) => ({ items: (await core.loto.locks.offers(actor)).map(handoverToWire) }),
  }),
  route({
    at: 'POST /loto/handovers/{id}/accept',
    needs: 'loto:work',
    summary: 'Takes over: the incoming lock is on before the outgoing one is off',
    status: 200,
    params: idPath,
    body: z.strictObject({ pin }).prefault({}),
    run: async ({ actor, params, body, core }) =>
      handoverToWire(await core.loto.locks.accept(actor, params.id, body.pin ?? null)),
  }),
  route({
    at: 'POST /loto/handovers/{id}/decline',
    needs: 'loto:work',
    summary: 'Says no to an offer',
    status: 200,
    params: idPath,
    body: z.strictObject({}).prefault({}),
    run: async ({ actor, params, core }) =>
      handoverToWire(await core.loto.locks.endOffer(actor, params.id, 'declined')),
  }),
  route({
    at: 'POST /loto/handovers/{id}/withdraw',
    needs: 'loto:work',
    summary: "Takes one's own offer back",
    status: 200,
    params: idPath,
    body: z.strictObject({}).prefault({}),
    run: async ({ actor, params, core }) =>
      handoverToWire(await core.loto.locks.endOffer(actor, params.id, 'withdrawn')),
  }),
]

const boardRoutes = [
  route({
    at: 'GET /loto/board',
    needs: 'loto:read',
    summary: 'Who is working where',
    status: 200,
    run: async ({ actor, core }) => {
      const { sessions, lockedDeviceIds, offersToMe, awaitingMyApproval } = await core.loto.board.view(actor)
      return {
        sessions: sessions.map(({ session, isOverdue, energised }) => ({
          id: session.id,
          number: session.number,
          title: session.title,
          status: session.state,
          points: session.points.map(({ id: pointId, name, energyType, location, deviceId }) => {
            const device = deviceId === null ? undefined : core.inventory.devices.get(deviceId)
            return {
              id: pointId,
              name,
              energy_type: energyType,
              location,
              device_id: deviceId,
              latitude: device?.latitude ?? null,
              longitude: device?.longitude ?? null,
            }
          }),
          locks_count: locksOn(session).length,
          personal: personalLocksOn(session).map(({ owner, placedAt }) => ({ user: owner, since: iso(placedAt) })),
          primary: session.primary,
          planned_end: isoOrNull(session.plannedEnd),
          is_overdue: isOverdue,
          applied_at: isoOrNull(session.appliedAt),
          energised: energised.map(({ pointIds, deviceId, metric, value, unit }) => ({
            point_id: pointIds.find((pointId) => session.points.some(({ id: own }) => own === pointId)) ?? null,
            device_id: deviceId,
            metric,
            value,
            unit,
          })),
        })),
        locked_device_ids: lockedDeviceIds,
        offers_to_me: offersToMe,
        awaiting_my_approval: awaitingMyApproval,
      }
    },
  }),
  route({
    at: 'GET /loto/people',
    needs: 'loto:read',
    summary: 'Whom one may choose as worker, as second supervisor or to hand over to',
    status: 200,
    run: async ({ actor, core }) => ({
      items: (await core.loto.board.people(actor)).map((person) => ({
        id: person.id,
        name: person.name,
        email: person.email,
        can_work: person.permissions.has('loto:work'),
        can_approve: person.permissions.has('loto:approve'),
        can_supervise: person.permissions.has('loto:supervise'),
      })),
    }),
  }),
]

export const lotoViewRoutes = [...boardRoutes, ...pointRoutes, ...sessionRoutes, ...pinRoutes, ...handoverRoutes]
