import type { ExportFormatter, ExportSheet, OpenFile, RowBlock } from '../core/exports/export.types.ts'
import type { Log } from '../core/outside.ts'
import { WorkerLink } from '../storage/telemetry/worker-link.ts'

/** What the hub's thread asks of the thread that writes one file. */
export type FormatterCalls = {
  open(sheet: ExportSheet): Promise<void>
  add(block: RowBlock): Uint8Array
  finish(): Uint8Array | Promise<Uint8Array>
}

/** Threads at once; further exports wait for one of them. */
const MOST_THREADS = 8

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'

/** Writes every file on a thread of its own: the hub's thread only passes pages on. */
export function threadFormatter(log: Log): ExportFormatter {
  const waiting: (() => void)[] = []
  let busy = 0
  const enter = async () => {
    if (busy >= MOST_THREADS) await new Promise<void>((resolve) => waiting.push(resolve))
    busy++
  }
  const leave = () => {
    busy--
    waiting.shift()?.()
  }
  return {
    async open(sheet) {
      await enter()
      const link = new WorkerLink<FormatterCalls>(new URL(`./export.worker.${extension}`, import.meta.url), (error) =>
        log.error({ error: error.message }, 'export thread in trouble'),
      )
      let isClosed = false
      const close = async () => {
        if (isClosed) return
        isClosed = true
        await link.end()
        leave()
      }
      const file: OpenFile = {
        add: (block) => link.call('add', [block], buffersOf(block)),
        finish: () => link.call('finish', []),
        close,
      }
      try {
        await link.call('open', [sheet])
        return file
      } catch (error) {
        await close()
        throw error
      }
    },
  }
}

/** Handed over, not copied. */
function buffersOf({ at, values, quality }: RowBlock): ArrayBuffer[] {
  return [at, ...values, ...(quality ? [quality] : [])].map(({ buffer }) => buffer as ArrayBuffer)
}
