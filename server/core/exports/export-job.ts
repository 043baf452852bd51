import type { Words } from '../errors.ts'
import type { ExportStatus } from './export.states.ts'
import type { ExportRequest } from './export.types.ts'

export interface ExportJob {
  readonly id: string
  readonly tenantId: string
  readonly userId: string
  readonly status: ExportStatus
  readonly request: ExportRequest
  readonly fileName: string
  readonly rowsDone: number
  /** Counted beforehand; late samples may make it a little more. */
  readonly rowsTotal: number
  readonly bytes: number
  /** Why it failed. */
  readonly fault: Words | null
  readonly createdAt: number
  readonly startedAt: number | null
  readonly finishedAt: number | null
  /** When its file is removed; null while there is none. */
  readonly expiresAt: number | null
}

/** Where the files of background exports are kept. */
export interface ExportFiles {
  /** Makes the folder and removes files that no job knows. */
  keepOnly(ids: ReadonlySet<string>): Promise<void>
  create(id: string): Promise<{ write(bytes: Uint8Array): Promise<void>; close(): Promise<void> }>
  remove(id: string): Promise<void>
  /** Bytes from `start` up to and with `end`. */
  read(id: string, start: number, end: number): AsyncIterable<Uint8Array>
}
