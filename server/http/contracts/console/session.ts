import { z } from 'zod'
import type { Core } from '../../../core/core.ts'
import { AppError } from '../../../core/errors.ts'
import { email, password, text } from '../../fields.ts'
import { routesOf } from '../../kit.ts'
import { pairToWire, tokenPair } from '../platform/auth.ts'

const route = routesOf<Core>()

const isLoopback = (ip: string): boolean => ip === '::1' || ip.startsWith('127.') || ip.startsWith('::ffff:127.')
/** A page of another site that was rebound to this machine carries that site's name. */
const isLocalName = (origin: string): boolean =>
  /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(origin).hostname)

export const sessionRoutes = [
  route({
    at: 'POST /setup',
    needs: 'public',
    summary: 'First run: makes the tenant and its administrator. From this machine only; 409 once a user exists',
    status: 201,
    body: z.strictObject({ tenant_name: text(), email, password }),
    returns: tokenPair,
    run: async ({ body, caller, core }) => {
      if (!isLoopback(caller.ip) || !isLocalName(caller.origin)) {
        throw new AppError('PERMISSION_DENIED', {
          tr: 'Kurulum yalnızca bu makineden yapılabilir; uzaktan kurulum için QUAYWATCH_ADMIN_EMAIL ve QUAYWATCH_ADMIN_PASSWORD kullanın',
          en: 'Set-up is possible from this machine only; for a remote one use QUAYWATCH_ADMIN_EMAIL and QUAYWATCH_ADMIN_PASSWORD',
        })
      }
      const user = await core.identity.setUp({
        tenantName: body.tenant_name,
        email: body.email,
        password: body.password,
      })
      return pairToWire(await core.identity.startSession(user, caller.userAgent))
    },
  }),
  route({
    at: 'POST /logout',
    needs: 'signed-in',
    summary: 'Ends the session: its tokens are refused from now on',
    status: 204,
    run: ({ actor, core }) => core.identity.logout(actor),
  }),
  route({
    at: 'GET /session',
    needs: 'signed-in',
    summary: 'Who is signed in, where, and what they may do',
    status: 200,
    returns: z.object({
      user: z.object({ id: z.string(), email: z.string(), name: z.string().nullable(), role_name: z.string() }),
      tenant: z.object({ id: z.string(), name: z.string(), time_zone: z.string() }),
      permissions: z.array(z.string()),
      demo: z.boolean(),
    }),
    run: async ({ actor, core }) => {
      const { user, role, tenant } = await core.identity.me(actor)
      return {
        user: { id: user.id, email: user.email, name: user.name, role_name: role.name },
        tenant: { id: tenant.id, name: tenant.name, time_zone: tenant.timeZone },
        permissions: role.permissions,
        demo: core.system.isDemo,
      }
    },
  }),
]
