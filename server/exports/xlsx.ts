import type { ExportSheet, RowBlock } from '../core/exports/export.types.ts'
import { qualityName } from '../core/exports/rows.ts'
import { localClock } from '../core/telemetry/time-zone.ts'
import { headOf, leadingHeads, zoneOf } from './heads.ts'
import { SHEET_WORDS } from './words.ts'
import { guarded, type SheetWriter } from './writer.ts'
import { contentTypes, RELATIONS, STYLES, workbook, workbookRelations } from './xlsx-parts.ts'
import { ZipWriter } from './zip.ts'

/** Rows of one sheet, its head among them: where every spreadsheet program ends. */
const MOST_SHEET_ROWS = 1_048_576
/** Epoch ms to days since 30 December 1899. */
const serial = (at: number) => at / 86_400_000 + 25_569

const STYLE = { head: 1, instant: 2, local: 3, number: 4 } as const

const escaped = (text: string) =>
  text.replace(/[&<>]/g, (sign) => (sign === '&' ? '&amp;' : sign === '<' ? '&lt;' : '&gt;'))
const inline = (text: string) => `<is><t xml:space="preserve">${escaped(guarded(text))}</t></is></c>`
/** `place` is a cell's reference, e.g. B7: some readers insist on it. */
const textCell = (place: string, text: string, style = 0) =>
  `<c r="${place}" s="${style}" t="inlineStr">${inline(text)}`
const numberCell = (place: string, value: number, style: number) =>
  Number.isNaN(value) ? '' : `<c r="${place}" s="${style}"><v>${value}</v></c>`

/** A, B, … Z, AA, AB, … */
export function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

/** Office Open XML, written row by row: dates are dates, numbers are numbers, and nothing is held but the last page. */
export function xlsxWriter(sheet: ExportSheet, mostRows = MOST_SHEET_ROWS): SheetWriter {
  const words = SHEET_WORDS[sheet.locale]
  const zip = new ZipWriter()
  const zone = zoneOf(sheet)
  const devices = sheet.devices.map(({ id, name, timeZone }) => ({
    local: localClock(timeZone),
    /** What is the same in every row, ready but for its place. */
    middle: [...(zone ? [] : [timeZone]), id, name].map(inline),
  }))
  const withQuality = sheet.interval === 'raw'
  const leading = leadingHeads(sheet)
  const heads = [...leading, ...sheet.columns.map(headOf), ...(withQuality ? ['quality'] : [])]
  const widths = heads.map((head, index) =>
    index === 0 ? 24 : index < leading.length ? 22 : Math.max(12, head.length + 2),
  )
  const letters = heads.map((_, index) => columnName(index))
  const letter = (index: number) => letters[index] ?? ''
  const names: string[] = []
  let rows = 0

  const openSheet = (): Buffer[] => {
    names.push(names.length === 0 ? words.data : `${words.data} ${names.length + 1}`)
    rows = 1
    const columns = widths.map((width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`)
    const opening = `${HEAD}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${columns.join('')}</cols><sheetData><row r="1">${heads.map((head, i) => textCell(`${letter(i)}1`, head, STYLE.head)).join('')}</row>`
    return [zip.begin(`xl/worksheets/sheet${names.length}.xml`), zip.add(Buffer.from(opening))]
  }
  const closeSheet = (): Buffer[] => [zip.add(Buffer.from('</sheetData></worksheet>')), zip.close()]

  const rowsOf = ({ device, at, values, quality }: RowBlock, from: number, to: number): string => {
    const of = devices[device]
    if (!of) return ''
    let text = ''
    for (let row = from, r = rows + 1; row < to; row++, r++) {
      const instant = at[row] ?? 0
      text += `<row r="${r}">${numberCell(`A${r}`, serial(instant), STYLE.instant)}${numberCell(`B${r}`, serial(of.local(instant)), STYLE.local)}`
      let column = 2
      for (const cell of of.middle) text += `<c r="${letter(column++)}${r}" t="inlineStr">${cell}`
      for (const figures of values)
        text += numberCell(`${letter(column++)}${r}`, figures[row] ?? Number.NaN, STYLE.number)
      if (quality) text += textCell(`${letter(column)}${r}`, qualityName(quality[row] ?? 0))
      text += '</row>'
    }
    return text
  }

  const add = (block: RowBlock): Buffer => {
    const parts = names.length === 0 ? openSheet() : []
    for (let from = 0; from < block.length; ) {
      if (rows === mostRows) parts.push(...closeSheet(), ...openSheet())
      const to = Math.min(block.length, from + mostRows - rows)
      parts.push(zip.add(Buffer.from(rowsOf(block, from, to))))
      rows += to - from
      from = to
    }
    return Buffer.concat(parts)
  }

  const about = (): Buffer => {
    names.push(words.about)
    const lines = words
      .facts(sheet)
      .map(
        ([name, value], i) =>
          `<row r="${i + 1}">${textCell(`A${i + 1}`, name, STYLE.head)}${textCell(`B${i + 1}`, value)}</row>`,
      )
    return zip.whole(
      `xl/worksheets/sheet${names.length}.xml`,
      `${HEAD}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cols><col min="1" max="1" width="20" customWidth="1"/><col min="2" max="2" width="80" customWidth="1"/></cols><sheetData>${lines.join('')}</sheetData></worksheet>`,
    )
  }

  const finish = (): Buffer => {
    const parts = names.length === 0 ? openSheet() : []
    parts.push(...closeSheet(), about())
    parts.push(zip.whole('[Content_Types].xml', HEAD + contentTypes(names.length)))
    parts.push(zip.whole('_rels/.rels', HEAD + RELATIONS))
    parts.push(zip.whole('xl/workbook.xml', HEAD + workbook(names)))
    parts.push(zip.whole('xl/_rels/workbook.xml.rels', HEAD + workbookRelations(names.length)))
    parts.push(zip.whole('xl/styles.xml', HEAD + STYLES))
    parts.push(zip.finish())
    return Buffer.concat(parts)
  }
  return { add, finish }
}
