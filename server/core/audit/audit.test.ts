import { type Kysely, sql } from 'kysely'
import { beforeAll, expect, it } from 'vitest'
import type { DB } from '../../storage/schema.ts'
import { makeStores } from '../../storage/stores/stores.ts'
import { onBothDatabases } from '../../storage/test-databases.ts'
import { makeTransact } from '../../storage/transact.ts'
import type { Actor } from '../access.ts'
import { manualClock } from '../clock.ts'
import { Audit } from './audit.ts'

const actor: Actor = {
  userId: 'u',
  tenantId: 't',
  email: 'e@x.com',
  permissions: new Set(['audit:read']),
  sessionId: 's',
}

onBothDatabases('audit log', (db: () => Kysely<DB>) => {
  let audit: Audit
  beforeAll(async () => {
    audit = new Audit({ stores: makeStores(db()), clock: manualClock(1_000) })
    const transact = makeTransact(db())
    const note = (tenantId: string, index: number) =>
      transact((stores) =>
        audit.append(stores, {
          tenantId,
          actor,
          action: 'create',
          entity: 'device',
          entityId: `d${index}`,
          detail: { name: 'ığüşöç', index },
        }),
      )
    // All at once: the chain must not fork.
    await Promise.all([...Array(20).keys()].map((index) => note(index % 5 === 0 ? 'other' : 't', index)))
  })

  it('chains the entries of each tenant', async () => {
    expect(await audit.verify(actor)).toEqual({ isIntact: true, checked: 16, brokenAtSeq: null })
  })

  it('cannot be changed or shortened through the database', async () => {
    await expect(sql`update audit_log set actor_email = 'x'`.execute(db())).rejects.toThrow(/append-only/)
    await expect(sql`delete from audit_log`.execute(db())).rejects.toThrow(/append-only/)
  })

  it('is not written when the change is not', async () => {
    const transact = makeTransact(db())
    const failing = transact(async (stores) => {
      await audit.append(stores, { tenantId: 't', actor, action: 'delete', entity: 'device', entityId: 'x' })
      throw new Error('the change failed')
    })
    await expect(failing).rejects.toThrow('the change failed')
    expect((await audit.verify(actor)).checked).toBe(16)
  })

  it('shows where somebody with the file in hand has changed it', async () => {
    const entry = (await audit.list(actor, {}, { offset: 3, limit: 1, sortBy: 'seq', sortOrder: 'asc' })).items[0]
    await sql`drop trigger ${sql.raw('audit_log_no_update')}`
      .execute(db())
      .catch(() => sql`drop trigger audit_log_append_only on audit_log`.execute(db()))
    await sql`update audit_log set entity_id = 'forged' where seq = ${entry?.seq}`.execute(db())
    expect(await audit.verify(actor)).toEqual({ isIntact: false, checked: 3, brokenAtSeq: entry?.seq })
  })
})
