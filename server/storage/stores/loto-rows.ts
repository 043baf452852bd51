import type { Insertable, Selectable } from 'kysely'
import type {
  EnergyType,
  ForcedRelease,
  Handover,
  IsolationPoint,
  Lock,
  LockKind,
  LotoSession,
  Person,
  PointSummary,
  Removal,
  SessionEvent,
  Verification,
  Worker,
} from '../../core/loto/loto.types.ts'
import type { SessionState } from '../../core/loto/session.states.ts'
import type { DB } from '../schema.ts'

const flag = (value: boolean): 0 | 1 => (value ? 1 : 0)
const jsonOrNull = (value: object | null): string | null => (value === null ? null : JSON.stringify(value))
const parsed = <T>(json: string | null): T | null => (json === null ? null : (JSON.parse(json) as T))

export const toPoint = (row: Selectable<DB['loto_point']>): IsolationPoint => ({
  id: row.id,
  tenantId: row.tenant_id,
  name: row.name,
  deviceId: row.device_id,
  subregionId: row.subregion_id,
  energyType: row.energy_type as EnergyType,
  location: row.location,
  isolationMethod: row.isolation_method,
  createdAt: row.created_at,
})

export const toSummary = (row: Selectable<DB['loto_point']>): PointSummary => ({
  id: row.id,
  name: row.name,
  energyType: row.energy_type as EnergyType,
  isolationMethod: row.isolation_method,
  location: row.location,
  deviceId: row.device_id,
})

export const pointRow = (point: IsolationPoint): Insertable<DB['loto_point']> => ({
  id: point.id,
  tenant_id: point.tenantId,
  name: point.name,
  device_id: point.deviceId,
  subregion_id: point.subregionId,
  energy_type: point.energyType,
  location: point.location,
  isolation_method: point.isolationMethod,
  created_at: point.createdAt,
  removed_at: null,
})

export interface SessionParts {
  readonly points: readonly PointSummary[]
  readonly workers: readonly Worker[]
  readonly verifications: readonly Verification[]
  readonly locks: readonly Lock[]
  readonly handovers: readonly Handover[]
}

export const toSession = (row: Selectable<DB['loto_session']>, parts: SessionParts): LotoSession => ({
  id: row.id,
  tenantId: row.tenant_id,
  number: row.number,
  title: row.title,
  reason: row.reason,
  state: row.state as SessionState,
  requestedBy: { id: row.requested_by, name: row.requested_by_name },
  primary: { id: row.primary_id, name: row.primary_name },
  approvedBy: parsed<Person>(row.approved_by),
  rejectedBy: parsed<Person>(row.rejected_by),
  rejectionReason: row.rejection_reason,
  appliedBy: parsed<Person>(row.applied_by),
  checklist: { toolsCleared: row.tools_cleared === 1, peopleCleared: row.people_cleared === 1 },
  forcedRelease: parsed<ForcedRelease>(row.forced_release),
  plannedStart: row.planned_start,
  plannedEnd: row.planned_end,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  appliedAt: row.applied_at,
  releasedAt: row.released_at,
  closedAt: row.closed_at,
  ...parts,
})

export const sessionRow = (session: LotoSession): Insertable<DB['loto_session']> => ({
  id: session.id,
  tenant_id: session.tenantId,
  number: session.number,
  title: session.title,
  reason: session.reason,
  state: session.state,
  requested_by: session.requestedBy.id,
  requested_by_name: session.requestedBy.name,
  primary_id: session.primary.id,
  primary_name: session.primary.name,
  approved_by: jsonOrNull(session.approvedBy),
  rejected_by: jsonOrNull(session.rejectedBy),
  rejection_reason: session.rejectionReason,
  applied_by: jsonOrNull(session.appliedBy),
  tools_cleared: flag(session.checklist.toolsCleared),
  people_cleared: flag(session.checklist.peopleCleared),
  forced_release: jsonOrNull(session.forcedRelease),
  planned_start: session.plannedStart,
  planned_end: session.plannedEnd,
  created_at: session.createdAt,
  updated_at: session.updatedAt,
  applied_at: session.appliedAt,
  released_at: session.releasedAt,
  closed_at: session.closedAt,
})

export const toVerification = (row: Selectable<DB['loto_verification']>): Verification => ({
  pointId: row.point_id,
  method: row.method,
  reading: JSON.parse(row.reading) as string | number,
  isZeroEnergy: row.is_zero_energy === 1,
  verifiedBy: JSON.parse(row.verified_by) as Person,
  verifiedAt: row.verified_at,
})

export const verificationRow = (sessionId: string, each: Verification): Insertable<DB['loto_verification']> => ({
  session_id: sessionId,
  point_id: each.pointId,
  method: each.method,
  reading: JSON.stringify(each.reading),
  is_zero_energy: flag(each.isZeroEnergy),
  verified_by: JSON.stringify(each.verifiedBy),
  verified_at: each.verifiedAt,
})

export const toLock = (row: Selectable<DB['loto_lock']>): Lock => ({
  id: row.id,
  kind: row.kind as LockKind,
  pointId: row.point_id,
  tag: row.tag,
  owner: { id: row.owner_id, name: row.owner_name },
  placedAt: row.placed_at,
  removedAt: row.removed_at,
  removal: parsed<Removal>(row.removal),
})

export const lockRow = (sessionId: string, lock: Lock, position: number): Insertable<DB['loto_lock']> => ({
  id: lock.id,
  session_id: sessionId,
  position,
  point_id: lock.pointId,
  kind: lock.kind,
  tag: lock.tag,
  owner_id: lock.owner.id,
  owner_name: lock.owner.name,
  placed_at: lock.placedAt,
  removed_at: lock.removedAt,
  removal: jsonOrNull(lock.removal),
})

export const toHandover = (row: Selectable<DB['loto_handover']>): Handover => ({
  id: row.id,
  from: { id: row.from_id, name: row.from_name },
  to: { id: row.to_id, name: row.to_name },
  lockId: row.lock_id,
  isPrimary: row.is_primary === 1,
  status: row.status as Handover['status'],
  offeredAt: row.offered_at,
  decidedAt: row.decided_at,
})

export const handoverRow = (sessionId: string, each: Handover): Insertable<DB['loto_handover']> => ({
  id: each.id,
  session_id: sessionId,
  from_id: each.from.id,
  from_name: each.from.name,
  to_id: each.to.id,
  to_name: each.to.name,
  lock_id: each.lockId,
  is_primary: flag(each.isPrimary),
  status: each.status,
  offered_at: each.offeredAt,
  decided_at: each.decidedAt,
})

export const toEvent = (row: Selectable<DB['loto_event']>): SessionEvent => ({
  at: row.at,
  action: row.action,
  fromState: row.from_state as SessionState | null,
  toState: row.to_state as SessionState,
  actor: row.actor_id === null ? null : { id: row.actor_id, name: row.actor_name ?? row.actor_id },
  note: row.note,
  detail: parsed<Record<string, unknown>>(row.detail),
})

export const eventRow = (sessionId: string, event: SessionEvent): Insertable<DB['loto_event']> => ({
  session_id: sessionId,
  at: event.at,
  action: event.action,
  from_state: event.fromState,
  to_state: event.toState,
  actor_id: event.actor?.id ?? null,
  actor_name: event.actor?.name ?? null,
  note: event.note,
  detail: jsonOrNull(event.detail),
})
