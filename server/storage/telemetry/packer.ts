import { QUALITIES, type Quality, type Reading } from '../../core/outside.ts'
import { MISSING } from './columns.ts'
import { makeLogRecord, QUALITY_BITS } from './log-record.ts'

export interface NewSeries {
  readonly id: number
  readonly deviceId: string
  readonly metric: string
}

export interface Pack {
  readonly buffer: ArrayBuffer
  readonly points: number
  readonly ingestedAt: number
}

/** Times that fit a date; what is further off would also not survive being subtracted. */
const MAX_TIME_MS = 8.64e15

/** @throws RangeError when a source time is no epoch millisecond */
export function checkTimes(readings: readonly Reading[]): void {
  for (const { at } of readings) {
    if (!(Math.abs(at) <= MAX_TIME_MS)) throw new RangeError(`source time ${at} is no epoch millisecond`)
  }
}

const QUALITY_CODE = new Map<Quality, number>(QUALITIES.map((quality, code) => [quality, code]))

/**
 * Turns readings into log records on the hub's own thread: a map from device to metric to series number, and copies into
 * four arrays. Nothing is allocated per point.
 */
export class Packer {
  readonly #devices = new Map<string, Map<string, number>>()
  #nextId = 1
  #unsaved: NewSeries[] = []
  #at = new Float64Array(1024)
  #heads = new Uint32Array(1024)
  #values = new Float64Array(8192)
  #series = new Uint32Array(8192)
  #readings = 0
  #points = 0
  #ingestedAt = 0

  constructor(known: readonly NewSeries[], nextId: number) {
    for (const { id, deviceId, metric } of known) this.#metricsOf(deviceId).set(metric, id)
    this.#nextId = nextId
  }

  get points(): number {
    return this.#points
  }

  get seriesCount(): number {
    let count = 0
    for (const metrics of this.#devices.values()) count += metrics.size
    return count
  }

  add(reading: Reading, ingestedAt: number): void {
    const at = Math.round(reading.at)
    const metrics = this.#metricsOf(reading.deviceId)
    const first = this.#points
    for (const metric in reading.values) {
      const value = reading.values[metric]
      if (value === undefined) continue
      let id = metrics.get(metric)
      if (id === undefined) id = this.#create(metrics, reading.deviceId, metric)
      if (this.#points === this.#values.length) this.#growPoints()
      this.#values[this.#points] = value ?? MISSING
      this.#series[this.#points++] = id
    }
    if (this.#points === first) return
    if (this.#readings === this.#at.length) this.#growReadings()
    this.#at[this.#readings] = at
    this.#heads[this.#readings++] = ((this.#points - first) << QUALITY_BITS) | (QUALITY_CODE.get(reading.quality) ?? 0)
    this.#ingestedAt = Math.max(this.#ingestedAt, ingestedAt)
  }

  take(): Pack {
    const points = this.#points
    const { buffer, record } = makeLogRecord(this.#readings, points)
    record.at.set(this.#at.subarray(0, this.#readings))
    record.heads.set(this.#heads.subarray(0, this.#readings))
    record.values.set(this.#values.subarray(0, points))
    record.series.set(this.#series.subarray(0, points))
    this.#readings = 0
    this.#points = 0
    const ingestedAt = this.#ingestedAt
    this.#ingestedAt = 0
    return { buffer, points, ingestedAt }
  }

  /**
   * Series made since the last commit that succeeded. They travel with every commit until `saved` says so. A copy: those
   * made while that commit is under way are not in it.
   */
  unsaved(): readonly NewSeries[] {
    return [...this.#unsaved]
  }

  saved(count: number): void {
    if (count > 0) this.#unsaved = this.#unsaved.slice(count)
  }

  seriesOf(deviceId: string): ReadonlyMap<string, number> {
    return this.#devices.get(deviceId) ?? new Map()
  }

  /** The device's series numbers are never used again: a device of the same name starts afresh. */
  forget(deviceId: string): void {
    this.#devices.delete(deviceId)
  }

  #metricsOf(deviceId: string): Map<string, number> {
    let metrics = this.#devices.get(deviceId)
    if (!metrics) {
      metrics = new Map()
      this.#devices.set(deviceId, metrics)
    }
    return metrics
  }

  #create(metrics: Map<string, number>, deviceId: string, metric: string): number {
    const id = this.#nextId++
    metrics.set(metric, id)
    this.#unsaved.push({ id, deviceId, metric })
    return id
  }

  #growPoints(): void {
    const values = new Float64Array(this.#values.length * 2)
    values.set(this.#values)
    this.#values = values
    const series = new Uint32Array(values.length)
    series.set(this.#series)
    this.#series = series
  }

  #growReadings(): void {
    const at = new Float64Array(this.#at.length * 2)
    at.set(this.#at)
    this.#at = at
    const heads = new Uint32Array(at.length)
    heads.set(this.#heads)
    this.#heads = heads
  }
}
