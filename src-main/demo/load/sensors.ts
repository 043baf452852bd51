import { domesticShare } from './boats.ts'
import type { Values } from './meter.ts'
import { chance, clamp, drift, seedOf } from './noise.ts'
import { Profile } from './profile.ts'
import { dayOfYear, localDay, localHour } from './site-time.ts'
import {
  airPressure,
  airTemperature,
  relativeHumidity,
  seaLevel,
  seaTemperature,
  sunElevation,
  windSpeed,
} from './weather.ts'

const MINUTE_MS = 60_000

export const weatherMast = (at: number): Values => ({
  temperature: airTemperature(at),
  humidity: relativeHumidity(at),
  wind_speed: windSpeed(at),
  wind_direction: (315 + 120 * (drift(seedOf('wind direction'), at / (5 * 3_600_000)) - 0.5) + 360) % 360,
  air_pressure: airPressure(at),
})

export const seaGauge = (at: number): Values => ({
  temperature: seaTemperature(at),
  water_level: seaLevel(at),
})

/** °C and % inside a pedestal's cabinet: the sun on it, and the current through it. */
export const cabinetClimate = (name: string, amps: number, at: number): Values => {
  const seed = seedOf(name)
  const sun = Math.max(0, sunElevation(at))
  return {
    temperature: airTemperature(at) + 3 + 9 * sun + 0.005 * amps * amps + 1.5 * (drift(seed, at / 900_000) - 0.5),
    humidity: clamp(relativeHumidity(at) - 6 - 10 * sun + 4 * (drift(seed + 1, at / 1_200_000) - 0.5), 15, 99),
  }
}

/** Rain and bilge water under the fuel dock: it fills, and every three quarters of an hour a pump empties it. */
export function fuelDockSump(at: number): Values {
  const cycleMs = 47 * MINUTE_MS
  const cycle = Math.floor(at / cycleMs)
  const part = at / cycleMs - cycle
  const full = 46 + 12 * chance(seedOf('sump'), cycle)
  const isPumping = part > 0.92
  const level = isPumping ? full - ((full - 11) * (part - 0.92)) / 0.08 : 11 + ((full - 11) * part) / 0.92
  return { sump_level: level, pump_running: isPumping ? 1 : 0 }
}

/** A chilled store that defrosts every six hours. */
export function coldStore(at: number): Values {
  const part = (at / (6 * 60 * MINUTE_MS)) % 1
  const defrost = part < 0.06 ? 2.2 * Math.sin((Math.PI * part) / 0.06) : 0
  const compressor = 0.6 * Math.sin((2 * Math.PI * at) / (17 * MINUTE_MS))
  return {
    temperature: 3.1 + defrost + compressor + 0.4 * (drift(seedOf('cold store'), at / 600_000) - 0.5),
    humidity: 78 + 6 * (drift(seedOf('cold store') + 1, at / 1_800_000) - 0.5),
  }
}

export const serverRoom = (at: number): Values => ({
  temperature: 22.4 + 0.05 * (airTemperature(at) - 18) + 0.7 * Math.sin((2 * Math.PI * at) / (23 * MINUTE_MS)),
  humidity: 44 + 5 * (drift(seedOf('server room'), at / 2_400_000) - 0.5),
})

/** The fresh water main of one pontoon: litres per hour, integrated like a load so that its counter fits its flow. */
export function waterMain(pontoon: string, berths: number, anchorDay: number): (at: number) => Values {
  const seed = seedOf(`water ${pontoon}`)
  const litresPerHour = (at: number): number => {
    const season = 0.5 + 0.5 * Math.cos((2 * Math.PI * (dayOfYear(localDay(at)) - 222)) / 365.25)
    const use = berths * (0.6 + 7 * season) * domesticShare(localHour(at) - 0.5)
    return use * (0.4 + 1.2 * drift(seed, at / 700_000)) + 3
  }
  const profile = new Profile(seed, anchorDay, 0.6, (at) => [litresPerHour(at), 0, 0])
  const start = 400_000 + Math.floor(900_000 * chance(seed, 1))
  return (at) => ({
    water_flow: profile.watts(0, at) / 60,
    water_volume: start + profile.wattHours(0, at),
  })
}
