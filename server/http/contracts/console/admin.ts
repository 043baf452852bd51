import { z } from 'zod'
import { PERMISSIONS } from '../../../core/access.ts'
import type { Core } from '../../../core/core.ts'
import { id, idPath, iso, listQuery, password, text, timeZone } from '../../fields.ts'
import { routesOf } from '../../kit.ts'
import { given, listToWire, pageOf } from '../platform/list.ts'
import { roleBody, roleToWire, userToWire } from '../platform/users.ts'

const route = routesOf<Core>()

export const adminRoutes = [
  route({
    at: 'PATCH /users/{id}',
    needs: 'users:write',
    summary: 'Changes a user; a new password or a disabled account ends their sessions',
    status: 200,
    params: idPath,
    body: z.strictObject({
      name: text().nullish(),
      role_id: id.optional(),
      is_active: z.boolean().optional(),
      password: password.optional(),
    }),
    run: async ({ actor, params, body, core }) => {
      const change = given({ name: body.name, roleId: body.role_id, isActive: body.is_active, password: body.password })
      const user = await core.people.changeUser(actor, params.id, change)
      return userToWire(user, (await core.people.roleNames(actor)).get(user.roleId) ?? null)
    },
  }),
  route({
    at: 'DELETE /users/{id}',
    needs: 'users:write',
    summary: 'Deletes a user',
    status: 204,
    params: idPath,
    run: ({ actor, params, core }) => core.people.removeUser(actor, params.id),
  }),
  route({
    at: 'PUT /roles/{id}',
    needs: 'roles:write',
    summary: 'Replaces a role',
    status: 200,
    params: idPath,
    body: roleBody,
    run: async ({ actor, params, body, core }) =>
      roleToWire(await core.people.changeRole(actor, params.id, { ...body, description: body.description ?? null })),
  }),
  route({
    at: 'DELETE /roles/{id}',
    needs: 'roles:write',
    summary: 'Deletes a role that nobody holds',
    status: 204,
    params: idPath,
    run: ({ actor, params, core }) => core.people.removeRole(actor, params.id),
  }),
  route({
    at: 'GET /permissions',
    needs: 'roles:read',
    summary: 'Everything that a role can allow',
    status: 200,
    run: async () => ({ items: PERMISSIONS }),
  }),
  route({
    at: 'PATCH /tenant',
    needs: 'users:write',
    summary: "Changes the marina's name or time zone",
    status: 200,
    body: z.strictObject({ name: text().optional(), time_zone: timeZone.optional() }),
    run: async ({ actor, body, core }) => {
      const tenant = await core.identity.changeTenant(actor, given({ name: body.name, timeZone: body.time_zone }))
      return { id: tenant.id, name: tenant.name, time_zone: tenant.timeZone }
    },
  }),
  route({
    at: 'GET /audit',
    needs: 'audit:read',
    summary: 'Every change, newest first',
    status: 200,
    query: listQuery(['seq'], {
      entity: z.string().max(50).optional(),
      action: z.string().max(50).optional(),
      actor_id: id.optional(),
      entity_id: id.optional(),
    }),
    run: async ({ actor, query, core }) => {
      const filters = given({
        entity: query.entity,
        action: query.action,
        actorId: query.actor_id,
        entityId: query.entity_id,
      })
      return listToWire(await core.audit.list(actor, filters, pageOf(query)), query, (entry) => ({
        seq: entry.seq,
        timestamp: iso(entry.at),
        actor_id: entry.actorId,
        actor_email: entry.actorEmail,
        action: entry.action,
        entity: entry.entity,
        entity_id: entry.entityId,
        detail: entry.detail,
        hash: entry.hash,
      }))
    },
  }),
  route({
    at: 'GET /audit/verify',
    needs: 'audit:read',
    summary: 'Walks the hash chain of the audit log',
    status: 200,
    run: async ({ actor, core }) => {
      const { isIntact, checked, brokenAtSeq } = await core.audit.verify(actor)
      return { is_intact: isIntact, checked, broken_at_seq: brokenAtSeq }
    },
  }),
]
