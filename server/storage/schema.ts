import type { Generated } from 'kysely'

/**
 * Every table of the application database. Times are epoch milliseconds; booleans are 0/1; JSON is text. These three
 * are the same on SQLite and PostgreSQL, so that stores need no dialect. Telemetry has a database of its own
 * (storage/telemetry), because its write load must never wait for a lock held here.
 */
type Flag = 0 | 1
type Json = string
type Millis = number

export interface DB {
  setting: { key: string; value: Json }
  tenant: { id: string; name: string; time_zone: string; created_at: Millis }
  role: {
    id: string
    tenant_id: string
    name: string
    description: string | null
    permissions: Json
    is_system: Flag
    created_at: Millis
  }
  user: {
    id: string
    tenant_id: string
    email: string
    name: string | null
    password_hash: string
    role_id: string
    is_active: Flag
    created_at: Millis
    last_login_at: Millis | null
  }
  /** One sign-in; its refresh tokens rotate. Reuse of a rotated token revokes the session. */
  session: {
    id: string
    user_id: string
    created_at: Millis
    expires_at: Millis
    revoked_at: Millis | null
    revoked_reason: string | null
    user_agent: string | null
  }
  refresh_token: { token_sha256: string; session_id: string; created_at: Millis; used_at: Millis | null }
  region: {
    id: string
    tenant_id: string
    name: string
    description: string | null
    latitude: number | null
    longitude: number | null
    time_zone: string | null
    created_at: Millis
  }
  subregion: {
    id: string
    tenant_id: string
    region_id: string
    name: string
    description: string | null
    latitude: number | null
    longitude: number | null
    site_plan: Json | null
    created_at: Millis
  }
  gateway: {
    id: string
    tenant_id: string
    subregion_id: string | null
    name: string
    type: string
    is_enabled: Flag
    connection: Json
    /** MQTT only: user name and sha256 of the generated password. */
    username: string | null
    password_sha256: string | null
    config_version: number
    is_online: Flag
    last_seen: Millis | null
    created_at: Millis
  }
  device: {
    id: string
    tenant_id: string
    gateway_id: string
    subregion_id: string | null
    parent_id: string | null
    template_id: string | null
    name: string
    device_type: string
    slave_id: number | null
    external_id: string | null
    latitude: number | null
    longitude: number | null
    poll_interval_s: number | null
    is_online: Flag
    last_seen: Millis | null
    created_at: Millis
  }
  /** Templates made or changed by users; those of resources/templates are read from there. */
  template: {
    id: string
    tenant_id: string
    key: string
    base_id: string | null
    body: Json
    version: number
    created_at: Millis
    updated_at: Millis
  }
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
    created_at: Millis
    updated_at: Millis
  }
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
  /** Append-only, hash-chained per tenant: hash = sha256(prev_hash + canonical JSON of the rest). */
  audit_log: {
    seq: Generated<number>
    tenant_id: string
    at: Millis
    actor_id: string | null
    actor_email: string | null
    action: string
    entity: string
    entity_id: string | null
    detail: Json | null
    prev_hash: string
    hash: string
  }
  /** MQTT messages that could not be understood, one row per (client, topic, reason). */
  inbox: {
    id: string
    tenant_id: string | null
    gateway_id: string | null
    client_id: string
    topic: string
    reason: string
    sample: string
    count: number
    first_at: Millis
    last_at: Millis
  }
  fault: {
    seq: Generated<number>
    gateway_id: string
    device_id: string | null
    at: Millis
    kind: string
    code: number | null
    message: string
  }
}
