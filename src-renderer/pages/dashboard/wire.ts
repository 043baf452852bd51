import type { Severity } from '../../api/types.ts'

export const WIDGET_TYPES = ['value', 'gauge', 'chart', 'alarm_list', 'map', 'energy_flow', 'loto_state'] as const
export type WidgetType = (typeof WIDGET_TYPES)[number]

export interface SeriesRef {
  readonly device_id: string
  readonly metric: string
}

export interface WidgetConfigs {
  value: SeriesRef
  gauge: SeriesRef & { min: number; max: number; low?: number | null; high?: number | null }
  chart: { series: readonly SeriesRef[]; range: 'hour' | 'day' | 'week' | 'month' }
  alarm_list: { severities?: readonly Severity[]; everywhere?: boolean }
  map: Record<string, never>
  energy_flow: { device_id: string }
  loto_state: Record<string, never>
}

/** Cells of twelve columns. */
export interface Place {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

export type WidgetKind = { [Type in WidgetType]: { type: Type; config: WidgetConfigs[Type] } }[WidgetType]

export type Widget = WidgetKind & Place & { readonly id: string; readonly subregion_id: string; readonly title: string }
export type WidgetBody = WidgetKind & Place & { readonly subregion_id: string; readonly title: string }
