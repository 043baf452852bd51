import type { Generated } from 'kysely'
import type { Json, Millis } from './columns.ts'

/** Firmware versions and updates over the air. */
export interface FirmwareTables {
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
}
