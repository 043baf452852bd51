import type { Clock, Log } from '../core/outside.ts'

export interface Job {
  readonly name: string
  readonly everyMs: number
  readonly run: () => Promise<void>
}

/** Starts the timers. A job that fails is logged and tried again at its next turn. */
export function startJobs(jobs: readonly Job[], clock: Clock, log: Log): { stop(): void } {
  const timers = jobs.map((job) =>
    clock.every(job.everyMs, async () => {
      try {
        await job.run()
      } catch (error) {
        log.error({ job: job.name, error: error instanceof Error ? error.message : String(error) }, 'job failed')
      }
    }),
  )
  return {
    stop() {
      for (const timer of timers) timer.stop()
    },
  }
}
