import { notFound, ruleViolation, stateConflict } from '../errors.ts'
import type {
  Checklist,
  Doer,
  LotoSession,
  Person,
  PointSummary,
  SessionEvent,
  SessionPlan,
  Verification,
  VerificationDraft,
  Worker,
} from './loto.types.ts'
import { equipmentLockOf, refusalOf } from './session.rules.ts'
import { INITIAL_STATE, nextState, type SessionAction } from './session.states.ts'

/** One edge: the session as it is afterwards, and what is written in its history. Nothing here touches the world. */
export interface Step {
  readonly session: LotoSession
  readonly event: SessionEvent
}

/** Who acts, and when. */
export interface By {
  readonly by: Doer
  readonly at: number
}

export interface Said {
  readonly note?: string | null
  readonly detail?: Record<string, unknown>
}

export const personOf = ({ id, name }: Person): Person => ({ id, name })

/** @throws AppError STATE_CONFLICT, BUSINESS_RULE_VIOLATION, PERMISSION_DENIED when the action is refused */
export function demand(session: LotoSession, action: SessionAction, by: Doer): void {
  const refusal = refusalOf(session, action, by)
  if (refusal) throw refusal
}

/** Takes the edge of an action that was demanded. `after` says what has changed with it. */
export function edge(
  session: LotoSession,
  action: SessionAction,
  { by, at }: By,
  after: Partial<LotoSession>,
  said: Said = {},
): Step {
  const changed = { ...session, state: nextState(session.state, action) ?? session.state, ...after, updatedAt: at }
  return { session: changed, event: eventOf(session, changed, action, { by, at }, said) }
}

export const eventOf = (
  before: LotoSession | null,
  after: LotoSession,
  action: string,
  { by, at }: By,
  { note = null, detail }: Said,
): SessionEvent => ({
  at,
  action,
  fromState: before?.state ?? null,
  toState: after.state,
  actor: personOf(by),
  note,
  detail: detail ?? null,
})

export function pointOf(session: LotoSession, pointId: string): PointSummary {
  const point = session.points.find(({ id }) => id === pointId)
  if (!point)
    throw notFound({ tr: 'İzolasyon noktası bu oturumda yok', en: 'The isolation point is not part of this session' })
  return point
}

export interface RequestDraft extends SessionPlan {
  readonly id: string
  readonly tenantId: string
  readonly number: number
  readonly points: readonly PointSummary[]
  readonly workers: readonly Worker[]
}

export function request(draft: RequestDraft, { by, at }: By): Step {
  checkPlan(draft)
  const session: LotoSession = {
    ...draft,
    state: INITIAL_STATE,
    requestedBy: personOf(by),
    primary: personOf(by),
    approvedBy: null,
    rejectedBy: null,
    rejectionReason: null,
    appliedBy: null,
    verifications: [],
    locks: [],
    checklist: NOTHING_CLEARED,
    handovers: [],
    forcedRelease: null,
    createdAt: at,
    updatedAt: at,
    appliedAt: null,
    releasedAt: null,
    closedAt: null,
  }
  const detail = { points: draft.points.map(({ name }) => name) }
  return { session, event: eventOf(null, session, 'request', { by, at }, { detail }) }
}

export const NOTHING_CLEARED: Checklist = { toolsCleared: false, peopleCleared: false }

function checkPlan({ plannedStart, plannedEnd, points }: Pick<RequestDraft, 'plannedStart' | 'plannedEnd' | 'points'>) {
  if (points.length === 0)
    throw ruleViolation({
      tr: 'En az bir izolasyon noktası seçilmelidir',
      en: 'At least one isolation point is needed',
    })
  if (plannedStart !== null && plannedEnd !== null && plannedEnd <= plannedStart)
    throw ruleViolation({ tr: 'Bitiş başlangıçtan sonra olmalıdır', en: 'The end must be after the start' })
}

export type PlanChange = Partial<SessionPlan & Pick<RequestDraft, 'points' | 'workers'>>

export function edit(session: LotoSession, how: By, change: PlanChange): Step {
  demand(session, 'edit', how.by)
  checkPlan({ ...session, ...change })
  return edge(session, 'edit', how, change, { detail: { changed: Object.keys(change) } })
}

export function approve(session: LotoSession, how: By, note: string | null): Step {
  demand(session, 'approve', how.by)
  return edge(session, 'approve', how, { approvedBy: personOf(how.by) }, { note })
}

export function reject(session: LotoSession, how: By, reason: string): Step {
  demand(session, 'reject', how.by)
  const after = { rejectedBy: personOf(how.by), rejectionReason: reason }
  return edge(session, 'reject', how, after, { note: reason })
}

/** The latest verification of a point counts; one that found energy is kept as well, and stands in the way of applying. */
export function verify(session: LotoSession, how: By, drafts: readonly VerificationDraft[]): Step {
  demand(session, 'verify', how.by)
  for (const { pointId } of drafts) {
    const { name } = pointOf(session, pointId)
    if (!equipmentLockOf(session, pointId))
      throw stateConflict({ tr: `${name} henüz kilitli değil`, en: `${name} is not locked yet` })
  }
  const made = drafts.map((draft): Verification => ({ ...draft, verifiedBy: personOf(how.by), verifiedAt: how.at }))
  const latest = new Map([...session.verifications, ...made].map((each) => [each.pointId, each]))
  const detail = {
    verifications: drafts.map(({ pointId, method, reading, isZeroEnergy }) => ({
      point_id: pointId,
      method,
      reading,
      is_zero_energy: isZeroEnergy,
    })),
  }
  return edge(session, 'verify', how, { verifications: [...latest.values()] }, { detail })
}

export function apply(session: LotoSession, how: By): Step {
  demand(session, 'apply', how.by)
  return edge(session, 'apply', how, { appliedBy: personOf(how.by), appliedAt: how.at })
}

export function clear(session: LotoSession, how: By, checklist: Checklist): Step {
  demand(session, 'clear', how.by)
  const { toolsCleared, peopleCleared } = checklist
  const detail = { tools_cleared: toolsCleared, people_cleared: peopleCleared }
  return edge(session, 'clear', how, { checklist }, { detail })
}

export function close(session: LotoSession, how: By, note: string | null): Step {
  demand(session, 'close', how.by)
  return edge(session, 'close', how, { closedAt: how.at }, { note })
}

export function cancel(session: LotoSession, how: By, reason: string): Step {
  demand(session, 'cancel', how.by)
  return edge(session, 'cancel', how, { closedAt: how.at }, { note: reason })
}
