import { z } from 'zod'
import { PERMISSIONS } from '../../../core/access.ts'
import type { Core } from '../../../core/core.ts'
import type { Role, User } from '../../../core/identity/identity.types.ts'
import { email, id, instant, iso, isoOrNull, listQuery, password, queryFlag, text } from '../../fields.ts'
import { routesOf } from '../../kit.ts'
import { flagColumn, listToWire, pageOf } from './list.ts'

const route = routesOf<Core>()

const userWire = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string().nullable(),
  role_id: z.string(),
  role_name: z.string().nullable(),
  is_active: z.boolean(),
  created_at: z.string(),
  last_login_at: z.string().nullable(),
})
export const roleBody = z.strictObject({
  name: text(100),
  description: text(500).nullish(),
  permissions: z.array(z.enum(PERMISSIONS)).max(200),
})
const roleWire = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  permissions: z.array(z.string()),
  is_system: z.boolean(),
  created_at: z.string(),
})

export const roleToWire = (role: Role) => ({
  id: role.id,
  name: role.name,
  description: role.description,
  permissions: role.permissions,
  is_system: role.isSystem,
  created_at: iso(role.createdAt),
})
export const userToWire = (user: User, roleName: string | null) => ({
  id: user.id,
  email: user.email,
  name: user.name,
  role_id: user.roleId,
  role_name: roleName,
  is_active: user.isActive,
  created_at: iso(user.createdAt),
  last_login_at: isoOrNull(user.lastLoginAt),
})

export const userRoutes = [
  route({
    at: 'GET /users',
    needs: 'users:read',
    summary: 'Kiracı kullanıcıları',
    status: 200,
    query: listQuery(['created_at', 'id', 'email', 'name', 'role_id', 'is_active', 'last_login_at'], {
      id: id.optional(),
      email: z.string().max(254).optional(),
      name: z.string().max(200).optional(),
      role_id: id.optional(),
      is_active: queryFlag.optional(),
      created_at: instant.optional(),
      last_login_at: instant.optional(),
    }),
    returns: z.object({ items: z.array(userWire), total: z.number(), skip: z.number(), limit: z.number() }),
    run: async ({ actor, query, core }) => {
      const { skip: _skip, limit: _limit, sort_by: _by, sort_order: _order, is_active, ...filters } = query
      const page = await core.people.users(actor, { ...filters, is_active: flagColumn(is_active) }, pageOf(query))
      const names = await core.people.roleNames(actor)
      return listToWire(page, query, (user) => userToWire(user, names.get(user.roleId) ?? null))
    },
  }),
  route({
    at: 'POST /users',
    needs: 'users:write',
    summary: 'Yeni kullanıcı',
    status: 201,
    body: z.strictObject({
      email,
      password,
      name: text().nullish(),
      role_id: id,
      is_active: z.boolean().default(true),
    }),
    returns: userWire,
    run: async ({ actor, body, core }) => {
      const user = await core.people.addUser(actor, {
        email: body.email,
        password: body.password,
        name: body.name ?? null,
        roleId: body.role_id,
        isActive: body.is_active,
      })
      return userToWire(user, (await core.people.roleNames(actor)).get(user.roleId) ?? null)
    },
  }),
]

export const roleRoutes = [
  route({
    at: 'GET /roles',
    needs: 'roles:read',
    summary: 'Rolleri listele',
    status: 200,
    query: listQuery(['created_at', 'id', 'name'], {
      id: id.optional(),
      name: z.string().max(100).optional(),
      is_system: queryFlag.optional(),
      created_at: instant.optional(),
    }),
    returns: z.object({ items: z.array(roleWire), total: z.number(), skip: z.number(), limit: z.number() }),
    run: async ({ actor, query, core }) => {
      const filters = {
        id: query.id,
        name: query.name,
        created_at: query.created_at,
        is_system: flagColumn(query.is_system),
      }
      return listToWire(await core.people.roles(actor, filters, pageOf(query)), query, roleToWire)
    },
  }),
  route({
    at: 'POST /roles',
    needs: 'roles:write',
    summary: 'Rol oluştur',
    status: 201,
    body: roleBody,
    returns: roleWire,
    run: async ({ actor, body, core }) =>
      roleToWire(await core.people.addRole(actor, { ...body, description: body.description ?? null })),
  }),
]
