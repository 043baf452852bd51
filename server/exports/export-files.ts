import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import type { ExportFiles } from '../core/exports/export-job.ts'

/** Files of background exports in a folder of the data folder, named by their job. */
export function exportFilesIn(folder: string): ExportFiles {
  const path = (id: string) => join(folder, id)
  return {
    async keepOnly(ids) {
      await mkdir(folder, { recursive: true })
      for (const name of await readdir(folder)) if (!ids.has(name)) await rm(join(folder, name), { recursive: true })
    },
    async create(id) {
      const stream = createWriteStream(path(id), { flags: 'w', mode: 0o600 })
      await once(stream, 'open')
      return {
        async write(bytes) {
          if (!stream.write(bytes)) await once(stream, 'drain')
        },
        async close() {
          stream.end()
          await finished(stream)
        },
      }
    },
    read: (id, start, end) => createReadStream(path(id), { start, end }),
    remove: (id) => rm(path(id), { force: true }),
  }
}
