import type { ReactNode } from 'react'

export type CellScalar = string | number | null

export interface Column<Row> {
  key: string
  header: string
  /** Pixels, or a share of what is left with a least width. */
  width: number | { share: number; min: number }
  align?: 'start' | 'end'
  cell: (row: Row) => ReactNode
  /** What the cell means as plain text or number: for sorting, copying and export. */
  plain?: (row: Row) => CellScalar
  /** Sorted by the hub under this name; with no `onSort` the table sorts by `plain`. */
  isSortable?: boolean
  /** Off until the reader asks for it. */
  isExtra?: boolean
}

export interface Sort {
  key: string
  order: 'asc' | 'desc'
}

export function gridTemplate<Row>(columns: readonly Column<Row>[]): string {
  return columns
    .map(({ width }) => (typeof width === 'number' ? `${width}px` : `minmax(${width.min}px, ${width.share}fr)`))
    .join(' ')
}

export function leastWidth<Row>(columns: readonly Column<Row>[]): number {
  return columns.reduce((sum, { width }) => sum + (typeof width === 'number' ? width : width.min), 0)
}

/** Beside an open detail the last columns step back rather than hide behind a scroll bar; two always stay. */
export function fittingColumns<Row>(columns: readonly Column<Row>[], widthPx: number): readonly Column<Row>[] {
  let fitting = columns
  while (fitting.length > 2 && leastWidth(fitting) > widthPx) fitting = fitting.slice(0, -1)
  return fitting
}

/** Missing values go last in both directions: they answer no question. */
export function sortRows<Row>(
  rows: readonly Row[],
  column: Column<Row> | undefined,
  order: Sort['order'],
  compareText: (a: string, b: string) => number,
): readonly Row[] {
  const plain = column?.plain
  if (!plain) return rows
  const sign = order === 'asc' ? 1 : -1
  return [...rows].sort((left, right) => {
    const a = plain(left)
    const b = plain(right)
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
    if (typeof a === 'number' && typeof b === 'number') return sign * (a - b)
    return sign * compareText(String(a), String(b))
  })
}

/** A text that begins with one of these would be run as a formula by a spreadsheet. */
const FORMULA_START = /^[=+\-@\t\r]/

function csvField(value: CellScalar, separator: string, locale: string): string {
  if (value === null) return ''
  if (typeof value === 'number') {
    return new Intl.NumberFormat(locale, { useGrouping: false, maximumFractionDigits: 12 }).format(value)
  }
  const safe = FORMULA_START.test(value) ? `'${value}` : value
  return safe.includes(separator) || /["\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A table that opens as it stands in the spreadsheet of that locale: Turkish ones expect `;` and a decimal comma. */
export function toCsv<Row>(columns: readonly Column<Row>[], rows: readonly Row[], locale: string): string {
  const separator = locale.startsWith('tr') ? ';' : ','
  const readable = columns.filter((column) => column.plain)
  const line = (fields: CellScalar[]) => fields.map((field) => csvField(field, separator, locale)).join(separator)
  const lines = [
    line(readable.map((column) => column.header)),
    ...rows.map((row) => line(readable.map((column) => column.plain?.(row) ?? null))),
  ]
  return `\uFEFF${lines.join('\r\n')}\r\n`
}

export function toTabbed<Row>(columns: readonly Column<Row>[], row: Row): string {
  return columns.map((column) => column.plain?.(row) ?? '').join('\t')
}
