import type { Stores } from '../../storage/stores/stores.ts'
import { type Actor, requirePermission } from '../access.ts'
import type { Audit } from '../audit/audit.ts'
import type { Gateways } from '../devices/gateways.ts'
import { AppError, notFound, stateConflict } from '../errors.ts'
import type { User } from '../identity/identity.types.ts'
import { newId } from '../ids.ts'
import type { Clock } from '../outside.ts'
import type { Transact } from '../transact.ts'
import { CLAIM_TRANSITIONS, type ClaimAction } from './claim.states.ts'
import { hashClaimCode, matchesClaimCode, newClaimCode, parseClaimCode, showClaimCode } from './claim-code.ts'
import type { Claim } from './zigbee.types.ts'

export const DEFAULT_TTL_MINUTES = 15
const MINUTE_MS = 60_000
/** Wrong secrets for a selector that exists; after these the code is worth nothing. */
const MAX_WRONG_TRIES = 5
/** Tries of all strangers together, so that selectors cannot be walked through either. */
const MAX_TRIES_PER_MINUTE = 30
const DEFAULT_BASE_TOPIC = 'zigbee2mqtt'

export interface ClaimsDeps {
  readonly stores: Stores
  readonly transact: Transact
  readonly audit: Audit
  readonly clock: Clock
  readonly gateways: Gateways
  readonly changed: (tenantId: string) => void
}

export interface Redeemed {
  readonly gatewayId: string
  readonly username: string
  readonly password: string
  readonly baseTopic: string
}

/** One message for every way a code can be wrong: who guesses learns nothing. */
const REFUSED = { tr: 'Kod geçersiz, kullanılmış ya da süresi dolmuş', en: 'The code is invalid, used or expired' }

/** Codes by which a Zigbee gateway joins this hub: shown once, kept hashed, used once. */
export class Claims {
  readonly #deps: ClaimsDeps
  #tries: number[] = []

  constructor(deps: ClaimsDeps) {
    this.#deps = deps
  }

  /** The code itself is in the answer, and only there. */
  async generate(
    actor: Actor,
    wanted: { name: string | null; subregionId: string | null; ttlMinutes: number },
  ): Promise<{ claim: Claim; code: string }> {
    requirePermission(actor, 'zigbee:write')
    const now = this.#deps.clock.now()
    return this.#deps.transact(async (stores) => {
      if (wanted.subregionId && !(await stores.sites.subregion(actor.tenantId, wanted.subregionId)))
        throw notFound({ tr: 'Alt bölge bulunamadı', en: 'Subregion not found' })
      await stores.zigbee.expirePendingClaims(now)
      let code = newClaimCode()
      while (await stores.zigbee.pendingClaimBySelector(code.selector)) code = newClaimCode()
      const claim: Claim = {
        id: newId(),
        tenantId: actor.tenantId,
        name: wanted.name,
        subregionId: wanted.subregionId,
        selector: code.selector,
        sha256: hashClaimCode(code),
        state: 'pending',
        wrongTries: 0,
        createdBy: actor.userId,
        createdAt: now,
        expiresAt: now + wanted.ttlMinutes * MINUTE_MS,
        endedAt: null,
        gatewayId: null,
      }
      await stores.zigbee.saveClaim(claim)
      await this.#audit(stores, actor, 'create', claim)
      return { claim, code: showClaimCode(code) }
    })
  }

  async pending(actor: Actor): Promise<readonly Claim[]> {
    requirePermission(actor, 'zigbee:read')
    const now = this.#deps.clock.now()
    const claims = await this.#deps.stores.zigbee.pendingClaims(actor.tenantId)
    return claims.filter((claim) => claim.expiresAt > now)
  }

  /** @throws AppError RESOURCE_NOT_FOUND, STATE_CONFLICT when it is not pending any more */
  async cancel(actor: Actor, id: string): Promise<void> {
    requirePermission(actor, 'zigbee:write')
    await this.#deps.transact(async (stores) => {
      const claim = await stores.zigbee.claim(actor.tenantId, id)
      if (!claim) throw notFound({ tr: 'Kod bulunamadı', en: 'Claim not found' })
      const ended = this.#ended(claim, claim.expiresAt <= this.#deps.clock.now() ? null : 'cancel')
      await stores.zigbee.saveClaim(ended)
      await this.#audit(stores, actor, 'cancel', ended)
    })
    this.#deps.changed(actor.tenantId)
  }

  /**
   * What a gateway without any sign-in asks over MQTT (additions.md, quaywatch/claim). Makes the gateway and its
   * credentials in one transaction with the end of the code, so that a code never makes two.
   * @throws AppError VALIDATION_ERROR, the same for every wrong code; RATE_LIMITED
   */
  async redeem(typed: string): Promise<Redeemed> {
    this.#limit()
    const code = parseClaimCode(typed)
    const found = code ? await this.#deps.stores.zigbee.pendingClaimBySelector(code.selector) : null
    if (!code || !found || found.expiresAt <= this.#deps.clock.now()) throw new AppError('VALIDATION_ERROR', REFUSED)
    if (!matchesClaimCode(code, found.sha256)) {
      await this.#countWrongTry(found)
      throw new AppError('VALIDATION_ERROR', REFUSED)
    }
    const made = await this.#deps.transact(async (stores) => {
      const claim = await stores.zigbee.claim(found.tenantId, found.id)
      // Another gateway may have used it while this one waited for its turn.
      if (claim?.state !== 'pending') throw new AppError('VALIDATION_ERROR', REFUSED)
      const { gateway, password } = await this.#deps.gateways.addWithin(
        stores,
        creatorOf(claim, await stores.identity.user(claim.createdBy)),
        {
          name: await freeName(stores, claim),
          type: 'zigbee',
          subregionId: claim.subregionId,
          isEnabled: true,
          connection: { base_topic: `${DEFAULT_BASE_TOPIC}-${claim.selector.toLowerCase()}` },
        },
      )
      const ended = { ...this.#ended(claim, 'redeem'), gatewayId: gateway.id }
      await stores.zigbee.saveClaim(ended)
      await this.#audit(stores, null, 'redeem', ended)
      return { gateway, password }
    })
    await this.#deps.gateways.settle(made.gateway)
    this.#deps.changed(made.gateway.tenantId)
    return {
      gatewayId: made.gateway.id,
      username: made.gateway.username ?? '',
      password: made.password ?? '',
      baseTopic: String(made.gateway.connection.base_topic),
    }
  }

  async expire(): Promise<void> {
    await this.#deps.stores.zigbee.expirePendingClaims(this.#deps.clock.now())
  }

  async #countWrongTry(found: Claim): Promise<void> {
    await this.#deps.transact(async (stores) => {
      const claim = await stores.zigbee.claim(found.tenantId, found.id)
      if (claim?.state !== 'pending') return
      const wrongTries = claim.wrongTries + 1
      const isBurnt = wrongTries >= MAX_WRONG_TRIES
      const after = { ...(isBurnt ? this.#ended(claim, 'burn') : claim), wrongTries }
      await stores.zigbee.saveClaim(after)
      if (isBurnt) await this.#audit(stores, null, 'burn', after)
    })
  }

  #ended(claim: Claim, action: ClaimAction | null): Claim {
    const state = action === null ? undefined : CLAIM_TRANSITIONS[claim.state][action]
    if (!state) throw stateConflict({ tr: 'Kod artık beklemede değil', en: 'The code is not pending any more' })
    return { ...claim, state, endedAt: this.#deps.clock.now() }
  }

  #limit(): void {
    const now = this.#deps.clock.now()
    this.#tries = this.#tries.filter((at) => at > now - MINUTE_MS)
    if (this.#tries.length >= MAX_TRIES_PER_MINUTE) throw new AppError('RATE_LIMITED', null, { retryAfterS: 60 })
    this.#tries.push(now)
  }

  async #audit(stores: Stores, actor: Actor | null, action: string, claim: Claim): Promise<void> {
    await this.#deps.audit.append(stores, {
      tenantId: claim.tenantId,
      actor,
      action,
      entity: 'zigbee_claim',
      entityId: claim.id,
      detail: { name: claim.name, subregion_id: claim.subregionId, gateway_id: claim.gatewayId },
    })
  }
}

/** The gateway is made in the name of who made the code. */
const creatorOf = (claim: Claim, user: Pick<User, 'email'> | null): Actor => ({
  userId: claim.createdBy,
  tenantId: claim.tenantId,
  email: user?.email ?? '',
  permissions: new Set(['gateways:write']),
  sessionId: 'zigbee-claim',
})

async function freeName(stores: Stores, claim: Claim): Promise<string> {
  const wanted = claim.name ?? 'Zigbee'
  if ((await stores.devices.gatewayIdByName(claim.tenantId, wanted)) === null) return wanted
  return `${wanted} ${claim.selector}`
}
