import type { Severity } from '../alarms/alarm.types.ts'

export const CHANNELS = ['desktop', 'email', 'webhook'] as const
export type Channel = (typeof CHANNELS)[number]

export const AUDIENCE_KINDS = ['role', 'user', 'roster', 'address', 'url'] as const
export type AudienceKind = (typeof AUDIENCE_KINDS)[number]

/** Whom a step tells: the people of a role, one, those on call, an e-mail address, or a web address. */
export interface Audience {
  readonly kind: AudienceKind
  /** Id of the role, user or roster; or the address itself. */
  readonly value: string
}

/** Which audiences a channel can reach. */
export const REACHES: Readonly<Record<Channel, readonly AudienceKind[]>> = {
  desktop: ['role', 'user', 'roster'],
  email: ['role', 'user', 'roster', 'address'],
  webhook: ['url'],
}

export interface EscalationStep {
  /** Seconds after the alarm called for attention. */
  readonly afterS: number
  readonly channel: Channel
  readonly to: Audience
}

export interface EscalationDraft {
  readonly name: string
  readonly isEnabled: boolean
  readonly severities: readonly Severity[]
  /** Null: everywhere. */
  readonly place: { readonly kind: 'region' | 'subregion'; readonly value: string } | null
  readonly steps: readonly EscalationStep[]
}

export interface Escalation extends EscalationDraft {
  readonly id: string
  readonly tenantId: string
  readonly createdAt: number
  readonly updatedAt: number
}

/** Who is on call on which days between which hours, by the site's clock. A shift may go over midnight. */
export interface Shift {
  readonly userId: string
  /** 1 = Monday … 7 = Sunday: the day on which the shift begins. */
  readonly days: readonly number[]
  /** Minutes after midnight; the same as `toMinute` for around the clock. */
  readonly fromMinute: number
  readonly toMinute: number
}

export interface RosterDraft {
  readonly name: string
  readonly shifts: readonly Shift[]
}

export interface Roster extends RosterDraft {
  readonly id: string
  readonly tenantId: string
  readonly createdAt: number
  readonly updatedAt: number
}

/**
 * waiting: a step whose time has not come · told: its people have notices of their own · nobody: it named no one who can
 * be reached · queued: on its way · sent: the other side confirmed it · failed: given up · cancelled: answered before.
 */
export const NOTICE_STATUSES = ['waiting', 'told', 'nobody', 'queued', 'sent', 'failed', 'cancelled'] as const
export type NoticeStatus = (typeof NOTICE_STATUSES)[number]

export interface Notice {
  readonly id: string
  readonly tenantId: string
  readonly incidentId: string
  readonly escalationId: string | null
  readonly onceKey: string
  readonly channel: Channel
  /** Whom the step names, while it waits. */
  readonly audience: Audience | null
  /** User id (desktop), e-mail address or URL. */
  readonly recipient: string | null
  readonly status: NoticeStatus
  readonly dueAt: number
  readonly nextAttemptAt: number
  readonly attempts: number
  readonly lastError: string | null
  readonly settledAt: number | null
  readonly createdAt: number
}
