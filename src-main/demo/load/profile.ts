import { chance } from './noise.ts'
import { DAY_MS, dayStart, localDay } from './site-time.ts'

/** Watts on L1, L2, L3. */
export type PhaseWatts = readonly [number, number, number]

export const KNOT_MS = 300_000
const KNOTS = DAY_MS / KNOT_MS
const KNOT_H = KNOT_MS / 3_600_000
const KEPT_DAYS = 3
const TURN = 2 * Math.PI

interface DayTable {
  readonly day: number
  /** Watts at each knot, three phases after one another, one knot more than the day has. */
  readonly watts: Float64Array
  /** Watt-hours since midnight at each knot, three phases likewise. */
  readonly wattHours: Float64Array
}

/** What the load does between two knots: a compressor's on and off, and flicker. Zero at both ends, mean zero. */
interface Ripple {
  readonly cycles: number
  readonly duty: number
  readonly slow: number
  readonly fast: number
}

const rippleAt = (ripple: Ripple, u: number): number => {
  const part = (u * ripple.cycles) % 1
  const pulse = part < ripple.duty ? 1 - ripple.duty : -ripple.duty
  return 0.55 * pulse + 0.3 * Math.sin(TURN * ripple.slow * u) + 0.15 * Math.sin(TURN * ripple.fast * u)
}

/** Integral of rippleAt from 0 to u. */
const rippleUntil = (ripple: Ripple, u: number): number => {
  const { duty } = ripple
  const part = (u * ripple.cycles) % 1
  const pulse = (part < duty ? (1 - duty) * part : duty * (1 - part)) / ripple.cycles
  const wave = (cycles: number) => (1 - Math.cos(TURN * cycles * u)) / (TURN * cycles)
  return 0.55 * pulse + 0.3 * wave(ripple.slow) + 0.15 * wave(ripple.fast)
}

/**
 * A load curve whose integral is known exactly: straight lines between five-minute knots plus a ripple of mean zero.
 * Energy counts from the anchor day's midnight and is negative before it, so that a first start needs today's knots only
 * and history can be walked backwards a day at a time.
 */
export class Profile {
  readonly #seed: number
  readonly #anchorDay: number
  readonly #knot: (at: number) => PhaseWatts
  readonly #ripple: number
  readonly #tables: DayTable[] = []
  /** Day → watt-hours per phase from the anchor to that day's midnight. */
  readonly #midnight = new Map<number, PhaseWatts>()

  /** @param ripple share of the load that comes and goes between knots, below 1 so that power never turns negative. */
  constructor(seed: number, anchorDay: number, ripple: number, knot: (at: number) => PhaseWatts) {
    this.#seed = seed
    this.#anchorDay = anchorDay
    this.#ripple = ripple
    this.#knot = knot
    this.#midnight.set(anchorDay, [0, 0, 0])
  }

  /** Watts of one phase (0–2) at an instant. */
  watts(phase: number, at: number): number {
    const day = localDay(at)
    const { watts } = this.#table(day)
    const x = (at - dayStart(day)) / KNOT_MS
    const knot = Math.floor(x)
    const u = x - knot
    const index = phase * (KNOTS + 1) + knot
    const from = watts[index] ?? 0
    const to = watts[index + 1] ?? 0
    const swing = this.#ripple * Math.min(from, to)
    return from + (to - from) * u + (swing === 0 ? 0 : swing * rippleAt(this.#rippleOf(day, knot), u))
  }

  /** Exact integral of `watts` over time since the anchor, in watt-hours of one phase. */
  wattHours(phase: number, at: number): number {
    const day = localDay(at)
    const table = this.#table(day)
    const x = (at - dayStart(day)) / KNOT_MS
    const knot = Math.floor(x)
    const u = x - knot
    const index = phase * (KNOTS + 1) + knot
    const from = table.watts[index] ?? 0
    const to = table.watts[index + 1] ?? 0
    const swing = this.#ripple * Math.min(from, to)
    const within = from * u + ((to - from) * u * u) / 2 + swing * rippleUntil(this.#rippleOf(day, knot), u)
    return (this.#untilMidnight(day)[phase] ?? 0) + (table.wattHours[index] ?? 0) + within * KNOT_H
  }

  /** Computes one day ahead of need, so that a caller can spread the work. */
  warm(day: number): void {
    this.#untilMidnight(day)
  }

  #rippleOf(day: number, knot: number): Ripple {
    const dice = chance(this.#seed, day, knot)
    return {
      cycles: 1 + Math.floor(dice * 3),
      duty: 0.25 + 0.5 * ((dice * 7) % 1),
      slow: 1 + Math.floor(((dice * 13) % 1) * 4),
      fast: 9 + Math.floor(((dice * 29) % 1) * 12),
    }
  }

  #untilMidnight(day: number): PhaseWatts {
    const known = this.#midnight.get(day)
    if (known) return known
    const step = day > this.#anchorDay ? -1 : 1
    let near = day + step
    while (!this.#midnight.has(near)) near += step
    let sum = this.#midnight.get(near) ?? [0, 0, 0]
    while (near !== day) {
      const { wattHours } = this.#table(step < 0 ? near : near - 1)
      const total = (phase: number) => -step * (wattHours[phase * (KNOTS + 1) + KNOTS] ?? 0)
      sum = [sum[0] + total(0), sum[1] + total(1), sum[2] + total(2)]
      near -= step
      this.#midnight.set(near, sum)
    }
    return sum
  }

  #table(day: number): DayTable {
    for (const table of this.#tables) if (table.day === day) return table
    const table = this.#compute(day)
    this.#tables.unshift(table)
    this.#tables.length = Math.min(this.#tables.length, KEPT_DAYS)
    return table
  }

  #compute(day: number): DayTable {
    const size = KNOTS + 1
    const watts = new Float64Array(3 * size)
    const wattHours = new Float64Array(3 * size)
    const start = dayStart(day)
    for (let knot = 0; knot < size; knot += 1) {
      const now = this.#knot(start + knot * KNOT_MS)
      for (let phase = 0; phase < 3; phase += 1) {
        const index = phase * size + knot
        watts[index] = Math.max(0, now[phase] ?? 0)
        if (knot === 0) continue
        wattHours[index] = (wattHours[index - 1] ?? 0) + (((watts[index - 1] ?? 0) + (watts[index] ?? 0)) / 2) * KNOT_H
      }
    }
    return { day, watts, wattHours }
  }
}
