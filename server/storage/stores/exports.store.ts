import type { Kysely, Selectable } from 'kysely'
import type { Words } from '../../core/errors.ts'
import { EXPORT_STATUSES, type ExportStatus } from '../../core/exports/export.states.ts'
import type { ExportRequest } from '../../core/exports/export.types.ts'
import type { ExportJob } from '../../core/exports/export-job.ts'
import type { Page, PageRequest } from '../../core/page.ts'
import { type Filters, listRows } from '../list.ts'
import type { DB } from '../schema.ts'

const toJob = (row: Selectable<DB['export_job']>): ExportJob => ({
  id: row.id,
  tenantId: row.tenant_id,
  userId: row.user_id,
  status: EXPORT_STATUSES.find((status) => status === row.status) ?? 'failed',
  request: JSON.parse(row.request) as ExportRequest,
  fileName: row.file_name,
  rowsDone: Number(row.rows_done),
  rowsTotal: Number(row.rows_total),
  bytes: Number(row.bytes),
  fault: row.fault === null ? null : (JSON.parse(row.fault) as Words),
  createdAt: Number(row.created_at),
  startedAt: row.started_at === null ? null : Number(row.started_at),
  finishedAt: row.finished_at === null ? null : Number(row.finished_at),
  expiresAt: row.expires_at === null ? null : Number(row.expires_at),
})

export class ExportsStore {
  readonly #db: Kysely<DB>

  constructor(db: Kysely<DB>) {
    this.#db = db
  }

  async list(
    tenantId: string,
    filters: Filters<'export_job'>,
    page: PageRequest<keyof DB['export_job']>,
  ): Promise<Page<ExportJob>> {
    const { items, total } = await listRows(this.#db, 'export_job', tenantId, filters, page)
    return { items: items.map((row) => toJob(row as unknown as Selectable<DB['export_job']>)), total }
  }

  async job(tenantId: string, id: string): Promise<ExportJob | null> {
    const row = await this.#db
      .selectFrom('export_job')
      .selectAll()
      .where('id', '=', id)
      .where('tenant_id', '=', tenantId)
      .executeTakeFirst()
    return row ? toJob(row) : null
  }

  async inStatus(statuses: readonly ExportStatus[]): Promise<readonly ExportJob[]> {
    const rows = await this.#db
      .selectFrom('export_job')
      .selectAll()
      .where('status', 'in', [...statuses])
      .orderBy('created_at')
      .execute()
    return rows.map(toJob)
  }

  async expiredBy(now: number): Promise<readonly ExportJob[]> {
    const rows = await this.#db.selectFrom('export_job').selectAll().where('expires_at', '<=', now).execute()
    return rows.map(toJob)
  }

  async save(job: ExportJob): Promise<void> {
    const rest = {
      status: job.status,
      rows_done: job.rowsDone,
      rows_total: job.rowsTotal,
      bytes: job.bytes,
      fault: job.fault && JSON.stringify(job.fault),
      started_at: job.startedAt,
      finished_at: job.finishedAt,
      expires_at: job.expiresAt,
    }
    await this.#db
      .insertInto('export_job')
      .values({
        id: job.id,
        tenant_id: job.tenantId,
        user_id: job.userId,
        request: JSON.stringify(job.request),
        file_name: job.fileName,
        created_at: job.createdAt,
        ...rest,
      })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(rest))
      .execute()
  }

  async remove(id: string): Promise<void> {
    await this.#db.deleteFrom('export_job').where('id', '=', id).execute()
  }
}
