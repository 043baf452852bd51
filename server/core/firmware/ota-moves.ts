import type { Stores } from '../../storage/stores/stores.ts'
import { isOver, type OtaAction, type OtaState, otaStep } from './ota.states.ts'
import type { OtaError, OtaUpdate } from './ota.types.ts'

const MINUTE_MS = 60_000

/** How long a state may last without news; a step that makes progress starts anew. Queued has the update's own end. */
export const DEADLINE_MS: Readonly<Partial<Record<OtaState, number>>> = {
  notified: MINUTE_MS,
  downloading: 10 * MINUTE_MS,
  verifying: 5 * MINUTE_MS,
  installing: 15 * MINUTE_MS,
}

/** What is wrong when a state outlasts its deadline. */
export const EXPIRED_AS: Readonly<Partial<Record<OtaState, OtaError>>> = {
  queued: 'not_reached_in_time',
  notified: 'no_answer',
  downloading: 'download_stalled',
  verifying: 'verification_stalled',
  installing: 'installation_stalled',
}

export type MoveDetail = Partial<
  Pick<
    OtaUpdate,
    'progress' | 'error' | 'errorDetail' | 'waitsFor' | 'reportedVersion' | 'offers' | 'tokenSha256' | 'tokenExpiresAt'
  >
>

export interface Move {
  readonly action: OtaAction
  readonly actorId?: string | null
  readonly detail?: MoveDetail
}

/** The update after a move; null where the table has no such edge. */
export function moved(update: OtaUpdate, { action, detail = {} }: Move, now: number): OtaUpdate | null {
  const state = otaStep(update.state, action)
  if (state === null) return null
  const isNew = state !== update.state
  const deadlineMs = DEADLINE_MS[state]
  return {
    ...update,
    progress: isNew ? null : update.progress,
    waitsFor: null,
    ...detail,
    state,
    stateSince: isNew ? now : update.stateSince,
    deadlineAt: state === 'queued' ? update.queueExpiresAt : deadlineMs === undefined ? null : now + deadlineMs,
    startedAt: update.startedAt ?? (action === 'offer' ? now : null),
    finishedAt: isOver(state) ? now : null,
    // The link to the file dies with the update.
    ...(isOver(state) && { tokenSha256: null, tokenExpiresAt: null }),
  }
}

/** Writes a move and its event; progress within a step is no event. @returns the update as it is now */
export async function write(stores: Stores, before: OtaUpdate, move: Move, now: number): Promise<OtaUpdate | null> {
  const after = moved(before, move, now)
  if (after === null) return null
  await stores.ota.save(after)
  if (after.state === before.state && move.action !== 'offer') return after
  await stores.ota.addEvent(after.id, {
    at: now,
    action: move.action,
    fromState: before.state,
    toState: after.state,
    actorId: move.actorId ?? null,
    detail: eventDetail(after),
  })
  return after
}

function eventDetail({ error, errorDetail, waitsFor, reportedVersion, state }: OtaUpdate) {
  const detail = {
    ...(error && { error }),
    ...(errorDetail && { message: errorDetail }),
    ...(waitsFor && { waits_for: waitsFor }),
    ...(state === 'succeeded' && reportedVersion && { version: reportedVersion }),
  }
  return Object.keys(detail).length === 0 ? null : detail
}
