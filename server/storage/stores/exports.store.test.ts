import { expect, it } from 'vitest'
import type { ExportJob } from '../../core/exports/export-job.ts'
import { onBothDatabases } from '../test-databases.ts'
import { ExportsStore } from './exports.store.ts'

const AT = 1_790_000_000_000
const PAGE = { offset: 0, limit: 50, sortBy: 'created_at', sortOrder: 'desc' } as const

const job = (id: string, change: Partial<ExportJob> = {}): ExportJob => ({
  id,
  tenantId: 'marina',
  userId: 'u1',
  status: 'queued',
  request: { deviceIds: ['d1'], metrics: [], start: AT - 1000, end: AT, interval: 'raw', format: 'csv', locale: 'tr' },
  fileName: 'd1.csv',
  rowsDone: 0,
  rowsTotal: 5_000_000_000,
  bytes: 0,
  fault: null,
  createdAt: AT,
  startedAt: null,
  finishedAt: null,
  expiresAt: null,
  ...change,
})

onBothDatabases('exports store', (db) => {
  const store = () => new ExportsStore(db())

  it('keeps a job as it was, through its edges', async () => {
    await store().save(job('a'))
    expect(await store().job('marina', 'a')).toEqual(job('a'))
    const failed = job('a', {
      status: 'failed',
      rowsDone: 4_000_000_000,
      bytes: 9_000_000_000,
      fault: { tr: 'Disk dolu', en: 'Disk full' },
      startedAt: AT + 1,
      finishedAt: AT + 2,
      expiresAt: AT + 3,
    })
    await store().save(failed)
    expect(await store().job('marina', 'a')).toEqual(failed)
    expect(await store().job('somebody else', 'a')).toBeNull()
  })

  it('finds what waits in order, what is over its time, and what is whose', async () => {
    await store().save(job('late', { createdAt: AT + 20 }))
    await store().save(job('early', { createdAt: AT + 10 }))
    await store().save(job('kept', { status: 'done', expiresAt: AT + 100, userId: 'u2' }))
    expect((await store().inStatus(['queued'])).map(({ id }) => id)).toEqual(['early', 'late'])
    expect((await store().expiredBy(AT + 3)).map(({ id }) => id)).toEqual(['a'])
    expect((await store().expiredBy(AT + 100)).map(({ id }) => id).sort()).toEqual(['a', 'kept'])
    expect((await store().list('marina', { user_id: 'u2' }, PAGE)).items.map(({ id }) => id)).toEqual(['kept'])
    await store().remove('kept')
    expect((await store().list('marina', { user_id: 'u2' }, PAGE)).total).toBe(0)
  })
})
