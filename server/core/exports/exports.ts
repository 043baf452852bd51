import { randomBytes } from 'node:crypto'
import type { Stores } from '../../storage/stores/stores.ts'
import { type Actor, requirePermission } from '../access.ts'
import type { Audit } from '../audit/audit.ts'
import type { Inventory } from '../devices/inventory.ts'
import { invalid, notFound, ruleViolation, stateConflict } from '../errors.ts'
import type { Tenant } from '../identity/identity.types.ts'
import { newId } from '../ids.ts'
import type { Clock, Log } from '../outside.ts'
import type { Page, PageRequest } from '../page.ts'
import type { TelemetryStore } from '../telemetry/store.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'
import type { Transact } from '../transact.ts'
import { EXPORT_TRANSITIONS, isOver } from './export.states.ts'
import type { ExportFormat, ExportFormatter, ExportRequest } from './export.types.ts'
import type { ExportFiles, ExportJob } from './export-job.ts'
import { ExportQueue, KEPT_MS } from './export-queue.ts'
import { fileNameOf } from './file-name.ts'
import { type ExportPlan, planOf } from './plan.ts'
import { estimateRows } from './rows.ts'
import { begun, chunksOf } from './stream.ts'

/** Rows up to which the answer is the file itself; above, it is made in the background. */
export const DIRECT_ROWS: Readonly<Record<ExportFormat, number>> = { csv: 200_000, xlsx: 100_000, pdf: 5_000 }
/** Rows above which a format is refused: paper has an end, and a sheet must still open somewhere. */
export const MOST_ROWS: Readonly<Record<ExportFormat, number>> = { csv: 100_000_000, xlsx: 20_000_000, pdf: 20_000 }
const MAX_OPEN_JOBS = 5
const TICKET_MS = 10 * 60_000

export interface ExportsDeps {
  readonly stores: Stores
  readonly transact: Transact
  readonly audit: Audit
  readonly clock: Clock
  readonly log: Log
  readonly inventory: Inventory
  readonly store: TelemetryStore
  readonly telemetry: Telemetry
  readonly tenant: (tenantId: string) => Promise<Tenant>
  readonly formatter: ExportFormatter
  readonly files: ExportFiles
  /** Told of every edge, and of progress at most once a second. */
  readonly changed: (tenantId: string) => void
}

export type ExportAnswer =
  | { readonly kind: 'file'; readonly name: string; readonly chunks: AsyncIterable<Uint8Array> }
  | { readonly kind: 'job'; readonly job: ExportJob }

export interface ExportFile {
  readonly id: string
  readonly name: string
  readonly bytes: number
  /** Bytes from `start` up to and with `end`. */
  readonly read: (start: number, end: number) => AsyncIterable<Uint8Array>
}

export interface ExportEstimate {
  readonly rows: number
  readonly mostRows: number
  readonly isDirect: boolean
}

/** What was measured, as a file: at once when it is small, in the background when it is not. */
export class Exports {
  readonly #deps: ExportsDeps
  readonly #queue: ExportQueue
  readonly #tickets = new Map<string, { readonly tenantId: string; readonly id: string; readonly until: number }>()

  constructor(deps: ExportsDeps) {
    this.#deps = deps
    this.#queue = new ExportQueue({ ...deps, plan: (job) => planOf(deps, job.tenantId, job.request) })
  }

  /** Exports that a stop interrupted have failed; files that no job knows are removed. */
  async start(): Promise<void> {
    await this.#queue.start()
  }

  async stop(): Promise<void> {
    await this.#queue.stop()
  }

  async estimate(actor: Actor, request: ExportRequest): Promise<ExportEstimate> {
    requirePermission(actor, 'measurements:read')
    const { rows } = await this.#counted(actor, request)
    const { format } = request
    return { rows, mostRows: MOST_ROWS[format], isDirect: rows <= DIRECT_ROWS[format] }
  }

  /**
   * The file, or a job above the row limit of the format or when asked for one.
   * @throws AppError BUSINESS_RULE_VIOLATION for an unknown metric, too many rows or too many open exports
   */
  async begin(actor: Actor, request: ExportRequest, isBackground: boolean): Promise<ExportAnswer> {
    requirePermission(actor, 'measurements:read')
    const { plan, rows } = await this.#counted(actor, request)
    const { format } = request
    if (rows > MOST_ROWS[format]) throw tooManyRows(format, rows)
    const name = fileNameOf(plan.sheet)
    if (!isBackground && rows <= DIRECT_ROWS[format])
      return { kind: 'file', name, chunks: await begun(chunksOf(this.#deps.formatter, plan)) }
    return { kind: 'job', job: await this.#enqueue(actor, request, name, rows) }
  }

  /** The caller's own exports. */
  async jobs(
    actor: Actor,
    filters: Parameters<Stores['exports']['list']>[1],
    page: PageRequest<Parameters<Stores['exports']['list']>[2]['sortBy']>,
  ): Promise<Page<ExportJob>> {
    requirePermission(actor, 'measurements:read')
    const own = { ...filters, user_id: actor.userId }
    const { items, total } = await this.#deps.stores.exports.list(actor.tenantId, own, page)
    return { items: items.map((job) => this.#queue.withProgress(job)), total }
  }

  async job(actor: Actor, id: string): Promise<ExportJob> {
    requirePermission(actor, 'measurements:read')
    return this.#queue.withProgress(await this.#own(this.#deps.stores, actor, id))
  }

  /** @throws AppError STATE_CONFLICT when it is over already */
  async cancel(actor: Actor, id: string): Promise<ExportJob> {
    requirePermission(actor, 'measurements:read')
    await this.#own(this.#deps.stores, actor, id)
    await this.#queue.cancel(id)
    const { transact, audit, clock } = this.#deps
    const job = await transact(async (trx) => {
      const current = await this.#own(trx, actor, id)
      const status = EXPORT_TRANSITIONS[current.status].cancel
      if (!status)
        throw stateConflict({ tr: 'Dışa aktarma zaten sona erdi', en: 'The export has come to its end already' })
      const cancelled: ExportJob = { ...current, status, finishedAt: clock.now(), expiresAt: clock.now() + KEPT_MS }
      await trx.exports.save(cancelled)
      await audit.append(trx, { ...note(actor, 'cancel', id), detail: null })
      return cancelled
    }).finally(() => this.#queue.pump())
    this.#deps.changed(actor.tenantId)
    return job
  }

  /** @throws AppError STATE_CONFLICT while it is waiting or running */
  async remove(actor: Actor, id: string): Promise<void> {
    requirePermission(actor, 'measurements:read')
    const { transact, audit, files } = this.#deps
    await transact(async (trx) => {
      const job = await this.#own(trx, actor, id)
      if (!isOver(job.status))
        throw stateConflict({
          tr: 'Dışa aktarma sürüyor; önce iptal edin',
          en: 'The export is still going on; cancel it first',
        })
      await trx.exports.remove(id)
      await audit.append(trx, { ...note(actor, 'delete', id), detail: { file: job.fileName } })
    })
    await files.remove(id)
    this.#deps.changed(actor.tenantId)
  }

  /** @throws AppError STATE_CONFLICT while there is no file */
  async file(actor: Actor, id: string): Promise<ExportFile> {
    requirePermission(actor, 'measurements:read')
    return this.#fileOf(await this.#own(this.#deps.stores, actor, id))
  }

  /** A secret address of the file for ten minutes: a browser that saves to disk sends no bearer token. */
  async ticket(actor: Actor, id: string): Promise<{ readonly ticket: string; readonly expiresAt: number }> {
    await this.file(actor, id)
    const now = this.#deps.clock.now()
    for (const [ticket, { until }] of this.#tickets) if (until <= now) this.#tickets.delete(ticket)
    const ticket = randomBytes(32).toString('base64url')
    this.#tickets.set(ticket, { tenantId: actor.tenantId, id, until: now + TICKET_MS })
    return { ticket, expiresAt: now + TICKET_MS }
  }

  /** @throws AppError RESOURCE_NOT_FOUND for a ticket that is wrong, old, or of a file that is gone */
  async fileByTicket(ticket: string): Promise<ExportFile> {
    const known = this.#tickets.get(ticket)
    if (!known || known.until <= this.#deps.clock.now()) throw notFound(NO_EXPORT)
    const job = await this.#deps.stores.exports.job(known.tenantId, known.id)
    if (job?.status !== 'done') throw notFound(NO_EXPORT)
    return this.#fileOf(job)
  }

  /** Removes what has been kept long enough. */
  async expire(): Promise<void> {
    const { stores, files, clock, changed } = this.#deps
    for (const { id, tenantId } of await stores.exports.expiredBy(clock.now())) {
      await stores.exports.remove(id)
      await files.remove(id)
      changed(tenantId)
    }
  }

  async #enqueue(actor: Actor, request: ExportRequest, fileName: string, rowsTotal: number): Promise<ExportJob> {
    const { stores, transact, audit, clock, changed } = this.#deps
    const open = (await stores.exports.inStatus(['queued', 'running'])).filter(({ userId }) => userId === actor.userId)
    if (open.length >= MAX_OPEN_JOBS)
      throw ruleViolation({
        tr: `En çok ${MAX_OPEN_JOBS} dışa aktarma sürebilir; birinin bitmesini bekleyin`,
        en: `At most ${MAX_OPEN_JOBS} exports can be going on; wait for one to finish`,
      })
    const job: ExportJob = {
      id: newId(),
      tenantId: actor.tenantId,
      userId: actor.userId,
      status: 'queued',
      request,
      fileName,
      rowsDone: 0,
      rowsTotal,
      bytes: 0,
      fault: null,
      createdAt: clock.now(),
      startedAt: null,
      finishedAt: null,
      expiresAt: null,
    }
    await transact(async (trx) => {
      await trx.exports.save(job)
      await audit.append(trx, { ...note(actor, 'create', job.id), detail: { file: fileName, rows: rowsTotal } })
    })
    changed(actor.tenantId)
    this.#queue.pump()
    return job
  }

  async #counted(actor: Actor, request: ExportRequest): Promise<{ plan: ExportPlan; rows: number }> {
    for (const id of request.deviceIds)
      if (this.#deps.inventory.devices.get(id)?.tenantId !== actor.tenantId)
        throw notFound({ tr: 'Cihaz bulunamadı', en: 'Device not found' })
    if (request.end <= request.start)
      throw invalid({ tr: 'Bitiş zamanı başlangıçtan sonra olmalıdır', en: 'The end must be after the start' })
    const plan = await planOf(this.#deps, actor.tenantId, request)
    return { plan, rows: await estimateRows(this.#deps.store, plan.sheet.devices, plan.metrics, request) }
  }

  #fileOf(job: ExportJob): ExportFile {
    if (job.status !== 'done') throw stateConflict({ tr: 'Dosya henüz hazır değil', en: 'The file is not ready' })
    const { files } = this.#deps
    return { id: job.id, name: job.fileName, bytes: job.bytes, read: (start, end) => files.read(job.id, start, end) }
  }

  async #own(stores: Stores, actor: Actor, id: string): Promise<ExportJob> {
    const job = await stores.exports.job(actor.tenantId, id)
    if (job?.userId !== actor.userId) throw notFound(NO_EXPORT)
    return job
  }
}

const NO_EXPORT = { tr: 'Dışa aktarma bulunamadı', en: 'Export not found' }

const note = (actor: Actor, action: string, id: string) => ({
  tenantId: actor.tenantId,
  actor,
  action,
  entity: 'export',
  entityId: id,
})

function tooManyRows(format: ExportFormat, rows: number) {
  const spoken = (locale: string, value: number) => value.toLocaleString(locale)
  const most = MOST_ROWS[format]
  const name = format.toUpperCase()
  return ruleViolation({
    tr: `${name} en çok ${spoken('tr', most)} satır alır, bu seçim ${spoken('tr', rows)} satır; aralığı kısaltın, daha geniş bir dönem ya da başka bir biçim seçin`,
    en: `${name} takes at most ${spoken('en', most)} rows and this choice has ${spoken('en', rows)}; shorten the range, or choose a wider interval or another format`,
  })
}
