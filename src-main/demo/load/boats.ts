import { chance, clamp, drift } from './noise.ts'
import { dayOfYear, localDay, localHour, weekday } from './site-time.ts'
import { airTemperature } from './weather.ts'

/** A berth as the load model sees it. */
export interface BerthLoad {
  readonly seed: number
  readonly lengthM: number
  /** 0–2: the phase that the socket is wired to. */
  readonly phase: number
}

interface Curve {
  readonly hour: number
  readonly width: number
  readonly height: number
}

/** People aboard: breakfast, lunch, a long evening. Hours, hours, share of the evening peak. */
const DOMESTIC: readonly Curve[] = [
  { hour: 8.3, width: 1.1, height: 0.55 },
  { hour: 13, width: 1.3, height: 0.4 },
  { hour: 20.6, width: 2.1, height: 1 },
]

const bump = (hour: number, curve: Curve): number => {
  const away = Math.min(Math.abs(hour - curve.hour), 24 - Math.abs(hour - curve.hour))
  return curve.height * Math.exp(-((away / curve.width) ** 2))
}

export const domesticShare = (hour: number): number =>
  0.12 + DOMESTIC.reduce((sum, curve) => sum + bump(hour, curve), 0)

/** 1 at the height of the season (mid August), 0 in the depth of winter. */
const seasonShare = (at: number): number =>
  0.5 + 0.5 * Math.cos((2 * Math.PI * (dayOfYear(localDay(at)) - 222)) / 365.25)

/** Guests come on Friday at two and on Sunday at four the weekend is over. Whole number per stay, even for weekends. */
export function stayOf(at: number): { readonly stay: number; readonly isWeekend: boolean } {
  const day = localDay(at)
  const hoursIntoWeek = ((weekday(day) + 2) % 7) * 24 + localHour(at)
  const week = Math.floor((day - ((weekday(day) + 2) % 7)) / 7)
  const isWeekend = hoursIntoWeek >= 14 && hoursIntoWeek < 2 * 24 + 16
  if (isWeekend) return { stay: week * 2, isWeekend }
  return { stay: hoursIntoWeek < 14 ? week * 2 - 1 : week * 2 + 1, isWeekend }
}

/** What all berths share at an instant; worked out once for those of a pedestal. */
export interface Conditions {
  readonly at: number
  readonly hour: number
  readonly season: number
  readonly stay: number
  readonly isWeekend: boolean
  /** How much cooling and heating the weather asks, 0–1. */
  readonly hot: number
  readonly cold: number
}

export function conditionsAt(at: number): Conditions {
  const temperature = airTemperature(at)
  return {
    at,
    hour: localHour(at),
    season: seasonShare(at),
    ...stayOf(at),
    hot: clamp((temperature - 23.5) / 8, 0, 1),
    cold: clamp((15.5 - temperature) / 11, 0, 1),
  }
}

/** Is a boat in the berth, and is somebody aboard? About half of the berths are let by the year. */
export function occupancy(
  seed: number,
  { season, stay, isWeekend }: Conditions,
): { readonly isMoored: boolean; readonly isAboard: boolean } {
  const isResident = chance(seed, 1) < 0.52
  const guests = 0.18 + 0.58 * season + (isWeekend ? 0.14 : 0)
  const isOut = isResident && isWeekend && chance(seed, stay, 2) < 0.14 * season
  const isMoored = isResident ? !isOut : chance(seed, stay, 3) < guests
  const aboard = isResident ? 0.1 + 0.3 * season + (isWeekend ? 0.18 : 0) : 0.88
  return { isMoored, isAboard: isMoored && chance(seed, stay, 4) < aboard }
}

/** Watts that one boat draws, ripple aside. */
export function berthWatts(berth: BerthLoad, conditions: Conditions): number {
  const { seed } = berth
  const { isMoored, isAboard } = occupancy(seed, conditions)
  if (!isMoored) return 0
  const size = (berth.lengthM / 10) ** 1.25
  const character = 0.7 + 0.6 * chance(seed, 5)
  const standby = (70 + 130 * chance(seed, 6)) * size
  const keptCool = isAboard ? 1 : chance(seed, 7) < 0.2 ? 0.4 : 0
  const keptWarm = isAboard ? 1 : chance(seed, 8) < 0.35 ? 0.3 : 0
  const climate = (1_050 * conditions.hot * keptCool + 900 * conditions.cold * keptWarm) * size
  const habit = 1.2 * (chance(seed, 9) - 0.5)
  const domestic = isAboard ? 620 * size * domesticShare(conditions.hour + habit) : 0
  const mood = 0.75 + 0.5 * drift(seed, conditions.at / 1_500_000)
  const ofDay = 0.85 + 0.3 * chance(seed, localDay(conditions.at), 10)
  return Math.min(standby + character * mood * ofDay * (climate + domestic), socketWatts(berth.lengthM))
}

/** What the socket's breaker lets through: 16 A up to 12 m, 32 A to 15 m, 63 A above. */
const socketWatts = (lengthM: number): number => (lengthM < 12 ? 16 : lengthM <= 15 ? 32 : 63) * 228
