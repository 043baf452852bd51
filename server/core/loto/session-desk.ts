import type { Stores } from '../../storage/stores/stores.ts'
import type { Actor } from '../access.ts'
import type { Audit } from '../audit/audit.ts'
import { notFound } from '../errors.ts'
import type { Clock } from '../outside.ts'
import type { Transact } from '../transact.ts'
import type { LotoSession } from './loto.types.ts'
import { doerOf } from './people.ts'
import type { By, Step } from './session.acts.ts'

export interface SessionDeskDeps {
  readonly stores: Stores
  readonly transact: Transact
  readonly audit: Audit
  readonly clock: Clock
  /** Told after the edge is on disk. */
  readonly changed: (tenantId: string) => Promise<void>
}

export const NO_SESSION = { tr: 'Kilitleme oturumu bulunamadı', en: 'Lock-out session not found' }

/**
 * The only hand that writes sessions. One act is one transaction: the session is read, judged, written, and its event and
 * audit entry with it; two people who act at once are judged one after the other.
 */
export class SessionDesk {
  readonly #deps: SessionDeskDeps

  constructor(deps: SessionDeskDeps) {
    this.#deps = deps
  }

  /** @param act works out the step; what it throws changes nothing */
  async act(
    actor: Actor,
    sessionId: string,
    act: (session: LotoSession, how: By, stores: Stores) => Step | Promise<Step>,
  ): Promise<LotoSession> {
    return this.#write(actor, async (stores, how) => {
      const session = await stores.loto.session(actor.tenantId, sessionId)
      if (!session) throw notFound(NO_SESSION)
      return act(session, how, stores)
    })
  }

  /** As `act`, but only judges: whatever it throws is what the act would say, so far as can be told now. */
  async look(actor: Actor, sessionId: string, judge: (session: LotoSession, how: By) => void): Promise<void> {
    const { stores, clock } = this.#deps
    const session = await stores.loto.session(actor.tenantId, sessionId)
    if (!session) throw notFound(NO_SESSION)
    judge(session, { by: await doerOf(stores, actor), at: clock.now() })
  }

  /** A session that was not there before. */
  async open(actor: Actor, begin: (how: By, stores: Stores) => Promise<Step>): Promise<LotoSession> {
    return this.#write(actor, (stores, how) => begin(how, stores))
  }

  async #write(actor: Actor, work: (stores: Stores, how: By) => Step | Promise<Step>): Promise<LotoSession> {
    const written = await this.#deps.transact(async (stores) => {
      const how = { by: await doerOf(stores, actor), at: this.#deps.clock.now() }
      const { session, event } = await work(stores, how)
      await stores.loto.saveSession(session)
      await stores.loto.appendEvent(session.id, event)
      await this.#deps.audit.append(stores, {
        tenantId: actor.tenantId,
        actor,
        action: event.action,
        entity: 'loto_session',
        entityId: session.id,
        detail: {
          from: event.fromState,
          to: event.toState,
          ...(event.note !== null && { note: event.note }),
          ...event.detail,
        },
      })
      return session
    })
    await this.#deps.changed(actor.tenantId)
    return written
  }
}
