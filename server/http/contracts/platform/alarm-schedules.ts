import { z } from 'zod'
import { HOLIDAY_RULES, type Schedule } from '../../../core/alarms/schedule.ts'
import { timeZone } from '../../fields.ts'

const timeOfDay = z.string().max(5)

/** When a policy is judged; null: at all times. */
export const schedule = z.strictObject({
  time_zone: timeZone.nullish(),
  windows: z.array(z.strictObject({ days: z.array(z.int()).max(7), from: timeOfDay, to: timeOfDay })).max(100),
  holidays: z.enum(HOLIDAY_RULES).default('ignore'),
  season: z.strictObject({ from: timeOfDay, to: timeOfDay }).nullish(),
})

export const scheduleFrom = (body: z.output<typeof schedule>): Schedule => ({
  timeZone: body.time_zone ?? null,
  windows: body.windows.map(({ days, from, to }) => ({ days: [...new Set(days)].sort((a, b) => a - b), from, to })),
  holidays: body.holidays,
  season: body.season ?? null,
})

export const scheduleToWire = ({ timeZone: zone, windows, holidays, season }: Schedule) => ({
  time_zone: zone,
  windows,
  holidays,
  season,
})
