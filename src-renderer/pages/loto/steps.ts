import type { LotoAction, LotoLock, LotoSession, LotoStatus, PointSummary, Verification } from '../../api/loto-types.ts'

/** The way from a wish to work on something until it is given back. */
export const STEPS = ['request', 'approve', 'isolate', 'verify', 'apply', 'work', 'clear', 'release'] as const
export type StepKey = (typeof STEPS)[number]
/** `stopped`: it ended here, rejected or cancelled. */
export type StepState = 'done' | 'current' | 'ahead' | 'stopped'

export interface Step {
  readonly key: StepKey
  readonly state: StepState
}

const BY_STATUS: Readonly<Record<LotoStatus, StepKey | null>> = {
  requested: 'approve',
  rejected: 'approve',
  approved: 'isolate',
  isolating: 'isolate',
  cancelled: 'isolate',
  applied: 'work',
  working: 'work',
  clearing: 'clear',
  released: 'release',
  closed: null,
}

export interface PointProgress {
  readonly point: PointSummary
  readonly lock: LotoLock | null
  /** The newest one counts. */
  readonly verification: Verification | null
}

export const standingLocks = (session: Pick<LotoSession, 'locks'>, kind: LotoLock['kind']): LotoLock[] =>
  session.locks.filter((lock) => lock.kind === kind && lock.removed_at === null)

/** How far each point is. */
export function pointProgress(session: LotoSession): PointProgress[] {
  const locks = standingLocks(session, 'equipment')
  return session.points.map((point) => ({
    point,
    lock: locks.find((lock) => lock.point_id === point.id) ?? null,
    verification: session.verifications.findLast((verification) => verification.point_id === point.id) ?? null,
  }))
}

function stepWithin(session: LotoSession): StepKey | null {
  const { status, checklist } = session
  if (status === 'isolating') {
    const points = pointProgress(session)
    if (points.some(({ lock }) => lock === null)) return 'isolate'
    return points.every(({ verification }) => verification?.is_zero_energy) ? 'apply' : 'verify'
  }
  if (status === 'clearing') {
    const isCleared = checklist.tools_cleared && checklist.people_cleared
    return isCleared && standingLocks(session, 'personal').length === 0 ? 'release' : 'clear'
  }
  return BY_STATUS[status]
}

export function stepsOf(session: LotoSession): Step[] {
  const current = stepWithin(session)
  const at = current === null ? STEPS.length : STEPS.indexOf(current)
  const isStopped = session.status === 'rejected' || session.status === 'cancelled'
  const stoppedAt = session.status === 'cancelled' && !session.approved_by ? STEPS.indexOf('approve') : at
  return STEPS.map((key, index) => {
    if (isStopped) return { key, state: index < stoppedAt ? 'done' : index === stoppedAt ? 'stopped' : 'ahead' }
    return { key, state: index < at ? 'done' : index === at ? 'current' : 'ahead' }
  })
}

/** It holds points: nothing below them may be switched. */
export function isHolding(status: LotoStatus): boolean {
  return status === 'isolating' || status === 'applied' || status === 'working' || status === 'clearing'
}

export function isOver(status: LotoStatus): boolean {
  return status === 'rejected' || status === 'cancelled' || status === 'released' || status === 'closed'
}

/** The one act that leads on. What else can be done stands beside it, quieter. */
export function leadingAct(session: LotoSession, myId: string): LotoAction | null {
  const step = stepsOf(session).find(({ state }) => state === 'current')?.key
  switch (step) {
    case undefined:
    case 'request':
      return null
    case 'work':
      return standingLocks(session, 'personal').some(({ owner }) => owner.id === myId) ? 'unlock' : 'lock'
    case 'release':
      return session.status === 'released' ? 'close' : 'release'
    default:
      return step
  }
}
