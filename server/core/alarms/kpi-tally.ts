import type { Severity } from './alarm.types.ts'
import { FLOOD_BEGINS_ABOVE, FLOOD_WINDOW_MS, FloodMeter } from './flood.ts'
import type { AnnunciationRow } from './kpi.types.ts'

const DAY_MS = 86_400_000
export const SLOT_MS = FLOOD_WINDOW_MS
const TOP = 10

/** The three priorities that the guidance speaks of: what is critical or high asks for the same haste. */
export const PRIORITIES = ['high', 'medium', 'low'] as const
export type Priority = (typeof PRIORITIES)[number]
const PRIORITY_OF: Readonly<Record<Severity, Priority>> = {
  critical: 'high',
  high: 'high',
  medium: 'medium',
  low: 'low',
  info: 'low',
}

/** Upper ends of the bars of a distribution, in seconds; the last one is open. */
export const TIME_BARS_S = [60, 300, 900, 3_600, 14_400, 86_400, null] as const

export interface Times {
  readonly count: number
  /** Of those answered; null when there are none. */
  readonly meanMs: number | null
  readonly medianMs: number | null
  readonly p90Ms: number | null
  /** How many per bar of TIME_BARS_S. */
  readonly bars: readonly number[]
}

export interface TopSource {
  readonly policyId: string | null
  readonly deviceId: string | null
  readonly gatewayId: string | null
  readonly count: number
}

export interface KpiTally {
  readonly annunciated: number
  readonly perDay: readonly { readonly at: number; readonly count: number }[]
  readonly perOperatorPer10Min: { readonly mean: number; readonly peak: number; readonly peakAt: number | null }
  /** Share of the ten-minute slots that held more than ten per operator. */
  readonly busySlots: number
  readonly floods: number
  readonly floodMs: number
  readonly floodShare: number
  readonly peakHour: { readonly at: number; readonly count: number } | null
  readonly priorities: Readonly<Record<Priority, number>>
  readonly top: readonly TopSource[]
  /** Calls that the top ten made, of all. */
  readonly topCount: number
  readonly unacknowledged: number
  readonly toAcknowledge: Times
  readonly toNormal: Times
}

/** Takes a tenant's calls in order of time and keeps what the figures need. */
export function tallyOf(range: { readonly start: number; readonly end: number; readonly operators: number }) {
  const { start, end, operators } = range
  const slots = new Map<number, number>()
  const hours = new Map<number, number>()
  const days = new Map<number, number>()
  const priorities = { high: 0, medium: 0, low: 0 }
  const sources = new Map<string, { source: Omit<TopSource, 'count'>; count: number }>()
  const toAcknowledge = new Durations()
  const toNormal = new Durations()
  const floods = new FloodTimes()
  let annunciated = 0
  let unacknowledged = 0
  const bump = (counts: Map<number, number>, key: number) => void counts.set(key, (counts.get(key) ?? 0) + 1)

  return {
    add(row: AnnunciationRow): void {
      annunciated++
      bump(slots, Math.floor((row.at - start) / SLOT_MS))
      bump(hours, Math.floor((row.at - start) / (6 * SLOT_MS)))
      bump(days, Math.floor((row.at - start) / DAY_MS))
      priorities[PRIORITY_OF[row.severity]]++
      floods.add(row.at)
      const { policyId, deviceId, gatewayId } = row
      const key = `${policyId}|${deviceId ?? gatewayId}`
      const known = sources.get(key)
      if (known) known.count++
      else sources.set(key, { source: { policyId, deviceId, gatewayId }, count: 1 })
      if (row.acknowledgedAt === null) unacknowledged++
      else toAcknowledge.add(row.acknowledgedAt - row.at)
      if (row.clearedAt !== null) toNormal.add(row.clearedAt - row.at)
    },
    result(): KpiTally {
      const slotCount = Math.max(1, Math.ceil((end - start) / SLOT_MS))
      const peak = worst(slots)
      const hour = worst(hours)
      const top = [...sources.values()].sort((a, b) => b.count - a.count).slice(0, TOP)
      const floodMs = floods.total(end)
      return {
        annunciated,
        perDay: Array.from({ length: Math.ceil((end - start) / DAY_MS) }, (_, day) => ({
          at: start + day * DAY_MS,
          count: days.get(day) ?? 0,
        })),
        perOperatorPer10Min: {
          mean: annunciated / slotCount / operators,
          peak: peak.count / operators,
          peakAt: peak.key === null ? null : start + peak.key * SLOT_MS,
        },
        busySlots: [...slots.values()].filter((count) => count / operators > FLOOD_BEGINS_ABOVE).length / slotCount,
        floods: floods.count,
        floodMs,
        floodShare: floodMs / (end - start),
        peakHour: hour.key === null ? null : { at: start + hour.key * 6 * SLOT_MS, count: hour.count },
        priorities,
        top: top.map(({ source, count }) => ({ ...source, count })),
        topCount: top.reduce((sum, { count }) => sum + count, 0),
        unacknowledged,
        toAcknowledge: toAcknowledge.result(),
        toNormal: toNormal.result(),
      }
    },
  }
}

function worst(counts: ReadonlyMap<number, number>): { key: number | null; count: number } {
  let found: { key: number | null; count: number } = { key: null, count: 0 }
  for (const [key, count] of counts) if (count > found.count) found = { key, count }
  return found
}

/** The same meter as the live one, so that the report and the strip speak of the same floods. */
class FloodTimes {
  readonly #meter = new FloodMeter()
  #since: number | null = null
  #totalMs = 0
  count = 0

  add(at: number): void {
    this.#settle(at)
    this.#meter.annunciated(at)
    if (this.#since === null && this.#meter.state.since !== null) {
      this.#since = at
      this.count++
    }
  }

  total(end: number): number {
    this.#settle(end)
    return this.#totalMs + (this.#since === null ? 0 : end - this.#since)
  }

  /** Ends a flood that was over before `at`, when it was. */
  #settle(at: number): void {
    const endsAt = this.#meter.endsAt
    if (this.#since === null || endsAt === null || endsAt > at) return
    this.#totalMs += endsAt - this.#since
    this.#since = null
    this.#meter.elapse(endsAt)
  }
}

class Durations {
  readonly #ms: number[] = []

  add(ms: number): void {
    this.#ms.push(Math.max(0, ms))
  }

  result(): Times {
    const sorted = Float64Array.from(this.#ms).sort()
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? null
    const bars: number[] = TIME_BARS_S.map(() => 0)
    let sum = 0
    for (const ms of sorted) {
      sum += ms
      const bar = TIME_BARS_S.findIndex((endS) => endS === null || ms <= endS * 1000)
      bars[bar] = (bars[bar] ?? 0) + 1
    }
    return {
      count: sorted.length,
      meanMs: sorted.length === 0 ? null : sum / sorted.length,
      medianMs: at(0.5),
      p90Ms: at(0.9),
      bars,
    }
  }
}
