/**
 * Ten million raw rows to CSV, a million to XLSX and a full report to PDF: rows per second against writing the same
 * bytes without making them (CSV) and against exceljs' streaming writer (XLSX); peak memory above the start; and how
 * long the hub's thread was kept from anything else. --rows=10000000 --xlsx=1000000
 */
import { once } from 'node:events'
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { finished } from 'node:stream/promises'
import ExcelJS from 'exceljs'
import type { ExportFormat, ExportSheet } from '../server/core/exports/export.types.ts'
import { rawRows } from '../server/core/exports/rows.ts'
import { chunksOf } from '../server/core/exports/stream.ts'
import type { TelemetryStore } from '../server/core/telemetry/store.ts'
import { threadFormatter } from '../server/exports/formatter.ts'
import { option, printFigure } from './figure.ts'
import { Meters, quietLog, withStore } from './store-meters.ts'

const DEVICES = 10
const STEP_MS = 1_000
const BATCH = 10_000
const T0 = Date.parse('2026-01-01T00:00:00Z')
const COLUMNS = [
  { key: 'active_power', unit: 'W' },
  { key: 'energy_import', unit: 'Wh' },
]
const PDF_ROWS = 20_000
const rows = option('rows', 10_000_000)
const xlsxRows = option('xlsx', 1_000_000)

await withStore(async (store) => {
  const ids = await fill(store)
  const folder = mkdtempSync(join(tmpdir(), 'quaywatch-bench-'))
  try {
    const csv = await run(store, 'csv', ids, rows, join(folder, 'all.csv'))
    const written = await writeOnly(join(folder, 'same.csv'), csv.bytes)
    printFigure('csv', csv.rows / csv.seconds, 'rows/s', { name: 'writing the same bytes', figure: csv.rows / written })
    report('csv', csv)
    const xlsx = await run(store, 'xlsx', ids, xlsxRows, join(folder, 'all.xlsx'))
    const theirs = await excelJs(store, ids, xlsxRows, join(folder, 'exceljs.xlsx'))
    printFigure('xlsx', xlsx.rows / xlsx.seconds, 'rows/s', { name: 'exceljs', figure: xlsx.rows / theirs.seconds })
    report('xlsx', xlsx)
    printFigure('xlsx by exceljs, peak memory above start', theirs.peakMiB, 'MiB')
    printFigure('xlsx by exceljs, event-loop delay p99', theirs.delayMs, 'ms')
    const pdf = await run(store, 'pdf', ids, PDF_ROWS, join(folder, 'all.pdf'))
    printFigure('pdf', pdf.rows / pdf.seconds, 'rows/s')
    report('pdf', pdf)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

interface Run {
  readonly rows: number
  readonly bytes: number
  readonly seconds: number
  readonly peakMiB: number
  readonly delayMs: number
  readonly worstMs: number
}

function report(name: string, { bytes, peakMiB, delayMs, worstMs }: Run): void {
  printFigure(`${name}, file`, bytes / 2 ** 20, 'MiB')
  printFigure(`${name}, peak memory above start`, peakMiB, 'MiB')
  printFigure(`${name}, event-loop delay p99`, delayMs, 'ms')
  printFigure(`${name}, event-loop delay, worst`, worstMs, 'ms')
}

async function fill(store: TelemetryStore): Promise<readonly string[]> {
  const meters = new Meters(DEVICES)
  const perDevice = Math.ceil(rows / DEVICES)
  for (let first = 0; first < perDevice; first += BATCH) {
    const batch = []
    for (let i = first; i < Math.min(perDevice, first + BATCH); i++) {
      for (let meter = 0; meter < DEVICES; meter++) {
        const reading = meters.read(meter, T0 + i * STEP_MS, STEP_MS)
        const { active_power = null, energy_import = null } = reading.values
        batch.push({ ...reading, values: { active_power, energy_import } })
      }
    }
    await store.append(batch, T0)
  }
  await store.compact()
  return meters.ids
}

function sheetOf(format: ExportFormat, ids: readonly string[], count: number): ExportSheet {
  return {
    format,
    locale: 'tr',
    tenant: 'Bench',
    interval: 'raw',
    start: T0,
    end: T0 + Math.ceil(count / DEVICES) * STEP_MS,
    madeAt: T0,
    devices: ids.map((id) => ({ id, name: id, site: '', timeZone: 'Europe/Istanbul' })),
    columns: COLUMNS,
  }
}

async function run(
  store: TelemetryStore,
  format: ExportFormat,
  ids: readonly string[],
  count: number,
  path: string,
): Promise<Run> {
  const sheet = sheetOf(format, ids, count)
  const plan = { sheet, metrics: [], rows: () => rawRows(store, sheet.devices, sheet.columns, sheet) }
  let done = 0
  const watch = watched()
  const out = createWriteStream(path)
  const startedAt = performance.now()
  const progress = (more: number) => {
    done += more
  }
  for await (const chunk of chunksOf(threadFormatter(quietLog), plan, progress))
    if (!out.write(chunk)) await once(out, 'drain')
  out.end()
  await finished(out)
  const seconds = (performance.now() - startedAt) / 1000
  return { rows: done, bytes: statSync(path).size, seconds, ...watch.stop() }
}

/** Resident memory and the event loop, from now on. */
function watched() {
  const before = process.memoryUsage.rss()
  let peak = before
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss())
  }, 50)
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  return {
    stop() {
      clearInterval(timer)
      delay.disable()
      return { peakMiB: (peak - before) / 2 ** 20, delayMs: delay.percentile(99) / 1e6, worstMs: delay.max / 1e6 }
    },
  }
}

async function writeOnly(path: string, bytes: number): Promise<number> {
  const chunk = Buffer.alloc(2 ** 20, 'x')
  const startedAt = performance.now()
  const out = createWriteStream(path)
  for (let left = bytes; left > 0; left -= chunk.length)
    if (!out.write(left < chunk.length ? chunk.subarray(0, left) : chunk)) await once(out, 'drain')
  out.end()
  await finished(out)
  return (performance.now() - startedAt) / 1000
}

/** The same rows by the library that everybody takes, on this thread as everybody does. */
async function excelJs(store: TelemetryStore, ids: readonly string[], count: number, path: string) {
  const sheet = sheetOf('xlsx', ids, count)
  const watch = watched()
  const startedAt = performance.now()
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: path, useSharedStrings: false, useStyles: true })
  let page = book.addWorksheet('1')
  let used = 0
  for await (const block of rawRows(store, sheet.devices, sheet.columns, sheet)) {
    const id = ids[block.device] ?? ''
    for (let i = 0; i < block.length; i++) {
      if (used++ === 1_000_000) {
        page.commit()
        page = book.addWorksheet('2')
      }
      const at = new Date(block.at[i] ?? 0)
      page.addRow([at, at, id, id, ...block.values.map((column) => column[i]), 'good']).commit()
    }
  }
  page.commit()
  await book.commit()
  return { seconds: (performance.now() - startedAt) / 1000, ...watch.stop() }
}
