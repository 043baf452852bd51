import type { Device } from '../devices/devices.types.ts'
import type { Part, Total } from './amounts.ts'
import type { Span } from './asked.ts'
import type { LimitsInForce, ReactiveStatus } from './reactive-limits.ts'

export type NoRatio = 'no_active_energy' | 'no_data' | 'no_reactive_counters' | 'incomplete'

export interface ReactiveDay {
  readonly date: string
  readonly active: Part
  readonly inductive: Part
  readonly capacitive: Part
  readonly inductiveRatioToDate: number | null
  readonly capacitiveRatioToDate: number | null
}

export interface Contributor {
  readonly device: Device
  readonly active: number | null
  readonly inductive: number | null
  readonly capacitive: number | null
  readonly inductiveRatio: number | null
  /** 0–1 of the meter's own inductive energy. */
  readonly share: number | null
}

export interface LoadSide {
  readonly active: number
  readonly generated: number
  readonly inductiveRatio: number | null
  readonly capacitiveRatio: number | null
}

export interface ReactiveAnswer {
  readonly device: Device
  readonly isBillingMeter: boolean
  readonly period: Span & { readonly measuredUntil: number; readonly isCurrent: boolean; readonly timeZone: string }
  /** Wh and varh. */
  readonly active: Total
  readonly inductive: Total
  readonly capacitive: Total
  readonly inductiveRatio: number | null
  readonly capacitiveRatio: number | null
  readonly reason: NoRatio | null
  readonly limits: LimitsInForce
  readonly forecast: {
    readonly inductiveRatio: number | null
    readonly capacitiveRatio: number | null
    /** The days whose mean rate is taken to go on. */
    readonly from: number
  } | null
  readonly hoursUntilBreach: { readonly inductive: number | null; readonly capacitive: number | null }
  readonly isQuadrantApproximate: boolean
  readonly isEstimated: boolean
  readonly status: ReactiveStatus
  readonly notes: readonly string[]
  readonly days: readonly ReactiveDay[]
  readonly contributors: readonly Contributor[]
  readonly unattributed: number | null
  readonly loadSide: LoadSide | null
}

/** One direction each, per day or over the whole. */
export interface Flows<T> {
  readonly active: T
  readonly inductive: T
  readonly capacitive: T
}
