import { localClock } from '../telemetry/time-zone.ts'
import type { ExportSheet } from './export.types.ts'

const PLAIN: Readonly<Record<string, string>> = { ı: 'i', İ: 'I', ş: 's', Ş: 'S', ğ: 'g', Ğ: 'G' }
const MAX_NAME = 60

/** Letters, digits and hyphens only: every system and every mail program keeps such a name. */
function slug(text: string): string {
  const plain = [...text.normalize('NFC')].map((letter) => PLAIN[letter] ?? letter).join('')
  return plain
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, MAX_NAME)
}

/** `Entes-RG3-12CS-01_2026-04-01_2026-04-07_daily.csv`, in days of the site. */
export function fileNameOf({ devices, start, end, interval, format }: ExportSheet): string {
  const [first] = devices
  const who = devices.length === 1 && first ? slug(first.name) : `${devices.length}-devices`
  const local = localClock(first?.timeZone ?? 'UTC')
  const day = (at: number) => new Date(local(at)).toISOString().slice(0, 10)
  return `${who || 'device'}_${day(start)}_${day(end - 1)}_${interval}.${format}`
}
