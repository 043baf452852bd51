/** A Monday. */
const MONDAY = Date.UTC(2024, 0, 1)
const DAY_MS = 24 * 3_600_000

/** Monday first. */
export function dayNames(locale: string, width: 'short' | 'long' = 'short'): readonly string[] {
  const format = new Intl.DateTimeFormat(locale, { weekday: width, timeZone: 'UTC' })
  return Array.from({ length: 7 }, (_, day) => format.format(MONDAY + day * DAY_MS))
}

/** "1 June" of "06-01"; what is no day stands as it is. */
export function dayOfYear(locale: string, day: string): string {
  const at = Date.parse(`2024-${day}T00:00:00Z`)
  if (Number.isNaN(at)) return day
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(at)
}
