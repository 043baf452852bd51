import type { BoardSession, LotoBoard } from '../../../api/loto-types.ts'
import { upFrom } from '../above.ts'
import { isHolding } from '../steps.ts'

export interface BoardGroups {
  /** Holding points: their energy is cut, or being cut. */
  readonly now: readonly BoardSession[]
  /** Asked for, or approved and not begun. */
  readonly coming: readonly BoardSession[]
  readonly toClose: readonly BoardSession[]
}

/** Danger first: energy under a lock, people inside, past its end; then by number. */
function byUrgency(a: BoardSession, b: BoardSession): number {
  return (
    Number(b.energised.length > 0) - Number(a.energised.length > 0) ||
    Number(b.personal.length > 0) - Number(a.personal.length > 0) ||
    Number(b.is_overdue) - Number(a.is_overdue) ||
    a.number - b.number
  )
}

export function boardGroups({ sessions }: Pick<LotoBoard, 'sessions'>): BoardGroups {
  const sorted = [...sessions].sort(byUrgency)
  return {
    now: sorted.filter(({ status }) => isHolding(status)),
    coming: sorted.filter(({ status }) => status === 'requested' || status === 'approved'),
    toClose: sorted.filter(({ status }) => status === 'released'),
  }
}

/** People, not locks: one who works under two lock-outs is one person. */
export function peopleAtWork({ sessions }: Pick<LotoBoard, 'sessions'>): number {
  return new Set(sessions.flatMap(({ personal }) => personal.map(({ user }) => user.id))).size
}

/** Device → the session whose lock hangs on it. Only what is locked out now. */
export function sessionsByDevice({ sessions }: Pick<LotoBoard, 'sessions'>): ReadonlyMap<string, BoardSession> {
  const held = new Map<string, BoardSession>()
  for (const session of [...sessions].sort(byUrgency)) {
    if (!isHolding(session.status)) continue
    for (const { device_id } of session.points) {
      if (device_id && !held.has(device_id)) held.set(device_id, session)
    }
  }
  return held
}

interface Placed {
  readonly id: string
  readonly parentId: string | null
}

/** The lock-out that stands on a device or on the nearest one above it. */
export function sessionAbove(
  deviceId: string,
  held: ReadonlyMap<string, BoardSession>,
  devices: readonly Placed[],
): BoardSession | null {
  for (const id of upFrom(
    deviceId,
    devices.map(({ id, parentId }) => [id, parentId] as const),
  )) {
    const session = held.get(id)
    if (session) return session
  }
  return null
}
