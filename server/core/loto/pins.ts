import type { PinRecord } from '../../storage/stores/loto-pins.store.ts'
import type { Stores } from '../../storage/stores/stores.ts'
import { type Actor, requirePermission } from '../access.ts'
import type { Audit } from '../audit/audit.ts'
import { AppError, ruleViolation, type Words } from '../errors.ts'
import type { Passwords } from '../identity/identity.ts'
import type { Clock } from '../outside.ts'
import type { Transact } from '../transact.ts'

export interface PinsDeps {
  readonly stores: Stores
  readonly transact: Transact
  readonly audit: Audit
  readonly clock: Clock
  readonly passwords: Passwords
}

export const MAX_WRONG_PINS = 5
export const PIN_LOCK_MS = 15 * 60_000

const WRONG_PIN: Words = { tr: 'PIN yanlış', en: 'The PIN is wrong' }
const NO_PIN: Words = { tr: 'PIN gerekli', en: 'The PIN is needed' }
const WRONG_PASSWORD: Words = { tr: 'Şifre yanlış', en: 'The password is wrong' }

/**
 * A second proof of who stands at the board: whoever has set a PIN gives it at every lock and unlock, because the window
 * may have been left signed in. Four digits bear few attempts, so every one is counted before it is judged.
 */
export class Pins {
  readonly #deps: PinsDeps

  constructor(deps: PinsDeps) {
    this.#deps = deps
  }

  async status(actor: Actor): Promise<{ readonly isSet: boolean; readonly lockedUntil: number | null }> {
    requirePermission(actor, 'loto:read')
    const { hash, lockedUntil } = await this.#deps.stores.lotoPins.get(actor.userId)
    return { isSet: hash !== null, lockedUntil: lockedUntil !== null && lockedUntil > this.#now() ? lockedUntil : null }
  }

  /** @throws AppError BUSINESS_RULE_VIOLATION on a wrong password, RATE_LIMITED after too many */
  async set(actor: Actor, password: string, pin: string): Promise<void> {
    requirePermission(actor, 'loto:work')
    await this.#provePassword(actor, password)
    await this.#keep(actor, 'set', await this.#deps.passwords.hash(pin))
  }

  async remove(actor: Actor, password: string): Promise<void> {
    requirePermission(actor, 'loto:work')
    await this.#provePassword(actor, password)
    await this.#keep(actor, 'remove', null)
  }

  /**
   * Whoever has no PIN has nothing to prove here; what they give is not looked at.
   * @returns whether a PIN was given and right
   * @throws AppError BUSINESS_RULE_VIOLATION when it is missing or wrong, RATE_LIMITED after too many wrong ones
   */
  async prove(person: { readonly userId: string; readonly tenantId: string }, pin: string | null): Promise<boolean> {
    const { hash } = await this.#deps.stores.lotoPins.get(person.userId)
    if (hash === null) return false
    if (pin === null) throw ruleViolation(NO_PIN)
    await this.#attempt(person, () => this.#deps.passwords.verify(hash, pin), WRONG_PIN)
    return true
  }

  async #provePassword(actor: Actor, password: string): Promise<void> {
    const known = await this.#deps.stores.identity.credentials(actor.email)
    const check = async () => known !== null && (await this.#deps.passwords.verify(known.passwordHash, password))
    await this.#attempt(actor, check, WRONG_PASSWORD)
  }

  async #attempt(
    { userId, tenantId }: { readonly userId: string; readonly tenantId: string },
    check: () => Promise<boolean>,
    wrong: Words,
  ): Promise<void> {
    await this.#deps.transact(async (stores) => {
      const now = this.#now()
      const record = await stores.lotoPins.get(userId)
      if (record.lockedUntil !== null && record.lockedUntil > now) throw tooMany(record.lockedUntil - now)
      const failures = (record.lockedUntil === null ? record.failures : 0) + 1
      const lockedUntil = failures >= MAX_WRONG_PINS ? now + PIN_LOCK_MS : null
      await stores.lotoPins.save(userId, { ...record, failures, lockedUntil }, now)
    })
    const isRight = await check()
    await this.#deps.transact(async (stores) => {
      if (isRight) return this.#write(stores, userId, { failures: 0, lockedUntil: null })
      await this.#deps.audit.append(stores, {
        tenantId,
        actor: null,
        action: 'pin_refused',
        entity: 'loto_pin',
        entityId: userId,
      })
    })
    if (!isRight) throw ruleViolation(wrong)
  }

  async #keep(actor: Actor, action: 'set' | 'remove', hash: string | null): Promise<void> {
    await this.#deps.transact(async (stores) => {
      await this.#write(stores, actor.userId, { hash })
      await this.#deps.audit.append(stores, {
        tenantId: actor.tenantId,
        actor,
        action,
        entity: 'loto_pin',
        entityId: actor.userId,
      })
    })
  }

  async #write(stores: Stores, userId: string, change: Partial<PinRecord>): Promise<void> {
    await stores.lotoPins.save(userId, { ...(await stores.lotoPins.get(userId)), ...change }, this.#now())
  }

  #now(): number {
    return this.#deps.clock.now()
  }
}

const tooMany = (restMs: number): AppError =>
  new AppError(
    'RATE_LIMITED',
    {
      tr: 'Çok fazla yanlış deneme; bir süre sonra yeniden deneyin',
      en: 'Too many wrong attempts; try again after a while',
    },
    { retryAfterS: Math.ceil(restMs / 1000) },
  )
