import PDFDocument from 'pdfkit'
import type { ExportSheet, RowBlock } from '../core/exports/export.types.ts'
import { qualityName } from '../core/exports/rows.ts'
import { localWriter } from './clock-text.ts'
import { headOf } from './heads.ts'
import { drawChart, type Track } from './pdf-chart.ts'
import { BOLD, PLAIN } from './pdf-fonts.ts'
import { SHEET_WORDS } from './words.ts'
import type { SheetWriter } from './writer.ts'

export type Pdf = InstanceType<typeof PDFDocument>

const MARGIN = 40
const ROW = 11.5
const TEXT = 7.5
const CHART_HEIGHT = 150
const TIME_WIDTH = 98
const QUALITY_WIDTH = 62
const LEAST_COLUMN = 70
const INK = '#1a1d21'
const QUIET = '#5c636b'
const LINE = '#c9ced4'

/**
 * A report on A4: what it is of, a chart and a table for each device. Pages are numbered with their total, so the whole
 * is held until the end; the row limit of the format keeps that small.
 */
export function pdfWriter(sheet: ExportSheet): SheetWriter {
  const blocks: RowBlock[] = []
  return {
    add(block) {
      blocks.push(block)
      return new Uint8Array(0)
    },
    finish: () => new Report(sheet, blocks).write(),
  }
}

class Report {
  readonly #sheet: ExportSheet
  readonly #blocks: readonly RowBlock[]
  readonly #pdf: Pdf
  readonly #width: number
  readonly #bottom: number

  constructor(sheet: ExportSheet, blocks: readonly RowBlock[]) {
    this.#sheet = sheet
    this.#blocks = blocks
    const layout = sheet.columns.length > 4 ? 'landscape' : 'portrait'
    this.#pdf = new PDFDocument({
      size: 'A4',
      layout,
      margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: 0 },
      bufferPages: true,
      font: PLAIN,
      lang: sheet.locale,
      info: { Title: `${SHEET_WORDS[sheet.locale].title}, ${sheet.tenant}`, Creator: 'Quaywatch' },
    })
    this.#width = this.#pdf.page.width - 2 * MARGIN
    this.#bottom = this.#pdf.page.height - MARGIN - 14
  }

  async write(): Promise<Uint8Array> {
    const pdf = this.#pdf
    const parts: Buffer[] = []
    pdf.on('data', (part: Buffer) => parts.push(part))
    const ended = new Promise<void>((resolve, reject) => pdf.on('end', resolve).on('error', reject))
    this.#front()
    const rows = this.#blocks.reduce((sum, { length }) => sum + length, 0)
    if (rows === 0) this.#line(SHEET_WORDS[this.#sheet.locale].noRows, 10, QUIET)
    for (const device of this.#sheet.devices.keys()) {
      const blocks = this.#blocks.filter((block) => block.device === device && block.length > 0)
      if (blocks.length > 0) this.#device(device, blocks)
    }
    this.#numberPages()
    pdf.end()
    await ended
    return Buffer.concat(parts)
  }

  #front(): void {
    const words = SHEET_WORDS[this.#sheet.locale]
    const pdf = this.#pdf
    this.#line(words.title, 16, INK, BOLD)
    pdf.y += 4
    for (const [name, value] of words.facts(this.#sheet)) {
      const top = pdf.y
      pdf.font(PLAIN).fontSize(9).fillColor(QUIET).text(name, MARGIN, top, { width: 90 })
      pdf.fillColor(INK).text(value, MARGIN + 95, top, { width: this.#width - 95 })
      pdf.y += 2
    }
    pdf.y += 10
  }

  /** Columns that do not fit side by side go into further tables. */
  #device(device: number, blocks: readonly RowBlock[]): void {
    const of = this.#sheet.devices[device]
    if (!of) return
    const room = this.#width - TIME_WIDTH - (this.#sheet.interval === 'raw' ? QUALITY_WIDTH : 0)
    const most = Math.max(1, Math.floor(room / LEAST_COLUMN))
    for (let first = 0; first < this.#sheet.columns.length; first += most) {
      const columns = this.#sheet.columns.slice(first, first + most).map((_, index) => first + index)
      if (this.#pdf.y + CHART_HEIGHT + 6 * ROW > this.#bottom) this.#page()
      this.#line(of.name, 11, INK, BOLD)
      if (of.site) this.#line(of.site, 8, QUIET)
      this.#pdf.y += 4
      this.#chart(blocks, columns, of.timeZone)
      this.#table(blocks, columns, of.timeZone)
      this.#pdf.y += 16
    }
  }

  #chart(blocks: readonly RowBlock[], columns: readonly number[], timeZone: string): void {
    const tracks = columns.flatMap((index): Track[] => {
      const column = this.#sheet.columns[index]
      if (!column || column.key === 'coverage') return []
      return [
        {
          name: column.key,
          unit: column.unit,
          at: joined(blocks, ({ at }) => at),
          value: joined(blocks, ({ values }) => values[index]),
        },
      ]
    })
    const top = this.#pdf.y
    const box = { left: MARGIN, top, width: this.#width, height: CHART_HEIGHT }
    drawChart(this.#pdf, tracks, { start: this.#sheet.start, end: this.#sheet.end }, box, {
      time: localWriter(timeZone),
      number: this.#number,
    })
    this.#pdf.y = top + CHART_HEIGHT + 8
  }

  #table(blocks: readonly RowBlock[], columns: readonly number[], timeZone: string): void {
    const time = localWriter(timeZone)
    const isRaw = this.#sheet.interval === 'raw'
    const width = Math.min(130, (this.#width - TIME_WIDTH - (isRaw ? QUALITY_WIDTH : 0)) / columns.length)
    this.#head(columns, width)
    for (const { length, at, values, quality } of blocks) {
      for (let row = 0; row < length; row++) {
        if (this.#pdf.y + ROW > this.#bottom) {
          this.#page()
          this.#head(columns, width)
        }
        const cells = columns.map((index) => this.#number(values[index]?.[row] ?? Number.NaN))
        this.#cells(time(at[row] ?? 0), cells, quality ? qualityName(quality[row] ?? 0) : '', width)
      }
    }
  }

  #head(columns: readonly number[], width: number): void {
    const words = SHEET_WORDS[this.#sheet.locale]
    const heads = columns.map((index) => {
      const column = this.#sheet.columns[index]
      return column ? headOf(column) : ''
    })
    const isRaw = this.#sheet.interval === 'raw'
    this.#pdf.font(BOLD)
    const lines = Math.max(
      ...heads.map((head) => Math.ceil(this.#pdf.fontSize(TEXT).widthOfString(head) / (width - 8))),
    )
    const top = this.#pdf.y
    const cell = (text: string, left: number, of: number, align: 'left' | 'right') =>
      this.#pdf.fillColor(INK).text(text, left, top, { width: of, align })
    cell(words.time, MARGIN, TIME_WIDTH, 'left')
    for (const [i, head] of heads.entries()) cell(head, MARGIN + TIME_WIDTH + i * width, width - 6, 'right')
    if (isRaw) cell(words.quality, MARGIN + TIME_WIDTH + heads.length * width + 4, QUALITY_WIDTH, 'left')
    const below = top + Math.max(1, lines) * ROW
    this.#pdf
      .moveTo(MARGIN, below - 1)
      .lineTo(MARGIN + this.#width, below - 1)
      .lineWidth(0.6)
      .strokeColor(LINE)
      .stroke()
    this.#pdf.y = below + 2
  }

  #cells(time: string, cells: readonly string[], quality: string, width: number): void {
    const pdf = this.#pdf.font(PLAIN).fontSize(TEXT).fillColor(INK)
    const top = pdf.y
    pdf.text(time, MARGIN, top, { lineBreak: false })
    for (const [i, text] of cells.entries()) {
      const right = MARGIN + TIME_WIDTH + (i + 1) * width - 6
      pdf.text(text, right - pdf.widthOfString(text), top, { lineBreak: false })
    }
    if (quality) pdf.text(quality, MARGIN + TIME_WIDTH + cells.length * width + 4, top, { lineBreak: false })
    pdf.y = top + ROW
  }

  /** The numbers of every format; a missing one is a dash, never a zero. */
  readonly #number = (value: number): string => {
    if (Number.isNaN(value)) return '—'
    return this.#sheet.locale === 'tr' ? String(value).replace('.', ',') : String(value)
  }

  #line(text: string, size: number, colour: string, font = PLAIN): void {
    this.#pdf.font(font).fontSize(size).fillColor(colour).text(text, MARGIN, this.#pdf.y, { width: this.#width })
  }

  #page(): void {
    this.#pdf.addPage()
    this.#pdf.y = MARGIN
  }

  #numberPages(): void {
    const words = SHEET_WORDS[this.#sheet.locale]
    const { start, count } = this.#pdf.bufferedPageRange()
    for (let page = start; page < start + count; page++) {
      this.#pdf.switchToPage(page)
      const text = words.page(page - start + 1, count)
      const y = this.#pdf.page.height - MARGIN + 4
      this.#pdf.font(PLAIN).fontSize(8).fillColor(QUIET)
      this.#pdf.text(this.#sheet.tenant, MARGIN, y, { lineBreak: false })
      this.#pdf.text(text, MARGIN + this.#width - this.#pdf.widthOfString(text), y, { lineBreak: false })
    }
  }
}

function joined(blocks: readonly RowBlock[], pick: (block: RowBlock) => Float64Array | undefined): Float64Array {
  const parts = blocks.map((block) => pick(block) ?? new Float64Array(block.length).fill(Number.NaN))
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0))
  let filled = 0
  for (const part of parts) {
    all.set(part, filled)
    filled += part.length
  }
  return all
}
