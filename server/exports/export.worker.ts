import type { ExportSheet, RowBlock } from '../core/exports/export.types.ts'
import { serveCalls } from '../storage/telemetry/worker-link.ts'
import type { FormatterCalls } from './formatter.ts'
import { type SheetWriter, withCleanNumbers } from './writer.ts'

let opened: SheetWriter | null = null

function writer(): SheetWriter {
  if (!opened) throw new Error('no file is open')
  return opened
}

/** A format is loaded when it is wanted: the fonts of a report cost more than a table ever does. */
async function writerOf(sheet: ExportSheet): Promise<SheetWriter> {
  if (sheet.format === 'csv') return (await import('./csv.ts')).csvWriter(sheet)
  if (sheet.format === 'xlsx') return (await import('./xlsx.ts')).xlsxWriter(sheet)
  return (await import('./pdf.ts')).pdfWriter(sheet)
}

const calls: FormatterCalls = {
  async open(sheet: ExportSheet) {
    opened = await writerOf(sheet)
  },
  add: (block: RowBlock) => writer().add(withCleanNumbers(block)),
  finish: () => writer().finish(),
}

serveCalls(calls)
