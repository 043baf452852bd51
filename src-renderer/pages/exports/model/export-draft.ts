import { dayStart, instantOf, wallTime } from '../../../charts/zone.ts'
import type { ExportBody, ExportFormat, ExportInterval, ExportLocale } from '../wire.ts'

export const RANGES = ['today', 'yesterday', 'week', 'month', 'lastMonth', 'custom'] as const
export type RangeName = (typeof RANGES)[number]

export interface ExportDraft {
  deviceIds: readonly string[]
  /** Empty: all, or the contract's own figures. */
  metrics: readonly string[]
  range: RangeName
  /** Of a range by hand, epoch ms. */
  start: number | null
  end: number | null
  interval: ExportInterval
  format: ExportFormat
  locale: ExportLocale
}

/** From and to of a named range, in days of the site. */
export function spanOf(range: Exclude<RangeName, 'custom'>, now: number, zone: string): { start: number; end: number } {
  if (range === 'yesterday') return { start: dayStart(now, zone, -1), end: dayStart(now, zone) }
  if (range === 'lastMonth') {
    const { year, month } = wallTime(now, zone)
    return { start: instantOf(zone, year, month - 1), end: instantOf(zone, year, month) }
  }
  const end = now
  if (range === 'today') return { start: dayStart(now, zone), end }
  if (range === 'week') return { start: dayStart(now, zone, -7), end }
  const { year, month } = wallTime(now, zone)
  return { start: instantOf(zone, year, month), end }
}

/** Null while something is missing. */
export function bodyOf(draft: ExportDraft, now: number, zone: string): ExportBody | null {
  const { start, end } = draft.range === 'custom' ? draft : spanOf(draft.range, now, zone)
  if (draft.deviceIds.length === 0 || start === null || end === null || end <= start) return null
  return {
    device_ids: draft.deviceIds,
    ...(draft.metrics.length > 0 && { metrics: draft.metrics }),
    start: new Date(start).toISOString(),
    end: new Date(end).toISOString(),
    interval: draft.interval,
    format: draft.format,
    locale: draft.locale,
  }
}

/** Milliseconds until a running export is ready, at the pace so far; null before there is one. */
export function timeLeftMs(
  job: { rows_done: number; rows_total: number; started_at: string | null },
  now: number,
): number | null {
  if (job.started_at === null || job.rows_done === 0 || job.rows_total <= job.rows_done) return null
  const spent = now - Date.parse(job.started_at)
  return spent < 1000 ? null : (spent * (job.rows_total - job.rows_done)) / job.rows_done
}
