import type { Permission } from '../access.ts'
import { AppError, ruleViolation, stateConflict, type Words } from '../errors.ts'
import type { Doer, Lock, LotoSession, Person } from './loto.types.ts'
import { nextState, type SessionAction } from './session.states.ts'
import { missingForApply, STATE_WORDS } from './session.words.ts'

/** What somebody needs to be allowed at all. */
export const NEEDS: Readonly<Record<SessionAction, Permission>> = {
  edit: 'loto:work',
  approve: 'loto:approve',
  reject: 'loto:approve',
  isolate: 'loto:work',
  unisolate: 'loto:work',
  verify: 'loto:work',
  apply: 'loto:work',
  lock: 'loto:work',
  unlock: 'loto:work',
  handover: 'loto:work',
  force_remove: 'loto:supervise',
  clear: 'loto:work',
  release: 'loto:work',
  force_release: 'loto:supervise',
  close: 'loto:work',
  cancel: 'loto:work',
}

/** It belongs to somebody else, as opposed to breaking a rule of two pairs of eyes. */
export const notYours = (words: Words): AppError => new AppError('PERMISSION_DENIED', words)

export const locksOn = (session: LotoSession): readonly Lock[] =>
  session.locks.filter(({ removedAt }) => removedAt === null)
export const personalLocksOn = (session: LotoSession): readonly Lock[] =>
  locksOn(session).filter(({ kind }) => kind === 'personal')
export const equipmentLockOf = (session: LotoSession, pointId: string): Lock | undefined =>
  locksOn(session).find((lock) => lock.kind === 'equipment' && lock.pointId === pointId)
export const personalLockOf = (session: LotoSession, by: Person): Lock | undefined =>
  personalLocksOn(session).find(({ owner }) => owner.id === by.id)

const isPrimary = (session: LotoSession, by: Person): boolean => session.primary.id === by.id
const isRequester = (session: LotoSession, by: Person): boolean => session.requestedBy.id === by.id
const supervises = (by: Doer): boolean => by.permissions.has('loto:supervise')
const namesOf = (locks: readonly Lock[]): string => [...new Set(locks.map(({ owner }) => owner.name))].join(', ')

function checklistRefusal({ checklist: { toolsCleared, peopleCleared } }: LotoSession): AppError | null {
  if (toolsCleared && peopleCleared) return null
  return stateConflict({
    tr: 'Önce aletlerin toplandığı ve herkesin alandan çıktığı onaylanmalıdır',
    en: 'First it must be confirmed that the tools are cleared away and everybody is out',
  })
}

function notTheRequester(session: LotoSession, by: Doer): AppError | null {
  if (!isRequester(session, by)) return null
  return ruleViolation({
    tr: 'Talep sahibi kendi talebine karar veremez; bir başkası onaylamalıdır',
    en: 'Nobody decides on their own request; somebody else must approve it',
  })
}

function applyRefusal(session: LotoSession, by: Doer): AppError | null {
  const missing = missingForApply(session)
  if (missing) return stateConflict(missing)
  const live = session.points.filter(({ id }) =>
    session.verifications.some(({ pointId, isZeroEnergy }) => pointId === id && !isZeroEnergy),
  )
  if (live.length > 0) {
    const names = live.map(({ name }) => name).join(', ')
    return ruleViolation({
      tr: `Ölçümde hâlâ enerji var: ${names}`,
      en: `The verification still found energy: ${names}`,
    })
  }
  if (session.verifications.some(({ verifiedBy }) => verifiedBy.id === by.id))
    return ruleViolation({
      tr: 'Sıfır enerjiyi doğrulayan kişi uygulayamaz; bir başkası uygulamalıdır',
      en: 'Whoever verified zero energy does not apply; somebody else must',
    })
  return null
}

/** Locks that two supervisors may take off in the state that the session is in. */
export const forceable = (session: LotoSession): readonly Lock[] =>
  locksOn(session).filter(({ kind }) => kind === (session.state === 'working' ? 'personal' : 'equipment'))

const RULES: Partial<Record<SessionAction, (session: LotoSession, by: Doer) => AppError | null>> = {
  edit: (session, by) =>
    isRequester(session, by)
      ? null
      : notYours({ tr: 'Talebi yalnızca sahibi değiştirebilir', en: 'Only the requester changes a request' }),
  approve: notTheRequester,
  reject: notTheRequester,
  isolate: (session) =>
    session.points.some(({ id }) => !equipmentLockOf(session, id))
      ? null
      : stateConflict({ tr: 'Bütün noktalar zaten kilitli', en: 'Every point is locked already' }),
  unisolate: (session, by) =>
    locksOn(session).some(({ kind, owner }) => kind === 'equipment' && owner.id === by.id)
      ? null
      : notYours({ tr: 'Burada size ait ekipman kilidi yok', en: 'You have no equipment lock here' }),
  verify: (session) =>
    session.points.some(({ id }) => equipmentLockOf(session, id))
      ? null
      : stateConflict({ tr: 'Henüz kilitli nokta yok', en: 'No point is locked yet' }),
  apply: applyRefusal,
  lock: (session, by) =>
    personalLockOf(session, by)
      ? stateConflict({ tr: 'Kişisel kilidiniz zaten takılı', en: 'Your personal lock is on already' })
      : null,
  unlock: (session, by) =>
    personalLockOf(session, by)
      ? null
      : notYours({ tr: 'Burada size ait kişisel kilit yok', en: 'You have no personal lock here' }),
  handover(session, by) {
    if (!personalLockOf(session, by) && !isPrimary(session, by))
      return notYours({ tr: 'Devredecek kilidiniz veya sorumluluğunuz yok', en: 'You have nothing here to hand over' })
    if (!session.handovers.some(({ status, from }) => status === 'offered' && from.id === by.id)) return null
    return stateConflict({ tr: 'Devir teklifiniz zaten yanıt bekliyor', en: 'Your offer already waits for an answer' })
  },
  force_remove(session, by) {
    const locks = forceable(session)
    if (locks.length === 0) return stateConflict({ tr: 'Kaldırılacak kilit yok', en: 'There is no lock to remove' })
    if (locks.some(({ owner }) => owner.id !== by.id)) return null
    return ruleViolation({
      tr: 'Kendi kilidinizi zorla kaldıramazsınız; kilidi kendiniz açın',
      en: 'Your own lock is not removed by force: take it off yourself',
    })
  },
  clear: (session, by) =>
    isPrimary(session, by) || supervises(by)
      ? null
      : notYours({
          tr: `Kontrol listesini yalnızca sorumlu (${session.primary.name}) veya bir amir onaylar`,
          en: `Only the primary (${session.primary.name}) or a supervisor confirms the checklist`,
        }),
  release: (session, by) =>
    isPrimary(session, by)
      ? checklistRefusal(session)
      : notYours({
          tr: `Yalnızca sorumlu (${session.primary.name}) serbest bırakabilir`,
          en: `Only the primary (${session.primary.name}) releases`,
        }),
  force_release: (session, by) =>
    isPrimary(session, by)
      ? ruleViolation({ tr: 'Sorumlu olağan yoldan serbest bırakır', en: 'The primary releases in the orderly way' })
      : checklistRefusal(session),
  cancel(session, by) {
    if (!isRequester(session, by) && !isPrimary(session, by) && !supervises(by))
      return notYours({
        tr: 'Yalnızca talep sahibi, sorumlu veya bir amir iptal edebilir',
        en: 'Only the requester, the primary or a supervisor cancels',
      })
    const on = locksOn(session)
    if (on.length === 0) return null
    return stateConflict({
      tr: `Önce takılı kilitler sahiplerince açılmalıdır: ${namesOf(on)}`,
      en: `The locks must first be taken off by their owners: ${namesOf(on)}`,
    })
  },
}

/** Why `by` may not do this now, or null when they may. Judges all but what the action itself carries. */
export function refusalOf(session: LotoSession, action: SessionAction, by: Doer): AppError | null {
  if (!by.permissions.has(NEEDS[action])) return new AppError('PERMISSION_DENIED')
  if (nextState(session.state, action) === null) return stateConflict(STATE_WORDS[action](session))
  return RULES[action]?.(session, by) ?? null
}
