import type { Filters } from '../../storage/list.ts'
import type { Words } from '../errors.ts'
import type { IncidentAction, IncidentState, ResumeState } from './incident.states.ts'

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

export const OPERATORS = ['>', '>=', '<', '<=', '==', '!='] as const
export type Operator = (typeof OPERATORS)[number]

export type Condition =
  | { readonly type: 'threshold'; readonly metric: string; readonly operator: Operator; readonly value: number }
  /** Alarm outside min…max, or inside when `isInside`. The bounds themselves count as inside. */
  | {
      readonly type: 'range'
      readonly metric: string
      readonly min: number
      readonly max: number
      readonly isInside: boolean
    }
  /** Alarm when the value moves by more than `value`, up or down, within `perS` seconds. */
  | { readonly type: 'rate_of_change'; readonly metric: string; readonly perS: number; readonly value: number }
  /** Alarm when no good sample came for `afterS` seconds; of any metric when `metric` is null. */
  | { readonly type: 'no_data'; readonly metric: string | null; readonly afterS: number }

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
  /** In the metric's unit; widens the way back to normal only. */
  readonly deadband: number
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

export interface Incident {
  readonly id: string
  readonly tenantId: string
  readonly policyId: string | null
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
  readonly action: IncidentAction | 'trigger'
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
}

export interface AlarmEvents {
  incident: IncidentNotice
}

export interface IncidentCounts {
  readonly total: number
  readonly bySeverity: Readonly<Record<Severity, number>>
  readonly byState: Readonly<Record<IncidentState, number>>
  readonly unacknowledged: number
}

/** Equality by column of the incident table; the other two are questions of their own. */
export interface IncidentFilter {
  readonly columns?: Filters<'incident'>
  readonly states?: readonly IncidentState[]
  readonly isAcknowledged?: boolean
}

/** Where one policy stands on one device (or gateway): kept over a restart. */
export interface RuleState {
  readonly phase: 'normal' | 'rising' | 'raised' | 'falling'
  /** Hub time at which the phase began. */
  readonly since: number
  /** Source time of the newest sample that was judged. */
  readonly lastAt: number | null
  readonly lastValue: number | null
}

export interface StoredRuleState {
  readonly policyId: string
  /** Device id, or `gateway:` and the gateway's id. */
  readonly subject: string
  readonly state: RuleState
}
