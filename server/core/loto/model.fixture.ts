import { AppError, ruleViolation } from '../errors.ts'
import {
  acceptHandover,
  endOffer,
  offerHandover,
  placeEquipmentLock,
  placePersonalLock,
  release,
  releaseByForce,
  removeLockByForce,
  removeOwnLock,
} from './lock.acts.ts'
import type { Doer, Handover, Lock, LotoSession, Person } from './loto.types.ts'
import * as acts from './session.acts.ts'
import { locksOn } from './session.rules.ts'
import { isIsolated } from './session.states.ts'
import { actorOf, EVERYBODY, nameOf, PEOPLE, START, TENANT, type Who } from './yard.fixture.ts'

/** A lock as people see it: whose, where. At most one such is on at a time. */
export interface Which {
  readonly kind: Lock['kind']
  readonly point: string | null
  readonly owner: string
}

/** Everything that anybody may try, sensible or not. */
export type Move = { readonly who: Who } & (
  | { readonly do: 'edit' | 'approve' | 'reject' | 'apply' | 'lock' | 'release' | 'close' | 'cancel' }
  | { readonly do: 'isolate'; readonly point: string }
  | { readonly do: 'verify'; readonly point: string; readonly isZero: boolean }
  | { readonly do: 'remove'; readonly lock: Which }
  | { readonly do: 'force'; readonly lock: Which; readonly second: Who }
  | { readonly do: 'clear'; readonly tools: boolean; readonly people: boolean }
  | { readonly do: 'force_release'; readonly second: Who }
  | { readonly do: 'offer'; readonly to: Who }
  | { readonly do: 'accept' | 'declined' | 'withdrawn'; readonly from: string }
)

export const whichOf = ({ kind, pointId, owner }: Lock): Which => ({ kind, point: pointId, owner: owner.id })
const idOf = ({ kind, point, owner }: Which): string => `${kind}/${point ?? ''}/${owner}`
const offerId = (from: string): string => `offer/${from}`
const person = (who: Who): Person => ({ id: who, name: nameOf(who) })
export const doerOf = (who: Who): Doer => ({ ...person(who), permissions: actorOf(who).permissions })

export const requested = (pointIds: readonly string[], by: Who): LotoSession =>
  acts.request(
    {
      id: 'session',
      tenantId: TENANT,
      number: 1,
      title: 'x',
      reason: 'x',
      plannedStart: null,
      plannedEnd: null,
      workers: [],
      points: pointIds.map((id) => ({
        id,
        name: id,
        energyType: 'electrical',
        isolationMethod: 'x',
        location: null,
        deviceId: id,
      })),
    },
    { by: doerOf(by), at: START },
  ).session

/** What `who` could try in this session, whether or not it is allowed. */
export function movesOf(session: LotoSession, hasHandovers: boolean): readonly Move[] {
  const points = session.points.map(({ id }) => id)
  const locks = session.locks.map(whichOf)
  return EVERYBODY.flatMap((who): readonly Move[] => [
    ...(['edit', 'approve', 'reject', 'apply', 'lock', 'release', 'close', 'cancel'] as const).map((what) => ({
      who,
      do: what,
    })),
    ...points.flatMap((point): readonly Move[] => [
      { who, do: 'isolate', point },
      { who, do: 'verify', point, isZero: true },
      { who, do: 'verify', point, isZero: false },
    ]),
    ...locks.map((lock) => ({ who, do: 'remove', lock }) as const),
    ...EVERYBODY.flatMap((second): readonly Move[] => [
      ...locks.map((lock) => ({ who, do: 'force', lock, second }) as const),
      { who, do: 'force_release', second },
    ]),
    ...[true, false].flatMap((tools) => [true, false].map((people) => ({ who, do: 'clear', tools, people }) as const)),
    ...(hasHandovers ? handoverMoves(session, who) : []),
  ])
}

const handoverMoves = (session: LotoSession, who: Who): readonly Move[] => [
  ...EVERYBODY.map((to) => ({ who, do: 'offer', to }) as const),
  ...session.handovers.flatMap(({ from }) =>
    (['accept', 'declined', 'withdrawn'] as const).map((what) => ({ who, do: what, from: from.id }) as const),
  ),
]

/** The pure rules: what the move makes of the session. @throws AppError when it is refused */
export function play(session: LotoSession, move: Move): acts.Step {
  const how = { by: doerOf(move.who), at: START }
  switch (move.do) {
    case 'edit':
      return acts.edit(session, how, { reason: 'x' })
    case 'approve':
      return acts.approve(session, how, null)
    case 'reject':
      return acts.reject(session, how, 'x')
    case 'isolate': {
      const lock = { id: idOf({ kind: 'equipment', point: move.point, owner: move.who }), tag: 'tag' }
      return placeEquipmentLock(session, how, move.point, lock)
    }
    case 'verify':
      return acts.verify(session, how, [{ pointId: move.point, method: 'x', reading: 0, isZeroEnergy: move.isZero }])
    case 'apply':
      return acts.apply(session, how)
    case 'lock':
      return placePersonalLock(session, how, null, personal(move.who))
    case 'remove':
      return removeOwnLock(session, how, idOf(move.lock))
    case 'force':
      return removeLockByForce(session, how, idOf(move.lock), supervisor(move.second), 'x')
    case 'clear':
      return acts.clear(session, how, { toolsCleared: move.tools, peopleCleared: move.people })
    case 'release':
      return release(session, how, null)
    case 'force_release':
      return releaseByForce(session, how, supervisor(move.second), 'x')
    case 'close':
      return acts.close(session, how, null)
    case 'cancel':
      return acts.cancel(session, how, 'x')
    case 'offer':
      return offerHandover(session, how, offerId(move.who), takesOver(move.to))
    case 'accept':
      return acceptHandover(session, how, offerId(move.from), personal(takesOver(move.who).id))
    default:
      return endOffer(session, how, offerId(move.from), move.do)
  }
}

const personal = (owner: string) => ({ id: idOf({ kind: 'personal', point: null, owner }), tag: null })

function holder(who: Who, permission: 'loto:supervise' | 'loto:work'): Person {
  if (!(PEOPLE[who] as readonly string[]).includes(permission)) throw ruleViolation({ tr: 'x', en: 'x' })
  return person(who)
}
const supervisor = (who: Who): Person => holder(who, 'loto:supervise')
const takesOver = (who: Who): Person => holder(who, 'loto:work')

/** Of the session only what the future depends on: what is off, answered or merely recorded is left out. */
export function essence(session: LotoSession, isWhole: boolean): LotoSession {
  const offers = session.handovers.filter(({ status }) => status === 'offered')
  const isPast = !isWhole && isIsolated(session.state)
  const nobody = { id: 'nobody', name: 'Nobody' }
  const locks = locksOn(session).map((lock) => {
    const seen = isPast && lock.kind === 'equipment' ? { ...lock, owner: nobody } : lock
    return { ...seen, id: idOf(whichOf(seen)) }
  })
  const hasEnded = session.closedAt !== null || session.releasedAt !== null
  return {
    ...session,
    locks: locks.toSorted((a, b) => a.id.localeCompare(b.id)),
    verifications: isPast || hasEnded ? [] : session.verifications,
    handovers: offers.map((offer) => ({ ...offer, id: offerId(offer.from.id) })),
  }
}

export function keyOf({ state, primary, checklist, locks, verifications, handovers, points }: LotoSession): string {
  const place = new Map(points.map(({ id }, index) => [id, index]))
  const lockKeys = locks.map(({ kind, pointId, owner }) => `${kind} ${place.get(pointId ?? '') ?? '-'} ${owner.id}`)
  const verified = verifications.map(
    ({ pointId, verifiedBy, isZeroEnergy }) => `${place.get(pointId)} ${verifiedBy.id} ${isZeroEnergy}`,
  )
  const offers = handovers.map(
    ({ from, to, lockId, isPrimary }: Handover) => `${from.id}>${to.id} ${lockId !== null} ${isPrimary}`,
  )
  const ticks = `${checklist.toolsCleared} ${checklist.peopleCleared}`
  return [state, primary.id, ticks, lockKeys.sort(), verified.sort(), offers.sort()].join(' | ')
}

export interface Edge {
  readonly move: Move
  readonly before: LotoSession
  readonly after: LotoSession
}

export interface Reached {
  readonly from: string
  readonly move: Move
}

export interface Explored {
  /** Every state that can be reached, by key. */
  readonly states: ReadonlyMap<string, LotoSession>
  /** How each state was first reached: a tree over all of them. Null at the root. */
  readonly reached: ReadonlyMap<string, Reached | null>
  /** State → those that one step leads to. */
  readonly next: ReadonlyMap<string, ReadonlySet<string>>
  readonly refused: number
  readonly actions: ReadonlySet<string>
}

/** Breadth first through everything that anybody can do; `check` sees every step that was let through. */
export function explore(
  start: LotoSession,
  how: { readonly hasHandovers: boolean; readonly isWhole: boolean },
  check: (edge: Edge) => void,
): Explored {
  const first = essence(start, how.isWhole)
  const states = new Map([[keyOf(first), first]])
  const reached = new Map<string, Reached | null>([[keyOf(first), null]])
  const next = new Map<string, Set<string>>()
  const actions = new Set<string>()
  let refused = 0
  for (const [from, before] of states) {
    const followers = new Set<string>()
    next.set(from, followers)
    for (const move of movesOf(before, how.hasHandovers)) {
      const step = attempt(before, move)
      if (step instanceof AppError) {
        refused++
        continue
      }
      check({ move, before, after: step.session })
      actions.add(`${before.state}: ${step.event.action}`)
      const after = essence(step.session, how.isWhole)
      const key = keyOf(after)
      followers.add(key)
      if (states.has(key)) continue
      states.set(key, after)
      reached.set(key, { from, move })
    }
  }
  return { states, reached, next, refused, actions }
}

/** The step, or the refusal; anything else that is thrown is a defect and goes through. */
export function attempt(session: LotoSession, move: Move): acts.Step | AppError {
  try {
    return play(session, move)
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}
