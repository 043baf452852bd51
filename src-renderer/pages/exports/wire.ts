import type { Interval } from '../devices/wire.ts'

export const FORMATS = ['csv', 'xlsx', 'pdf'] as const
export type ExportFormat = (typeof FORMATS)[number]
export type ExportInterval = 'raw' | Interval
export type ExportLocale = 'tr' | 'en'

export interface ExportBody {
  device_ids: readonly string[]
  metrics?: readonly string[]
  start: string
  end: string
  interval: ExportInterval
  format: ExportFormat
  locale: ExportLocale
}

export interface ExportJob {
  id: string
  status: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  file_name: string
  format: ExportFormat
  rows_done: number
  rows_total: number
  bytes: number
  detail: string | null
  can_cancel: boolean
  is_over: boolean
  created_at: string
  started_at: string | null
  finished_at: string | null
  expires_at: string | null
}

export interface ExportEstimate {
  rows: number
  most_rows: number
  is_direct: boolean
}
