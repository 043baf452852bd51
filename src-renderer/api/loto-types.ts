/** The wire words of lock-out/tag-out, as the window reads them. */

export const ENERGY_TYPES = [
  'electrical',
  'water',
  'fuel',
  'hydraulic',
  'pneumatic',
  'mechanical',
  'thermal',
  'chemical',
] as const
export type EnergyType = (typeof ENERGY_TYPES)[number]

export const LOTO_STATUSES = [
  'requested',
  'approved',
  'rejected',
  'isolating',
  'applied',
  'working',
  'clearing',
  'released',
  'closed',
  'cancelled',
] as const
export type LotoStatus = (typeof LOTO_STATUSES)[number]

export const LOTO_ACTIONS = [
  'edit',
  'approve',
  'reject',
  'isolate',
  'unisolate',
  'verify',
  'apply',
  'lock',
  'unlock',
  'handover',
  'force_remove',
  'clear',
  'release',
  'force_release',
  'close',
  'cancel',
] as const
export type LotoAction = (typeof LOTO_ACTIONS)[number]

/** A name as it was then: it stays when the account is deleted. */
export interface Person {
  id: string
  name: string
}

export interface LotoPerson extends Person {
  email: string
}

/** Somebody who may be chosen for a part in a lock-out. */
export interface Colleague extends LotoPerson {
  can_work: boolean
  can_approve: boolean
  can_supervise: boolean
}

export interface LotoPoint {
  id: string
  name: string
  device_id: string | null
  device_name: string | null
  subregion_id: string | null
  subregion_name: string | null
  energy_type: EnergyType
  location: string | null
  isolation_method: string
  state: 'free' | 'locked_out'
  session_ids: string[]
  latitude: number | null
  longitude: number | null
  created_at: string
}

export type PointSummary = Pick<
  LotoPoint,
  'id' | 'name' | 'energy_type' | 'isolation_method' | 'location' | 'device_id'
>

export interface LotoLock {
  id: string
  session_id: string
  point_id: string | null
  kind: 'equipment' | 'personal'
  tag: string | null
  owner: Person
  placed_at: string
  removed_at: string | null
  removal: {
    kind: 'owner' | 'handover' | 'release' | 'forced'
    by: Person
    second_supervisor: Person | null
    reason: string | null
  } | null
  /** By the one who asks, now. */
  can_remove: boolean
  can_force: boolean
}

export interface Verification {
  point_id: string
  method: string
  reading: string
  is_zero_energy: boolean
  verified_by: Person
  verified_at: string
}

export interface Checklist {
  tools_cleared: boolean
  people_cleared: boolean
}

export interface LotoSession {
  id: string
  number: number
  title: string
  reason: string
  status: LotoStatus
  point_ids: string[]
  points: PointSummary[]
  worker_ids: string[]
  workers: LotoPerson[]
  requested_by: Person
  approved_by: Person | null
  rejected_by: Person | null
  rejection_reason: string | null
  applied_by: Person | null
  /** The primary authorised employee: the requester, unless handed over. */
  primary: Person
  planned_start: string | null
  planned_end: string | null
  created_at: string
  updated_at: string
  applied_at: string | null
  released_at: string | null
  closed_at: string | null
  verifications: Verification[]
  locks: LotoLock[]
  checklist: Checklist
  /** Open offers only. */
  handovers: { id: string; from: Person; to: Person; lock_id: string | null; is_primary: boolean; offered_at: string }[]
  forced_release: { by: Person; second_supervisor: Person; reason: string } | null
  /** What the one who asks may do now. */
  allowed_actions: LotoAction[]
  /** Why not, in the language of the request. */
  blocked: Partial<Record<LotoAction, string>>
}

export interface LotoEvent {
  at: string
  action: string
  from_status: LotoStatus | null
  to_status: LotoStatus | null
  actor: Person | null
  note: string | null
  detail: Partial<LotoEventDetail> | null
}

/** What the record of an act may tell besides. */
export interface LotoEventDetail {
  point: string
  tag: string | null
  from: Person
  to: Person
  verifications: { reading: string }[]
}

export interface BoardPoint extends Pick<PointSummary, 'id' | 'name' | 'energy_type' | 'location' | 'device_id'> {
  latitude: number | null
  longitude: number | null
}

export interface BoardSession {
  id: string
  number: number
  title: string
  status: LotoStatus
  points: BoardPoint[]
  locks_count: number
  /** Who is working now. */
  personal: { user: Person; since: string }[]
  primary: Person
  planned_end: string | null
  is_overdue: boolean
  applied_at: string | null
  /** Points that measure energy though they are locked out. */
  energised: { point_id: string; device_id: string; metric: string; value: number; unit: string }[]
}

export interface LotoBoard {
  /** From requested to released. */
  sessions: BoardSession[]
  /** Locked devices and everything below them. */
  locked_device_ids: string[]
  offers_to_me: number
  awaiting_my_approval: number
}

export interface Handover {
  id: string
  session_id: string
  session_number: number
  session_title: string
  from: Person
  to: Person
  lock_id: string | null
  is_primary: boolean
  status: 'offered' | 'accepted' | 'declined' | 'withdrawn'
  offered_at: string
  decided_at: string | null
}
