import { type Kysely, type Selectable, sql } from 'kysely'
import type { Permission } from '../../core/access.ts'
import type { Role, Session, Tenant, User } from '../../core/identity/identity.types.ts'
import type { Page, PageRequest } from '../../core/page.ts'
import { type Filters, listRows } from '../list.ts'
import type { DB } from '../schema.ts'

const toTenant = (row: Selectable<DB['tenant']>): Tenant => ({
  id: row.id,
  name: row.name,
  timeZone: row.time_zone,
  createdAt: row.created_at,
})
const toRole = (row: Selectable<DB['role']>): Role => ({
  id: row.id,
  tenantId: row.tenant_id,
  name: row.name,
  description: row.description,
  permissions: JSON.parse(row.permissions) as Permission[],
  isSystem: row.is_system === 1,
  createdAt: row.created_at,
})
const toUser = (row: Selectable<DB['user']>): User => ({
  id: row.id,
  tenantId: row.tenant_id,
  email: row.email,
  name: row.name,
  roleId: row.role_id,
  isActive: row.is_active === 1,
  createdAt: row.created_at,
  lastLoginAt: row.last_login_at,
})
const toSession = (row: Selectable<DB['session']>): Session => ({
  id: row.id,
  userId: row.user_id,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  revokedAt: row.revoked_at,
})

/** Tenants, users, roles, sessions and their refresh tokens. */
export class IdentityStore {
  readonly #db: Kysely<DB>

  constructor(db: Kysely<DB>) {
    this.#db = db
  }

  async hasAnyUser(): Promise<boolean> {
    return (await this.#db.selectFrom('user').select('id').limit(1).executeTakeFirst()) !== undefined
  }

  async addTenant(tenant: Tenant): Promise<void> {
    await this.#db
      .insertInto('tenant')
      .values({ id: tenant.id, name: tenant.name, time_zone: tenant.timeZone, created_at: tenant.createdAt })
      .execute()
  }

  async tenant(id: string): Promise<Tenant | null> {
    const row = await this.#db.selectFrom('tenant').selectAll().where('id', '=', id).executeTakeFirst()
    return row ? toTenant(row) : null
  }

  async tenants(): Promise<readonly Tenant[]> {
    return (await this.#db.selectFrom('tenant').selectAll().execute()).map(toTenant)
  }

  async changeTenant(id: string, change: { name?: string; timeZone?: string }): Promise<void> {
    const set = {
      ...(change.name !== undefined && { name: change.name }),
      ...(change.timeZone !== undefined && { time_zone: change.timeZone }),
    }
    if (Object.keys(set).length > 0) await this.#db.updateTable('tenant').set(set).where('id', '=', id).execute()
  }

  async addRole(role: Role): Promise<void> {
    await this.#db
      .insertInto('role')
      .values({
        id: role.id,
        tenant_id: role.tenantId,
        name: role.name,
        description: role.description,
        permissions: JSON.stringify(role.permissions),
        is_system: role.isSystem ? 1 : 0,
        created_at: role.createdAt,
      })
      .execute()
  }

  async role(tenantId: string, id: string): Promise<Role | null> {
    const row = await this.#db
      .selectFrom('role')
      .selectAll()
      .where('id', '=', id)
      .where('tenant_id', '=', tenantId)
      .executeTakeFirst()
    return row ? toRole(row) : null
  }

  async roleByName(tenantId: string, name: string): Promise<Role | null> {
    const row = await this.#db
      .selectFrom('role')
      .selectAll()
      .where('name', '=', name)
      .where('tenant_id', '=', tenantId)
      .executeTakeFirst()
    return row ? toRole(row) : null
  }

  async roles(tenantId: string, filters: Filters<'role'>, page: PageRequest<keyof DB['role']>): Promise<Page<Role>> {
    const { items, total } = await listRows(this.#db, 'role', tenantId, filters, page)
    return { items: items.map((row) => toRole(row as unknown as Selectable<DB['role']>)), total }
  }

  async changeRole(id: string, change: Pick<Role, 'name' | 'description' | 'permissions'>): Promise<void> {
    const set = { name: change.name, description: change.description, permissions: JSON.stringify(change.permissions) }
    await this.#db.updateTable('role').set(set).where('id', '=', id).execute()
  }

  async removeRole(id: string): Promise<void> {
    await this.#db.deleteFrom('role').where('id', '=', id).execute()
  }

  async isRoleInUse(id: string): Promise<boolean> {
    return (
      (await this.#db.selectFrom('user').select('id').where('role_id', '=', id).limit(1).executeTakeFirst()) !==
      undefined
    )
  }

  async addUser(user: User, passwordHash: string): Promise<void> {
    await this.#db
      .insertInto('user')
      .values({
        id: user.id,
        tenant_id: user.tenantId,
        email: user.email,
        name: user.name,
        password_hash: passwordHash,
        role_id: user.roleId,
        is_active: user.isActive ? 1 : 0,
        created_at: user.createdAt,
        last_login_at: user.lastLoginAt,
      })
      .execute()
  }

  async user(id: string): Promise<User | null> {
    const row = await this.#db.selectFrom('user').selectAll().where('id', '=', id).executeTakeFirst()
    return row ? toUser(row) : null
  }

  async credentials(email: string): Promise<{ user: User; passwordHash: string } | null> {
    const row = await this.#db.selectFrom('user').selectAll().where('email', '=', email).executeTakeFirst()
    return row ? { user: toUser(row), passwordHash: row.password_hash } : null
  }

  async users(tenantId: string, filters: Filters<'user'>, page: PageRequest<keyof DB['user']>): Promise<Page<User>> {
    const { items, total } = await listRows(this.#db, 'user', tenantId, filters, page)
    return { items: items.map((row) => toUser(row as unknown as Selectable<DB['user']>)), total }
  }

  async changeUser(
    id: string,
    change: { name?: string | null; roleId?: string; isActive?: boolean; passwordHash?: string; lastLoginAt?: number },
  ): Promise<void> {
    const set = {
      ...(change.name !== undefined && { name: change.name }),
      ...(change.roleId !== undefined && { role_id: change.roleId }),
      ...(change.isActive !== undefined && { is_active: change.isActive ? (1 as const) : (0 as const) }),
      ...(change.passwordHash !== undefined && { password_hash: change.passwordHash }),
      ...(change.lastLoginAt !== undefined && { last_login_at: change.lastLoginAt }),
    }
    if (Object.keys(set).length > 0) await this.#db.updateTable('user').set(set).where('id', '=', id).execute()
  }

  async removeUser(id: string): Promise<void> {
    await this.#db.deleteFrom('user').where('id', '=', id).execute()
  }

  async countActiveInRole(roleId: string): Promise<number> {
    const row = await this.#db
      .selectFrom('user')
      .select(sql<number>`count(*)`.as('n'))
      .where('role_id', '=', roleId)
      .where('is_active', '=', 1)
      .executeTakeFirstOrThrow()
    return Number(row.n)
  }

  async addSession(session: Session, userAgent: string | null): Promise<void> {
    await this.#db
      .insertInto('session')
      .values({
        id: session.id,
        user_id: session.userId,
        created_at: session.createdAt,
        expires_at: session.expiresAt,
        revoked_at: null,
        revoked_reason: null,
        user_agent: userAgent,
      })
      .execute()
  }

  async session(id: string): Promise<Session | null> {
    const row = await this.#db.selectFrom('session').selectAll().where('id', '=', id).executeTakeFirst()
    return row ? toSession(row) : null
  }

  async revokeSession(id: string, at: number, reason: string): Promise<void> {
    await this.#db
      .updateTable('session')
      .set({ revoked_at: at, revoked_reason: reason })
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .execute()
  }

  async revokeSessionsOf(userId: string, at: number, reason: string): Promise<void> {
    await this.#db
      .updateTable('session')
      .set({ revoked_at: at, revoked_reason: reason })
      .where('user_id', '=', userId)
      .where('revoked_at', 'is', null)
      .execute()
  }

  async addRefreshToken(tokenSha256: string, sessionId: string, at: number): Promise<void> {
    await this.#db
      .insertInto('refresh_token')
      .values({ token_sha256: tokenSha256, session_id: sessionId, created_at: at, used_at: null })
      .execute()
  }

  /** Marks a token used. 'reused' means that somebody had spent it before: a copy is in other hands. */
  async spendRefreshToken(
    tokenSha256: string,
    at: number,
  ): Promise<{ outcome: 'spent' | 'reused' | 'unknown'; sessionId: string | null }> {
    const row = await this.#db
      .selectFrom('refresh_token')
      .selectAll()
      .where('token_sha256', '=', tokenSha256)
      .executeTakeFirst()
    if (!row) return { outcome: 'unknown', sessionId: null }
    const update = await this.#db
      .updateTable('refresh_token')
      .set({ used_at: at })
      .where('token_sha256', '=', tokenSha256)
      .where('used_at', 'is', null)
      .executeTakeFirst()
    return { outcome: update.numUpdatedRows === 1n ? 'spent' : 'reused', sessionId: row.session_id }
  }

  async forgetExpiredSessions(before: number): Promise<void> {
    const old = this.#db.selectFrom('session').select('id').where('expires_at', '<', before)
    await this.#db.deleteFrom('refresh_token').where('session_id', 'in', old).execute()
    await this.#db.deleteFrom('session').where('expires_at', '<', before).execute()
  }
}
