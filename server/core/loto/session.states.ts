/**
 * The life of a lock-out, after 29 CFR 1910.147. One table: the use cases, the 409 of the contract, the steps that the
 * window offers and the model checker all read it. What else must be so is in session.rules.ts.
 */
export const SESSION_STATES = [
  'requested',
  'approved',
  'rejected',
  /** Equipment locks go on; each point is tried for zero energy. */
  'isolating',
  /** Every point is locked, tagged and verified dead. */
  'applied',
  /** At least one personal lock is on. */
  'working',
  /** The last personal lock is off: tools and people are checked. */
  'clearing',
  'released',
  'closed',
  'cancelled',
] as const
export type SessionState = (typeof SESSION_STATES)[number]

export const SESSION_ACTIONS = [
  'edit',
  'approve',
  'reject',
  /** An equipment lock and its tag on a point. */
  'isolate',
  /** One's own equipment lock off again. */
  'unisolate',
  'verify',
  'apply',
  /** A personal lock. */
  'lock',
  'unlock',
  'handover',
  /** Somebody else's lock, by two supervisors. */
  'force_remove',
  'clear',
  'release',
  /** Without the primary, by two supervisors. */
  'force_release',
  'close',
  'cancel',
] as const
export type SessionAction = (typeof SESSION_ACTIONS)[number]

/** `emptied` follows by itself when the last personal lock comes off. */
type Edge = SessionAction | 'emptied'

/**
 * Decisions worth knowing:
 * - The first equipment lock begins the isolation: from here until released the points are locked out.
 * - Locks that hold an applied isolation come off together, with the release; singly only while still isolating.
 * - Somebody may lock on again while the site is being cleared; the checklist then starts anew.
 * - Cancelling is for what was never applied; after that the only way out is an orderly or a forced release.
 */
export const TRANSITIONS: Readonly<Record<SessionState, Readonly<Partial<Record<Edge, SessionState>>>>> = {
  requested: { edit: 'requested', approve: 'approved', reject: 'rejected', cancel: 'cancelled' },
  approved: { isolate: 'isolating', cancel: 'cancelled' },
  rejected: {},
  isolating: {
    isolate: 'isolating',
    unisolate: 'isolating',
    force_remove: 'isolating',
    verify: 'isolating',
    apply: 'applied',
    cancel: 'cancelled',
  },
  applied: { lock: 'working', handover: 'applied', clear: 'clearing' },
  working: { lock: 'working', unlock: 'working', force_remove: 'working', handover: 'working', emptied: 'clearing' },
  clearing: {
    lock: 'working',
    handover: 'clearing',
    clear: 'clearing',
    release: 'released',
    force_release: 'released',
  },
  released: { close: 'closed' },
  closed: {},
  cancelled: {},
}

export const INITIAL_STATE = 'requested' satisfies SessionState

export const nextState = (from: SessionState, action: Edge): SessionState | null => TRANSITIONS[from][action] ?? null

/** Nothing energises a point of a session in one of these. */
export const LOCKING_STATES = ['isolating', 'applied', 'working', 'clearing'] as const satisfies readonly SessionState[]
/** The isolation is complete: not even switching off is left to the hub, and a voltage is an alarm. */
export const ISOLATED_STATES = ['applied', 'working', 'clearing'] as const satisfies readonly SessionState[]
/** The session plans with its points or holds them: they can be neither changed nor removed. */
export const HOLDING_STATES = ['requested', 'approved', ...LOCKING_STATES] as const satisfies readonly SessionState[]
/** Somebody still has something to do. */
export const OPEN_STATES = [...HOLDING_STATES, 'released'] as const satisfies readonly SessionState[]

const oneOf = (states: readonly SessionState[]) => (state: SessionState) => states.includes(state)
export const isLocking = oneOf(LOCKING_STATES)
export const isIsolated = oneOf(ISOLATED_STATES)
export const isHolding = oneOf(HOLDING_STATES)
