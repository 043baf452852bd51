import type { SessionFilter } from '../../storage/stores/loto.store.ts'
import type { Stores } from '../../storage/stores/stores.ts'
import { type Actor, requirePermission } from '../access.ts'
import { notFound } from '../errors.ts'
import { newId } from '../ids.ts'
import type { Page } from '../page.ts'
import { release } from './lock.acts.ts'
import type {
  Checklist,
  Doer,
  LotoSession,
  PointSummary,
  SessionEvent,
  SessionPlan,
  VerificationDraft,
  Worker,
} from './loto.types.ts'
import { colleague, doerOf } from './people.ts'
import { apply, approve, cancel, clear, close, edit, type PlanChange, reject, request, verify } from './session.acts.ts'
import { NO_SESSION, type SessionDesk } from './session-desk.ts'

export interface SessionRequest extends SessionPlan {
  readonly pointIds: readonly string[]
  readonly workerIds: readonly string[]
}

type SessionPage = Parameters<Stores['loto']['sessions']>[2]

/** Lock-out sessions from the request to the end; what concerns single locks is in locks.ts. */
export class Sessions {
  readonly #deps: { readonly stores: Stores; readonly desk: SessionDesk }

  constructor(deps: { readonly stores: Stores; readonly desk: SessionDesk }) {
    this.#deps = deps
  }

  async list(actor: Actor, filter: SessionFilter, page: SessionPage): Promise<Page<LotoSession>> {
    requirePermission(actor, 'loto:read')
    return this.#deps.stores.loto.sessions(actor.tenantId, filter, page)
  }

  async get(actor: Actor, id: string): Promise<LotoSession> {
    requirePermission(actor, 'loto:read')
    const session = await this.#deps.stores.loto.session(actor.tenantId, id)
    if (!session) throw notFound(NO_SESSION)
    return session
  }

  async events(actor: Actor, id: string): Promise<readonly SessionEvent[]> {
    await this.get(actor, id)
    return this.#deps.stores.loto.events(id)
  }

  /** Who asks, as the rules see them: with it a contract tells what they may do next. */
  async doer(actor: Actor): Promise<Doer> {
    requirePermission(actor, 'loto:read')
    return doerOf(this.#deps.stores, actor)
  }

  async request(actor: Actor, draft: SessionRequest): Promise<LotoSession> {
    requirePermission(actor, 'loto:work')
    const { pointIds, workerIds, ...plan } = draft
    return this.#deps.desk.open(actor, async (how, stores) => {
      const points = await this.#points(stores, actor, pointIds)
      const workers = await this.#workers(stores, actor, workerIds)
      const number = (await stores.loto.lastNumber(actor.tenantId)) + 1
      return request({ ...plan, id: newId(), tenantId: actor.tenantId, number, points, workers }, how)
    })
  }

  /** Changes the plan, records verifications and ticks the checklist: all of what is given, or nothing. */
  async update(
    actor: Actor,
    id: string,
    given: {
      readonly plan: Partial<SessionRequest> | null
      readonly verifications: readonly VerificationDraft[] | null
      readonly checklist: Checklist | null
    },
  ): Promise<LotoSession> {
    requirePermission(actor, 'loto:work')
    let session: LotoSession | null = null
    const { plan, verifications, checklist } = given
    const { desk } = this.#deps
    if (plan)
      session = await desk.act(actor, id, async (before, how, stores) =>
        edit(before, how, await this.#planChange(stores, actor, plan)),
      )
    if (verifications) session = await desk.act(actor, id, (before, how) => verify(before, how, verifications))
    if (checklist) session = await desk.act(actor, id, (before, how) => clear(before, how, checklist))
    return session ?? this.get(actor, id)
  }

  async approve(actor: Actor, id: string, note: string | null): Promise<LotoSession> {
    requirePermission(actor, 'loto:approve')
    return this.#deps.desk.act(actor, id, (session, how) => approve(session, how, note))
  }

  async reject(actor: Actor, id: string, reason: string): Promise<LotoSession> {
    requirePermission(actor, 'loto:approve')
    return this.#deps.desk.act(actor, id, (session, how) => reject(session, how, reason))
  }

  async apply(actor: Actor, id: string): Promise<LotoSession> {
    requirePermission(actor, 'loto:work')
    return this.#deps.desk.act(actor, id, apply)
  }

  async release(actor: Actor, id: string, note: string | null): Promise<LotoSession> {
    requirePermission(actor, 'loto:work')
    return this.#deps.desk.act(actor, id, (session, how) => release(session, how, note))
  }

  async close(actor: Actor, id: string, note: string | null): Promise<LotoSession> {
    requirePermission(actor, 'loto:work')
    return this.#deps.desk.act(actor, id, (session, how) => close(session, how, note))
  }

  async cancel(actor: Actor, id: string, reason: string): Promise<LotoSession> {
    requirePermission(actor, 'loto:work')
    return this.#deps.desk.act(actor, id, (session, how) => cancel(session, how, reason))
  }

  async #planChange(stores: Stores, actor: Actor, change: Partial<SessionRequest>): Promise<PlanChange> {
    const { pointIds, workerIds, ...plan } = change
    return {
      ...plan,
      ...(pointIds && { points: await this.#points(stores, actor, pointIds) }),
      ...(workerIds && { workers: await this.#workers(stores, actor, workerIds) }),
    }
  }

  async #points(stores: Stores, actor: Actor, ids: readonly string[]): Promise<readonly PointSummary[]> {
    const found = new Map((await stores.lotoPoints.byId(actor.tenantId, ids)).map((point) => [point.id, point]))
    return [...new Set(ids)].map((pointId) => {
      const point = found.get(pointId)
      if (!point) throw notFound({ tr: 'İzolasyon noktası bulunamadı', en: 'Isolation point not found' })
      const { id, name, energyType, isolationMethod, location, deviceId } = point
      return { id, name, energyType, isolationMethod, location, deviceId }
    })
  }

  async #workers(stores: Stores, actor: Actor, ids: readonly string[]): Promise<readonly Worker[]> {
    const workers: Worker[] = []
    for (const userId of new Set(ids)) {
      const found = await colleague(stores, actor.tenantId, userId)
      if (!found) throw notFound({ tr: 'Çalışan bulunamadı', en: 'Worker not found' })
      workers.push({ id: found.id, name: found.name, email: found.email })
    }
    return workers
  }
}
