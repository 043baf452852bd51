export type FirmwareStatus = 'draft' | 'released' | 'deprecated'

export interface FirmwareVersion {
  id: string
  name: string
  version: string
  device_type: string
  hw_revision: string | null
  min_from_version: string | null
  notes: string | null
  file_name: string | null
  size: number
  sha256: string
  signature: string | null
  is_signed: boolean
  key_id: string | null
  status: FirmwareStatus
  allowed_actions: string[]
  created_at: string
  released_at: string | null
  deprecated_at: string | null
}

export interface FirmwareSettings {
  max_upload_mb: number
  allows_unsigned: boolean | null
  allows_unsigned_now: boolean
  queue_expiry_h: number
  public_url: string | null
}

export interface FirmwareKey {
  id: string
  name: string
  public_key: string
  created_at: string
}

export interface FirmwareUnit {
  unit_id: string
  gateway_id: string
  version: string
  device_type: string | null
  hw_revision: string | null
  reported_at: string
}

export const OTA_STATUSES = [
  'queued',
  'notified',
  'downloading',
  'verifying',
  'installing',
  'succeeded',
  'failed',
  'cancelled',
  'timed_out',
] as const
export type OtaStatus = (typeof OTA_STATUSES)[number]

export type WaitsFor = 'wave' | 'batch' | 'gateway' | 'lockout' | 'critical_alarm'

export interface OtaUpdate {
  id: string
  firmware_id: string
  firmware_name: string | null
  version: string | null
  gateway_id: string
  device_id: string | null
  unit_name: string | null
  batch_id: string | null
  wave: number | null
  attempt: number
  status: OtaStatus
  waits_for: WaitsFor | null
  progress: number | null
  error: string | null
  error_detail: string | null
  from_version: string | null
  reported_version: string | null
  offers: number
  allowed_actions: ('cancel' | 'retry')[]
  created_at: string
  started_at: string | null
  finished_at: string | null
  deadline_at: string | null
}

export interface OtaEvent {
  timestamp: string
  action: string
  to_status: OtaStatus
  detail: Record<string, unknown> | null
}

export interface OtaDetail extends OtaUpdate {
  events: OtaEvent[]
  attempts: OtaUpdate[]
}

export interface Rollout {
  id: string
  firmware_id: string
  firmware_name: string | null
  version: string | null
  status: 'running' | 'paused' | 'completed' | 'aborted'
  pause_reason: 'error_threshold' | 'person' | null
  waves: number[]
  opened_wave: number
  error_threshold_percent: number
  failed_percent: number
  counts: { total: number; over: number; succeeded: number; failed: number }
  created_at: string
  finished_at: string | null
  updates: OtaUpdate[]
}
