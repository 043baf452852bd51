import type { Stores } from '../../storage/stores/stores.ts'
import type { Words } from '../errors.ts'
import type { Clock, Log } from '../outside.ts'
import type { Transact } from '../transact.ts'
import { EXPORT_TRANSITIONS, type ExportAction } from './export.states.ts'
import type { ExportFormatter } from './export.types.ts'
import type { ExportFiles, ExportJob } from './export-job.ts'
import type { ExportPlan } from './plan.ts'
import { chunksOf } from './stream.ts'

const AT_ONCE = 2
/** How long an export that is over stays in the list, and its file on the disk. */
export const KEPT_MS = 24 * 3_600_000
const TELL_EVERY_MS = 1_000

const INTERRUPTED: Words = {
  tr: 'Program durduğu için yarıda kaldı; yeniden başlatın',
  en: 'Interrupted because the program stopped; start it again',
}
const BROKEN: Words = {
  tr: 'Dosya yazılamadı; diskte yer olup olmadığına bakın ve yeniden deneyin',
  en: 'The file could not be written; see whether the disk has room and try again',
}

interface Running {
  rowsDone: number
  bytes: number
  isCancelled: boolean
  readonly ended: Promise<void>
}

interface QueueDeps {
  readonly stores: Stores
  readonly transact: Transact
  readonly clock: Clock
  readonly log: Log
  readonly formatter: ExportFormatter
  readonly files: ExportFiles
  readonly changed: (tenantId: string) => void
  readonly plan: (job: ExportJob) => Promise<ExportPlan>
}

/** Runs background exports, two at once, oldest first. What they have done so far is in memory; edges are stored. */
export class ExportQueue {
  readonly #deps: QueueDeps
  readonly #running = new Map<string, Running>()
  #pumping: Promise<void> = Promise.resolve()
  #isStopped = false

  constructor(deps: QueueDeps) {
    this.#deps = deps
  }

  async start(): Promise<void> {
    const { stores, files } = this.#deps
    for (const job of await stores.exports.inStatus(['queued', 'running'])) await this.#move(job, 'fail', INTERRUPTED)
    const done = await stores.exports.inStatus(['done'])
    await files.keepOnly(new Set(done.map(({ id }) => id)))
  }

  /** Lets the running ones go; the next start finds them interrupted. */
  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#pumping
    const all = [...this.#running.values()]
    for (const running of all) running.isCancelled = true
    await Promise.all(all.map(({ ended }) => ended))
  }

  /** Starts what there is room for. */
  pump(): void {
    this.#pumping = this.#pumping
      .then(() => this.#fill())
      .catch((error: unknown) => this.#deps.log.error({ error: String(error) }, 'export queue in trouble'))
  }

  withProgress(job: ExportJob): ExportJob {
    const running = this.#running.get(job.id)
    return running ? { ...job, rowsDone: running.rowsDone, bytes: running.bytes } : job
  }

  /** Stops a running export and waits until it has let go; whoever cancels stores the new state. */
  async cancel(id: string): Promise<void> {
    await this.#pumping
    const running = this.#running.get(id)
    if (!running) return
    running.isCancelled = true
    await running.ended
  }

  async #fill(): Promise<void> {
    if (this.#isStopped) return
    for (const job of await this.#deps.stores.exports.inStatus(['queued'])) {
      if (this.#running.size >= AT_ONCE) return
      if (this.#running.has(job.id)) continue
      const started = await this.#move(job, 'start', null)
      if (started) this.#launch(started)
    }
  }

  #launch(job: ExportJob): void {
    const ended = Promise.withResolvers<void>()
    const running: Running = { rowsDone: 0, bytes: 0, isCancelled: false, ended: ended.promise }
    this.#running.set(job.id, running)
    this.#run(job, running)
      .catch((error: unknown) => this.#deps.log.error({ export: job.id, error: String(error) }, 'export not stored'))
      .finally(() => {
        this.#running.delete(job.id)
        ended.resolve()
        this.pump()
      })
  }

  async #run(job: ExportJob, running: Running): Promise<void> {
    const { files, log } = this.#deps
    try {
      await this.#write(job, running)
      const isKept =
        !running.isCancelled &&
        (await this.#move({ ...job, rowsDone: running.rowsDone, bytes: running.bytes }, 'finish', null))
      if (!isKept) await files.remove(job.id)
    } catch (error) {
      log.error({ export: job.id, error: String(error) }, 'export failed')
      await files.remove(job.id)
      if (!running.isCancelled) await this.#move({ ...job, rowsDone: running.rowsDone }, 'fail', BROKEN)
    }
  }

  async #write(job: ExportJob, running: Running): Promise<void> {
    const { files, formatter, clock, changed } = this.#deps
    const plan = await this.#deps.plan(job)
    const file = await files.create(job.id)
    let toldAt = clock.now()
    try {
      const progress = (rows: number) => {
        running.rowsDone += rows
      }
      for await (const chunk of chunksOf(formatter, plan, progress)) {
        if (running.isCancelled) return
        await file.write(chunk)
        running.bytes += chunk.byteLength
        if (clock.now() - toldAt < TELL_EVERY_MS) continue
        toldAt = clock.now()
        changed(job.tenantId)
      }
    } finally {
      await file.close()
    }
  }

  /** Null when the job is not in a state from which the table allows it, e.g. cancelled a moment ago. */
  async #move(job: ExportJob, action: ExportAction, fault: Words | null): Promise<ExportJob | null> {
    const { transact, clock, changed } = this.#deps
    const now = clock.now()
    const moved = await transact(async (trx) => {
      const current = await trx.exports.job(job.tenantId, job.id)
      const status = current && EXPORT_TRANSITIONS[current.status][action]
      if (!status) return null
      const next: ExportJob = {
        ...job,
        status,
        fault,
        startedAt: action === 'start' ? now : job.startedAt,
        finishedAt: action === 'start' ? null : now,
        expiresAt: action === 'start' ? null : now + KEPT_MS,
      }
      await trx.exports.save(next)
      return next
    })
    if (moved) changed(job.tenantId)
    return moved
  }
}
