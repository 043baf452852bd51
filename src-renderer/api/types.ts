/** The wire words of the platform and console contracts, as the window reads them. */

export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const
export type Severity = (typeof SEVERITIES)[number]

export const QUALITIES = ['good', 'stale', 'comm_fail', 'invalid', 'estimated', 'simulated'] as const
export type Quality = (typeof QUALITIES)[number]

export const INCIDENT_STATUSES = ['active', 'acknowledged', 'cleared', 'snoozed', 'closed'] as const
export type IncidentStatus = (typeof INCIDENT_STATUSES)[number]

export const INCIDENT_STATES = [
  'active_unack',
  'active_ack',
  'cleared_unack',
  'cleared_ack',
  'snoozed',
  'closed',
] as const
export type IncidentState = (typeof INCIDENT_STATES)[number]

export const DEVICE_TYPES = [
  'energy_analyzer',
  'inverter',
  'pedestal',
  'breaker',
  'sensor',
  'battery',
  'generator',
  'zigbee',
  'other',
] as const
export type DeviceType = (typeof DEVICE_TYPES)[number]

export const GATEWAY_TYPES = ['modbus_tcp', 'modbus_rtu_tcp', 'modbus_rtu', 'mqtt', 'zigbee', 'nmea0183'] as const
export type GatewayType = (typeof GATEWAY_TYPES)[number]

export interface Page<Item> {
  items: Item[]
  total: number
  skip: number
  limit: number
}

export interface TokenPair {
  access_token: string
  refresh_token: string
  token_type: string
}

export interface PublicConfig {
  setup_required: boolean
  demo: boolean
  version: string
  languages: string[]
  map: { pmtiles: string[] }
}

export interface SessionInfo {
  user: { id: string; email: string; name: string | null; role_name: string }
  tenant: { id: string; name: string; time_zone: string }
  permissions: string[]
  demo: boolean
}

export interface User {
  id: string
  email: string
  name: string | null
  role_id: string
  role_name: string | null
  is_active: boolean
  created_at: string
  last_login_at: string | null
}

export interface Role {
  id: string
  name: string
  description: string | null
  permissions: string[]
  is_system: boolean
  created_at: string
}

export interface Region {
  id: string
  name: string
  description: string | null
  latitude: number | null
  longitude: number | null
  time_zone: string | null
  created_at: string
}

export interface Subregion {
  id: string
  region_id: string
  name: string
  description: string | null
  latitude: number | null
  longitude: number | null
  site_plan: unknown
  created_at: string
}

export interface Gateway {
  id: string
  name: string
  type: GatewayType
  subregion_id: string | null
  is_enabled: boolean
  connection: Record<string, unknown>
  is_online: boolean
  last_seen: string | null
  config_version: number
  created_at: string
}

/** The answer to creating an MQTT gateway: the password is never shown again. */
export interface NewGateway extends Gateway {
  username?: string
  password?: string
}

export interface Device {
  id: string
  name: string
  device_type: DeviceType
  gateway_id: string
  slave_id: number | null
  external_id: string | null
  template_id: string | null
  subregion_id: string | null
  parent_id: string | null
  latitude: number | null
  longitude: number | null
  poll_interval_s: number | null
  is_online: boolean
  last_seen: string | null
  created_at: string
}

export interface DeviceIndexItem {
  id: string
  name: string
  device_type: DeviceType
  gateway_id: string
  subregion_id: string | null
  parent_id: string | null
  is_online: boolean
  last_seen: string | null
  alarm_severity: Severity | null
}

export interface Incident {
  id: string
  policy_id: string | null
  device_id: string | null
  severity: Severity
  status: IncidentStatus
  triggered_at: string
  acknowledged_at: string | null
  acknowledged_by: string | null
  cleared_at: string | null
  closed_at: string | null
  snoozed_until: string | null
  value: number | null
  message: string
  messages: Record<'tr' | 'en', string>
  occurrence_count: number
  device_name: string | null
  gateway_id: string | null
  policy_name: string | null
  metric: string | null
  is_acknowledged: boolean
  /** The ISA-18.2 state, finer than `status`. */
  state: IncidentState
  /** What a snoozed incident returns to. */
  resume_state?: IncidentState | null
  gateway_name?: string | null
  is_suppressed: boolean
  suppressed_by: 'lockout' | 'maintenance' | 'parent' | null
  suppressed_reason: string | null
  is_chattering: boolean
  chattering_since: string | null
  snoozed_at: string | null
  snooze_reason: string | null
  reminder_count: number
}

export interface IncidentCount {
  total: number
  by_severity: Record<Severity, number>
  by_status: Record<IncidentStatus, number>
  unacknowledged: number
  suppressed: number
}

export interface IncidentEvent {
  id: string
  incident_id: string
  timestamp: string
  action: string
  from_state: string | null
  to_state: string | null
  actor_id: string | null
  actor_email: string | null
  note: string | null
}

/** One sample on the wire: epoch milliseconds, value or null, quality. */
export type SeriesPoint = [number, number | null, Quality]

export interface IncidentContext {
  incident: Incident
  policy: Policy | null
  series: { metric: string; unit: string | null; points: SeriesPoint[] } | null
}

export const THRESHOLD_OPERATORS = ['>', '>=', '<', '<=', '==', '!='] as const
export type ThresholdOperator = (typeof THRESHOLD_OPERATORS)[number]

export const BASELINES = ['same_hour_7d', 'same_hour_4w', 'mean_24h'] as const
export type Baseline = (typeof BASELINES)[number]
export const DIRECTIONS = ['both', 'above', 'below'] as const
export type Direction = (typeof DIRECTIONS)[number]
export const CALENDAR_WINDOWS = ['hour', 'day', 'month'] as const
export type CalendarWindow = (typeof CALENDAR_WINDOWS)[number]

export type LeafCondition =
  | { type: 'threshold'; metric: string; operator: ThresholdOperator; value: number }
  | { type: 'range'; metric: string; min: number; max: number; inside?: boolean }
  | { type: 'rate_of_change'; metric: string; per_s: number; value: number }
  | { type: 'no_data'; metric?: string | null; after_s: number }
  | {
      type: 'deviation'
      metric: string
      percent: number | null
      absolute: number | null
      direction: Direction
      baseline: Baseline
      min_samples: number
    }
  | { type: 'phase_imbalance'; quantity: 'voltage' | 'current'; percent: number; min_value: number }
  | {
      type: 'consumption'
      metric: 'energy_import' | 'energy_export'
      window: CalendarWindow | { seconds: number }
      operator: Exclude<ThresholdOperator, '==' | '!='>
      value: number
    }
  | {
      type: 'reactive'
      kind: 'inductive' | 'capacitive'
      percent_of_limit: number | null
      percent: number | null
    }
export type ConditionType = LeafCondition['type']
export type CompositeCondition =
  | { type: 'all' | 'any'; conditions: ConditionPart[] }
  | { type: 'not'; condition: ConditionPart }
/** Inside a composite every leaf has a deadband of its own. */
export type ConditionPart = (LeafCondition & { deadband: number }) | CompositeCondition
export type Condition = LeafCondition | CompositeCondition

export const HOLIDAY_RULES = ['ignore', 'exclude', 'only'] as const
export type HolidayRule = (typeof HOLIDAY_RULES)[number]

export interface ScheduleWindow {
  /** 1 = Monday … 7 = Sunday. */
  days: number[]
  from: string
  to: string
}

export interface Schedule {
  time_zone: string | null
  windows: ScheduleWindow[]
  holidays: HolidayRule
  season: { from: string; to: string } | null
}

export interface Holiday {
  date: string
  name: string
}

export const TARGET_KEYS = ['device_id', 'subregion_id', 'region_id', 'device_type'] as const
export type TargetKey = (typeof TARGET_KEYS)[number]
export type Target = Partial<Record<TargetKey, string>>

export interface PolicyBody {
  name: string
  severity: Severity
  is_enabled: boolean
  target: Target
  condition: Condition
  on_delay_s: number
  off_delay_s: number
  deadband: number
  schedule: Schedule | null
}

export interface Policy extends PolicyBody {
  id: string
  created_at: string
}

export interface Overview {
  power_kw: number | null
  power_quality: Quality
  energy_today_kwh: number | null
  energy_yesterday_kwh: number | null
  devices: { total: number; online: number; stale: number; offline: number }
  gateways: { total: number; online: number }
  /** No severities for one who may not see alarms. */
  incidents: { by_severity: Partial<Record<Severity, number>>; unacknowledged: number; newest: Incident[] }
  power_series: { start: string; step_s: number; values: (number | null)[] }
  top_devices: { device_id: string; name: string; power_kw: number | null }[]
}

export interface InboxEntry {
  id: string
  gateway_id: string | null
  client_id: string | null
  topic: string
  reason: string
  sample: string | null
  count: number
  first_at: string
  last_at: string
}

export interface AuditEntry {
  seq: number
  timestamp: string
  actor_email: string | null
  action: string
  entity: string
  entity_id: string | null
  detail: unknown
  hash: string
}

export interface AuditVerdict {
  is_intact: boolean
  checked: number
  broken_at_seq: number | null
}

export interface SystemInfo {
  version: string
  uptime_s: number
  node: string
  database: { kind: string; bytes: number | null }
  telemetry: {
    series: number
    points: number
    bytes: number
    pending_points: number
    committed_points: number
    dropped_points: number
  }
  mqtt_url: string | null
  data_folder: string
}

export interface SerialPort {
  path: string
  label: string | null
}

export interface TelemetryItem {
  device_id: string
  timestamp: string
  values: Record<string, { value: number | null; quality: Quality }>
}

export type TelemetryMessage =
  | { type: 'snapshot' | 'update'; seq: number; items: TelemetryItem[] }
  | { type: 'error'; error_code: string; detail: string }

export type ConsoleMessage =
  | { type: 'hello' }
  | { type: 'error'; error_code: string; detail: string }
  | { type: 'incident'; incident: Incident }
  | { type: 'link'; gateway_id?: string; device_id?: string; is_online: boolean }
  | { type: 'changed'; entity: string }
  | { type: 'flood'; since: string | null; count: number }
  | { type: 'notice'; user_id: string; incident_ids: string[] }
