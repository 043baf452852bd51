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
  /** Append-only. Indexes in Wh or varh. */
  meter_exchange: {
    seq: Generated<number>
    id: string
    tenant_id: string
    device_id: string
    metric: string
    at: Millis
    old_end_index: number
    new_start_index: number
    note: string | null
    created_at: Millis
    created_by: string | null
  }
  /** Append-only: resets, wraps and spikes of counters as they were met. */
  counter_event: {
    seq: Generated<number>
    tenant_id: string
    device_id: string
    metric: string
    at: Millis
    kind: string
    from_index: number
    to_index: number
  }
  reactive_limit: {
    id: string
    tenant_id: string
    device_id: string
    valid_from: Millis
    installed_kva: number | null
    connection_kw: number | null
    is_single_phase: Flag
    inductive_percent: number | null
    capacitive_percent: number | null
    is_exempt: Flag
    created_at: Millis
  }
  /** Prices and rules that hold from a day on. */
  energy_setting: { tenant_id: string; kind: string; valid_from: Millis; body: Json; created_at: Millis }
  /** Places at which energy is cut and held off. Removed ones stay for the sessions that used them. */
  loto_point: {
    id: string
    tenant_id: string
    name: string
    device_id: string | null
    subregion_id: string | null
    energy_type: string
    location: string | null
    isolation_method: string
    created_at: Millis
    removed_at: Millis | null
  }
  /** People are kept with the name that they had then: an account may go, its lock does not. */
  loto_session: {
    id: string
    tenant_id: string
    /** Counts up per tenant. */
    number: number
    title: string
    reason: string
    /** Table key of core/loto/session.states.ts. */
    state: string
    requested_by: string
    requested_by_name: string
    primary_id: string
    primary_name: string
    approved_by: Json | null
    rejected_by: Json | null
    rejection_reason: string | null
    applied_by: Json | null
    tools_cleared: Flag
    people_cleared: Flag
    forced_release: Json | null
    planned_start: Millis | null
    planned_end: Millis | null
    created_at: Millis
    updated_at: Millis
    applied_at: Millis | null
    released_at: Millis | null
    closed_at: Millis | null
  }
  loto_session_point: { session_id: string; point_id: string; position: number }
  loto_session_worker: { session_id: string; user_id: string; position: number; name: string; email: string }
  /** The latest of each point; the others are in the events. */
  loto_verification: {
    session_id: string
    point_id: string
    method: string
    reading: Json
    is_zero_energy: Flag
    verified_by: Json
    verified_at: Millis
  }
  loto_lock: {
    id: string
    session_id: string
    position: number
    point_id: string | null
    kind: string
    tag: string | null
    owner_id: string
    owner_name: string
    placed_at: Millis
    removed_at: Millis | null
    removal: Json | null
  }
  loto_handover: {
    id: string
    session_id: string
    from_id: string
    from_name: string
    to_id: string
    to_name: string
    lock_id: string | null
    is_primary: Flag
    status: string
    offered_at: Millis
    decided_at: Millis | null
  }
  /** A row without a hash only counts wrong attempts. */
  loto_pin: {
    user_id: string
    pin_hash: string | null
    failures: number
    locked_until: Millis | null
    updated_at: Millis
  }
  /** Append-only. */
  loto_event: {
    seq: Generated<number>
    session_id: string
    at: Millis
    action: string
    from_state: string | null
    to_state: string
    actor_id: string | null
    actor_name: string | null
    note: string | null
    detail: Json | null
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
  widget: {
    id: string
    tenant_id: string
    subregion_id: string
    type: string
    title: string
    config: Json
    x: number
    y: number
    w: number
    h: number
    created_at: Millis
    updated_at: Millis
  }
  export_job: {
    id: string
    tenant_id: string
    user_id: string
    /** Key of core/exports/export.states.ts. */
    status: string
    request: Json
    file_name: string
    rows_done: number
    rows_total: number
    bytes: number
    /** Words: why it failed. */
    fault: Json | null
    created_at: Millis
    started_at: Millis | null
    finished_at: Millis | null
    expires_at: Millis | null
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
  /** A code that a Zigbee gateway joins with: found by its selector, its secret only hashed. */
  zigbee_claim: {
    id: string
    tenant_id: string
    name: string | null
    subregion_id: string | null
    selector: string
    sha256: string
    /** Table key of core/zigbee/claim.states.ts. */
    state: string
    wrong_tries: number
    created_by: string
    created_at: Millis
    expires_at: Millis
    ended_at: Millis | null
    gateway_id: string | null
  }
  zigbee_node: {
    gateway_id: string
    ieee: string
    friendly_name: string
    kind: string
    vendor: string | null
    model: string | null
    description: string | null
    is_battery: Flag
    interview: string
    exposes: Json
    is_available: Flag | null
    link_quality: number | null
    last_seen: Millis | null
    first_seen: Millis
  }
  firmware: {
    id: string
    tenant_id: string
    name: string
    version: string
    device_type: string
    hw_revision: string | null
    min_from_version: string | null
    notes: string | null
    file_name: string | null
    size_bytes: number
    /** Names the file in the data folder. */
    sha256: string
    signature: string | null
    /** The trusted key that the signature was verified with; null = unsigned. */
    key_id: string | null
    status: string
    created_at: Millis
    created_by: string | null
    released_at: Millis | null
    released_by: string | null
    deprecated_at: Millis | null
  }
  firmware_key: {
    tenant_id: string
    id: string
    name: string
    public_key: string
    created_at: Millis
    created_by: string | null
  }
  ota_batch: {
    id: string
    tenant_id: string
    firmware_id: string
    state: string
    waves: Json
    error_threshold_percent: number
    opened_wave: number
    forgiven_failures: number
    pause_reason: string | null
    created_at: Millis
    created_by: string | null
    finished_at: Millis | null
  }
  /** One attempt to bring one unit to one version. */
  ota_update: {
    id: string
    tenant_id: string
    firmware_id: string
    gateway_id: string
    device_id: string | null
    batch_id: string | null
    wave: number | null
    attempt: number
    retry_of: string | null
    /** Table key of core/firmware/ota.states.ts. */
    state: string
    waits_for: string | null
    progress: number | null
    error: string | null
    error_detail: string | null
    from_version: string | null
    reported_version: string | null
    offers: number
    token_sha256: string | null
    token_expires_at: Millis | null
    state_since: Millis
    deadline_at: Millis | null
    queue_expires_at: Millis
    created_at: Millis
    created_by: string | null
    started_at: Millis | null
    finished_at: Millis | null
  }
  /** Append-only. */
  ota_event: {
    seq: Generated<number>
    update_id: string
    at: Millis
    action: string
    from_state: string | null
    to_state: string
    actor_id: string | null
    detail: Json | null
  }
  /** What a gateway or a device last said that it is and runs. */
  unit_firmware: {
    unit_id: string
    tenant_id: string
    gateway_id: string
    version: string
    device_type: string | null
    hw_revision: string | null
    reported_at: Millis
  }
  /** Configurations sent to gateways, or to be sent. */
  gateway_config_push: {
    id: string
    tenant_id: string
    gateway_id: string
    version: number
    hash: string
    body: Json
    /** Table key of core/gateway-config/config.states.ts. */
    state: string
    waits_for: string | null
    error: string | null
    rollback_of: string | null
    created_at: Millis
    created_by: string | null
    sent_at: Millis | null
    deadline_at: Millis | null
    finished_at: Millis | null
  }
  /** The configuration that a gateway says it runs. */
  gateway_config_report: {
    gateway_id: string
    hash: string
    version: number | null
    body: Json | null
    reported_at: Millis
  }
  /** What an external broker has said of a client, in whatever order it came. */
  broker_session: {
    client_id: string
    connected_at: Millis | null
    ended_at: Millis | null
    undated_end_at: Millis | null
    reason: string | null
    heard_at: Millis
  }
}
