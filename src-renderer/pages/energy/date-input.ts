import { instantOf, wallTime } from '../../charts/zone.ts'

/** `2026-11-01` for an <input type="date">: the site's calendar day of an instant. */
export function toDateInput(at: number, zone: string): string {
  const { year, month, day } = wallTime(at, zone)
  const two = (part: number) => String(part).padStart(2, '0')
  return `${year}-${two(month)}-${two(day)}`
}

/** Midnight of that day at the site; null when it is no day. */
export function fromDateInput(text: string, zone: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  return match ? instantOf(zone, Number(match[1]), Number(match[2]), Number(match[3])) : null
}
