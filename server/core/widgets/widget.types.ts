import type { Severity } from '../alarms/alarm.types.ts'

export const WIDGET_TYPES = ['value', 'gauge', 'chart', 'alarm_list', 'map', 'energy_flow', 'loto_state'] as const
export type WidgetType = (typeof WIDGET_TYPES)[number]

export const CHART_RANGES = ['hour', 'day', 'week', 'month'] as const

/** What a widget shows, by its type; in wire words, because it is stored as it came. */
export interface WidgetConfigs {
  readonly value: { readonly device_id: string; readonly metric: string }
  readonly gauge: {
    readonly device_id: string
    readonly metric: string
    readonly min: number
    readonly max: number
    /** Ends of the normal band. */
    readonly low?: number | null | undefined
    readonly high?: number | null | undefined
  }
  readonly chart: {
    readonly series: readonly { readonly device_id: string; readonly metric: string }[]
    readonly range: (typeof CHART_RANGES)[number]
  }
  readonly alarm_list: {
    readonly severities?: readonly Severity[] | undefined
    readonly everywhere?: boolean | undefined
  }
  readonly map: Record<string, never>
  /** The supply; its children are the feeders and their children the loads. */
  readonly energy_flow: { readonly device_id: string }
  readonly loto_state: Record<string, never>
}

export type WidgetKind = {
  readonly [Type in WidgetType]: { readonly type: Type; readonly config: WidgetConfigs[Type] }
}[WidgetType]

/** Cells of a grid of twelve columns; rows go down without end. */
export interface Place {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

export type Widget = WidgetKind &
  Place & {
    readonly id: string
    readonly tenantId: string
    readonly subregionId: string
    readonly title: string
    readonly createdAt: number
    readonly updatedAt: number
  }

export const GRID_COLUMNS = 12
export const MOST_ROWS = 1_000
export const MOST_HEIGHT = 40

/** Devices that a widget reads. */
export function devicesOf(kind: WidgetKind): readonly string[] {
  if (kind.type === 'chart') return kind.config.series.map(({ device_id: id }) => id)
  return 'device_id' in kind.config && kind.config.device_id !== undefined ? [kind.config.device_id] : []
}
