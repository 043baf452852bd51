import type { TargetKind } from './alarm.types.ts'

export const MAINTENANCE_KINDS = ['device', 'gateway', 'subregion', 'region', 'device_type'] as const
export type MaintenanceKind = (typeof MAINTENANCE_KINDS)[number] & (TargetKind | 'gateway')

/** Everything below the target is covered as well. */
export interface MaintenanceTarget {
  readonly kind: MaintenanceKind
  readonly value: string
}

export interface MaintenanceDraft {
  readonly target: MaintenanceTarget
  readonly reason: string
  readonly startAt: number
  readonly endAt: number
}

export interface MaintenanceWindow extends MaintenanceDraft {
  readonly id: string
  readonly tenantId: string
  readonly endedAt: number | null
  readonly endedBy: string | null
  readonly createdBy: string | null
  readonly createdAt: number
}

export interface MaintenanceView extends MaintenanceWindow {
  readonly createdByEmail: string | null
  readonly endedByEmail: string | null
}

export const MAINTENANCE_STATES = ['planned', 'active', 'over'] as const
export type MaintenanceState = (typeof MAINTENANCE_STATES)[number]

export function maintenanceState(window: MaintenanceWindow, now: number): MaintenanceState {
  if (window.endedAt !== null || window.endAt <= now) return 'over'
  return window.startAt <= now ? 'active' : 'planned'
}
