import { domesticShare } from './boats.ts'
import { clamp, drift, seedOf } from './noise.ts'
import type { PhaseWatts } from './profile.ts'
import { dayOfYear, localDay, localHour, weekday } from './site-time.ts'
import { airTemperature, clearness, sunElevation } from './weather.ts'

/** Watts peak of the panels on the workshop's roof; less than the marina ever takes, so nothing is fed back. */
const SOLAR_PEAK_W = 17_500

const spread = (watts: number, l1: number, l2: number, l3: number): PhaseWatts => [watts * l1, watts * l2, watts * l3]
const even = (watts: number): PhaseWatts => [watts / 3, watts / 3, watts / 3]

/** 0 outside, 1 inside opening hours, with half an hour of coming and going. */
const open = (hour: number, from: number, to: number): number =>
  clamp((hour - from) / 0.5, 0, 1) * clamp((to - hour) / 0.5, 0, 1)

const season = (at: number): number => 0.5 + 0.5 * Math.cos((2 * Math.PI * (dayOfYear(localDay(at)) - 222)) / 365.25)
const mood = (name: string, at: number, minutes: number): number => drift(seedOf(name), at / (minutes * 60_000))
const cooling = (at: number): number => clamp((airTemperature(at) - 23) / 8, 0, 1)
const heating = (at: number): number => clamp((15 - airTemperature(at)) / 10, 0, 1)
const isDark = (at: number): number => clamp(0.5 - 12 * sunElevation(at), 0, 1)

export const solarWatts = (at: number): number =>
  SOLAR_PEAK_W * Math.max(0, sunElevation(at)) ** 1.15 * clearness(at) * 1.05

export const buildingLoads = {
  solar: (at) => even(solarWatts(at)),
  street: (at) => even(650 + 4_200 * isDark(at)),
  office: (at) => {
    const staffed = open(localHour(at), 7.5, 19)
    return spread(
      1_300 + staffed * (2_400 + 5_200 * cooling(at) + 4_000 * heating(at)) * (0.8 + 0.4 * mood('office', at, 20)),
      0.38,
      0.34,
      0.28,
    )
  },
  workshop: (at) => {
    const day = weekday(localDay(at))
    const shift =
      day === 0 ? 0 : open(localHour(at), 8, day === 6 ? 13.5 : 18) * (1 - 0.7 * open(localHour(at), 12.3, 13.4))
    return spread(700 + shift * (3_500 + 13_500 * mood('workshop', at, 25) ** 1.5), 0.41, 0.33, 0.26)
  },
  restaurant: (at) => {
    const hour = localHour(at)
    const guests = 0.35 + 0.65 * season(at)
    const kitchen = 17_000 * Math.exp(-(((hour - 13.2) / 1.6) ** 2)) + 24_000 * Math.exp(-(((hour - 20.4) / 2) ** 2))
    return spread(
      2_900 +
        guests * (kitchen * (0.8 + 0.4 * mood('restaurant', at, 15)) + 6_000 * cooling(at) * open(hour, 10, 23.8)),
      0.35,
      0.32,
      0.33,
    )
  },
  sanitary: (at) => {
    const guests = 0.2 + 0.8 * season(at)
    return spread(
      900 + guests * 9_500 * domesticShare(localHour(at) + 0.4) * (0.7 + 0.6 * mood('sanitary', at, 18)),
      0.33,
      0.36,
      0.31,
    )
  },
  fuel_dock: (at) => {
    const queue =
      open(localHour(at), 8, 20) * (0.25 + 0.75 * season(at)) * clamp(2.4 * mood('fuel', at, 12) - 0.9, 0, 1)
    return spread(260 + 340 * isDark(at) + 3_300 * queue, 0.36, 0.32, 0.32)
  },
} satisfies Record<string, (at: number) => PhaseWatts>

/** Bollard lights of one pontoon. */
export const pontoonLights = (at: number): PhaseWatts => even(45 + 620 * isDark(at))
