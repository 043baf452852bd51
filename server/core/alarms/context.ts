import type { LiveView } from '../telemetry/live.types.ts'
import type { IncidentView, Policy } from './alarm.types.ts'

const HOUR_MS = 3_600_000
const AFTER_CLEAR_MS = HOUR_MS / 4
/** A trend over weeks shows nothing of the event that began it. */
const MAX_SPAN_MS = 24 * HOUR_MS

/** An incident with the policy that raised it, and where to look for what was going on around it. */
export interface IncidentContext {
  readonly incident: IncidentView
  /** Null once the policy is deleted. */
  readonly policy: Policy | null
  /** Null when the incident is not about a series of one device. */
  readonly trend: {
    readonly deviceId: string
    readonly metric: string
    readonly start: number
    readonly end: number
  } | null
}

/** From an hour before the event to a while after it was over. */
export function trendAround(incident: IncidentView, live: LiveView, now: number): IncidentContext['trend'] {
  const { deviceId, triggeredAt } = incident
  if (deviceId === null) return null
  const metric = seriesOf(incident.metric) ?? mainMetric(live, deviceId)
  if (metric === null) return null
  const over = incident.clearedAt ?? incident.closedAt ?? now
  const start = triggeredAt - HOUR_MS
  const end = Math.min(now, Math.max(over, triggeredAt + HOUR_MS) + AFTER_CLEAR_MS, start + MAX_SPAN_MS)
  return { deviceId, metric, start, end: Math.max(end, triggeredAt + 1) }
}

/** What is worked out has no series of its own: the one that it comes from shows what was going on. */
const SERIES_OF: Readonly<Record<string, string>> = {
  voltage_imbalance: 'voltage_l1',
  current_imbalance: 'current_l1',
  reactive_ratio_inductive: 'reactive_power',
  reactive_ratio_capacitive: 'reactive_power',
}

const seriesOf = (metric: string | null): string | null => metric && (SERIES_OF[metric] ?? metric)

/** For silence of any metric: the one that people know the device by. */
function mainMetric(live: LiveView, deviceId: string): string | null {
  const series = live.get(deviceId)
  if (series === undefined) return null
  return series.has('active_power') ? 'active_power' : ([...series.keys()][0] ?? null)
}
