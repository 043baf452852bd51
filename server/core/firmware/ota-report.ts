import { isOver, OFFERED_STATES, type OtaAction, otaStep } from './ota.states.ts'
import type { OtaError, OtaUpdate } from './ota.types.ts'
import { isSameVersion } from './semver.ts'

export const REPORT_STATES = ['idle', 'downloading', 'verifying', 'installing', 'succeeded', 'failed'] as const
export type ReportState = (typeof REPORT_STATES)[number]

/** `ota/status`: what a unit does with an update, or (idle) what it runs. */
export interface OtaReport {
  readonly id: string | null
  /** external_id of a device behind the gateway; null = the gateway itself. */
  readonly device: string | null
  readonly state: ReportState
  readonly progress: number | null
  readonly version: string | null
  readonly error: string | null
  readonly deviceType: string | null
  readonly hwRevision: string | null
}

const MAX_TEXT = 300

/** Null for anything that is not such a message: a broken unit must not break the others. */
export function readOtaReport(payload: string): OtaReport | null {
  let body: unknown
  try {
    body = JSON.parse(payload)
  } catch {
    return null
  }
  if (typeof body !== 'object' || body === null) return null
  const fields = new Map<string, unknown>(Object.entries(body))
  const text = (key: string): string | null => {
    const value = fields.get(key)
    return typeof value === 'string' && value !== '' ? value.slice(0, MAX_TEXT) : null
  }
  const state = REPORT_STATES.find((word) => word === fields.get('state'))
  if (!state) return null
  const progress = fields.get('progress')
  return {
    id: text('id'),
    device: text('device'),
    state,
    progress:
      typeof progress === 'number' && Number.isFinite(progress)
        ? Math.min(100, Math.max(0, Math.round(progress)))
        : null,
    version: text('version'),
    error: text('error'),
    deviceType: text('device_type'),
    hwRevision: text('hw_revision'),
  }
}

export interface Verdict {
  readonly action: OtaAction
  readonly progress?: number | null
  readonly error?: OtaError
  readonly errorDetail?: string | null
}

const STEP_OF = { downloading: 'download', verifying: 'verify', installing: 'install' } as const satisfies Partial<
  Record<ReportState, OtaAction>
>

/**
 * What a report means for an update that is under way, or null when it means nothing: duplicates, late ones, those of
 * another attempt. Success is one thing only: the unit runs the wanted version, whatever else it says.
 * @param connectedAt since when the gateway's link stands, if it does
 */
export function judge(
  update: OtaUpdate,
  wantedVersion: string,
  report: OtaReport,
  connectedAt: number | null,
): Verdict | null {
  if (isOver(update.state) || update.state === 'pending') return null
  const isMine = report.id === update.id
  if (report.id !== null && !isMine && report.state !== 'idle') return null
  if (!isMine && report.state !== 'idle') return null
  if (report.version !== null && isSameVersion(report.version, wantedVersion)) return { action: 'confirm' }
  switch (report.state) {
    case 'idle':
      return judgeIdle(update, report, connectedAt)
    case 'succeeded':
      // Without a version it is a promise, not a fact: the deadline of installing runs on.
      return report.version === null
        ? forward(update, 'install', null)
        : { action: 'fail', error: 'version_mismatch', errorDetail: report.version }
    case 'failed':
      return { action: 'fail', error: 'unit_failed', errorDetail: report.error }
    default:
      return forward(update, STEP_OF[report.state], report.progress)
  }
}

/** Not busy, and not at the wanted version. */
function judgeIdle(update: OtaUpdate, report: OtaReport, connectedAt: number | null): Verdict | null {
  if (update.state === 'downloading' || update.state === 'verifying') return { action: 'lose' }
  // A message sent before the restart may come again after it: only a link younger than the installation counts.
  if (update.state === 'installing' && connectedAt !== null && connectedAt > update.stateSince && report.version)
    return { action: 'fail', error: 'rolled_back', errorDetail: report.version }
  return null
}

function forward(update: OtaUpdate, action: OtaAction, progress: number | null): Verdict | null {
  // What was never offered cannot be under way.
  if (update.offers === 0) return null
  const to = otaStep(update.state, action)
  if (to === null) return null
  if (to === update.state && (progress === null || progress <= (update.progress ?? -1))) return null
  return { action, progress }
}

export const isOffered = (update: OtaUpdate): boolean => OFFERED_STATES.includes(update.state)
