import { Identity } from '../core/identity/identity.ts'
import { People } from '../core/identity/people.ts'
import type { DataFolder } from '../data-folder.ts'
import type { Job } from '../jobs/jobs.ts'
import { argonPasswords } from '../security/passwords.ts'
import { loadSecrets } from '../security/secrets.ts'
import { jwtTokens } from '../security/tokens.ts'
import type { Base } from './base.ts'

const ACCESS_TOKEN_S = 15 * 60
const HOUR_MS = 3_600_000

/** Who is who: accounts, roles and sign-ins. */
export function peoplePart(base: Base, folder: DataFolder) {
  const { stores, clock } = base
  const deps = { ...base, passwords: argonPasswords }
  const tokens = jwtTokens(loadSecrets(folder.path).signingKey, clock, ACCESS_TOKEN_S)
  const hostTimeZone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const identity = new Identity({ ...deps, tokens, hostTimeZone })
  const jobs: readonly Job[] = [
    { name: 'sessions', everyMs: HOUR_MS, run: () => stores.identity.forgetExpiredSessions(clock.now()) },
  ]
  return {
    core: { identity, people: new People({ ...deps, changed: () => identity.forgetActors() }) },
    jobs,
    tenantTimeZone: async (tenantId: string): Promise<string> => (await identity.tenant(tenantId)).timeZone,
  }
}
