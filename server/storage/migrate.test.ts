import { expect, it } from 'vitest'
import { migrate } from './migrate.ts'
import { onBothDatabases } from './test-databases.ts'

onBothDatabases('migrations', (db) => {
  it('keep bigint times and automatic keys as numbers', async () => {
    await db()
      .insertInto('fault')
      .values({ gateway_id: 'g', device_id: null, at: 1_790_000_000_123, kind: 'timeout', code: null, message: 'm' })
      .execute()
    const row = await db().selectFrom('fault').selectAll().executeTakeFirstOrThrow()
    expect(row.at).toBe(1_790_000_000_123)
    expect(row.seq).toBe(1)
  })

  it('change nothing and back up nothing when already current', async () => {
    let backups = 0
    await migrate(db(), async () => void backups++)
    expect(backups).toBe(0)
  })
})
