import type { Schedule, ScheduleWindow } from '../../../api/types.ts'

export const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7] as const
export const WORKDAYS = [1, 2, 3, 4, 5] as const
export const WEEKEND = [6, 7] as const

/** Starting points that most schedules are a change of. */
export const PRESETS = {
  workday: [{ days: [...WORKDAYS], from: '08:00', to: '18:00' }],
  night: [{ days: [...EVERY_DAY], from: '22:00', to: '06:00' }],
  weekend: [{ days: [...WEEKEND], from: '00:00', to: '24:00' }],
} as const satisfies Record<string, ScheduleWindow[]>
export type Preset = keyof typeof PRESETS
export const PRESET_KEYS = ['workday', 'night', 'weekend'] as const satisfies readonly Preset[]

export const newSchedule = (preset: Preset): Schedule => ({
  time_zone: null,
  windows: PRESETS[preset].map((window) => ({ ...window, days: [...window.days] })),
  holidays: 'ignore',
  season: null,
})

const DAY_MIN = 24 * 60

/** Minutes of the day; null when it is no time. */
export function minutesOf(time: string): number | null {
  const match = /^(\d{2}):(\d{2})$/.exec(time)
  return match ? Number(match[1]) * 60 + Number(match[2]) : null
}

/** What a week looks like: for each day the shares of it that are open, 0–1. A night goes on in the day after. */
export function openByDay(windows: readonly ScheduleWindow[]): readonly (readonly [from: number, to: number][])[] {
  const week = EVERY_DAY.map((): [number, number][] => [])
  for (const { days, from, to } of windows) {
    const [start, end] = [minutesOf(from), minutesOf(to)]
    if (start === null || end === null) continue
    for (const day of days) {
      const isOverMidnight = end <= start
      week[day - 1]?.push([start / DAY_MIN, isOverMidnight ? 1 : end / DAY_MIN])
      if (isOverMidnight && end > 0) week[day % 7]?.push([0, end / DAY_MIN])
    }
  }
  return week
}
