import type { Generated } from 'kysely'
import type { Flag, Json, Millis } from './columns.ts'

/** How incidents reach people, or why they do not. */
export interface AnnunciationTables {
  /** Every time that an alarm called for attention, and when it was answered and over. */
  annunciation: {
    seq: Generated<number>
    tenant_id: string
    incident_id: string
    policy_id: string | null
    device_id: string | null
    gateway_id: string | null
    severity: string
    at: Millis
    acknowledged_at: Millis | null
    cleared_at: Millis | null
  }
  maintenance_window: {
    id: string
    tenant_id: string
    target: Json
    reason: string
    start_at: Millis
    end_at: Millis
    /** Set when it was ended before its time. */
    ended_at: Millis | null
    ended_by: string | null
    created_by: string | null
    created_at: Millis
  }
  /** How a policy's incidents are brought to people's attention, where it differs from the tenant's own way. */
  policy_annunciation: {
    policy_id: string
    tenant_id: string
    ladder: Json
    reminder_s: number | null
    updated_at: Millis
  }
  roster: { id: string; tenant_id: string; name: string; shifts: Json; created_at: Millis; updated_at: Millis }
  escalation: {
    id: string
    tenant_id: string
    name: string
    is_enabled: Flag
    severities: Json
    place: Json | null
    steps: Json
    created_at: Millis
    updated_at: Millis
  }
  /** What is to be told to whom, and how it went: one row per step first, then one per recipient. */
  notice: {
    id: string
    tenant_id: string
    incident_id: string
    escalation_id: string | null
    /** Escalation, step, occurrence and round of the incident, and recipient: nobody is told one thing twice. */
    once_key: string
    channel: string
    /** JSON of whom the step names; null in a row of one recipient. */
    audience: Json | null
    recipient: string | null
    status: string
    due_at: Millis
    next_attempt_at: Millis
    attempts: number
    last_error: string | null
    settled_at: Millis | null
    created_at: Millis
  }
}
