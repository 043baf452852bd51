import type { Stores } from '../../storage/stores/stores.ts'
import { type Actor, requirePermission } from '../access.ts'
import type { Clock } from '../outside.ts'
import type { Energised } from './energised-watch.ts'
import type { Lockouts } from './lockouts.ts'
import type { LotoSession } from './loto.types.ts'
import { type Colleague, colleagues, doerOf } from './people.ts'
import { refusalOf } from './session.rules.ts'

export interface BoardSession {
  readonly session: LotoSession
  readonly isOverdue: boolean
  readonly energised: readonly Energised[]
}

export interface BoardView {
  readonly sessions: readonly BoardSession[]
  readonly lockedDeviceIds: readonly string[]
  readonly offersToMe: number
  readonly awaitingMyApproval: number
}

export interface BoardDeps {
  readonly stores: Stores
  readonly clock: Clock
  readonly lockouts: Lockouts
  readonly energised: () => readonly Energised[]
}

/** Who is working where, at a glance. */
export class Board {
  readonly #deps: BoardDeps

  constructor(deps: BoardDeps) {
    this.#deps = deps
  }

  async view(actor: Actor): Promise<BoardView> {
    requirePermission(actor, 'loto:read')
    const { stores, clock, lockouts } = this.#deps
    const sessions = await stores.loto.openSessions(actor.tenantId)
    const doer = await doerOf(stores, actor)
    const offers = await stores.loto.offersOf(actor.userId)
    const energised = this.#deps.energised()
    return {
      sessions: sessions.map((session) => ({
        session,
        isOverdue: session.plannedEnd !== null && session.plannedEnd < clock.now(),
        energised: energised.filter(({ sessionIds }) => sessionIds.includes(session.id)),
      })),
      lockedDeviceIds: lockouts.heldDevices(actor.tenantId),
      offersToMe: offers.filter(({ to }) => to.id === actor.userId).length,
      awaitingMyApproval: sessions.filter((session) => refusalOf(session, 'approve', doer) === null).length,
    }
  }

  /** Whom one may choose: as workers, as second supervisor, to hand over to. */
  async people(actor: Actor): Promise<readonly Colleague[]> {
    requirePermission(actor, 'loto:read')
    return colleagues(this.#deps.stores, actor.tenantId)
  }
}
