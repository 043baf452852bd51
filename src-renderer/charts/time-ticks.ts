import { instantOf, offsetName, wallTime, zoneOffset } from './zone.ts'

/** Where the time axis is divided and what stands there, in the site's zone: a day may have 23 or 25 hours. */

export interface TimeStep {
  readonly unit: 'second' | 'minute' | 'hour' | 'day' | 'month' | 'year'
  readonly count: number
}

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const LENGTHS = {
  second: SECOND,
  minute: MINUTE,
  hour: HOUR,
  day: DAY,
  month: 30.4 * DAY,
  year: 365.25 * DAY,
} satisfies Record<TimeStep['unit'], number>

const LADDER: readonly TimeStep[] = [
  ...[1, 2, 5, 10, 15, 30].map((count) => ({ unit: 'second', count }) as const),
  ...[1, 2, 5, 10, 15, 30].map((count) => ({ unit: 'minute', count }) as const),
  ...[1, 2, 3, 6, 12].map((count) => ({ unit: 'hour', count }) as const),
  ...[1, 2, 7].map((count) => ({ unit: 'day', count }) as const),
  ...[1, 2, 3, 6].map((count) => ({ unit: 'month', count }) as const),
  ...[1, 2, 5, 10, 20, 50, 100].map((count) => ({ unit: 'year', count }) as const),
]

const CENTURY: TimeStep = { unit: 'year', count: 100 }

export function pickStep(start: number, end: number, maxTicks: number): TimeStep {
  const wanted = (end - start) / Math.max(1, maxTicks)
  return LADDER.find((step) => LENGTHS[step.unit] * step.count >= wanted) ?? CENTURY
}

/** Instants of the ticks within [start, end], ascending. */
export function timeTicks(start: number, end: number, step: TimeStep, zone: string): number[] {
  if (!(end > start)) return []
  const ticks = generate(start, end, step, zone)
  return ticks.filter((at, index) => at >= start && at <= end && at !== ticks[index - 1])
}

function generate(start: number, end: number, step: TimeStep, zone: string): number[] {
  const length = LENGTHS[step.unit] * step.count
  if (length <= HOUR) return elapsedTicks(start, end, length, zone)
  if (step.unit === 'hour') return hourTicks(start, end, step.count, zone)
  if (step.unit === 'day') return dayTicks(start, end, step.count, zone)
  return monthTicks(start, end, step.unit === 'year' ? step.count * 12 : step.count, zone)
}

/** Up to an hour the clock runs evenly; only its alignment may shift at a change of half an hour. */
function elapsedTicks(start: number, end: number, length: number, zone: string): number[] {
  const ticks: number[] = []
  let at = start
  while (at <= end) {
    const wall = at + zoneOffset(at, zone)
    const aligned = at + (Math.ceil(wall / length) * length - wall)
    ticks.push(aligned)
    at = Math.floor(aligned / SECOND) * SECOND + length
  }
  return ticks
}

function hourTicks(start: number, end: number, hours: number, zone: string): number[] {
  const ticks: number[] = []
  const first = wallTime(start, zone)
  for (let day = 0; ; day += 1) {
    for (let hour = 0; hour < 24; hour += hours) {
      const at = instantOf(zone, first.year, first.month, first.day + day, hour)
      if (at > end) return ticks
      if (wallTime(at, zone).hour === hour) ticks.push(at)
    }
  }
}

function dayTicks(start: number, end: number, days: number, zone: string): number[] {
  const ticks: number[] = []
  const first = wallTime(start, zone)
  const firstDay = Date.UTC(first.year, first.month - 1, first.day) / DAY
  // 1970-01-05 was a Monday, so that a step of seven days falls on Mondays.
  const aligned = Math.floor((firstDay - 4) / days) * days + 4
  for (let day = aligned; ; day += days) {
    const at = instantOf(zone, 1970, 1, 1 + day)
    if (at > end) return ticks
    ticks.push(at)
  }
}

function monthTicks(start: number, end: number, months: number, zone: string): number[] {
  const ticks: number[] = []
  const first = wallTime(start, zone)
  for (let month = Math.floor((first.year * 12 + first.month - 1) / months) * months; ; month += months) {
    const at = instantOf(zone, Math.floor(month / 12), (month % 12) + 1)
    if (at > end) return ticks
    ticks.push(at)
  }
}

/**
 * One label per tick. The second line carries what the first leaves out (date, year), where it begins and where it
 * changes; a tick after a clock change names the new offset.
 */
export function timeLabels(ticks: readonly number[], step: TimeStep, zone: string, language: string): string[] {
  const line = lineFormats(step, zone, language)
  let context = ''
  let offset: number | null = null
  return ticks.map((at) => {
    const now = zoneOffset(at, zone)
    const hasChanged = offset !== null && now !== offset && isClock(step)
    offset = now
    const next = line.second?.format(at) ?? ''
    const second = next !== context ? next : ''
    context = next
    const lines = [line.first.format(at), hasChanged ? offsetName(now) : second]
    return lines.filter((text) => text !== '').join('\n')
  })
}

const isClock = (step: TimeStep): boolean => step.unit === 'second' || step.unit === 'minute' || step.unit === 'hour'

function lineFormats(
  step: TimeStep,
  zone: string,
  language: string,
): { first: Intl.DateTimeFormat; second: Intl.DateTimeFormat | null } {
  const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(language, { timeZone: zone, ...options })
  if (isClock(step)) {
    const seconds: Intl.DateTimeFormatOptions = step.unit === 'second' ? { second: '2-digit' } : {}
    return {
      first: format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...seconds }),
      second: format({ day: 'numeric', month: 'short' }),
    }
  }
  if (step.unit === 'day')
    return { first: format({ day: 'numeric', month: 'short' }), second: format({ year: 'numeric' }) }
  if (step.unit === 'month') return { first: format({ month: 'short' }), second: format({ year: 'numeric' }) }
  return { first: format({ year: 'numeric' }), second: null }
}
