/** Europe/Istanbul has been UTC+3 all year since 2016, so the demo's local day is always 24 hours. */
export const SITE_OFFSET_MS = 3 * 3_600_000
export const DAY_MS = 86_400_000
export const HOUR_MS = 3_600_000

/** Whole local days since 1970-01-01 at the site. */
export const localDay = (at: number): number => Math.floor((at + SITE_OFFSET_MS) / DAY_MS)

/** Epoch ms at which a local day begins. */
export const dayStart = (day: number): number => day * DAY_MS - SITE_OFFSET_MS

/** Hour of the local day, 0–24, with fractions. */
export const localHour = (at: number): number => (at - dayStart(localDay(at))) / HOUR_MS

/** 0 Sunday … 6 Saturday. Day 0 was a Thursday. */
export const weekday = (day: number): number => (((day + 4) % 7) + 7) % 7

/** Days since 1 January of the same year, close enough for seasons. */
export const dayOfYear = (day: number): number => {
  const date = new Date(day * DAY_MS)
  return (date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY_MS
}
