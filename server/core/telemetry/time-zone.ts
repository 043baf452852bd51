export const INTERVALS = ['hourly', 'daily', 'weekly', 'monthly'] as const
export type Interval = (typeof INTERVALS)[number]

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const MAX_REMEMBERED_DAYS = 20_000

/**
 * Starts of the hours, days, weeks (Monday) or months of a time zone: the last one at or before `start` and then all up
 * to the first one at or after `end`. Days of 23 and 25 hours come out as they are.
 * @throws RangeError when the zone is not an IANA name
 */
export function edgesOf(interval: Interval, timeZone: string, start: number, end: number): number[] {
  const zone = zoneOf(timeZone)
  const edges = [interval === 'hourly' ? zone.hourStart(start) : zone.instantOf(firstDate(interval, zone.local(start)))]
  let date = firstDate(interval, zone.local(start))
  for (let edge = edges[0] ?? start; edge < end; ) {
    if (interval === 'hourly') edge = zone.nextHour(edge)
    else {
      date = nextDate(interval, date)
      edge = zone.instantOf(date)
    }
    edges.push(edge)
  }
  return edges
}

/** Reads the local clock of a zone, spelled as if it were UTC: epoch ms to epoch ms. @throws RangeError for no IANA name */
export function localClock(timeZone: string): (at: number) => number {
  const zone = zoneOf(timeZone)
  return (at) => zone.local(at)
}

/** What a zone's clock shows at an instant, spelled as if it were UTC. */
export const localTime = (timeZone: string, at: number): number => zoneOf(timeZone).local(at)

/** First instant at which a zone's clock shows `local` (spelled as if it were UTC), or has just jumped over it. */
export const instantOf = (timeZone: string, local: number): number => zoneOf(timeZone).instantOf(local)

type Dated = Exclude<Interval, 'hourly'>

/** Local midnights are handled as if the local clock were UTC. */
function firstDate(interval: Interval, local: number): number {
  const day = Math.floor(local / DAY_MS) * DAY_MS
  if (interval === 'weekly') return day - ((new Date(day).getUTCDay() + 6) % 7) * DAY_MS
  if (interval === 'monthly') return Date.UTC(new Date(day).getUTCFullYear(), new Date(day).getUTCMonth(), 1)
  return day
}

function nextDate(interval: Dated, date: number): number {
  if (interval === 'monthly') return Date.UTC(new Date(date).getUTCFullYear(), new Date(date).getUTCMonth() + 1, 1)
  return date + (interval === 'weekly' ? 7 : 1) * DAY_MS
}

const zones = new Map<string, Zone>()

function zoneOf(timeZone: string): Zone {
  let zone = zones.get(timeZone)
  if (!zone) {
    zone = new Zone(timeZone)
    zones.set(timeZone, zone)
  }
  return zone
}

/** Offsets of one IANA zone. Asking Intl costs microseconds, so offsets at UTC midnights are remembered. */
class Zone {
  readonly #format: Intl.DateTimeFormat
  readonly #atMidnight = new Map<number, number>()

  constructor(timeZone: string) {
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  }

  /** The local clock's reading, spelled as if it were UTC. */
  local(at: number): number {
    return at + this.#offset(at)
  }

  hourStart(at: number): number {
    return at - modulo(this.local(at), HOUR_MS)
  }

  /** A clock that moves by half an hour makes one hour that is shorter or longer. */
  nextHour(at: number): number {
    return at + HOUR_MS - modulo(this.local(at), HOUR_MS)
  }

  /** First instant at which the local clock shows `local`, or has just jumped over it. */
  instantOf(local: number): number {
    const before = this.#offset(local - DAY_MS)
    const after = this.#offset(local + DAY_MS)
    const candidates = [local - Math.max(before, after), local - Math.min(before, after)] as const
    for (const at of candidates) if (this.local(at) === local) return at
    return this.#transition(candidates[0], candidates[1])
  }

  /** The instant in (low, high] at which the offset changes. */
  #transition(low: number, high: number): number {
    const old = this.#exactOffset(low)
    let [from, to] = [low, high]
    while (to - from > 1) {
      const middle = Math.floor((from + to) / 2)
      if (this.#exactOffset(middle) === old) from = middle
      else to = middle
    }
    return to
  }

  #offset(at: number): number {
    const day = Math.floor(at / DAY_MS)
    const before = this.#offsetAtMidnight(day)
    return before === this.#offsetAtMidnight(day + 1) ? before : this.#exactOffset(at)
  }

  #offsetAtMidnight(day: number): number {
    let offset = this.#atMidnight.get(day)
    if (offset === undefined) {
      offset = this.#exactOffset(day * DAY_MS)
      if (this.#atMidnight.size >= MAX_REMEMBERED_DAYS) this.#atMidnight.clear()
      this.#atMidnight.set(day, offset)
    }
    return offset
  }

  #exactOffset(at: number): number {
    const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {}
    for (const { type, value } of this.#format.formatToParts(at)) parts[type] = Number(value)
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000
  }
}

const modulo = (value: number, by: number) => ((value % by) + by) % by
