import type { LiveValue } from '../api/live-store.ts'
import { SEVERITIES, type Severity } from '../api/types.ts'

/** What a device is at a glance: the worst thing that can be said of it. Mildest first. */
export const DEVICE_STATES = ['normal', 'stale', 'offline', 'info', 'low', 'medium', 'high', 'critical'] as const
export type DeviceState = (typeof DEVICE_STATES)[number]

/** Greater is worse. The number is what a cluster keeps the greatest of. */
export function rankOf(state: DeviceState): number {
  return DEVICE_STATES.indexOf(state)
}

export function stateOfRank(rank: number): DeviceState {
  return DEVICE_STATES[rank] ?? 'normal'
}

export function isSeverity(state: string): state is Severity {
  return SEVERITIES.some((severity) => severity === state)
}

export function deviceState(device: {
  readonly isOnline: boolean
  readonly severity: Severity | null
  readonly isStale: boolean
}): DeviceState {
  if (device.severity) return device.severity
  if (!device.isOnline) return 'offline'
  return device.isStale ? 'stale' : 'normal'
}

/** True when there are live values and not one of them can be trusted as present. */
export function isAllStale(values: ReadonlyMap<string, Pick<LiveValue, 'quality'>>): boolean {
  if (values.size === 0) return false
  for (const { quality } of values.values()) {
    if (quality !== 'stale' && quality !== 'comm_fail' && quality !== 'invalid') return false
  }
  return true
}

export function worseState(a: DeviceState, b: DeviceState): DeviceState {
  return rankOf(b) > rankOf(a) ? b : a
}

const HOUR_MS = 3_600_000

/** How strongly the last known is drawn: full for an hour, then fading over a day. */
export function fadeOf(state: DeviceState, lastSeenMs: number | null, nowMs: number): number {
  if (state !== 'offline' && state !== 'stale') return 1
  if (lastSeenMs === null) return 0.45
  const ageMs = nowMs - lastSeenMs
  if (ageMs < HOUR_MS) return 1
  return ageMs < 24 * HOUR_MS ? 0.7 : 0.45
}
