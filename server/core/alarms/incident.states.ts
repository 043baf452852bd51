/**
 * The life of an incident after ISA-18.2: whether the condition stands (active, cleared) × whether somebody has seen it
 * (unack, ack), plus snoozed (shelved) and closed. One table: the use cases, the 409 of the contracts, the buttons of
 * the window and the exhaustive test all read it.
 */
export const INCIDENT_STATES = [
  'active_unack',
  'active_ack',
  'cleared_unack',
  'cleared_ack',
  'snoozed',
  'closed',
] as const
export type IncidentState = (typeof INCIDENT_STATES)[number]

/** What a snoozed incident returns to: it goes on living underneath. */
export type ResumeState = Exclude<IncidentState, 'snoozed' | 'closed'>

export const INCIDENT_ACTIONS = [
  /** Operator: has seen it. */
  'ack',
  /** Operator: do not call me until then. On a snoozed incident it sets a new end. */
  'snooze',
  /** Operator: dealt with. */
  'close',
  /** Evaluator: the condition is back to normal. */
  'clear',
  /** Evaluator: the condition stands again within the reopen window. */
  'recur',
  /** Clock: the snooze is over. */
  'unsnooze',
  /** Policy: severity went up; wakes a snooze, keeps an acknowledgement. */
  'escalate',
  /** Policy: severity went down. */
  'lower',
  /** Clock: cleared and acknowledged, and the reopen window has passed. */
  'finish',
  /** Evaluator: came back while it is held as chattering: counted, and nobody is called anew. */
  'repeat',
  /** Clock: was quiet for long enough while the condition stands; no longer held as chattering. */
  'settle',
  /** Clock: nobody has acknowledged it; calls again. */
  'remind',
  /** System: its policy or device is gone, or it was folded into its gateway's incident. */
  'withdraw',
] as const
export type IncidentAction = (typeof INCIDENT_ACTIONS)[number]

export const INITIAL_STATE = 'active_unack' satisfies IncidentState

/**
 * `resume` stands for the state under the snooze. Decisions worth knowing:
 * - An active, unacknowledged incident cannot be closed: nobody may make an unseen, standing alarm disappear.
 * - An active, acknowledged one can. It stays closed while the condition stands; the next incident needs a return to
 *   normal first (the alarm is latched in the evaluator).
 * - A cleared one may be closed without an acknowledgement: closing says more than seeing.
 * - Cleared and acknowledged waits for the reopen window before it closes itself, so that a chattering alarm is one
 *   incident with a count and not a hundred.
 * - Only a standing alarm can be snoozed; what clears, recurs or is acknowledged meanwhile happens underneath.
 */
export const TRANSITIONS: Readonly<
  Record<IncidentState, Readonly<Partial<Record<IncidentAction, IncidentState | 'resume'>>>>
> = {
  active_unack: {
    ack: 'active_ack',
    snooze: 'snoozed',
    clear: 'cleared_unack',
    escalate: 'active_unack',
    lower: 'active_unack',
    repeat: 'active_unack',
    settle: 'active_unack',
    remind: 'active_unack',
    withdraw: 'closed',
  },
  active_ack: {
    snooze: 'snoozed',
    close: 'closed',
    clear: 'cleared_ack',
    escalate: 'active_ack',
    lower: 'active_ack',
    repeat: 'active_ack',
    settle: 'active_ack',
    withdraw: 'closed',
  },
  cleared_unack: {
    ack: 'cleared_ack',
    close: 'closed',
    recur: 'active_unack',
    escalate: 'cleared_unack',
    lower: 'cleared_unack',
    remind: 'cleared_unack',
    withdraw: 'closed',
  },
  cleared_ack: {
    close: 'closed',
    recur: 'active_unack',
    escalate: 'cleared_ack',
    lower: 'cleared_ack',
    finish: 'closed',
    withdraw: 'closed',
  },
  snoozed: {
    ack: 'snoozed',
    snooze: 'snoozed',
    close: 'closed',
    clear: 'snoozed',
    recur: 'snoozed',
    unsnooze: 'resume',
    escalate: 'resume',
    lower: 'snoozed',
    repeat: 'snoozed',
    settle: 'snoozed',
    withdraw: 'closed',
  },
  closed: {},
}

export interface Situation {
  readonly state: IncidentState
  /** Set exactly while snoozed. */
  readonly resumeState: ResumeState | null
}

/** These reach the state under a snooze as well; the others concern the snooze itself. */
const REACHES_UNDER_SNOOZE: ReadonlySet<IncidentAction> = new Set([
  'ack',
  'close',
  'clear',
  'recur',
  'repeat',
  'settle',
])

/** Where `action` leads, or null where it is not allowed. */
export function step(from: Situation, action: IncidentAction): Situation | null {
  const to = TRANSITIONS[from.state][action]
  if (to === undefined) return null
  if (from.state !== 'snoozed') return settle(to, from.state === 'closed' ? null : from.state)
  const under = from.resumeState
  if (under === null) return null
  if (!REACHES_UNDER_SNOOZE.has(action)) return to === 'resume' ? settle(under, null) : settle(to, under)
  const underTo = TRANSITIONS[under][action]
  if (underTo === undefined || underTo === 'resume' || underTo === 'snoozed') return null
  return underTo === 'closed' ? settle('closed', null) : settle(to, underTo)
}

function settle(to: IncidentState | 'resume', resume: ResumeState | null): Situation | null {
  if (to === 'resume') return null
  return { state: to, resumeState: to === 'snoozed' ? resume : null }
}

export const canStep = (from: Situation, action: IncidentAction): boolean => step(from, action) !== null

/** The state as far as condition and acknowledgement go, whether or not it is snoozed. */
const underneath = (at: Situation): IncidentState => at.resumeState ?? at.state

export const isAcknowledged = (at: Situation): boolean =>
  underneath(at) === 'active_ack' || underneath(at) === 'cleared_ack'

export const isCleared = (at: Situation): boolean =>
  underneath(at) === 'cleared_unack' || underneath(at) === 'cleared_ack'

/** The platform contract's word for each state. */
export const INCIDENT_STATUSES = ['active', 'acknowledged', 'cleared', 'snoozed', 'closed'] as const
export type IncidentStatus = (typeof INCIDENT_STATUSES)[number]

export const STATUS_OF: Readonly<Record<IncidentState, IncidentStatus>> = {
  active_unack: 'active',
  active_ack: 'acknowledged',
  cleared_unack: 'cleared',
  cleared_ack: 'cleared',
  snoozed: 'snoozed',
  closed: 'closed',
}

export const STATES_OF: Readonly<Record<IncidentStatus, readonly IncidentState[]>> = {
  active: ['active_unack'],
  acknowledged: ['active_ack'],
  cleared: ['cleared_unack', 'cleared_ack'],
  snoozed: ['snoozed'],
  closed: ['closed'],
}

/**
 * Overlay, not a state: lock-out, maintenance or a dead parent silence an incident while it goes on being recorded.
 * Lifting the overlay changes nothing in the incident. The first that applies is named.
 */
export const SUPPRESSORS = ['lockout', 'maintenance', 'parent'] as const
export type SuppressedBy = (typeof SUPPRESSORS)[number]

/** Events of the overlay: they stand in the history beside those of the table. */
export type OverlayAction = 'suppress' | 'unsuppress'

/** Whether the incident may call for attention (strip, sound, notification). */
export const callsForAttention = (at: Situation & { readonly suppressedBy: SuppressedBy | null }): boolean =>
  at.suppressedBy === null && (at.state === 'active_unack' || at.state === 'cleared_unack')
