/** The life of a background export. One table: the use cases, the 409, the window's buttons and the test read it. */
export const EXPORT_STATUSES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const
export type ExportStatus = (typeof EXPORT_STATUSES)[number]

export type ExportAction =
  /** A place is free. */
  | 'start'
  | 'finish'
  /** The disk, the database or a restart stood in the way. */
  | 'fail'
  /** Its owner does not want it any more. */
  | 'cancel'

export const EXPORT_TRANSITIONS: Readonly<Record<ExportStatus, Readonly<Partial<Record<ExportAction, ExportStatus>>>>> =
  {
    queued: { start: 'running', cancel: 'cancelled', fail: 'failed' },
    running: { finish: 'done', cancel: 'cancelled', fail: 'failed' },
    done: {},
    failed: {},
    cancelled: {},
  }

/** An export that has come to its end can be removed; one that runs is cancelled first. */
export const isOver = (status: ExportStatus): boolean => Object.keys(EXPORT_TRANSITIONS[status]).length === 0
