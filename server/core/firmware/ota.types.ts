import type { BatchState, OtaState } from './ota.states.ts'

/** Why a queued update is not offered. */
export type WaitsFor = 'wave' | 'batch' | 'gateway' | 'lockout' | 'critical_alarm'

/** Why an update failed, in the hub's words; `detail` beside it may hold the unit's own. */
export const OTA_ERRORS = [
  /** The unit said so. */
  'unit_failed',
  /** It said that it was done, and runs another version. */
  'version_mismatch',
  /** It restarted while installing and came back with another version. */
  'rolled_back',
  /** It was offered again and again, and went away every time. */
  'keeps_going_away',
  /** Of another kind, revision or too old a version. */
  'incompatible',
  'withdrawn',
  'file_damaged',
  'not_reached_in_time',
  'no_answer',
  'download_stalled',
  'verification_stalled',
  'installation_stalled',
] as const
export type OtaError = (typeof OTA_ERRORS)[number]

export interface OtaUpdate {
  readonly id: string
  readonly tenantId: string
  readonly firmwareId: string
  readonly gatewayId: string
  /** A device behind the gateway; null = the gateway itself. */
  readonly deviceId: string | null
  readonly batchId: string | null
  /** 0-based. */
  readonly wave: number | null
  /** 1 for the first. */
  readonly attempt: number
  readonly retryOf: string | null
  readonly state: OtaState
  readonly waitsFor: WaitsFor | null
  /** Percent of the step under way. */
  readonly progress: number | null
  readonly error: OtaError | null
  readonly errorDetail: string | null
  readonly fromVersion: string | null
  readonly reportedVersion: string | null
  /** How often it has been offered. */
  readonly offers: number
  readonly tokenSha256: string | null
  readonly tokenExpiresAt: number | null
  readonly stateSince: number
  readonly deadlineAt: number | null
  readonly queueExpiresAt: number
  readonly createdAt: number
  readonly createdBy: string | null
  readonly startedAt: number | null
  readonly finishedAt: number | null
}

export interface OtaEvent {
  readonly at: number
  readonly action: string
  readonly fromState: OtaState | null
  readonly toState: OtaState
  readonly actorId: string | null
  readonly detail: Readonly<Record<string, unknown>> | null
}

export interface OtaBatch {
  readonly id: string
  readonly tenantId: string
  readonly firmwareId: string
  readonly state: BatchState
  /** Cumulative percent of the units per wave, rising to 100. */
  readonly waves: readonly number[]
  readonly errorThresholdPercent: number
  /** Last wave that was opened, 0-based. */
  readonly openedWave: number
  /** Failures that a person has seen and gone on from. */
  readonly forgivenFailures: number
  readonly pauseReason: 'error_threshold' | 'person' | null
  readonly createdAt: number
  readonly createdBy: string | null
  readonly finishedAt: number | null
}

/** What a unit last said that it is and runs. */
export interface UnitFirmware {
  /** Id of a gateway or of a device. */
  readonly unitId: string
  readonly gatewayId: string
  readonly version: string
  readonly deviceType: string | null
  readonly hwRevision: string | null
  readonly reportedAt: number
}
