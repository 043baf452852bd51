import type { Stores } from '../../storage/stores/stores.ts'
import { type Actor, requirePermission } from '../access.ts'
import { notFound } from '../errors.ts'
import { newId } from '../ids.ts'
import {
  acceptHandover,
  endOffer,
  lockOf,
  offerHandover,
  placeEquipmentLock,
  placePersonalLock,
  releaseByForce,
  removeLockByForce,
  removeOwnLock,
} from './lock.acts.ts'
import type { Forced, HandoverView, Lock, LockKind, LotoSession } from './loto.types.ts'
import { colleague } from './people.ts'
import type { Pins } from './pins.ts'
import { type By, demand, personOf } from './session.acts.ts'
import type { SessionDesk } from './session-desk.ts'
import { checkAttestations, secondSupervisor } from './supervisors.ts'

const NO_LOCK = { tr: 'Kilit bulunamadı', en: 'Lock not found' }
const NO_OFFER = { tr: 'Devir teklifi bulunamadı', en: 'Handover not found' }

export interface LockRequest {
  readonly sessionId: string
  readonly kind: LockKind
  readonly pointId: string | null
  readonly tag: string | null
  readonly pin: string | null
}

export interface PlacedLock {
  readonly session: LotoSession
  readonly lock: Lock
}

export interface LocksDeps {
  readonly stores: Stores
  readonly desk: SessionDesk
  readonly pins: Pins
  /** Resolves when every command that the interlock let through before has ended. */
  readonly commandsSettled: () => Promise<void>
}

/** Locks going on, coming off and changing hands. A lock belongs to whoever is signed in, never to a name in a body. */
export class Locks {
  readonly #deps: LocksDeps

  constructor(deps: LocksDeps) {
    this.#deps = deps
  }

  /** @throws AppError STATE_CONFLICT, BUSINESS_RULE_VIOLATION, RATE_LIMITED (PIN) */
  async place(actor: Actor, { sessionId, kind, pointId, tag, pin }: LockRequest): Promise<PlacedLock> {
    requirePermission(actor, 'loto:work')
    await this.#deps.pins.prove(actor, pin)
    const draft = { id: newId(), tag }
    const session = await this.#deps.desk.act(actor, sessionId, (before, how) =>
      kind === 'personal'
        ? placePersonalLock(before, how, pointId, draft)
        : placeEquipmentLock(before, how, pointId ?? '', draft),
    )
    // From the commit on nothing new is let through; what was, has ended before anybody is told that it is locked.
    await this.#deps.commandsSettled()
    return placed(session, draft.id)
  }

  /** By its owner. @throws AppError PERMISSION_DENIED to everybody else */
  async remove(actor: Actor, lockId: string, pin: string | null): Promise<PlacedLock> {
    requirePermission(actor, 'loto:work')
    const sessionId = await this.#sessionOf(lockId)
    // Before a PIN is spent on what is refused anyway; the act itself is judged again in its transaction.
    await this.#deps.desk.look(actor, sessionId, (session, how) => void removeOwnLock(session, how, lockId))
    await this.#deps.pins.prove(actor, pin)
    return placed(
      await this.#deps.desk.act(actor, sessionId, (before, how) => removeOwnLock(before, how, lockId)),
      lockId,
    )
  }

  /** Of somebody who is not there. @throws AppError BUSINESS_RULE_VIOLATION unless two supervisors attest all three */
  async removeByForce(actor: Actor, lockId: string, forced: Forced, pin: string | null): Promise<PlacedLock> {
    requirePermission(actor, 'loto:supervise')
    const sessionId = await this.#sessionOf(lockId)
    await this.#deps.desk.look(actor, sessionId, (session, how) => {
      lockOf(session, lockId)
      demand(session, 'force_remove', how.by)
    })
    const second = await this.#signatures(actor, forced, pin)
    const session = await this.#deps.desk.act(actor, sessionId, (before, how) =>
      removeLockByForce(before, how, lockId, second, forced.reason),
    )
    return placed(session, lockId)
  }

  /** Ends a lock-out whose primary is not there; the personal locks must be off. */
  async releaseByForce(actor: Actor, sessionId: string, forced: Forced, pin: string | null): Promise<LotoSession> {
    requirePermission(actor, 'loto:supervise')
    await this.#deps.desk.look(actor, sessionId, (session, how) => demand(session, 'force_release', how.by))
    const second = await this.#signatures(actor, forced, pin)
    return this.#deps.desk.act(actor, sessionId, (before, how) => releaseByForce(before, how, second, forced.reason))
  }

  /** Offers to a colleague what one holds in a session: the personal lock, the part of the primary, or both. */
  async offer(
    actor: Actor,
    from: { readonly sessionId: string } | { readonly lockId: string },
    toUserId: string,
    pin: string | null,
  ): Promise<HandoverView> {
    requirePermission(actor, 'loto:work')
    await this.#deps.pins.prove(actor, pin)
    const id = newId()
    const sessionId = 'sessionId' in from ? from.sessionId : await this.#sessionOf(from.lockId)
    await this.#deps.desk.act(actor, sessionId, async (session, how, stores) => {
      if ('lockId' in from) requireOwn(session, from.lockId, how)
      const to = await colleague(stores, actor.tenantId, toUserId)
      if (!to?.permissions.has('loto:work'))
        throw notFound({ tr: 'Devralacak kişi bulunamadı', en: 'Nobody there to take over' })
      return offerHandover(session, how, id, personOf(to))
    })
    return this.#handover(id)
  }

  /** One transaction: the incoming lock is on before the outgoing one is off, or nothing has happened. */
  async accept(actor: Actor, id: string, pin: string | null): Promise<HandoverView> {
    requirePermission(actor, 'loto:work')
    const sessionId = await this.#sessionOfOffer(id)
    await this.#deps.pins.prove(actor, pin)
    await this.#deps.desk.act(actor, sessionId, (session, how) =>
      acceptHandover(session, how, id, { id: newId(), tag: null }),
    )
    return this.#handover(id)
  }

  async endOffer(actor: Actor, id: string, how: 'declined' | 'withdrawn'): Promise<HandoverView> {
    requirePermission(actor, 'loto:work')
    const sessionId = await this.#sessionOfOffer(id)
    await this.#deps.desk.act(actor, sessionId, (session, by) => endOffer(session, by, id, how))
    return this.#handover(id)
  }

  async offers(actor: Actor): Promise<readonly HandoverView[]> {
    requirePermission(actor, 'loto:read')
    return this.#deps.stores.loto.offersOf(actor.userId)
  }

  async #signatures(actor: Actor, forced: Forced, pin: string | null) {
    checkAttestations(forced.attestations)
    await this.#deps.pins.prove(actor, pin)
    return secondSupervisor(this.#deps.stores, this.#deps.pins, actor.tenantId, forced)
  }

  async #sessionOf(lockId: string): Promise<string> {
    const sessionId = await this.#deps.stores.loto.sessionIdOfLock(lockId)
    if (sessionId === null) throw notFound(NO_LOCK)
    return sessionId
  }

  async #sessionOfOffer(id: string): Promise<string> {
    const sessionId = await this.#deps.stores.loto.sessionIdOfHandover(id)
    if (sessionId === null) throw notFound(NO_OFFER)
    return sessionId
  }

  async #handover(id: string): Promise<HandoverView> {
    const handover = await this.#deps.stores.loto.handover(id)
    if (!handover) throw notFound(NO_OFFER)
    return handover
  }
}

function requireOwn(session: LotoSession, lockId: string, { by }: By): void {
  if (lockOf(session, lockId).owner.id !== by.id) throw notFound(NO_LOCK)
}

function placed(session: LotoSession, lockId: string): PlacedLock {
  const lock = session.locks.find(({ id }) => id === lockId)
  if (!lock) throw notFound(NO_LOCK)
  return { session, lock }
}
