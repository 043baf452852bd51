import type { ExportSheet, RowBlock } from '../core/exports/export.types.ts'
import { qualityName } from '../core/exports/rows.ts'
import { isoWriter, localWriter } from './clock-text.ts'
import { headOf, leadingHeads, zoneOf } from './heads.ts'
import { guarded, type SheetWriter } from './writer.ts'

const BOM = '\uFEFF'
const END = '\r\n'
const encoder = new TextEncoder()

/** RFC 4180 with a BOM; Turkish spreadsheets want `;` between fields and a decimal comma. */
export function csvWriter(sheet: ExportSheet): SheetWriter {
  const delimiter = sheet.locale === 'tr' ? ';' : ','
  const field = (text: string) => {
    const safe = guarded(text)
    return /["\r\n;,]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
  }
  const number = (value: number) => {
    if (Number.isNaN(value)) return ''
    return sheet.locale === 'tr' ? String(value).replace('.', ',') : String(value)
  }
  const zone = zoneOf(sheet)
  const iso = isoWriter()
  const devices = sheet.devices.map(({ id, name, timeZone }) => ({
    local: localWriter(timeZone),
    /** What stands between the times and the figures. */
    middle: [...(zone ? [] : [timeZone]), id, name].map(field).join(delimiter),
  }))
  const withQuality = sheet.interval === 'raw'
  const heads = [...leadingHeads(sheet), ...sheet.columns.map(headOf), ...(withQuality ? ['quality'] : [])]
  let opening = BOM + heads.map(field).join(delimiter) + END

  const linesOf = ({ device, length, at, values, quality }: RowBlock): string => {
    const of = devices[device]
    if (!of) return ''
    let text = ''
    for (let row = 0; row < length; row++) {
      const instant = at[row] ?? 0
      text += iso(instant) + delimiter + of.local(instant) + delimiter + of.middle
      for (const column of values) text += delimiter + number(column[row] ?? Number.NaN)
      if (quality) text += delimiter + qualityName(quality[row] ?? 0)
      text += END
    }
    return text
  }
  const take = (more: string) => {
    const bytes = encoder.encode(opening + more)
    opening = ''
    return bytes
  }
  return { add: (block) => take(linesOf(block)), finish: () => take('') }
}
