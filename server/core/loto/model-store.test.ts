import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AppError } from '../errors.ts'
import type { LotoSession } from './loto.types.ts'
import {
  attempt,
  type Explored,
  essence,
  explore,
  keyOf,
  type Move,
  movesOf,
  requested,
  type Which,
} from './model.fixture.ts'
import { locksOn } from './session.rules.ts'
import { actorOf, TENANT, type Who, Yard } from './yard.fixture.ts'

const traceLimit = Error.stackTraceLimit
beforeAll(() => {
  Error.stackTraceLimit = 0
})
afterAll(() => {
  Error.stackTraceLimit = traceLimit
})

/** Two sessions that share one point; the second is somebody else's. */
const HOW = { hasHandovers: false, isWhole: false } as const
const SHARED = 'pedestal-2'
const FREE = ['main', 'feeder', 'pedestal-1', 'lamp'] as const
const BELOW = [SHARED, 'socket'] as const
const TRIED_BY: ReadonlySet<string> = new Set(['approver', 'second', 'verifier'])

interface Pair {
  readonly first: string
  readonly second: string
}

const essenceOf = (session: LotoSession): LotoSession => essence(session, HOW.isWhole)
const sessionOf = (yard: Yard, id: string) => yard.loto.sessions.get(actorOf('outsider'), id)

/** Does in the real feature what the model did. */
async function act(yard: Yard, id: string, move: Move): Promise<unknown> {
  const { sessions, locks } = yard.loto
  const actor = actorOf(move.who)
  const attestations = { notOnSite: true, contactAttempted: true, willBeTold: true }
  const forced = (second: Who) => ({ secondSupervisorId: second, secondSupervisorPin: null, attestations, reason: 'x' })
  const nothing = { plan: null, verifications: null, checklist: null }
  const place = { sessionId: id, pin: null, tag: 'tag' }
  switch (move.do) {
    case 'edit':
      return sessions.update(actor, id, { ...nothing, plan: { reason: 'x' } })
    case 'approve':
      return sessions.approve(actor, id, null)
    case 'reject':
    case 'cancel':
      return sessions[move.do](actor, id, 'x')
    case 'apply':
      return sessions.apply(actor, id)
    case 'release':
    case 'close':
      return sessions[move.do](actor, id, null)
    case 'isolate':
      return locks.place(actor, { ...place, kind: 'equipment', pointId: await pointOf(yard, id) })
    case 'lock':
      return locks.place(actor, { ...place, kind: 'personal', pointId: null })
    case 'verify': {
      const made = { pointId: await pointOf(yard, id), method: 'x', reading: 0, isZeroEnergy: move.isZero }
      return sessions.update(actor, id, { ...nothing, verifications: [made] })
    }
    case 'clear':
      return sessions.update(actor, id, {
        ...nothing,
        checklist: { toolsCleared: move.tools, peopleCleared: move.people },
      })
    case 'remove':
      return locks.remove(actor, await lockOf(yard, id, move.lock), null)
    case 'force':
      return locks.removeByForce(actor, await lockOf(yard, id, move.lock), forced(move.second), null)
    case 'force_release':
      return locks.releaseByForce(actor, id, forced(move.second), null)
    default:
      throw new Error(`not walked here: ${move.do}`)
  }
}

const pointOf = async (yard: Yard, id: string): Promise<string> => (await sessionOf(yard, id)).points[0]?.id ?? ''

async function lockOf(yard: Yard, id: string, { kind, owner }: Which): Promise<string> {
  const on = locksOn(await sessionOf(yard, id)).filter((lock) => lock.kind === kind)
  // The model forgets who put an equipment lock on once it is applied.
  return on.find((lock) => owner === 'nobody' || lock.owner.id === owner)?.id ?? ''
}

/** The model's point is called by its device, the store's by an id: the same place in both. */
const realKey = async (yard: Yard, id: string): Promise<string> => keyOf(essenceOf(await sessionOf(yard, id)))

/** Everything that a hub may be asked to move, through the real command bus. @returns what was let through */
async function letThrough(yard: Yard): Promise<readonly string[]> {
  const through: string[] = []
  const tried = async (name: string, ask: Promise<unknown>) => {
    try {
      await ask
      through.push(name)
    } catch (error) {
      if (!(error instanceof AppError) || error.extra.reason !== 'LOTO_ACTIVE') throw error
    }
  }
  for (const device of [...BELOW, ...FREE]) await tried(device, yard.write(device))
  for (const device of BELOW) await tried(`${device} off`, yard.write(device, true))
  for (const gatewayId of ['gw-pontoon', 'gw-mqtt', 'gw-main'])
    await tried(
      gatewayId,
      yard.commandBus.publish({ tenantId: TENANT, gatewayId, topic: 'x', payload: '', isRetained: false }),
    )
  return through
}

function expectedThrough(states: readonly LotoSession['state'][]): readonly string[] {
  const isLocked = states.some((state) => ['isolating', 'applied', 'working', 'clearing'].includes(state))
  const mayOpen = !states.some((state) => ['applied', 'working', 'clearing'].includes(state))
  return [
    ...(isLocked ? [] : BELOW),
    ...FREE,
    ...(mayOpen ? BELOW.map((device) => `${device} off`) : []),
    ...(isLocked ? [] : ['gw-pontoon', 'gw-mqtt']),
    'gw-main',
  ]
}

describe('every state of two sessions that share a point, on the real store', () => {
  let model: Explored
  let other: Explored
  let root: Buffer
  let ids: Pair

  beforeAll(async () => {
    model = explore(requested([SHARED], 'requester'), HOW, () => undefined)
    other = explore(requested([SHARED], 'worker'), HOW, () => undefined)
    const yard = await Yard.open()
    const point = await yard.point(SHARED)
    ids = { first: await yard.request([point], 'requester'), second: await yard.request([point], 'worker') }
    root = yard.crash()
    await yard.close()
  })

  const childrenOf = ({ reached }: Explored) => {
    const children = new Map<string, { key: string; move: Move }[]>()
    for (const [key, how] of reached)
      if (how) children.set(how.from, [...(children.get(how.from) ?? []), { key, move: how.move }])
    return children
  }
  const stateAt = ({ states }: Explored, key: string): LotoSession['state'] => states.get(key)?.state ?? 'closed'
  const rootOf = ({ reached }: Explored): string => [...reached.keys()][0] ?? ''

  it('nothing that is locked is ever written to, and a crash at any step keeps every lock', async () => {
    const firstTree = childrenOf(model)
    const secondTree = childrenOf(other)
    let walked = 0

    /** Each step begins with what a crash after the step before has left. */
    const visit = async (image: Buffer, at: Pair, moved: 'first' | 'second'): Promise<void> => {
      walked++
      const yard = await Yard.open(image)
      expect(await realKey(yard, ids.first)).toBe(at.first)
      expect(await realKey(yard, ids.second)).toBe(at.second)
      const states = [stateAt(model, at.first), stateAt(other, at.second)]
      expect(await letThrough(yard), `${at.first} with ${at.second}`).toEqual(expectedThrough(states))
      await yard.close()
      if (moved === 'first')
        for (const { key, move } of firstTree.get(at.first) ?? [])
          await visit(await afterMove(image, ids.first, move), { ...at, first: key }, 'first')
      for (const { key, move } of secondTree.get(at.second) ?? [])
        await visit(await afterMove(image, ids.second, move), { ...at, second: key }, 'second')
    }
    const afterMove = async (image: Buffer, id: string, move: Move): Promise<Buffer> => {
      const yard = await Yard.open(image)
      await act(yard, id, move)
      const left = yard.crash()
      await yard.close()
      return left
    }

    await visit(root, { first: rootOf(model), second: rootOf(other) }, 'first')
    process.stdout.write(`lock-out store: ${walked} states walked on the real store\n`)
    expect(walked).toBe(model.states.size * other.states.size)
    expect(walked).toBeGreaterThan(1_000)
  }, 120_000)

  it('what the rules refuse, the feature refuses, and nothing has changed', async () => {
    const tree = childrenOf(model)
    let tried = 0
    const visit = async (image: Buffer, key: string): Promise<void> => {
      const session = model.states.get(key)
      if (!session) throw new Error(`no such state: ${key}`)
      const yard = await Yard.open(image)
      for (const move of movesOf(session, false)) {
        if ('second' in move && !TRIED_BY.has(move.second)) continue
        if (!(attempt(session, move) instanceof AppError)) continue
        await expect(act(yard, ids.first, move), JSON.stringify(move)).rejects.toBeInstanceOf(AppError)
        tried++
      }
      expect(await realKey(yard, ids.first)).toBe(key)
      for (const { move, key: next } of tree.get(key) ?? []) {
        const child = await Yard.open(image)
        await act(child, ids.first, move)
        await visit(child.crash(), next)
        await child.close()
      }
      await yard.close()
    }
    await visit(root, rootOf(model))
    process.stdout.write(`lock-out store: ${tried} refusals tried on the real store\n`)
  }, 120_000)

  it('a crash in the middle of any step leaves all of it or nothing', async () => {
    const seen = new Set<string>()
    const visit = async (image: Buffer, key: string): Promise<void> => {
      for (const { move, key: next } of childrenOf(model).get(key) ?? []) {
        const yard = await Yard.open(image)
        if (!seen.has(move.do)) {
          seen.add(move.do)
          await yard.db.schema.alterTable('audit_log').renameTo('audit_log_away').execute()
          await expect(act(yard, ids.first, move)).rejects.toThrow(/audit_log/)
          expect(await realKey(yard, ids.first)).toBe(key)
          await yard.db.schema.alterTable('audit_log_away').renameTo('audit_log').execute()
        }
        await act(yard, ids.first, move)
        await visit(yard.crash(), next)
        await yard.close()
      }
    }
    await visit(root, rootOf(model))
    expect([...seen].sort()).toEqual(
      [
        'approve',
        'apply',
        'cancel',
        'clear',
        'close',
        'isolate',
        'lock',
        'reject',
        'release',
        'remove',
        'verify',
      ].sort(),
    )
  }, 60_000)
})
