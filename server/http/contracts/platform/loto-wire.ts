import { z } from 'zod'
import type { Actor } from '../../../core/access.ts'
import type { Core } from '../../../core/core.ts'
import { type Doer, ENERGY_TYPES, LOCK_KINDS, type Lock, type LotoSession } from '../../../core/loto/loto.types.ts'
import type { PointView } from '../../../core/loto/points.ts'
import { forceable, refusalOf } from '../../../core/loto/session.rules.ts'
import { isLocking, SESSION_ACTIONS, SESSION_STATES, type SessionAction } from '../../../core/loto/session.states.ts'
import { iso, isoOrNull } from '../../fields.ts'
import type { Caller, Language } from '../../kit.ts'
import { platformEnvelope } from './envelope.ts'

const when = z.string().nullable()
const person = z.object({ id: z.string(), name: z.string() })
const maybePerson = person.nullable()

export const pointWire = z.object({
  id: z.string(),
  name: z.string(),
  device_id: z.string().nullable(),
  device_name: z.string().nullable(),
  subregion_id: z.string().nullable(),
  subregion_name: z.string().nullable(),
  energy_type: z.enum(ENERGY_TYPES),
  location: z.string().nullable(),
  isolation_method: z.string(),
  state: z.enum(['free', 'locked_out']),
  session_ids: z.array(z.string()),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  created_at: z.string(),
})

const lockFields = {
  id: z.string(),
  session_id: z.string(),
  point_id: z.string().nullable(),
  kind: z.enum(LOCK_KINDS),
  tag: z.string().nullable(),
  owner: person,
  placed_at: z.string(),
  removed_at: when,
  removal: z
    .object({
      kind: z.enum(['owner', 'handover', 'release', 'forced']),
      by: person,
      second_supervisor: maybePerson,
      reason: z.string().nullable(),
    })
    .nullable(),
  can_remove: z.boolean(),
  can_force: z.boolean(),
}
export const lockWire = z.object(lockFields)

export const sessionWire = z.object({
  id: z.string(),
  number: z.number().int(),
  title: z.string(),
  reason: z.string(),
  status: z.enum(SESSION_STATES),
  point_ids: z.array(z.string()),
  points: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      energy_type: z.enum(ENERGY_TYPES),
      isolation_method: z.string(),
      location: z.string().nullable(),
      device_id: z.string().nullable(),
    }),
  ),
  worker_ids: z.array(z.string()),
  workers: z.array(person.extend({ email: z.string() })),
  requested_by: person,
  approved_by: maybePerson,
  rejected_by: maybePerson,
  rejection_reason: z.string().nullable(),
  applied_by: maybePerson,
  primary: person,
  planned_start: when,
  planned_end: when,
  created_at: z.string(),
  updated_at: z.string(),
  applied_at: when,
  released_at: when,
  closed_at: when,
  verifications: z.array(
    z.object({
      point_id: z.string(),
      method: z.string(),
      reading: z.union([z.string(), z.number()]),
      is_zero_energy: z.boolean(),
      verified_by: person,
      verified_at: z.string(),
    }),
  ),
  locks: z.array(lockWire),
  checklist: z.object({ tools_cleared: z.boolean(), people_cleared: z.boolean() }),
  handovers: z.array(
    z.object({
      id: z.string(),
      from: person,
      to: person,
      lock_id: z.string().nullable(),
      is_primary: z.boolean(),
      offered_at: z.string(),
    }),
  ),
  forced_release: z.object({ by: person, second_supervisor: person, reason: z.string() }).nullable(),
  allowed_actions: z.array(z.enum(SESSION_ACTIONS)),
  blocked: z.partialRecord(z.enum(SESSION_ACTIONS), z.string()),
})

export function pointToWire({ point, holds }: PointView, { inventory }: Pick<Core, 'inventory'>) {
  const device = point.deviceId === null ? undefined : inventory.devices.get(point.deviceId)
  const subregion = point.subregionId === null ? undefined : inventory.subregions.get(point.subregionId)
  return {
    id: point.id,
    name: point.name,
    device_id: point.deviceId,
    device_name: device?.name ?? null,
    subregion_id: point.subregionId,
    subregion_name: subregion?.name ?? null,
    energy_type: point.energyType,
    location: point.location,
    isolation_method: point.isolationMethod,
    state: holds.some(({ state }) => isLocking(state)) ? 'locked_out' : 'free',
    session_ids: holds.map(({ sessionId }) => sessionId),
    latitude: device?.latitude ?? null,
    longitude: device?.longitude ?? null,
    created_at: iso(point.createdAt),
  }
}

/** `can_remove` and `can_force` are for whoever asks, now. */
export function lockToWire(session: LotoSession, lock: Lock, asks: Doer) {
  const { removal } = lock
  const isOn = lock.removedAt === null
  const own = lock.kind === 'personal' ? 'unlock' : 'unisolate'
  const isMine = lock.owner.id === asks.id
  return {
    id: lock.id,
    session_id: session.id,
    point_id: lock.pointId,
    kind: lock.kind,
    tag: lock.tag,
    owner: lock.owner,
    placed_at: iso(lock.placedAt),
    removed_at: isoOrNull(lock.removedAt),
    removal: removal && {
      kind: removal.kind,
      by: removal.by,
      second_supervisor: removal.secondSupervisor,
      reason: removal.reason,
    },
    can_remove: isOn && isMine && refusalOf(session, own, asks) === null,
    can_force:
      isOn && !isMine && forceable(session).includes(lock) && refusalOf(session, 'force_remove', asks) === null,
  }
}

/** What `asks` may do next, and in a detail why not the rest. @param language null = leave the reasons out */
export function sessionToWire(session: LotoSession, asks: Doer, language: Language | null) {
  const refusals = SESSION_ACTIONS.map((action) => [action, refusalOf(session, action, asks)] as const)
  return {
    id: session.id,
    number: session.number,
    title: session.title,
    reason: session.reason,
    status: session.state,
    point_ids: session.points.map(({ id }) => id),
    points: session.points.map(({ id, name, energyType, isolationMethod, location, deviceId }) => ({
      id,
      name,
      energy_type: energyType,
      isolation_method: isolationMethod,
      location,
      device_id: deviceId,
    })),
    worker_ids: session.workers.map(({ id }) => id),
    workers: session.workers,
    requested_by: session.requestedBy,
    approved_by: session.approvedBy,
    rejected_by: session.rejectedBy,
    rejection_reason: session.rejectionReason,
    applied_by: session.appliedBy,
    primary: session.primary,
    planned_start: isoOrNull(session.plannedStart),
    planned_end: isoOrNull(session.plannedEnd),
    created_at: iso(session.createdAt),
    updated_at: iso(session.updatedAt),
    applied_at: isoOrNull(session.appliedAt),
    released_at: isoOrNull(session.releasedAt),
    closed_at: isoOrNull(session.closedAt),
    verifications: session.verifications.map((each) => ({
      point_id: each.pointId,
      method: each.method,
      reading: each.reading,
      is_zero_energy: each.isZeroEnergy,
      verified_by: each.verifiedBy,
      verified_at: iso(each.verifiedAt),
    })),
    locks: session.locks.map((lock) => lockToWire(session, lock, asks)),
    checklist: { tools_cleared: session.checklist.toolsCleared, people_cleared: session.checklist.peopleCleared },
    handovers: session.handovers
      .filter(({ status }) => status === 'offered')
      .map(({ id, from, to, lockId, isPrimary, offeredAt }) => ({
        id,
        from,
        to,
        lock_id: lockId,
        is_primary: isPrimary,
        offered_at: iso(offeredAt),
      })),
    forced_release: session.forcedRelease && {
      by: session.forcedRelease.by,
      second_supervisor: session.forcedRelease.secondSupervisor,
      reason: session.forcedRelease.reason,
    },
    allowed_actions: refusals.flatMap(([action, refusal]) => (refusal === null ? [action] : [])),
    blocked: language === null ? {} : blockedWords(refusals, language),
  }
}

/** A session in full, for whoever asked. */
export const sessionFor = async (
  session: LotoSession,
  actor: Actor,
  caller: Pick<Caller, 'language'>,
  { loto }: Pick<Core, 'loto'>,
) => sessionToWire(session, await loto.sessions.doer(actor), caller.language)

const blockedWords = (
  refusals: readonly (readonly [SessionAction, ReturnType<typeof refusalOf>])[],
  language: Language,
) =>
  Object.fromEntries(
    refusals.flatMap(([action, refusal]) =>
      refusal === null ? [] : [[action, platformEnvelope.fail(refusal, language).body.detail]],
    ),
  )
