import { createHash } from 'node:crypto'
import type { Stores } from '../../storage/stores/stores.ts'
import { type Actor, requirePermission } from '../access.ts'
import type { Clock } from '../outside.ts'
import type { Page, PageRequest } from '../page.ts'
import type { AuditEntry } from './audit.types.ts'

export interface AuditNote {
  readonly tenantId: string
  /** Null when the hub itself acted (a timer, the hardware). */
  readonly actor: Pick<Actor, 'userId' | 'email'> | null
  readonly action: string
  readonly entity: string
  readonly entityId: string | null
  readonly detail?: Readonly<Record<string, unknown>> | null
}

const GENESIS = '0'.repeat(64)
const VERIFY_STEP = 2_000

type Hashed = Omit<AuditEntry, 'seq' | 'hash'>

/** The chain covers every member but the row number, in a fixed order. */
export function auditHash(entry: Hashed): string {
  const { prevHash, tenantId, at, actorId, actorEmail, action, entity, entityId, detail } = entry
  return createHash('sha256')
    .update(JSON.stringify([prevHash, tenantId, at, actorId, actorEmail, action, entity, entityId, detail]))
    .digest('hex')
}

/**
 * Append-only, hash-chained log of every mutation. `append` takes the stores of the transaction that makes the change,
 * so that neither can exist without the other; writers are serialised by `Transact`, so the chain cannot fork.
 */
export class Audit {
  readonly #deps: { stores: Stores; clock: Clock }

  constructor(deps: { stores: Stores; clock: Clock }) {
    this.#deps = deps
  }

  async append(stores: Stores, note: AuditNote): Promise<void> {
    const entry: Hashed = {
      tenantId: note.tenantId,
      at: this.#deps.clock.now(),
      actorId: note.actor?.userId ?? null,
      actorEmail: note.actor?.email ?? null,
      action: note.action,
      entity: note.entity,
      entityId: note.entityId,
      detail: note.detail ?? null,
      prevHash: (await stores.audit.lastHash(note.tenantId)) ?? GENESIS,
    }
    await stores.audit.append({ ...entry, hash: auditHash(entry) })
  }

  async list(
    actor: Actor,
    filters: { entity?: string; action?: string; actorId?: string; entityId?: string },
    page: PageRequest,
  ): Promise<Page<AuditEntry>> {
    requirePermission(actor, 'audit:read')
    return this.#deps.stores.audit.list(actor.tenantId, filters, page)
  }

  /** Walks the whole chain of the tenant. `brokenAtSeq` is the first row that does not fit. */
  async verify(actor: Actor): Promise<{ isIntact: boolean; checked: number; brokenAtSeq: number | null }> {
    requirePermission(actor, 'audit:read')
    let prevHash = GENESIS
    let afterSeq = 0
    let checked = 0
    for (;;) {
      const entries = await this.#deps.stores.audit.after(actor.tenantId, afterSeq, VERIFY_STEP)
      for (const entry of entries) {
        if (entry.prevHash !== prevHash || auditHash(entry) !== entry.hash)
          return { isIntact: false, checked, brokenAtSeq: entry.seq }
        prevHash = entry.hash
        afterSeq = entry.seq
        checked++
      }
      if (entries.length < VERIFY_STEP) return { isIntact: true, checked, brokenAtSeq: null }
    }
  }
}
