/**
 * The life of one attempt to bring one unit to one version. One table: the engine, the 409 of the contract, the buttons
 * of the window and the exhaustive test all read it.
 */
export const OTA_STATES = [
  /** Its wave of a batch has not been opened. */
  'pending',
  /** Waits to be offered: the unit is away, locked out or in alarm. */
  'queued',
  /** Offered; the unit has not said anything yet. */
  'notified',
  'downloading',
  'verifying',
  'installing',
  'succeeded',
  'failed',
  'cancelled',
  'timed_out',
] as const
export type OtaState = (typeof OTA_STATES)[number]

export const OTA_ACTIONS = [
  /** Batch: its wave begins. */
  'open',
  /** Hub: the command was sent. Again after every reconnect, until it is being installed. */
  'offer',
  /** Hub: the unit went away before it installed; it is offered again when it is back. */
  'lose',
  /** Unit: what it is doing. */
  'download',
  'verify',
  'install',
  /** Unit: it runs the wanted version. Nothing else is a success. */
  'confirm',
  /** Unit or hub: it will not come to that version. */
  'fail',
  /** Person. */
  'cancel',
  /** Clock: the state's deadline has passed. */
  'expire',
] as const
export type OtaAction = (typeof OTA_ACTIONS)[number]

/**
 * Decisions worth knowing:
 * - Work goes forward only: a late report of an earlier step finds no edge and is dropped.
 * - A unit may report while the update counts as queued: its report and the news of its link come on different paths.
 * - Installing cannot be cancelled, and does not become queued when the unit goes away: it restarts, that is the point.
 * - An end is an end. A retry is a new attempt that names the one before.
 */
export const OTA_TRANSITIONS: Readonly<Record<OtaState, Readonly<Partial<Record<OtaAction, OtaState>>>>> = {
  pending: { open: 'queued', cancel: 'cancelled' },
  queued: {
    offer: 'notified',
    download: 'downloading',
    verify: 'verifying',
    install: 'installing',
    confirm: 'succeeded',
    fail: 'failed',
    cancel: 'cancelled',
    expire: 'timed_out',
  },
  notified: {
    offer: 'notified',
    lose: 'queued',
    download: 'downloading',
    verify: 'verifying',
    install: 'installing',
    confirm: 'succeeded',
    fail: 'failed',
    cancel: 'cancelled',
    expire: 'timed_out',
  },
  downloading: {
    offer: 'notified',
    lose: 'queued',
    download: 'downloading',
    verify: 'verifying',
    install: 'installing',
    confirm: 'succeeded',
    fail: 'failed',
    cancel: 'cancelled',
    expire: 'timed_out',
  },
  verifying: {
    offer: 'notified',
    lose: 'queued',
    verify: 'verifying',
    install: 'installing',
    confirm: 'succeeded',
    fail: 'failed',
    cancel: 'cancelled',
    expire: 'timed_out',
  },
  installing: { install: 'installing', confirm: 'succeeded', fail: 'failed', expire: 'timed_out' },
  succeeded: {},
  failed: {},
  cancelled: {},
  timed_out: {},
}

/** Where `action` leads, or null where it is not allowed. */
export const otaStep = (from: OtaState, action: OtaAction): OtaState | null => OTA_TRANSITIONS[from][action] ?? null

export const isOver = (state: OtaState): boolean => Object.keys(OTA_TRANSITIONS[state]).length === 0

/** States that hold their gateway: it takes one update at a time. A wave that is not open holds nobody yet. */
export const ACTIVE_STATES = OTA_STATES.filter((state) => !isOver(state) && state !== 'pending')

/** States in which the unit's reconnecting calls for a new offer. */
export const OFFERED_STATES = OTA_STATES.filter((state) => otaStep(state, 'lose') !== null)

/** An attempt that did not end well may be tried again. */
export const canRetry = (state: OtaState): boolean => isOver(state) && state !== 'succeeded'

/** Counted against a batch: it ended, and not because a person ended it. */
export const isFailure = (state: OtaState): boolean => state === 'failed' || state === 'timed_out'

/** The contract's words (additions.md); a wave that is not open waits like anything else that is queued. */
export const OTA_STATUSES = [
  'queued',
  'notified',
  'downloading',
  'verifying',
  'installing',
  'succeeded',
  'failed',
  'cancelled',
  'timed_out',
] as const
export type OtaStatus = (typeof OTA_STATUSES)[number]

export const OTA_STATUS_OF: Readonly<Record<OtaState, OtaStatus>> = {
  pending: 'queued',
  queued: 'queued',
  notified: 'notified',
  downloading: 'downloading',
  verifying: 'verifying',
  installing: 'installing',
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'cancelled',
  timed_out: 'timed_out',
}

/** The life of a batch. */
export const BATCH_STATES = ['running', 'paused', 'completed', 'aborted'] as const
export type BatchState = (typeof BATCH_STATES)[number]

export const BATCH_ACTIONS = ['pause', 'resume', 'abort', 'complete'] as const
export type BatchAction = (typeof BATCH_ACTIONS)[number]

export const BATCH_TRANSITIONS: Readonly<Record<BatchState, Readonly<Partial<Record<BatchAction, BatchState>>>>> = {
  running: { pause: 'paused', abort: 'aborted', complete: 'completed' },
  paused: { resume: 'running', abort: 'aborted' },
  completed: {},
  aborted: {},
}
