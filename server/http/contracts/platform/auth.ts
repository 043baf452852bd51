import { z } from 'zod'
import type { Core } from '../../../core/core.ts'
import type { TokenPair } from '../../../core/identity/identity.types.ts'
import { email, iso, isoOrNull } from '../../fields.ts'
import { routesOf } from '../../kit.ts'

const route = routesOf<Core>()

export const tokenPair = z.object({
  access_token: z.string(),
  refresh_token: z.string(),
  token_type: z.literal('bearer'),
})
export const pairToWire = (pair: TokenPair) => ({
  access_token: pair.accessToken,
  refresh_token: pair.refreshToken,
  token_type: 'bearer',
})

export const authRoutes = [
  route({
    at: 'POST /auth/login',
    needs: 'public',
    summary: 'Email/password ile giriş',
    status: 200,
    body: z.strictObject({ email, password: z.string().min(1).max(256) }),
    returns: tokenPair,
    run: async ({ body, caller, core }) =>
      pairToWire(await core.identity.login(body.email, body.password, caller.userAgent)),
  }),
  route({
    at: 'POST /auth/refresh',
    needs: 'public',
    summary: 'Token yenileme',
    status: 200,
    body: z.strictObject({ refresh_token: z.string().min(1).max(4096) }),
    returns: tokenPair,
    run: async ({ body, core }) => pairToWire(await core.identity.refresh(body.refresh_token)),
  }),
  route({
    at: 'GET /auth/me',
    needs: 'signed-in',
    summary: 'Mevcut kullanıcı profili',
    status: 200,
    returns: z.object({
      id: z.string(),
      email: z.string(),
      name: z.string().nullable(),
      tenant_id: z.string(),
      role_id: z.string(),
      role_name: z.string(),
      permissions: z.array(z.string()),
      created_at: z.string(),
      last_login_at: z.string().nullable(),
    }),
    run: async ({ actor, core }) => {
      const { user, role } = await core.identity.me(actor)
      return {
        id: user.id,
        email: user.email,
        name: user.name,
        tenant_id: user.tenantId,
        role_id: role.id,
        role_name: role.name,
        permissions: role.permissions,
        created_at: iso(user.createdAt),
        last_login_at: isoOrNull(user.lastLoginAt),
      }
    },
  }),
]
