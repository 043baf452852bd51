import type { Stores } from '../../storage/stores/stores.ts'
import type { Actor, Permission } from '../access.ts'
import type { User } from '../identity/identity.types.ts'
import type { Doer, Worker } from './loto.types.ts'

export const nameOf = ({ name, email }: Pick<User, 'name' | 'email'>): string => name ?? email

/** The actor under the name that goes onto locks and into the history. */
export async function doerOf(stores: Stores, actor: Actor): Promise<Doer> {
  const user = await stores.identity.user(actor.userId)
  return { id: actor.userId, name: user ? nameOf(user) : actor.email, permissions: actor.permissions }
}

export interface Colleague extends Worker {
  readonly permissions: ReadonlySet<Permission>
}

/** An active user of the tenant with what their role allows; null for anybody else. */
export async function colleague(stores: Stores, tenantId: string, userId: string): Promise<Colleague | null> {
  const user = await stores.identity.user(userId)
  if (user?.tenantId !== tenantId || !user.isActive) return null
  const role = await stores.identity.role(tenantId, user.roleId)
  return { id: user.id, name: nameOf(user), email: user.email, permissions: new Set(role?.permissions) }
}

const EVERYBODY = { offset: 0, limit: 1_000, sortBy: 'email', sortOrder: 'asc' } as const

export async function colleagues(stores: Stores, tenantId: string): Promise<readonly Colleague[]> {
  const { items: users } = await stores.identity.users(tenantId, { is_active: 1 }, EVERYBODY)
  const { items: roles } = await stores.identity.roles(tenantId, {}, { ...EVERYBODY, sortBy: 'name' })
  const permissions = new Map(roles.map((role) => [role.id, new Set(role.permissions)]))
  return users.map((user) => ({
    id: user.id,
    name: nameOf(user),
    email: user.email,
    permissions: permissions.get(user.roleId) ?? new Set(),
  }))
}
