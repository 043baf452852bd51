import type { Interval } from '../telemetry/time-zone.ts'

export const EXPORT_FORMATS = ['csv', 'xlsx', 'pdf'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]
export type ExportInterval = 'raw' | Interval
export type ExportLocale = 'tr' | 'en'

export interface ExportRequest {
  readonly deviceIds: readonly string[]
  /** Empty: all that the devices have, or the contract's own figures of an interval. */
  readonly metrics: readonly string[]
  /** Epoch ms, inclusive. */
  readonly start: number
  /** Epoch ms, exclusive. */
  readonly end: number
  readonly interval: ExportInterval
  readonly format: ExportFormat
  /** Decimal sign, delimiter and words of the file. */
  readonly locale: ExportLocale
}

export interface ExportDevice {
  readonly id: string
  readonly name: string
  /** Region and subregion; empty where it stands in none. */
  readonly site: string
  readonly timeZone: string
}

export interface ExportColumn {
  /** Vocabulary key; it heads the column in every format. */
  readonly key: string
  readonly unit: string
}

/** What a file says besides its rows. Plain data: it crosses to the thread that writes. */
export interface ExportSheet {
  readonly format: ExportFormat
  readonly locale: ExportLocale
  readonly tenant: string
  readonly interval: ExportInterval
  readonly start: number
  readonly end: number
  readonly madeAt: number
  readonly devices: readonly ExportDevice[]
  readonly columns: readonly ExportColumn[]
}

/** Rows of one device, in time order, as arrays: one entry per row. */
export interface RowBlock {
  /** Index in the sheet's devices. */
  readonly device: number
  readonly length: number
  readonly at: Float64Array
  /** One per column of the sheet; NaN is missing. */
  readonly values: readonly Float64Array[]
  /** Index in QUALITIES for samples; null for buckets. */
  readonly quality: Uint8Array | null
}

/** Rows of one page: enough to keep two threads busy, little enough to hold. */
export const ROWS_PER_BLOCK = 8_192

/** The thread that turns rows into a file. */
export interface ExportFormatter {
  open(sheet: ExportSheet): Promise<OpenFile>
}

export interface OpenFile {
  /** @returns bytes that may be written out already; the block must not be used afterwards. */
  add(block: RowBlock): Promise<Uint8Array>
  /** The rest of the file. */
  finish(): Promise<Uint8Array>
  /** Lets the thread go, finished or not. Idempotent. */
  close(): Promise<void>
}
