import type { Incident, Severity } from './alarm.types.ts'

/** An incident that calls for attention, and when it began to. */
export interface Call {
  readonly incident: Incident
  readonly at: number
}

/** One call for attention as it was recorded. */
export interface AnnunciationRow {
  readonly seq: number
  readonly policyId: string | null
  readonly deviceId: string | null
  readonly gatewayId: string | null
  readonly severity: Severity
  readonly at: number
  readonly acknowledgedAt: number | null
  readonly clearedAt: number | null
}

export interface StandingAlarm {
  readonly incidentId: string
  readonly severity: Severity
  readonly triggeredAt: number
  readonly occurrenceCount: number
  readonly subjectName: string | null
  readonly policyName: string | null
}
