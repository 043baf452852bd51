import type { Selectable } from 'kysely'
import type { BatchState, OtaState } from '../../core/firmware/ota.states.ts'
import type { OtaBatch, OtaError, OtaEvent, OtaUpdate, UnitFirmware, WaitsFor } from '../../core/firmware/ota.types.ts'
import type { DB } from '../schema.ts'

export const toUpdate = (row: Selectable<DB['ota_update']>): OtaUpdate => ({
  id: row.id,
  tenantId: row.tenant_id,
  firmwareId: row.firmware_id,
  gatewayId: row.gateway_id,
  deviceId: row.device_id,
  batchId: row.batch_id,
  wave: row.wave,
  attempt: row.attempt,
  retryOf: row.retry_of,
  state: row.state as OtaState,
  waitsFor: row.waits_for as WaitsFor | null,
  progress: row.progress,
  error: row.error as OtaError | null,
  errorDetail: row.error_detail,
  fromVersion: row.from_version,
  reportedVersion: row.reported_version,
  offers: row.offers,
  tokenSha256: row.token_sha256,
  tokenExpiresAt: row.token_expires_at,
  stateSince: row.state_since,
  deadlineAt: row.deadline_at,
  queueExpiresAt: row.queue_expires_at,
  createdAt: row.created_at,
  createdBy: row.created_by,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
})

export const toBatch = (row: Selectable<DB['ota_batch']>): OtaBatch => ({
  id: row.id,
  tenantId: row.tenant_id,
  firmwareId: row.firmware_id,
  state: row.state as BatchState,
  waves: JSON.parse(row.waves) as number[],
  errorThresholdPercent: row.error_threshold_percent,
  openedWave: row.opened_wave,
  forgivenFailures: row.forgiven_failures,
  pauseReason: row.pause_reason as OtaBatch['pauseReason'],
  createdAt: row.created_at,
  createdBy: row.created_by,
  finishedAt: row.finished_at,
})

export const toUnit = (row: Selectable<DB['unit_firmware']>): UnitFirmware => ({
  unitId: row.unit_id,
  gatewayId: row.gateway_id,
  version: row.version,
  deviceType: row.device_type,
  hwRevision: row.hw_revision,
  reportedAt: row.reported_at,
})

export const toEvent = (row: Selectable<DB['ota_event']>): OtaEvent => ({
  at: row.at,
  action: row.action,
  fromState: row.from_state as OtaState | null,
  toState: row.to_state as OtaState,
  actorId: row.actor_id,
  detail: row.detail === null ? null : (JSON.parse(row.detail) as Record<string, unknown>),
})

/** What moves while an update runs. */
export const changingOf = (update: OtaUpdate) => ({
  state: update.state,
  waits_for: update.waitsFor,
  progress: update.progress,
  error: update.error,
  error_detail: update.errorDetail,
  reported_version: update.reportedVersion,
  offers: update.offers,
  token_sha256: update.tokenSha256,
  token_expires_at: update.tokenExpiresAt,
  state_since: update.stateSince,
  deadline_at: update.deadlineAt,
  started_at: update.startedAt,
  finished_at: update.finishedAt,
})

/** What is settled when it is queued. */
export const plannedOf = (update: OtaUpdate) => ({
  id: update.id,
  tenant_id: update.tenantId,
  firmware_id: update.firmwareId,
  gateway_id: update.gatewayId,
  device_id: update.deviceId,
  batch_id: update.batchId,
  wave: update.wave,
  attempt: update.attempt,
  retry_of: update.retryOf,
  from_version: update.fromVersion,
  queue_expires_at: update.queueExpiresAt,
  created_at: update.createdAt,
  created_by: update.createdBy,
})
