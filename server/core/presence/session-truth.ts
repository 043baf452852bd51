/**
 * What a broker's events say of one client. They come late, twice, in any order, or not at all, so they are not replayed
 * but gathered: the newest session, and whether its end was told. Merging does not care about order or repetition.
 */
export interface SessionTruth {
  /** When the newest session began, epoch ms; null when no event has told of one. */
  readonly connectedAt: number | null
  /** When that very session ended; null while nobody has told that it did. */
  readonly endedAt: number | null
  /** The latest end that did not say which session it was of (brokers before EMQX 5.8.6). */
  readonly undatedEndAt: number | null
}

export const UNKNOWN_SESSION: SessionTruth = { connectedAt: null, endedAt: null, undatedEndAt: null }

export type SessionEvent =
  | { readonly kind: 'connected'; readonly connectedAt: number }
  | { readonly kind: 'disconnected'; readonly connectedAt: number | null; readonly disconnectedAt: number }

const latest = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.max(a, b))

const truthOf = (event: SessionEvent): SessionTruth => {
  if (event.kind === 'connected') return { ...UNKNOWN_SESSION, connectedAt: event.connectedAt }
  if (event.connectedAt === null) return { ...UNKNOWN_SESSION, undatedEndAt: event.disconnectedAt }
  return { connectedAt: event.connectedAt, endedAt: event.disconnectedAt, undatedEndAt: null }
}

/** Commutative, associative and idempotent: any order of any repetition of the same events ends in the same truth. */
export function merge(a: SessionTruth, b: SessionTruth): SessionTruth {
  const undatedEndAt = latest(a.undatedEndAt, b.undatedEndAt)
  if (a.connectedAt === b.connectedAt)
    return { connectedAt: a.connectedAt, endedAt: latest(a.endedAt, b.endedAt), undatedEndAt }
  const newer = b.connectedAt === null || (a.connectedAt !== null && a.connectedAt > b.connectedAt) ? a : b
  return { connectedAt: newer.connectedAt, endedAt: newer.endedAt, undatedEndAt }
}

export const learn = (truth: SessionTruth, event: SessionEvent): SessionTruth => merge(truth, truthOf(event))

export const isSame = (a: SessionTruth, b: SessionTruth): boolean =>
  a.connectedAt === b.connectedAt && a.endedAt === b.endedAt && a.undatedEndAt === b.undatedEndAt

/** Whether the client is there, and since when; null when the events do not tell. */
export function presenceOf(truth: SessionTruth): { readonly isOnline: boolean; readonly since: number } | null {
  const { connectedAt, endedAt, undatedEndAt } = truth
  if (connectedAt === null) return undatedEndAt === null ? null : { isOnline: false, since: undatedEndAt }
  if (endedAt !== null) return { isOnline: false, since: endedAt }
  // An end without a session can only be of this one when it came after its beginning.
  if (undatedEndAt !== null && undatedEndAt >= connectedAt) return { isOnline: false, since: undatedEndAt }
  return { isOnline: true, since: connectedAt }
}
