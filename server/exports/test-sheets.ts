import type { ExportSheet, RowBlock } from '../core/exports/export.types.ts'
import { QUALITIES, type Quality } from '../core/outside.ts'
import type { SheetWriter } from './writer.ts'
import { withCleanNumbers } from './writer.ts'

export const T0 = Date.parse('2026-04-01T00:00:00+03:00')

export function sheetOf(change: Partial<ExportSheet> = {}): ExportSheet {
  return {
    format: 'csv',
    locale: 'tr',
    tenant: 'Ege Marina',
    interval: 'raw',
    start: T0,
    end: T0 + 86_400_000,
    madeAt: T0 + 90_000_000,
    devices: [{ id: 'd-1', name: 'Şamandıra İskelesi', site: 'Ege › Güney', timeZone: 'Europe/Istanbul' }],
    columns: [
      { key: 'active_power', unit: 'W' },
      { key: 'energy_import', unit: 'Wh' },
    ],
    ...change,
  }
}

/** [instant, quality, …values]; null is missing. */
export type Row = readonly [at: number, quality: Quality, ...values: (number | null)[]]

export function blockOf(rows: readonly Row[], device = 0): RowBlock {
  const columns = (rows[0]?.length ?? 2) - 2
  return {
    device,
    length: rows.length,
    at: Float64Array.from(rows, ([at]) => at),
    quality: Uint8Array.from(rows, ([, quality]) => QUALITIES.indexOf(quality)),
    values: Array.from({ length: columns }, (_, i) =>
      Float64Array.from(rows, (row) => Number(row[i + 2] ?? Number.NaN)),
    ),
  }
}

/** The whole file, its numbers cleaned as the thread does it. */
export async function fileOf(writer: SheetWriter, blocks: readonly RowBlock[]): Promise<Buffer> {
  const parts = blocks.map((block) => writer.add(withCleanNumbers(block)))
  return Buffer.concat([...parts, await writer.finish()])
}
