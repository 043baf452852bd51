import { createHash } from 'node:crypto'
import type { Stores } from '../../storage/stores/stores.ts'
import { type Actor, PERMISSIONS, requirePermission } from '../access.ts'
import type { Audit } from '../audit/audit.ts'
import { AppError, notFound, stateConflict } from '../errors.ts'
import { newId } from '../ids.ts'
import type { Clock } from '../outside.ts'
import type { Transact } from '../transact.ts'
import { type Role, SYSTEM_ROLES, type Tenant, type TokenPair, type User } from './identity.types.ts'

/** Slow password hashing (argon2id), off the event loop. */
export interface Passwords {
  hash(password: string): Promise<string>
  verify(hash: string, password: string): Promise<boolean>
}

/** Signed tokens. Verification throws AppError TOKEN_EXPIRED or TOKEN_INVALID. */
export interface Tokens {
  issueAccess(claims: { userId: string; sessionId: string }): Promise<string>
  issueRefresh(claims: { sessionId: string }): Promise<string>
  verifyAccess(token: string): Promise<{ userId: string; sessionId: string; expiresAt: number }>
  verifyRefresh(token: string): Promise<{ sessionId: string }>
}

export interface IdentityDeps {
  readonly stores: Stores
  readonly transact: Transact
  readonly audit: Audit
  readonly clock: Clock
  readonly passwords: Passwords
  readonly tokens: Tokens
  readonly hostTimeZone: string
}

const SESSION_MS = 30 * 86_400_000
const ACTOR_CACHE_MS = 5_000
const WRONG_CREDENTIALS = new AppError('INVALID_CREDENTIALS')
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** Set-up, sign-in and sessions. */
export class Identity {
  readonly #deps: IdentityDeps
  readonly #actors = new Map<string, { actor: Actor; at: number }>()
  /** Verified when the e-mail is unknown, so that the answer takes as long as for a known one. */
  #decoyHash: Promise<string> | null = null

  constructor(deps: IdentityDeps) {
    this.#deps = deps
  }

  isSetUp(): Promise<boolean> {
    return this.#deps.stores.identity.hasAnyUser()
  }

  /** Makes the first tenant, its roles and its administrator. @throws AppError STATE_CONFLICT once any user exists */
  async setUp(first: { tenantName: string; email: string; password: string; timeZone?: string }): Promise<User> {
    const passwordHash = await this.#deps.passwords.hash(first.password)
    return this.#deps.transact(async (stores) => {
      if (await stores.identity.hasAnyUser())
        throw stateConflict({ tr: 'Kurulum daha önce tamamlanmış', en: 'Set-up has already been completed' })
      const now = this.#deps.clock.now()
      const tenant: Tenant = {
        id: newId(),
        name: first.tenantName,
        timeZone: first.timeZone ?? this.#deps.hostTimeZone,
        createdAt: now,
      }
      await stores.identity.addTenant(tenant)
      const roles = SYSTEM_ROLES.map(
        ({ name, description, permissions }): Role => ({
          id: newId(),
          tenantId: tenant.id,
          name,
          description,
          permissions: permissions === 'all' ? PERMISSIONS : permissions,
          isSystem: true,
          createdAt: now,
        }),
      )
      for (const role of roles) await stores.identity.addRole(role)
      const user: User = {
        id: newId(),
        tenantId: tenant.id,
        email: first.email,
        name: null,
        roleId: roles[0]?.id ?? '',
        isActive: true,
        createdAt: now,
        lastLoginAt: null,
      }
      await stores.identity.addUser(user, passwordHash)
      await this.#deps.audit.append(stores, {
        tenantId: tenant.id,
        actor: { userId: user.id, email: user.email },
        action: 'setup',
        entity: 'tenant',
        entityId: tenant.id,
        detail: { name: tenant.name },
      })
      return user
    })
  }

  /** @throws AppError INVALID_CREDENTIALS, the same for an unknown e-mail, a wrong password and a disabled user */
  async login(email: string, password: string, userAgent: string | null): Promise<TokenPair> {
    const found = await this.#deps.stores.identity.credentials(email)
    this.#decoyHash ??= this.#deps.passwords.hash(newId())
    const isRight = await this.#deps.passwords.verify(found?.passwordHash ?? (await this.#decoyHash), password)
    if (!found || !isRight || !found.user.isActive) {
      if (found) await this.#note(found.user, 'login_failed')
      throw WRONG_CREDENTIALS
    }
    const pair = await this.startSession(found.user, userAgent)
    return pair
  }

  async startSession(user: User, userAgent: string | null): Promise<TokenPair> {
    const now = this.#deps.clock.now()
    const sessionId = newId()
    const pair = await this.#issue(user.id, sessionId)
    await this.#deps.transact(async (stores) => {
      await stores.identity.addSession(
        { id: sessionId, userId: user.id, createdAt: now, expiresAt: now + SESSION_MS, revokedAt: null },
        userAgent,
      )
      await stores.identity.addRefreshToken(sha256(pair.refreshToken), sessionId, now)
      await stores.identity.changeUser(user.id, { lastLoginAt: now })
      await this.#deps.audit.append(stores, {
        tenantId: user.tenantId,
        actor: { userId: user.id, email: user.email },
        action: 'login',
        entity: 'session',
        entityId: sessionId,
      })
    })
    return pair
  }

  /**
   * Rotates a refresh token. One that was used before revokes the whole session: a copy is in other hands.
   * @throws AppError TOKEN_EXPIRED, TOKEN_INVALID
   */
  async refresh(refreshToken: string): Promise<TokenPair> {
    await this.#deps.tokens.verifyRefresh(refreshToken)
    const now = this.#deps.clock.now()
    // The verdict is returned, not thrown, inside the transaction: the revocation must be kept.
    const verdict = await this.#deps.transact(async (stores) => {
      const { outcome, sessionId } = await stores.identity.spendRefreshToken(sha256(refreshToken), now)
      const session = sessionId ? await stores.identity.session(sessionId) : null
      const user = session ? await stores.identity.user(session.userId) : null
      if (!session || !user?.isActive) return null
      if (outcome === 'reused' && session.revokedAt === null) {
        await stores.identity.revokeSession(session.id, now, 'refresh token reused')
        await this.#deps.audit.append(stores, {
          tenantId: user.tenantId,
          actor: null,
          action: 'session_revoked',
          entity: 'session',
          entityId: session.id,
          detail: { reason: 'refresh token reused', email: user.email },
        })
      }
      if (outcome !== 'spent' || session.revokedAt !== null || session.expiresAt <= now) return null
      const pair = await this.#issue(user.id, session.id)
      await stores.identity.addRefreshToken(sha256(pair.refreshToken), session.id, now)
      return pair
    })
    if (verdict) return verdict
    this.#actors.clear()
    throw new AppError('TOKEN_INVALID')
  }

  async logout(actor: Actor): Promise<void> {
    await this.#deps.transact(async (stores) => {
      await stores.identity.revokeSession(actor.sessionId, this.#deps.clock.now(), 'logout')
      await this.#deps.audit.append(stores, {
        tenantId: actor.tenantId,
        actor,
        action: 'logout',
        entity: 'session',
        entityId: actor.sessionId,
      })
    })
    this.#actors.clear()
  }

  /** Who a bearer token is. @throws AppError TOKEN_EXPIRED, TOKEN_INVALID */
  async authenticate(token: string): Promise<Actor> {
    return (await this.authenticateUntil(token)).actor
  }

  /** As authenticate, with the instant at which the token ends (for sockets). */
  async authenticateUntil(token: string): Promise<{ actor: Actor; expiresAt: number }> {
    const { userId, sessionId, expiresAt } = await this.#deps.tokens.verifyAccess(token)
    const now = this.#deps.clock.now()
    const known = this.#actors.get(sessionId)
    if (known && now - known.at < ACTOR_CACHE_MS) return { actor: known.actor, expiresAt }
    const [session, user] = await Promise.all([
      this.#deps.stores.identity.session(sessionId),
      this.#deps.stores.identity.user(userId),
    ])
    if (!session || session.revokedAt !== null || !user?.isActive) throw new AppError('TOKEN_INVALID')
    const role = await this.#deps.stores.identity.role(user.tenantId, user.roleId)
    const actor: Actor = {
      userId,
      tenantId: user.tenantId,
      email: user.email,
      permissions: new Set(role?.permissions ?? []),
      sessionId,
    }
    if (this.#actors.size > 1_000) this.#actors.clear()
    this.#actors.set(sessionId, { actor, at: now })
    return { actor, expiresAt }
  }

  /** To be called when what users may do has changed: nobody acts on what they were. */
  forgetActors(): void {
    this.#actors.clear()
  }

  async me(actor: Actor): Promise<{ user: User; role: Role; tenant: Tenant }> {
    const user = await this.#deps.stores.identity.user(actor.userId)
    const role = user && (await this.#deps.stores.identity.role(actor.tenantId, user.roleId))
    const tenant = await this.#deps.stores.identity.tenant(actor.tenantId)
    if (!user || !role || !tenant) throw new AppError('TOKEN_INVALID')
    return { user, role, tenant }
  }

  async tenant(tenantId: string): Promise<Tenant> {
    const tenant = await this.#deps.stores.identity.tenant(tenantId)
    if (!tenant) throw notFound()
    return tenant
  }

  async changeTenant(actor: Actor, change: { name?: string; timeZone?: string }): Promise<Tenant> {
    requirePermission(actor, 'users:write')
    await this.#deps.transact(async (stores) => {
      await stores.identity.changeTenant(actor.tenantId, change)
      await this.#deps.audit.append(stores, {
        tenantId: actor.tenantId,
        actor,
        action: 'update',
        entity: 'tenant',
        entityId: actor.tenantId,
        detail: change,
      })
    })
    return this.tenant(actor.tenantId)
  }

  async #issue(userId: string, sessionId: string): Promise<TokenPair> {
    const [accessToken, refreshToken] = await Promise.all([
      this.#deps.tokens.issueAccess({ userId, sessionId }),
      this.#deps.tokens.issueRefresh({ sessionId }),
    ])
    return { accessToken, refreshToken }
  }

  #note(user: User, action: string): Promise<void> {
    return this.#deps.transact((stores) =>
      this.#deps.audit.append(stores, {
        tenantId: user.tenantId,
        actor: null,
        action,
        entity: 'user',
        entityId: user.id,
        detail: { email: user.email },
      }),
    )
  }
}
