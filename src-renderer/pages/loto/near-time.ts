import type { Format } from '../../format/use-format.ts'

/** An instant as short as it may be: the day only where it is not today's. */
export function nearTime(format: Pick<Format, 'time'>, at: string, nowMs: number): string {
  const time = format.time(at, 'time')
  return format.time(at, 'date') === format.time(nowMs, 'date') ? time : `${format.time(at, 'day')} ${time}`
}
