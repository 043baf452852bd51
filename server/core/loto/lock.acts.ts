import { AppError, notFound, ruleViolation, stateConflict } from '../errors.ts'
import type { Handover, Lock, LotoSession, Person, Removal } from './loto.types.ts'
import { type By, demand, edge, NOTHING_CLEARED, personOf, pointOf, type Said, type Step } from './session.acts.ts'
import { equipmentLockOf, forceable, locksOn, notYours, personalLockOf, personalLocksOn } from './session.rules.ts'
import { nextState } from './session.states.ts'

const NO_LOCK = { tr: 'Kilit bulunamadı', en: 'Lock not found' }

export interface LockDraft {
  readonly id: string
  readonly tag: string | null
}

const newLock = (draft: LockDraft, kind: Lock['kind'], pointId: string | null, { by, at }: By): Lock => ({
  ...draft,
  kind,
  pointId,
  owner: personOf(by),
  placedAt: at,
  removedAt: null,
  removal: null,
})

/** A lock without a tag says nothing to whoever stands in front of it: the tag is part of it. */
export function placeEquipmentLock(session: LotoSession, how: By, pointId: string, draft: LockDraft): Step {
  demand(session, 'isolate', how.by)
  const { name } = pointOf(session, pointId)
  if (equipmentLockOf(session, pointId))
    throw stateConflict({ tr: `${name} bu oturumda zaten kilitli`, en: `${name} is locked in this session already` })
  if (draft.tag === null)
    throw ruleViolation({ tr: 'Ekipman kilidi etiketsiz takılamaz', en: 'An equipment lock needs its tag' })
  const lock = newLock(draft, 'equipment', pointId, how)
  const detail = { lock_id: lock.id, point: name, tag: lock.tag }
  return edge(session, 'isolate', how, { locks: [...session.locks, lock] }, { detail })
}

export function placePersonalLock(session: LotoSession, how: By, pointId: string | null, draft: LockDraft): Step {
  demand(session, 'lock', how.by)
  if (pointId !== null) pointOf(session, pointId)
  const lock = newLock(draft, 'personal', pointId, how)
  const after = { locks: [...session.locks, lock], checklist: NOTHING_CLEARED }
  return edge(session, 'lock', how, after, { detail: { lock_id: lock.id } })
}

/** @throws AppError STATE_CONFLICT when the lock is off already */
export function lockOf(session: LotoSession, lockId: string): Lock {
  const lock = session.locks.find(({ id }) => id === lockId)
  if (!lock) throw notFound(NO_LOCK)
  if (lock.removedAt !== null) throw stateConflict({ tr: 'Bu kilit zaten açılmış', en: 'This lock is off already' })
  return lock
}

/** Only the owner takes a lock off. @throws AppError PERMISSION_DENIED to anybody else, whatever they may do */
export function removeOwnLock(session: LotoSession, how: By, lockId: string): Step {
  const lock = lockOf(session, lockId)
  if (lock.owner.id !== how.by.id)
    throw notYours({
      tr: `Kilidi yalnızca sahibi açabilir: ${lock.owner.name}`,
      en: `Only its owner takes the lock off: ${lock.owner.name}`,
    })
  const action = lock.kind === 'personal' ? 'unlock' : 'unisolate'
  demand(session, action, how.by)
  const removal: Removal = { kind: 'owner', by: personOf(how.by), secondSupervisor: null, reason: null }
  return edge(session, action, how, without(session, [lock], removal, how.at), { detail: detailOf(session, lock) })
}

/** By two supervisors, neither of whom owns it; that both are who they say was checked before. */
export function removeLockByForce(session: LotoSession, how: By, lockId: string, second: Person, reason: string): Step {
  const lock = lockOf(session, lockId)
  demand(session, 'force_remove', how.by)
  checkTwo(how.by, second, lock.owner, {
    tr: 'Kilidin sahibi, kendi kilidinin zorla kaldırılmasını imzalayamaz',
    en: 'The owner of a lock does not sign for its removal by force',
  })
  if (!forceable(session).includes(lock))
    throw stateConflict({
      tr: 'Bu kilit şimdi kaldırılamaz: uygulanmış bir kilitlemenin ekipman kilitleri serbest bırakmayla açılır',
      en: 'This lock cannot be removed now: the equipment locks of an applied lock-out come off with its release',
    })
  const removal: Removal = { kind: 'forced', by: personOf(how.by), secondSupervisor: second, reason }
  const said = { note: reason, detail: { ...detailOf(session, lock), owner: lock.owner, second_supervisor: second } }
  return edge(session, 'force_remove', how, without(session, [lock], removal, how.at), said)
}

function checkTwo(first: Person, second: Person, absent: Person, words: { tr: string; en: string }): void {
  if (second.id === first.id)
    throw ruleViolation({ tr: 'İkinci amir bir başkası olmalıdır', en: 'The second supervisor must be somebody else' })
  if (first.id === absent.id || second.id === absent.id) throw ruleViolation(words)
}

/** The primary ends the lock-out: the equipment locks come off together. */
export function release(session: LotoSession, how: By, note: string | null): Step {
  demand(session, 'release', how.by)
  return released(session, 'release', how, null, { note })
}

/** For a primary who is not there. */
export function releaseByForce(session: LotoSession, how: By, second: Person, reason: string): Step {
  demand(session, 'force_release', how.by)
  checkTwo(how.by, second, session.primary, {
    tr: 'Sorumlu, kendi yokluğunda serbest bırakmayı imzalayamaz',
    en: 'The primary does not sign for a release in their absence',
  })
  return released(session, 'force_release', how, second, {
    note: reason,
    detail: { primary: session.primary, second_supervisor: second },
  })
}

function released(
  session: LotoSession,
  action: 'release' | 'force_release',
  how: By,
  second: Person | null,
  said: Said,
): Step {
  const by = personOf(how.by)
  const reason = second === null ? null : (said.note ?? null)
  const removal: Removal = { kind: second === null ? 'release' : 'forced', by, secondSupervisor: second, reason }
  const off = without(session, locksOn(session), removal, how.at)
  const forcedRelease = second === null ? null : { by, secondSupervisor: second, reason: reason ?? '' }
  const handovers = withdrawn(session.handovers, () => true, how.at)
  return edge(session, action, how, { ...off, handovers, forcedRelease, releasedAt: how.at }, said)
}

const detailOf = (session: LotoSession, { id, kind, pointId }: Lock) => ({
  lock_id: id,
  kind,
  ...(pointId !== null && { point: session.points.find((point) => point.id === pointId)?.name ?? pointId }),
})

/**
 * The session without these locks: a point without its lock is verified no more, an offer to hand the lock over is gone,
 * and when nobody is at work any more the site is to be cleared.
 */
function without(session: LotoSession, off: readonly Lock[], removal: Removal, at: number): Partial<LotoSession> {
  const ids = new Set(off.map(({ id }) => id))
  const locks = session.locks.map((lock) => (ids.has(lock.id) ? { ...lock, removedAt: at, removal } : lock))
  const after = { ...session, locks }
  const isStillLocked = (pointId: string) => equipmentLockOf(after, pointId) !== undefined
  const emptied = personalLocksOn(after).length === 0 ? nextState(session.state, 'emptied') : null
  return {
    locks,
    handovers: withdrawn(session.handovers, ({ lockId }) => lockId !== null && ids.has(lockId), at),
    // What was measured stays on record once the lock-out was applied.
    ...(session.state === 'isolating' && {
      verifications: session.verifications.filter(({ pointId }) => isStillLocked(pointId)),
    }),
    ...(emptied !== null && { state: emptied }),
  }
}

const withdrawn = (all: readonly Handover[], which: (handover: Handover) => boolean, at: number): readonly Handover[] =>
  all.map((each) => (each.status === 'offered' && which(each) ? { ...each, status: 'withdrawn', decidedAt: at } : each))

/** Offers what the giver holds here: their personal lock, the part of the primary, or both. */
export function offerHandover(session: LotoSession, how: By, id: string, to: Person): Step {
  demand(session, 'handover', how.by)
  if (to.id === how.by.id)
    throw ruleViolation({ tr: 'Devir bir başkasına yapılır', en: 'A handover goes to somebody else' })
  const handover: Handover = {
    id,
    from: personOf(how.by),
    to,
    lockId: personalLockOf(session, how.by)?.id ?? null,
    isPrimary: session.primary.id === how.by.id,
    status: 'offered',
    offeredAt: how.at,
    decidedAt: null,
  }
  const step = edge(session, 'handover', how, { handovers: [...session.handovers, handover] }, { detail: { to } })
  return { ...step, event: { ...step.event, action: 'handover_offer' } }
}

/** @throws AppError STATE_CONFLICT when the offer has been answered already */
export function offerOf(session: LotoSession, id: string): Handover {
  const handover = session.handovers.find((each) => each.id === id)
  if (handover?.status !== 'offered')
    throw stateConflict({ tr: 'Bu devir teklifi artık geçerli değil', en: 'This offer stands no more' })
  return handover
}

/** The incoming lock is on before the outgoing one is off; both are one step, and so one transaction. */
export function acceptHandover(session: LotoSession, how: By, id: string, draft: LockDraft): Step {
  const offer = offerOf(session, id)
  if (offer.to.id !== how.by.id) throw notYours({ tr: 'Bu teklif size değil', en: 'This offer is not to you' })
  if (nextState(session.state, 'handover') === null)
    throw stateConflict({ tr: 'Oturum artık devredilemez', en: 'The session can be handed over no more' })
  const outgoing = session.locks.find((lock) => lock.id === offer.lockId && lock.removedAt === null)
  if (offer.lockId !== null && outgoing === undefined)
    throw stateConflict({ tr: 'Devredilecek kilit açılmış', en: 'The lock to hand over is off' })
  const incoming = outgoing && !personalLockOf(session, how.by) ? newLock(draft, 'personal', null, how) : null
  const locked = incoming === null ? session : { ...session, locks: [...session.locks, incoming] }
  const removal: Removal = { kind: 'handover', by: offer.from, secondSupervisor: null, reason: null }
  const off = outgoing === undefined ? {} : without(locked, [outgoing], removal, how.at)
  const answered = { ...offer, status: 'accepted', decidedAt: how.at } as const
  const after: Partial<LotoSession> = {
    ...off,
    handovers: session.handovers.map((each) => (each.id === id ? answered : each)),
    primary: session.primary.id === offer.from.id ? personOf(how.by) : session.primary,
  }
  return edge(session, 'handover', how, after, {
    detail: {
      from: offer.from,
      to: offer.to,
      ...(outgoing && {
        outgoing_lock_id: outgoing.id,
        incoming_lock_id: personalLockOf({ ...session, ...after }, how.by)?.id,
      }),
      is_primary: session.primary.id === offer.from.id,
    },
  })
}

/** The receiver says no, or the giver takes it back. */
export function endOffer(session: LotoSession, how: By, id: string, status: 'declined' | 'withdrawn'): Step {
  const offer = offerOf(session, id)
  const whose = status === 'declined' ? offer.to : offer.from
  if (whose.id !== how.by.id) throw new AppError('PERMISSION_DENIED')
  const answered = { ...offer, status, decidedAt: how.at }
  const handovers = session.handovers.map((each) => (each.id === id ? answered : each))
  const step = edge(session, 'handover', how, { handovers })
  return { ...step, event: { ...step.event, action: `handover_${status}` } }
}
