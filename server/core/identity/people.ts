import type { Stores } from '../../storage/stores/stores.ts'
import { type Actor, type Permission, requirePermission } from '../access.ts'
import type { Audit } from '../audit/audit.ts'
import { AppError, duplicate, notFound, ruleViolation, stateConflict } from '../errors.ts'
import { newId } from '../ids.ts'
import type { Clock } from '../outside.ts'
import type { Page, PageRequest } from '../page.ts'
import type { Transact } from '../transact.ts'
import type { Passwords } from './identity.ts'
import type { Role, User } from './identity.types.ts'

export interface PeopleDeps {
  readonly stores: Stores
  readonly transact: Transact
  readonly audit: Audit
  readonly clock: Clock
  readonly passwords: Passwords
  /** Told when what somebody may do has changed. */
  readonly changed: () => void
}

/** Users and roles of a tenant. Nobody gives, takes or changes what they do not hold themselves. */
export class People {
  readonly #deps: PeopleDeps

  constructor(deps: PeopleDeps) {
    this.#deps = deps
  }

  async users(
    actor: Actor,
    filters: Parameters<Stores['identity']['users']>[1],
    page: Parameters<Stores['identity']['users']>[2],
  ): Promise<Page<User>> {
    requirePermission(actor, 'users:read')
    return this.#deps.stores.identity.users(actor.tenantId, filters, page)
  }

  /** @throws AppError DUPLICATE_ENTRY, RESOURCE_NOT_FOUND (role), PERMISSION_DENIED (a role above one's own) */
  async addUser(
    actor: Actor,
    draft: { email: string; password: string; name: string | null; roleId: string; isActive: boolean },
  ): Promise<User> {
    requirePermission(actor, 'users:write')
    const passwordHash = await this.#deps.passwords.hash(draft.password)
    return this.#deps.transact(async (stores) => {
      const role = await this.#grantable(stores, actor, draft.roleId)
      if (await stores.identity.credentials(draft.email))
        throw duplicate({ tr: 'Bu e-posta adresi zaten kayıtlı', en: 'This e-mail address is already registered' })
      const user: User = {
        id: newId(),
        tenantId: actor.tenantId,
        email: draft.email,
        name: draft.name,
        roleId: role.id,
        isActive: draft.isActive,
        createdAt: this.#deps.clock.now(),
        lastLoginAt: null,
      }
      await stores.identity.addUser(user, passwordHash)
      await this.#deps.audit.append(stores, {
        tenantId: actor.tenantId,
        actor,
        action: 'create',
        entity: 'user',
        entityId: user.id,
        detail: { email: user.email, role: role.name },
      })
      return user
    })
  }

  async changeUser(
    actor: Actor,
    id: string,
    change: { name?: string | null; roleId?: string; isActive?: boolean; password?: string },
  ): Promise<User> {
    requirePermission(actor, 'users:write')
    const { password, ...rest } = change
    const passwordHash = password === undefined ? undefined : await this.#deps.passwords.hash(password)
    const user = await this.#deps.transact(async (stores) => {
      const before = await this.#userOf(stores, actor, id)
      await this.#grantable(stores, actor, before.roleId)
      if (rest.roleId !== undefined) await this.#grantable(stores, actor, rest.roleId)
      await stores.identity.changeUser(id, { ...rest, ...(passwordHash !== undefined && { passwordHash }) })
      await this.#keepAnAdministrator(stores, actor.tenantId)
      if (rest.isActive === false || passwordHash !== undefined)
        await stores.identity.revokeSessionsOf(id, this.#deps.clock.now(), 'changed by administrator')
      await this.#deps.audit.append(stores, {
        tenantId: actor.tenantId,
        actor,
        action: 'update',
        entity: 'user',
        entityId: id,
        detail: { ...rest, ...(password !== undefined && { password: 'changed' }) },
      })
      return this.#userOf(stores, actor, id)
    })
    this.#deps.changed()
    return user
  }

  async removeUser(actor: Actor, id: string): Promise<void> {
    requirePermission(actor, 'users:write')
    if (id === actor.userId)
      throw ruleViolation({ tr: 'Kendi hesabınızı silemezsiniz', en: 'You cannot delete your own account' })
    await this.#deps.transact(async (stores) => {
      const user = await this.#userOf(stores, actor, id)
      await this.#grantable(stores, actor, user.roleId)
      await stores.identity.revokeSessionsOf(id, this.#deps.clock.now(), 'user deleted')
      await stores.identity.removeUser(id)
      await this.#keepAnAdministrator(stores, actor.tenantId)
      await this.#deps.audit.append(stores, {
        tenantId: actor.tenantId,
        actor,
        action: 'delete',
        entity: 'user',
        entityId: id,
        detail: { email: user.email },
      })
    })
    this.#deps.changed()
  }

  async roles(
    actor: Actor,
    filters: Parameters<Stores['identity']['roles']>[1],
    page: PageRequest<'id' | 'name' | 'created_at'>,
  ): Promise<Page<Role>> {
    requirePermission(actor, 'roles:read')
    return this.#deps.stores.identity.roles(actor.tenantId, filters, page)
  }

  /** Names by id, for lists that show who holds what. */
  async roleNames(actor: Actor): Promise<ReadonlyMap<string, string>> {
    const { items } = await this.#deps.stores.identity.roles(
      actor.tenantId,
      {},
      { offset: 0, limit: 1_000, sortBy: 'created_at', sortOrder: 'asc' },
    )
    return new Map(items.map((role) => [role.id, role.name]))
  }

  async addRole(
    actor: Actor,
    draft: { name: string; description: string | null; permissions: readonly Permission[] },
  ): Promise<Role> {
    requirePermission(actor, 'roles:write')
    this.#holdsAll(actor, draft.permissions)
    return this.#deps.transact(async (stores) => {
      await this.#roleNameFree(stores, actor, draft.name, null)
      const role: Role = {
        id: newId(),
        tenantId: actor.tenantId,
        ...draft,
        permissions: [...new Set(draft.permissions)],
        isSystem: false,
        createdAt: this.#deps.clock.now(),
      }
      await stores.identity.addRole(role)
      await this.#deps.audit.append(stores, {
        tenantId: actor.tenantId,
        actor,
        action: 'create',
        entity: 'role',
        entityId: role.id,
        detail: { name: role.name, permissions: role.permissions },
      })
      return role
    })
  }

  async changeRole(
    actor: Actor,
    id: string,
    change: { name: string; description: string | null; permissions: readonly Permission[] },
  ): Promise<Role> {
    requirePermission(actor, 'roles:write')
    this.#holdsAll(actor, change.permissions)
    const role = await this.#deps.transact(async (stores) => {
      await this.#ownRole(stores, actor, id)
      await this.#roleNameFree(stores, actor, change.name, id)
      await stores.identity.changeRole(id, { ...change, permissions: [...new Set(change.permissions)] })
      await this.#deps.audit.append(stores, {
        tenantId: actor.tenantId,
        actor,
        action: 'update',
        entity: 'role',
        entityId: id,
        detail: change,
      })
      return this.#ownRole(stores, actor, id)
    })
    this.#deps.changed()
    return role
  }

  async removeRole(actor: Actor, id: string): Promise<void> {
    requirePermission(actor, 'roles:write')
    await this.#deps.transact(async (stores) => {
      const role = await this.#ownRole(stores, actor, id)
      if (await stores.identity.isRoleInUse(id))
        throw stateConflict({ tr: 'Bu role sahip kullanıcılar var', en: 'Users still hold this role' })
      await stores.identity.removeRole(id)
      await this.#deps.audit.append(stores, {
        tenantId: actor.tenantId,
        actor,
        action: 'delete',
        entity: 'role',
        entityId: id,
        detail: { name: role.name },
      })
    })
  }

  async #userOf(stores: Stores, actor: Actor, id: string): Promise<User> {
    const user = await stores.identity.user(id)
    if (user?.tenantId !== actor.tenantId) throw notFound({ tr: 'Kullanıcı bulunamadı', en: 'User not found' })
    return user
  }

  async #ownRole(stores: Stores, actor: Actor, id: string): Promise<Role> {
    const role = await stores.identity.role(actor.tenantId, id)
    if (!role) throw notFound({ tr: 'Rol bulunamadı', en: 'Role not found' })
    if (role.isSystem)
      throw ruleViolation({ tr: 'Sistem rolleri değiştirilemez', en: 'System roles cannot be changed' })
    return role
  }

  /** A role may be given or taken only by someone who holds all that it allows: nobody lifts themselves. */
  async #grantable(stores: Stores, actor: Actor, roleId: string): Promise<Role> {
    const role = await stores.identity.role(actor.tenantId, roleId)
    if (!role) throw notFound({ tr: 'Rol bulunamadı', en: 'Role not found' })
    this.#holdsAll(actor, role.permissions)
    return role
  }

  #holdsAll(actor: Actor, permissions: readonly Permission[]): void {
    if (permissions.some((permission) => !actor.permissions.has(permission))) throw new AppError('PERMISSION_DENIED')
  }

  async #roleNameFree(stores: Stores, actor: Actor, name: string, except: string | null): Promise<void> {
    const other = await stores.identity.roleByName(actor.tenantId, name)
    if (other && other.id !== except)
      throw duplicate({ tr: 'Bu adla bir rol zaten var', en: 'A role with this name already exists' })
  }

  async #keepAnAdministrator(stores: Stores, tenantId: string): Promise<void> {
    const administrators = await stores.identity.roleByName(tenantId, 'Administrator')
    if (administrators && (await stores.identity.countActiveInRole(administrators.id)) === 0) {
      throw ruleViolation({
        tr: 'En az bir etkin yönetici kalmalıdır',
        en: 'At least one active administrator must remain',
      })
    }
  }
}
