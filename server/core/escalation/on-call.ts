import { localTime } from '../telemetry/time-zone.ts'
import type { Shift } from './escalation.types.ts'

const MINUTE_MS = 60_000
const DAY_MINUTES = 24 * 60

/** 1 = Monday … 7 = Sunday. */
const weekdayOf = (local: number): number => ((new Date(local).getUTCDay() + 6) % 7) + 1

/** Ids of those on call at an instant, each once, in the order of the roster. */
export function onCall(shifts: readonly Shift[], timeZone: string, at: number): readonly string[] {
  const local = localTime(timeZone, at)
  const minute = Math.floor(local / MINUTE_MS) % DAY_MINUTES
  const today = weekdayOf(local)
  const yesterday = ((today + 5) % 7) + 1
  const isOn = ({ days, fromMinute, toMinute }: Shift): boolean => {
    if (fromMinute < toMinute) return days.includes(today) && minute >= fromMinute && minute < toMinute
    return (days.includes(today) && minute >= fromMinute) || (days.includes(yesterday) && minute < toMinute)
  }
  return [...new Set(shifts.filter(isOn).map((shift) => shift.userId))]
}
