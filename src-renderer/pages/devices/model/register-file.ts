import type { RegisterRow } from '../wire.ts'

/** Register maps as files: the CSV that the hub gives, changed in a spreadsheet, or its JSON. */

export interface RowFault {
  /** 1 = the first register (line 2 of a CSV). 0 = the file itself. */
  readonly row: number
  readonly kind: 'empty' | 'notJson' | 'noColumn' | 'notNumber' | 'notJsonCell' | 'missing' | 'refused'
  readonly column: string
  /** The hub's own words when it refused the row. */
  readonly message?: string
}

export interface RegisterFile {
  /** Points that can be written, as the file has them; null = it says nothing of them, and they stay. */
  readonly points: readonly unknown[] | null
  readonly registers: readonly Partial<RegisterRow>[]
  readonly faults: readonly RowFault[]
}

const REQUIRED = ['metric', 'table', 'address', 'type'] as const
const NUMBERS = new Set(['address', 'length', 'scale', 'offset', 'scale_register'])
const JSONS = new Set(['invalid', 'labels', 'counter'])

export function readRegisterFile(name: string, text: string): RegisterFile {
  return name.toLowerCase().endsWith('.json') ? readJson(text) : readCsv(text)
}

const broken = (kind: RowFault['kind'], column = ''): RegisterFile => ({
  registers: [],
  points: null,
  faults: [{ row: 0, kind, column }],
})

function readJson(text: string): RegisterFile {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return broken('notJson')
  }
  const rows: unknown =
    typeof parsed === 'object' && parsed !== null && 'registers' in parsed ? parsed.registers : parsed
  if (!Array.isArray(rows) || rows.length === 0) return broken('empty')
  const points: unknown = typeof parsed === 'object' && parsed !== null && 'points' in parsed ? parsed.points : null
  return { registers: rows as Partial<RegisterRow>[], points: Array.isArray(points) ? points : null, faults: [] }
}

function readCsv(text: string): RegisterFile {
  const [head, ...lines] = csvLines(text.replace(/^\uFEFF/, ''))
  if (!head || lines.length === 0) return broken('empty')
  const columns = head.map((name) => name.trim().toLowerCase())
  const missing = REQUIRED.find((name) => !columns.includes(name))
  if (missing) return broken('noColumn', missing)
  const faults: RowFault[] = []
  const registers = lines.map((cells, index) => {
    const entries = columns.flatMap((column, at) => {
      const cell = readCell(column, cells[at] ?? '')
      if (cell.fault) faults.push({ row: index + 1, kind: cell.fault, column })
      return cell.value === undefined ? [] : [[column, cell.value]]
    })
    return Object.fromEntries(entries) as Partial<RegisterRow>
  })
  return { registers, points: null, faults }
}

function readCell(column: string, cell: string): { value?: unknown; fault?: RowFault['kind'] } {
  const text = cell.trim().replace(/^'(?=[=+\-@])/, '')
  if (text === '') return REQUIRED.some((name) => name === column) ? { fault: 'missing' } : {}
  if (NUMBERS.has(column)) {
    // A Turkish spreadsheet writes the decimal comma.
    const value = Number(text.replace(',', '.'))
    return Number.isFinite(value) ? { value } : { fault: 'notNumber' }
  }
  if (!JSONS.has(column)) return { value: text }
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return { fault: 'notJsonCell' }
  }
}

/** RFC 4180, with `,` or `;` between fields, whichever the first line has more of. Blank lines are left out. */
function csvLines(text: string): string[][] {
  const firstLine = text.slice(0, (text.indexOf('\n') + 1 || text.length + 1) - 1)
  const separator = firstLine.split(';').length > firstLine.split(',').length ? ';' : ','
  const lines: string[][] = []
  let cells: string[] = []
  let cell = ''
  let isQuoted = false
  const endCell = (): void => {
    cells.push(cell)
    cell = ''
  }
  const endLine = (): void => {
    endCell()
    if (cells.some((one) => one.trim() !== '')) lines.push(cells)
    cells = []
  }
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at)
    if (isQuoted) {
      if (letter !== '"') cell += letter
      else if (text.charAt(at + 1) === '"') {
        cell += '"'
        at += 1
      } else isQuoted = false
    } else if (letter === '"') isQuoted = true
    else if (letter === separator) endCell()
    else if (letter === '\n') endLine()
    else if (letter !== '\r') cell += letter
  }
  endLine()
  return lines
}

/** The hub's complaints, sorted to the rows that they are about: `registers.3.address` is row 4. */
export function refusedRows(fields: readonly { path: string; message: string }[]): RowFault[] {
  return fields.map(({ path, message }) => {
    const match = /^registers\.(\d+)(?:\.(.+))?$/.exec(path)
    return match
      ? { row: Number(match[1]) + 1, kind: 'refused', column: match[2] ?? '', message }
      : { row: 0, kind: 'refused', column: path, message }
  })
}

const FIRST_REFERENCE = { coil: 0, discrete: 100_000, input: 300_000, holding: 400_000 } as const

/** The 1-based reference in six digits that makers' documents use: PDU 52 of the input registers is 300053. */
export function referenceOf(table: keyof typeof FIRST_REFERENCE, address: number): string {
  return String(FIRST_REFERENCE[table] + address + 1).padStart(6, '0')
}
