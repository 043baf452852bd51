import { clamp, drift, seedOf } from './noise.ts'
import { DAY_MS, dayOfYear, HOUR_MS, localDay, localHour } from './site-time.ts'

const LATITUDE = (37 * Math.PI) / 180
const TURN = 2 * Math.PI
const air = seedOf('air')
const clouds = seedOf('clouds')
const passing = seedOf('passing clouds')
const wind = seedOf('wind')
const pressure = seedOf('pressure')

/** Cosine of the year that is 1 on the warmest day (late July) and −1 half a year later. */
const season = (at: number): number => Math.cos((TURN * (dayOfYear(localDay(at)) - 208)) / 365.25)

/** °C. South-west Aegean: about 11 in January, 28 in July, warmest at three in the afternoon. */
export function airTemperature(at: number): number {
  const daily = 4.2 * Math.cos((TURN * (localHour(at) - 15)) / 24)
  return 19.6 + 8.6 * season(at) + daily + 5 * (drift(air, at / (2.5 * DAY_MS)) - 0.5)
}

/** °C. The sea lags the air by a month and hardly knows the hour. */
export const seaTemperature = (at: number): number =>
  20.2 + 4.9 * season(at - 32 * DAY_MS) + 0.25 * Math.cos((TURN * (localHour(at) - 17)) / 24)

/** %. */
export const relativeHumidity = (at: number): number =>
  clamp(
    62 - 7 * season(at) - 13 * Math.cos((TURN * (localHour(at) - 15)) / 24) + 12 * (drift(air + 1, at / DAY_MS) - 0.5),
    22,
    98,
  )

/** m/s. The afternoon breeze, stronger in summer. */
export const windSpeed = (at: number): number =>
  clamp(
    2.2 +
      (3 + 2 * season(at)) * Math.max(0, Math.sin((TURN * (localHour(at) - 9)) / 24)) * 1.1 +
      4 * (drift(wind, at / (7 * HOUR_MS)) - 0.4) +
      1.5 * (drift(wind + 1, at / 40_000) - 0.5),
    0.1,
    22,
  )

/** hPa. */
export const airPressure = (at: number): number =>
  1014 - 3 * season(at) + 12 * (drift(pressure, at / (3 * DAY_MS)) - 0.5)

/** Metres above the quay's datum. The Aegean's tide is a hand's width; wind and pressure add as much. */
export const seaLevel = (at: number): number =>
  0.06 * Math.sin((TURN * at) / (12.42 * HOUR_MS)) +
  0.02 * Math.sin((TURN * at) / (24 * HOUR_MS)) +
  0.08 * (drift(pressure + 1, at / (1.5 * DAY_MS)) - 0.5)

/** Sine of the sun's elevation; negative at night. Solar noon at this longitude falls at about 13:11 local time. */
export function sunElevation(at: number): number {
  const declination = -0.4093 * Math.cos((TURN * (dayOfYear(localDay(at)) + 10)) / 365.25)
  const hourAngle = (TURN * (localHour(at) - 13.18)) / 24
  return Math.sin(LATITUDE) * Math.sin(declination) + Math.cos(LATITUDE) * Math.cos(declination) * Math.cos(hourAngle)
}

/** Share of clear-sky sun that reaches the roof, 0.25–1: a mood of the day with clouds passing. */
export function clearness(at: number): number {
  const overcast = clamp(1.5 * drift(clouds, at / (1.3 * DAY_MS)) - 0.35 - 0.35 * season(at), 0, 1)
  return clamp(1 - 0.62 * overcast - 0.3 * overcast * drift(passing, at / 700_000), 0.2, 1)
}
