import ExcelJS from 'exceljs'
import { extractText, getDocumentProxy } from 'unpdf'
import { describe, expect, it } from 'vitest'
import type { ExportLocale, ExportSheet } from '../core/exports/export.types.ts'
import { csvWriter } from './csv.ts'
import { pdfWriter } from './pdf.ts'
import { blockOf, fileOf, type Row, sheetOf, T0 } from './test-sheets.ts'
import { asSaid } from './writer.ts'
import { xlsxWriter } from './xlsx.ts'

const ROWS: readonly Row[] = [
  [T0, 'good', 2960, 1_000_000],
  [T0 + 600_000, 'good', Math.fround(230.1), 1_000_493.25],
  [T0 + 1_200_000, 'comm_fail', null, null],
  [T0 + 1_800_500, 'simulated', -0.5, 1e-7],
]

const csvOf = async (sheet: ExportSheet, rows = ROWS) =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(await fileOf(csvWriter(sheet), [blockOf(rows)]))

async function workbookOf(sheet: ExportSheet, rows = ROWS, mostRows?: number) {
  const book = new ExcelJS.Workbook()
  await book.xlsx.load((await fileOf(xlsxWriter(sheet, mostRows), [blockOf(rows)])).buffer as ArrayBuffer)
  return book
}

const pdfTextOf = async (sheet: ExportSheet, rows: readonly Row[] = ROWS) => {
  const bytes = await fileOf(pdfWriter({ ...sheet, format: 'pdf' }), [blockOf(rows)])
  const { text, totalPages } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: false })
  return { pages: text, totalPages }
}

describe('CSV', () => {
  it('speaks Turkish spreadsheets: BOM, semicolons, decimal commas, the zone named, instants beside wall clock', async () => {
    expect((await csvOf(sheetOf())).split('\r\n')).toEqual([
      '\uFEFFtimestamp;local_time (Europe/Istanbul);device_id;device;active_power (W);energy_import (Wh);quality',
      '2026-03-31T21:00:00.000Z;2026-04-01 00:00:00;d-1;Şamandıra İskelesi;2960;1000000;good',
      '2026-03-31T21:10:00.000Z;2026-04-01 00:10:00;d-1;Şamandıra İskelesi;230,1;1000493,25;good',
      '2026-03-31T21:20:00.000Z;2026-04-01 00:20:00;d-1;Şamandıra İskelesi;;;comm_fail',
      '2026-03-31T21:30:00.500Z;2026-04-01 00:30:00;d-1;Şamandıra İskelesi;-0,5;1e-7;simulated',
      '',
    ])
  })

  it('speaks English ones with commas and decimal points', async () => {
    const [head, , second] = (await csvOf(sheetOf({ locale: 'en' }))).split('\r\n')
    expect(head).toMatch(/^\uFEFFtimestamp,local_time/)
    expect(second).toBe('2026-03-31T21:10:00.000Z,2026-04-01 00:10:00,d-1,Şamandıra İskelesi,230.1,1000493.25,good')
  })

  it('names the zone of each row when the devices stand in several', async () => {
    const [first] = sheetOf().devices
    const devices = [
      ...sheetOf().devices,
      { ...first, id: 'd-2', name: 'Falmouth', site: '', timeZone: 'Europe/London' },
    ]
    const writer = csvWriter(sheetOf({ devices }))
    const text = (await fileOf(writer, [blockOf(ROWS.slice(0, 1)), blockOf(ROWS.slice(0, 1), 1)])).toString()
    expect(text.split('\r\n').slice(0, 3)).toEqual([
      '\uFEFFtimestamp;local_time;time_zone;device_id;device;active_power (W);energy_import (Wh);quality',
      '2026-03-31T21:00:00.000Z;2026-04-01 00:00:00;Europe/Istanbul;d-1;Şamandıra İskelesi;2960;1000000;good',
      '2026-03-31T21:00:00.000Z;2026-03-31 22:00:00;Europe/London;d-2;Falmouth;2960;1000000;good',
    ])
  })

  it.each(['=cmd|calc', '+1', '-2+3', '@SUM(A1)', '\tx'])('lets no device name act as a formula: %j', async (name) => {
    const [first] = sheetOf().devices
    const devices = first ? [{ ...first, name }] : []
    const line = (await csvOf(sheetOf({ devices, locale: 'en' }))).split('\r\n')[4]
    expect(line).toContain(`,'${name},-0.5,`)
    const cell = (await workbookOf(sheetOf({ devices }))).worksheets[0]?.getCell('D2')
    expect(cell?.type).toBe(ExcelJS.ValueType.String)
    expect(cell?.value).toBe(`'${name}`)
  })

  it('quotes what would break a line', async () => {
    const [first] = sheetOf().devices
    const devices = first ? [{ ...first, name: 'A; "B", C' }] : []
    expect(await csvOf(sheetOf({ devices }))).toContain(';"A; ""B"", C";2960')
  })

  it('has its head alone when nothing was measured', async () => {
    expect((await csvOf(sheetOf(), [])).split('\r\n')).toHaveLength(2)
  })
})

describe('XLSX', () => {
  it('has typed cells under a frozen head, and says what it is of', async () => {
    const book = await workbookOf(sheetOf())
    const [data, about] = book.worksheets
    expect(book.worksheets.map(({ name }) => name)).toEqual(['Ölçümler', 'Bilgi'])
    expect(data?.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 })
    const cells = (row: number) => Array.from({ length: 7 }, (_, i) => data?.getRow(row).getCell(i + 1).value)
    expect(cells(1)).toEqual([
      'timestamp',
      'local_time (Europe/Istanbul)',
      'device_id',
      'device',
      'active_power (W)',
      'energy_import (Wh)',
      'quality',
    ])
    expect(cells(2)).toEqual([
      new Date('2026-03-31T21:00:00.000Z'),
      new Date('2026-04-01T00:00:00.000Z'),
      'd-1',
      'Şamandıra İskelesi',
      2960,
      1_000_000,
      'good',
    ])
    expect(data?.getCell('E4').value).toBeNull()
    expect(data?.getCell('F3').value).toBe(1_000_493.25)
    expect(about?.getCell('B1').value).toBe('Ege Marina')
  })

  it('goes on in further sheets where one is full', async () => {
    const book = await workbookOf(sheetOf({ locale: 'en' }), ROWS, 3)
    expect(book.worksheets.map(({ name, rowCount }) => [name, rowCount])).toEqual([
      ['Measurements', 3],
      ['Measurements 2', 3],
      ['About', 7],
    ])
    expect(book.worksheets[1]?.getCell('G3').value).toBe('simulated')
  })

  it('opens when nothing was measured', async () => {
    const book = await workbookOf(sheetOf(), [])
    expect(book.worksheets[0]?.rowCount).toBe(1)
  })
})

describe('PDF', () => {
  it('has Turkish letters, site, period, zone and numbered pages', async () => {
    const many = Array.from({ length: 200 }, (_, i): Row => [T0 + i * 60_000, 'good', 2000 + i, i])
    const { pages, totalPages } = await pdfTextOf(sheetOf(), many)
    expect(pages[0]).toContain('Ölçüm raporu')
    expect(pages[0]).toContain('Şamandıra İskelesi')
    expect(pages[0]).toContain('Ege › Güney')
    expect(pages[0]).toContain('2026-04-01 00:00:00 – 2026-04-02 00:00:00')
    expect(pages[0]).toContain('Europe/Istanbul')
    expect(totalPages).toBeGreaterThan(2)
    for (const [i, page] of pages.entries()) expect(page).toContain(`Sayfa ${i + 1} / ${totalPages}`)
    expect(pages.join(' ')).toContain('2026-04-01 03:19:00')
  })

  it('says so when nothing was measured', async () => {
    expect((await pdfTextOf(sheetOf({ locale: 'en' }), [])).pages.join(' ')).toContain('Nothing was measured')
  })
})

describe('one set of numbers', () => {
  it.each<ExportLocale>(['tr', 'en'])('is in all three files (%s)', async (locale) => {
    const sheet = sheetOf({ locale })
    const delimiter = locale === 'tr' ? ';' : ','
    const spoken = (await csvOf(sheet))
      .split('\r\n')
      .slice(1, -1)
      .map((line) => line.split(delimiter).slice(4, 6))
    const numbers = spoken.map((row) => row.map((text) => (text === '' ? null : Number(text.replace(',', '.')))))
    expect(numbers).toEqual(ROWS.map(([, , ...values]) => values.map((value) => value && asSaid(value))))
    const [data] = (await workbookOf(sheet)).worksheets
    const typed = ROWS.map((_, i) => ['E', 'F'].map((column) => data?.getCell(`${column}${i + 2}`).value ?? null))
    expect(typed).toEqual(numbers)
    const text = (await pdfTextOf(sheet)).pages.join(' ')
    for (const [time, ...row] of spoken.map((row, i) => [`00:${i}0:00`, ...row]))
      expect(text.replaceAll(/\s+/g, ' ')).toContain(`${time} ${row.map((one) => one || '—').join(' ')}`)
  })

  it('says a 32-bit float as the meter did, and changes nothing else', () => {
    expect(asSaid(Math.fround(230.1))).toBe(230.1)
    expect(asSaid(Math.fround(0.967))).toBe(0.967)
    expect(asSaid(230.123456789)).toBe(230.123456789)
    expect(asSaid(16_777_217.5)).toBe(16_777_217.5)
    expect(asSaid(-0)).toBe(-0)
  })
})
