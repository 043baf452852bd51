import type { Filters } from '../../storage/list.ts'
import type { Words } from '../errors.ts'
import type { Condition } from './condition.types.ts'
import type { IncidentAction, IncidentState, OverlayAction, ResumeState, SuppressedBy } from './incident.states.ts'
import type { Schedule } from './schedule.ts'

/** From least to most urgent: the order is the rank. */
export const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const
export type Severity = (typeof SEVERITIES)[number]

export const severityRank = (severity: Severity): number => SEVERITIES.indexOf(severity)

export const TARGET_KINDS = ['device', 'subregion', 'region', 'device_type'] as const
export type TargetKind = (typeof TARGET_KINDS)[number]

/** Which devices a policy watches: one device, those of a place, or those of a type. */
export interface Target {
  readonly kind: TargetKind
  /** Id of the device, subregion or region; or the device type. */
  readonly value: string
}

export interface PolicyDraft {
  readonly name: string
  readonly severity: Severity
  readonly isEnabled: boolean
  readonly target: Target
  readonly condition: Condition
  /** Seconds that the condition must stand before an incident; 0 = at once. */
  readonly onDelayS: number
  /** Seconds that it must be gone before the incident clears; 0 = at once. */
  readonly offDelayS: number
  /** In the metric's unit (imbalance and reactive energy: percent; consumption: kWh); widens the way back to normal only. */
  readonly deadband: number
  /** Null: judged at all times. */
  readonly schedule: Schedule | null
}

export interface Policy extends PolicyDraft {
  readonly id: string
  readonly tenantId: string
  readonly createdAt: number
  readonly updatedAt: number
}

/** What the alarms know of a device: where it stands and what it hangs on. */
export interface WatchedDevice {
  readonly id: string
  readonly tenantId: string
  readonly name: string
  readonly deviceType: string
  readonly gatewayId: string
  readonly gatewayName: string
  readonly isGatewayEnabled: boolean
  readonly subregionId: string | null
  readonly regionId: string | null
}

export interface Incident extends Annunciation {
  readonly id: string
  readonly tenantId: string
  readonly policyId: string | null
  /** Which feature of the hub raised it, where no policy did. */
  readonly origin: IncidentOrigin | null
  /** Null: the incident is about the whole gateway. */
  readonly deviceId: string | null
  readonly gatewayId: string | null
  readonly state: IncidentState
  readonly resumeState: ResumeState | null
  readonly severity: Severity
  readonly message: Words
  readonly metric: string | null
  readonly value: number | null
  readonly triggeredAt: number
  readonly acknowledgedAt: number | null
  readonly acknowledgedBy: string | null
  readonly clearedAt: number | null
  readonly closedAt: number | null
  readonly snoozedUntil: number | null
  readonly occurrenceCount: number
  readonly updatedAt: number
}

/** How an incident reaches people, or why it does not. */
export interface Annunciation {
  /** When it last called for attention; null when it never has, because it was suppressed from the start. */
  readonly annunciatedAt: number | null
  /** When it began to stand this time; null in incidents of before this was kept. */
  readonly occurredAt: number | null
  readonly suppressedBy: SuppressedBy | null
  /** In the words of whoever silenced it, e.g. the maintenance window's reason. */
  readonly suppressedReason: string | null
  /** Comes and goes so fast that it is held as one: since when. */
  readonly chatteringSince: number | null
  /** When it last began to chatter. */
  readonly chatteredAt: number | null
  readonly snoozedAt: number | null
  readonly snoozedBy: string | null
  readonly snoozeReason: string | null
  /** How often it called again for want of an acknowledgement, since it last occurred. */
  readonly reminderCount: number
}

export const NOT_ANNUNCIATED: Annunciation = {
  annunciatedAt: null,
  occurredAt: null,
  suppressedBy: null,
  suppressedReason: null,
  chatteringSince: null,
  chatteredAt: null,
  snoozedAt: null,
  snoozedBy: null,
  snoozeReason: null,
  reminderCount: 0,
}

/** Alarms that the hub raises without a policy. The first is of the safety class: neither shelved nor suppressed. */
export const INCIDENT_ORIGINS = ['energised_under_lockout', 'zigbee_join_open', 'hub'] as const
export type IncidentOrigin = (typeof INCIDENT_ORIGINS)[number]

/** An incident with the names that people know its parts by. */
export interface IncidentView extends Incident {
  readonly deviceName: string | null
  readonly gatewayName: string | null
  readonly policyName: string | null
}

/** One edge in an incident's life, never changed afterwards. */
export interface IncidentEvent {
  readonly incidentId: string
  readonly at: number
  readonly action: IncidentAction | OverlayAction | 'trigger'
  readonly fromState: IncidentState | null
  readonly toState: IncidentState
  /** Null when the hub itself acted. */
  readonly actorId: string | null
  /** In a person's words; what the hub has to say follows from `detail` (message.ts). */
  readonly note: string | null
  readonly detail: Readonly<Record<string, unknown>> | null
}

export interface StoredIncidentEvent extends IncidentEvent {
  readonly seq: number
  readonly actorEmail: string | null
}

/** Told after the edge is on disk. */
export interface IncidentNotice {
  readonly incident: IncidentView
  readonly action: IncidentEvent['action']
  /** Whether it calls for attention because of this edge. */
  readonly isCall: boolean
}

export interface AlarmEvents {
  incident: IncidentNotice
}

/** What is suppressed is counted apart, once. */
export interface IncidentCounts {
  readonly total: number
  readonly bySeverity: Readonly<Record<Severity, number>>
  readonly byState: Readonly<Record<IncidentState, number>>
  readonly unacknowledged: number
  readonly suppressed: number
}

/** Equality by column of the incident table; the other two are questions of their own. */
export interface IncidentFilter {
  readonly columns?: Filters<'incident'>
  readonly states?: readonly IncidentState[]
  readonly isAcknowledged?: boolean
  readonly isSuppressed?: boolean
  readonly isChattering?: boolean
}

/** Where one policy stands on one device (or gateway): kept over a restart. */
export interface RuleState {
  readonly phase: 'normal' | 'rising' | 'raised' | 'falling'
  /** Hub time at which the phase began. */
  readonly since: number
  /** Source time of the newest sample that was judged. */
  readonly lastAt: number | null
  readonly lastValue: number | null
  /** What each leaf of a formula said last, in the order in which they are written. */
  readonly held?: readonly boolean[]
}

export interface StoredRuleState {
  readonly policyId: string
  /** Device id, or `gateway:` and the gateway's id. */
  readonly subject: string
  readonly state: RuleState
}
