import { randomUUID } from 'node:crypto'
import { errors, jwtVerify, SignJWT } from 'jose'
import { AppError } from '../core/errors.ts'
import type { Tokens } from '../core/identity/identity.ts'
import type { Clock } from '../core/outside.ts'

const ALGORITHM = 'HS256'
const REFRESH_S = 30 * 86_400

/** JWTs signed with this install's own secret. `typ` keeps a refresh token from passing as an access token. */
export function jwtTokens(secret: Uint8Array, clock: Clock, accessLifetimeS: number): Tokens {
  const sign = (claims: Record<string, string>, typ: string, lifetimeS: number) => {
    const nowS = Math.floor(clock.now() / 1000)
    return new SignJWT(claims)
      .setProtectedHeader({ alg: ALGORITHM, typ })
      .setJti(randomUUID())
      .setIssuedAt(nowS)
      .setExpirationTime(nowS + lifetimeS)
      .sign(secret)
  }
  const open = async (token: string, typ: string) => {
    try {
      const { payload } = await jwtVerify(token, secret, {
        algorithms: [ALGORITHM],
        typ,
        currentDate: new Date(clock.now()),
      })
      return payload
    } catch (error) {
      throw new AppError(error instanceof errors.JWTExpired ? 'TOKEN_EXPIRED' : 'TOKEN_INVALID')
    }
  }
  return {
    issueAccess: ({ userId, sessionId }) => sign({ sub: userId, sid: sessionId }, 'access+jwt', accessLifetimeS),
    issueRefresh: ({ sessionId }) => sign({ sid: sessionId }, 'refresh+jwt', REFRESH_S),
    async verifyAccess(token) {
      const { sub, sid, exp } = await open(token, 'access+jwt')
      if (typeof sub !== 'string' || typeof sid !== 'string' || exp === undefined) throw new AppError('TOKEN_INVALID')
      return { userId: sub, sessionId: sid, expiresAt: exp * 1000 }
    },
    async verifyRefresh(token) {
      const { sid } = await open(token, 'refresh+jwt')
      if (typeof sid !== 'string') throw new AppError('TOKEN_INVALID')
      return { sessionId: sid }
    },
  }
}
