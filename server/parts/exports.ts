import { join } from 'node:path'
import { Exports, type ExportsDeps } from '../core/exports/exports.ts'
import type { DataFolder } from '../data-folder.ts'
import { exportFilesIn } from '../exports/export-files.ts'
import { threadFormatter } from '../exports/formatter.ts'
import type { Job } from '../jobs/jobs.ts'

const MINUTE_MS = 60_000

/** Exports, their threads and their files. */
export async function exportsPart(
  deps: Omit<ExportsDeps, 'formatter' | 'files'>,
  folder: DataFolder,
): Promise<{ readonly exports: Exports; readonly jobs: readonly Job[] }> {
  const files = exportFilesIn(join(folder.path, 'exports'))
  const exports = new Exports({ ...deps, formatter: threadFormatter(deps.log), files })
  await exports.start()
  return { exports, jobs: [{ name: 'exports', everyMs: 10 * MINUTE_MS, run: () => exports.expire() }] }
}
