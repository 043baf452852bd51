import type { Severity } from '../../../api/types.ts'
import type { SeriesRef, Widget, WidgetConfigs, WidgetKind, WidgetType } from '../wire.ts'

/** A row of the form; its key outlives changes of its fields. */
export interface SeriesRow extends SeriesRef {
  readonly key: number
}

/** Everything that a form of any type holds; a change of type keeps what both types have. */
export interface WidgetDraft {
  type: WidgetType
  title: string
  deviceId: string
  metric: string
  min: number | null
  max: number | null
  low: number | null
  high: number | null
  series: readonly SeriesRow[]
  range: WidgetConfigs['chart']['range']
  /** Empty: all. */
  severities: readonly Severity[]
  everywhere: boolean
}

export const NEW_WIDGET: WidgetDraft = {
  type: 'value',
  title: '',
  deviceId: '',
  metric: '',
  min: 0,
  max: null,
  low: null,
  high: null,
  series: [{ key: 0, device_id: '', metric: '' }],
  range: 'day',
  severities: [],
  everywhere: false,
}

export function draftOf(widget: Widget): WidgetDraft {
  const common = { ...NEW_WIDGET, type: widget.type, title: widget.title }
  switch (widget.type) {
    case 'value':
      return { ...common, deviceId: widget.config.device_id, metric: widget.config.metric }
    case 'gauge': {
      const { device_id: deviceId, metric, min, max, low = null, high = null } = widget.config
      return { ...common, deviceId, metric, min, max, low, high }
    }
    case 'chart':
      return {
        ...common,
        series: widget.config.series.map((one, key) => ({ ...one, key })),
        range: widget.config.range,
      }
    case 'alarm_list':
      return { ...common, severities: widget.config.severities ?? [], everywhere: widget.config.everywhere ?? false }
    case 'energy_flow':
      return { ...common, deviceId: widget.config.device_id }
    default:
      return common
  }
}

export type DraftFault = 'device' | 'metric' | 'number' | 'range' | 'series'
export type DraftFaults = Partial<Record<'deviceId' | 'metric' | 'min' | 'max' | 'series', DraftFault>>

export function draftFaults(draft: WidgetDraft): DraftFaults {
  const faults: DraftFaults = {}
  const { type } = draft
  if ((type === 'value' || type === 'gauge' || type === 'energy_flow') && !draft.deviceId) faults.deviceId = 'device'
  if ((type === 'value' || type === 'gauge') && !draft.metric) faults.metric = 'metric'
  if (type === 'gauge') {
    if (draft.min === null) faults.min = 'number'
    if (draft.max === null) faults.max = 'number'
    else if (draft.min !== null && draft.max <= draft.min) faults.max = 'range'
  }
  if (type === 'chart' && draft.series.some(({ device_id, metric }) => !device_id || !metric)) faults.series = 'series'
  return faults
}

/** What can be shown and sent, or null while something is missing. */
export function kindOf(draft: WidgetDraft): WidgetKind | null {
  if (Object.keys(draftFaults(draft)).length > 0) return null
  const { type, deviceId: device_id, metric, min, max, low, high } = draft
  switch (type) {
    case 'value':
      return { type, config: { device_id, metric } }
    case 'gauge':
      return { type, config: { device_id, metric, min: min ?? 0, max: max ?? 1, low, high } }
    case 'chart':
      return { type, config: { series: draft.series.map(({ key: _, ...one }) => one), range: draft.range } }
    case 'alarm_list': {
      const severities = draft.severities.length > 0 ? { severities: draft.severities } : {}
      return { type, config: { ...severities, ...(draft.everywhere && { everywhere: true }) } }
    }
    case 'energy_flow':
      return { type, config: { device_id } }
    default:
      return { type, config: {} }
  }
}
