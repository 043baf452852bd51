import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LotoSession } from './loto.types.ts'
import { type Edge, type Explored, explore, requested } from './model.fixture.ts'
import { locksOn, personalLocksOn } from './session.rules.ts'
import { SESSION_STATES, TRANSITIONS } from './session.states.ts'
import { PEOPLE } from './yard.fixture.ts'

/** A million refusals are thrown below; nobody reads where from. */
const traceLimit = Error.stackTraceLimit
beforeAll(() => {
  Error.stackTraceLimit = 0
})
afterAll(() => {
  Error.stackTraceLimit = traceLimit
})

const may = (who: string, permission: string): boolean =>
  (PEOPLE[who as keyof typeof PEOPLE] as readonly string[]).includes(permission)
const verdictOn = (edge: Edge): string | undefined => Object.entries(LAWS).find(([, holds]) => !holds(edge))?.[0]

const removedBy = ({ before, after }: Edge) =>
  after.locks.flatMap((lock) => {
    const was = before.locks.find(({ id }) => id === lock.id)
    return was && was.removedAt === null && lock.removedAt !== null ? [lock] : []
  })
const keepsAll = ({ before, after }: Edge): boolean =>
  before.locks.every((lock) => after.locks.some(({ id, owner }) => id === lock.id && owner.id === lock.owner.id))
const isDead = (session: LotoSession): boolean =>
  session.points.every(
    ({ id }) =>
      locksOn(session).some(({ kind, pointId, tag }) => kind === 'equipment' && pointId === id && tag !== null) &&
      session.verifications.some(
        ({ pointId, isZeroEnergy, verifiedBy }) =>
          pointId === id && isZeroEnergy && verifiedBy.id !== session.appliedBy?.id,
      ),
  )

/** What must hold of every step, said without the rules that are being checked. */
const LAWS: Readonly<Record<string, (edge: Edge) => boolean>> = {
  'no lock vanishes: it is on, or it says who took it off': (edge) =>
    keepsAll(edge) && edge.after.locks.every(({ removedAt, removal }) => (removedAt === null) === (removal === null)),
  'no lock is removed by another, but by two supervisors who do not own it, or with the release': (edge) =>
    removedBy(edge).every(({ kind, owner, removal }) => {
      const signed = [removal?.by.id ?? '', removal?.secondSupervisor?.id ?? '']
      if (removal?.kind === 'forced')
        return (
          signed[0] !== signed[1] &&
          signed.every((who) => may(who, 'loto:supervise')) &&
          // The group's locks of a forced release are the primary's charge, whoever put them on.
          !signed.includes(edge.after.state === 'released' ? edge.before.primary.id : owner.id)
        )
      if (removal?.kind === 'release') return kind === 'equipment' && signed[0] === edge.before.primary.id
      return signed[0] === owner.id
    }),
  'whoever removes a lock is the one who acts, unless they gave it away': ({ move, ...edge }) =>
    removedBy({ move, ...edge }).every(({ removal }) => removal?.kind === 'handover' || removal?.by.id === move.who),
  'a lock given away went to whom it was offered, who has one on': ({ move, before, after }) =>
    removedBy({ move, before, after }).every(
      ({ owner, removal }) =>
        removal?.kind !== 'handover' ||
        (before.handovers.some(({ from, to }) => from.id === owner.id && to.id === move.who) &&
          personalLocksOn(after).some((lock) => lock.owner.id === move.who)),
    ),
  'a lock goes on in the name of whoever acts': ({ move, before, after }) =>
    after.locks.every(({ id, owner }) => before.locks.some((lock) => lock.id === id) || owner.id === move.who),
  'nobody releases while a personal lock is on': ({ before, after }) =>
    after.state !== 'released' || before.state === 'released' || personalLocksOn(before).length === 0,
  'only the primary releases, or two supervisors without': ({ move, before, after }) =>
    after.state !== 'released' ||
    (after.forcedRelease === null
      ? move.who === before.primary.id
      : move.who !== before.primary.id && after.forcedRelease.secondSupervisor.id !== before.primary.id),
  'nobody approves what they asked for': ({ after }) => after.approvedBy?.id !== after.requestedBy.id,
  'applied means locked, tagged and verified dead by another': ({ before, after }) =>
    after.state !== 'applied' || before.state !== 'isolating' || isDead(after),
  'somebody is at work exactly while a personal lock is on': ({ after }) =>
    (after.state === 'working') === personalLocksOn(after).length > 0,
  'every point of a complete isolation keeps its lock': ({ after }) =>
    !['applied', 'working', 'clearing'].includes(after.state) ||
    after.points.every(({ id }) => locksOn(after).some(({ kind, pointId }) => kind === 'equipment' && pointId === id)),
  'no lock is left on when it is over': ({ after }) =>
    !['released', 'closed', 'cancelled', 'rejected'].includes(after.state) || locksOn(after).length === 0,
  'a person has one personal lock at most': ({ after }) =>
    new Set(personalLocksOn(after).map(({ owner }) => owner.id)).size === personalLocksOn(after).length,
}

const stepsOf = ({ next }: Explored): number => [...next.values()].reduce((sum, { size }) => sum + size, 0)

function explored(points: readonly string[], how: Parameters<typeof explore>[1]): Explored & { broken: string[] } {
  const broken = new Set<string>()
  const found = explore(requested(points, 'requester'), how, (edge) => {
    const law = verdictOn(edge)
    if (law) broken.add(`${law}: ${edge.before.state} ${JSON.stringify(edge.move)}`)
  })
  return { ...found, broken: [...broken] }
}

describe.each([
  ['one point, with handovers', ['a'], { hasHandovers: true, isWhole: true }, 4_000],
  ['two points, without handovers', ['a', 'b'], { hasHandovers: false, isWhole: true }, 1_000],
] as const)('every step that six people can take: %s', (_what, points, how, atLeast) => {
  let found: ReturnType<typeof explored>
  beforeAll(() => {
    found = explored(points, how)
    process.stdout.write(
      `lock-out model (${points.length} points): ${found.states.size} states, ${stepsOf(found)} steps, ${found.refused} refusals\n`,
    )
  }, 60_000)

  it('breaks no law', () => {
    expect(found.broken).toEqual([])
    expect(found.states.size).toBeGreaterThan(atLeast)
  })

  it('reaches every state of the table and takes every edge of it', () => {
    const states = new Set([...found.states.values()].map(({ state }) => state))
    expect([...states].sort()).toEqual([...SESSION_STATES].sort())
    const edges = Object.entries(TRANSITIONS).flatMap(([state, actions]) =>
      Object.keys(actions)
        .filter((action) => action !== 'emptied' && (how.hasHandovers || action !== 'handover'))
        .map((action) => `${state}: ${action}`),
    )
    expect(edges.filter((edge) => !found.actions.has(edge))).toEqual([])
  })

  it('leaves nobody stuck: from every state there is a way to the end', () => {
    const before = new Map<string, string[]>()
    for (const [from, followers] of found.next)
      for (const to of followers) before.set(to, [...(before.get(to) ?? []), from])
    const canEnd = new Set(
      [...found.states].flatMap(([key, { state }]) =>
        ['rejected', 'closed', 'cancelled'].includes(state) ? [key] : [],
      ),
    )
    for (const key of canEnd) for (const from of before.get(key) ?? []) canEnd.add(from)
    expect([...found.states.keys()].filter((key) => !canEnd.has(key))).toEqual([])
  })
})
