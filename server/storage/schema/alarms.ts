import type { Generated } from 'kysely'
import type { Flag, Json, Millis } from './columns.ts'

/** Policies and the incidents that they raise. */
export interface AlarmTables {
  alarm_policy: {
    id: string
    tenant_id: string
    name: string
    severity: string
    is_enabled: Flag
    target: Json
    condition: Json
    on_delay_s: number
    off_delay_s: number
    deadband: number
    schedule: Json | null
    created_at: Millis
    updated_at: Millis
  }
  /** A tenant's days of rest, as local dates. */
  holiday: { tenant_id: string; date: string; name: string }
  /** Timers and last values of a policy on a device, so that a restart loses no delay that is running. */
  alarm_state: { policy_id: string; device_id: string; state: Json; updated_at: Millis }
  incident: {
    id: string
    tenant_id: string
    policy_id: string | null
    device_id: string | null
    gateway_id: string | null
    /** Table key of core/alarms/incident.states.ts. */
    state: string
    severity: string
    /** Words: the text in both languages. */
    message: Json
    metric: string | null
    value: number | null
    triggered_at: Millis
    acknowledged_at: Millis | null
    acknowledged_by: string | null
    cleared_at: Millis | null
    closed_at: Millis | null
    snoozed_until: Millis | null
    /** State to return to when the snooze ends. */
    resume_state: string | null
    occurrence_count: number
    updated_at: Millis
    origin: string | null
    /** Rank of the severity, so that an index sorts by urgency. */
    severity_rank: number
    annunciated_at: Millis | null
    occurred_at: Millis | null
    suppressed_by: string | null
    suppressed_reason: string | null
    chattering_since: Millis | null
    chattered_at: Millis | null
    snoozed_at: Millis | null
    snoozed_by: string | null
    snooze_reason: string | null
    reminder_count: number
  }
  /** How many incidents there are of each kind; kept with every write, so that nobody has to count a million. */
  incident_tally: {
    tenant_id: string
    state: string
    severity: string
    is_acknowledged: Flag
    is_suppressed: Flag
    /** Empty where the incident has none, because a key holds no nulls. */
    policy_id: string
    gateway_id: string
    metric: string
    total: number
  }
  /** Append-only. */
  incident_event: {
    seq: Generated<number>
    incident_id: string
    at: Millis
    action: string
    from_state: string | null
    to_state: string
    actor_id: string | null
    note: string | null
    detail: Json | null
  }
}
