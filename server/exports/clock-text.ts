import { localClock } from '../core/telemetry/time-zone.ts'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
const two = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'))

/** Writes instants; neighbours share their day and minute, which is most of the work. */
class ClockText {
  #day = Number.NaN
  #dayText = ''
  #minute = Number.NaN
  #minuteText = ''

  /** `2026-06-01` + separator + `12:00:00`, of a clock reading spelled as if it were UTC. */
  write(local: number, separator: string): string {
    const minute = Math.floor(local / MINUTE_MS)
    if (minute !== this.#minute) this.#moveTo(minute, separator)
    return this.#minuteText + two[Math.floor((local - minute * MINUTE_MS) / 1000)]
  }

  #moveTo(minute: number, separator: string): void {
    const day = Math.floor((minute * MINUTE_MS) / DAY_MS)
    if (day !== this.#day) {
      this.#day = day
      this.#dayText = new Date(day * DAY_MS).toISOString().slice(0, -14)
    }
    const ofDay = minute - day * 1440
    this.#minute = minute
    this.#minuteText = `${this.#dayText}${separator}${two[Math.floor(ofDay / 60)]}:${two[ofDay % 60]}:`
  }
}

/** ISO 8601 in UTC with milliseconds, as everywhere on the wire. */
export function isoWriter(): (at: number) => string {
  const text = new ClockText()
  return (at) => {
    const milliseconds = ((at % 1000) + 1000) % 1000
    return `${text.write(at, 'T')}.${String(milliseconds).padStart(3, '0')}Z`
  }
}

/** The site's wall clock to the second: what a spreadsheet reads as a date in any language. */
export function localWriter(timeZone: string): (at: number) => string {
  const text = new ClockText()
  const local = localClock(timeZone)
  return (at) => text.write(local(at), ' ')
}
