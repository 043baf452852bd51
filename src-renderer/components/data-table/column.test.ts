import { describe, expect, it } from 'vitest'
import { type Column, fittingColumns, sortRows, toCsv } from './column.ts'

interface Row {
  name: string
  power: number | null
}

const columns: Column<Row>[] = [
  { key: 'name', header: 'Ad', width: { share: 1, min: 100 }, cell: () => null, plain: (row) => row.name },
  { key: 'power', header: 'Güç; kW', width: 80, cell: () => null, plain: (row) => row.power },
  { key: 'mark', header: 'Mark', width: 40, cell: () => null },
]
const rows: Row[] = [
  { name: 'İskele', power: 1234.5 },
  { name: 'çıkış', power: null },
  { name: 'ıskarta', power: -2 },
]
const turkish = new Intl.Collator('tr').compare

describe('sorting', () => {
  it('follows the alphabet of the locale', () => {
    const sorted = sortRows(rows, columns[0], 'asc', turkish)
    expect(sorted.map((row) => row.name)).toEqual(['çıkış', 'ıskarta', 'İskele'])
  })

  it('puts missing values last, both ways', () => {
    expect(sortRows(rows, columns[1], 'asc', turkish).map((row) => row.power)).toEqual([-2, 1234.5, null])
    expect(sortRows(rows, columns[1], 'desc', turkish).map((row) => row.power)).toEqual([1234.5, -2, null])
  })
})

describe('export', () => {
  it('opens as it stands in a Turkish spreadsheet', () => {
    expect(toCsv(columns, rows.slice(0, 1), 'tr-TR')).toBe('\uFEFFAd;"Güç; kW"\r\nİskele;1234,5\r\n')
  })

  it('does not hand formulas to a spreadsheet', () => {
    const csv = toCsv(columns, [{ name: '=HYPERLINK("http://x")', power: -5 }], 'en-GB')
    expect(csv).toContain('"\'=HYPERLINK(""http://x"")",-5')
  })
})

describe('columns beside a detail', () => {
  it('step back from the end, but two stay', () => {
    expect(fittingColumns(columns, 500)).toHaveLength(3)
    expect(fittingColumns(columns, 200)).toHaveLength(2)
    expect(fittingColumns(columns, 10)).toHaveLength(2)
  })
})
