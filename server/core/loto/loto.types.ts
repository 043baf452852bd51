import type { Permission } from '../access.ts'
import type { SessionState } from './session.states.ts'

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

/** A person as they were called when they acted: kept when the account is disabled or deleted. */
export interface Person {
  readonly id: string
  readonly name: string
}

export interface Worker extends Person {
  readonly email: string
}

/** Whoever acts on a session. */
export interface Doer extends Person {
  readonly permissions: ReadonlySet<Permission>
}

export interface PointDraft {
  readonly name: string
  /** What is locked out with the point, and everything below it. */
  readonly deviceId: string | null
  /** Without a device: every device of the subregion is locked out. */
  readonly subregionId: string | null
  readonly energyType: EnergyType
  readonly location: string | null
  /** How the energy is cut, e.g. "Q12, withdrawn and padlocked". */
  readonly isolationMethod: string
}

/** A place at which energy can be cut and held off. */
export interface IsolationPoint extends PointDraft {
  readonly id: string
  readonly tenantId: string
  readonly createdAt: number
}

export type PointSummary = Pick<
  IsolationPoint,
  'id' | 'name' | 'energyType' | 'isolationMethod' | 'location' | 'deviceId'
>

/** One session's hold on a point. */
export interface Hold {
  readonly pointId: string
  readonly sessionId: string
  readonly state: SessionState
}

/** A point that is locked out now, and by whom. */
export interface LockedPoint extends Hold {
  readonly tenantId: string
  readonly pointName: string
  readonly deviceId: string | null
  readonly subregionId: string | null
  readonly sessionNumber: number
  /** Null while still isolating. */
  readonly appliedAt: number | null
}

/** An equipment lock holds a point; a personal one says that its owner is at work. */
export const LOCK_KINDS = ['equipment', 'personal'] as const
export type LockKind = (typeof LOCK_KINDS)[number]

export interface Removal {
  readonly kind: 'owner' | 'handover' | 'release' | 'forced'
  readonly by: Person
  readonly secondSupervisor: Person | null
  readonly reason: string | null
}

export interface Lock {
  readonly id: string
  readonly kind: LockKind
  /** Null: the whole session (personal locks). */
  readonly pointId: string | null
  /** What stands on the tag. */
  readonly tag: string | null
  readonly owner: Person
  readonly placedAt: number
  readonly removedAt: number | null
  readonly removal: Removal | null
}

export interface VerificationDraft {
  readonly pointId: string
  readonly method: string
  /** As it was read: a number, or words ("0 V on all phases"). */
  readonly reading: string | number
  readonly isZeroEnergy: boolean
}

export interface Verification extends VerificationDraft {
  readonly verifiedBy: Person
  readonly verifiedAt: number
}

export interface Handover {
  readonly id: string
  readonly from: Person
  readonly to: Person
  /** The personal lock that goes over; null when only the part of the primary does. */
  readonly lockId: string | null
  readonly isPrimary: boolean
  readonly status: 'offered' | 'accepted' | 'declined' | 'withdrawn'
  readonly offeredAt: number
  readonly decidedAt: number | null
}

export interface HandoverView extends Handover {
  readonly sessionId: string
  readonly sessionNumber: number
  readonly sessionTitle: string
}

export interface Checklist {
  readonly toolsCleared: boolean
  readonly peopleCleared: boolean
}

/** A second signature, and why. */
export interface ForcedRelease {
  readonly by: Person
  readonly secondSupervisor: Person
  readonly reason: string
}

export interface SessionPlan {
  readonly title: string
  readonly reason: string
  readonly plannedStart: number | null
  readonly plannedEnd: number | null
}

/** One lock-out, whole: what the rules judge and what is saved. */
export interface LotoSession extends SessionPlan {
  readonly id: string
  readonly tenantId: string
  /** Counts up per tenant. */
  readonly number: number
  readonly state: SessionState
  readonly points: readonly PointSummary[]
  readonly workers: readonly Worker[]
  readonly requestedBy: Person
  /** The primary authorised employee: knows who is exposed, and alone releases. */
  readonly primary: Person
  readonly approvedBy: Person | null
  readonly rejectedBy: Person | null
  readonly rejectionReason: string | null
  readonly appliedBy: Person | null
  readonly verifications: readonly Verification[]
  /** In the order in which they were placed, those that are off again included. */
  readonly locks: readonly Lock[]
  readonly checklist: Checklist
  /** As loaded: those that wait for an answer. */
  readonly handovers: readonly Handover[]
  readonly forcedRelease: ForcedRelease | null
  readonly createdAt: number
  readonly updatedAt: number
  readonly appliedAt: number | null
  readonly releasedAt: number | null
  readonly closedAt: number | null
}

export interface SessionEvent {
  readonly at: number
  readonly action: string
  readonly fromState: SessionState | null
  readonly toState: SessionState
  readonly actor: Person | null
  readonly note: string | null
  readonly detail: Readonly<Record<string, unknown>> | null
}

/** 29 CFR 1910.147(e)(3): what must be so before somebody else's lock comes off. */
export interface Attestations {
  readonly notOnSite: boolean
  readonly contactAttempted: boolean
  readonly willBeTold: boolean
}

export interface Forced {
  readonly secondSupervisorId: string
  readonly secondSupervisorPin: string | null
  readonly attestations: Attestations
  readonly reason: string
}
