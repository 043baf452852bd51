import type { Quality, Reading } from '../core/outside.ts'
import type { LiveValue, LiveView } from '../core/telemetry/live.types.ts'
import type { Latest } from '../core/telemetry/store.ts'

interface Entry {
  at: number
  ingestedAt: number
  value: number | null
  quality: Quality
  version: number
}

/**
 * The newest known value of every series. Moves only forward in source time. Entries are changed in place: this stands
 * in the path of every point, and one object per point would be the cost of the whole path.
 */
export class LiveMap implements LiveView {
  readonly #devices = new Map<string, Map<string, Entry>>()
  #version = 0

  /** What the store knew when the hub started. */
  load(latest: ReadonlyMap<string, ReadonlyMap<string, Latest>>): void {
    for (const [deviceId, series] of latest) {
      const entries = this.#entriesOf(deviceId)
      for (const [metric, { at, value, quality }] of series)
        entries.set(metric, { at, ingestedAt: at, value, quality, version: ++this.#version })
    }
  }

  get(deviceId: string): ReadonlyMap<string, LiveValue> | undefined {
    return this.#devices.get(deviceId)
  }

  /** Grows with every change. */
  get version(): number {
    return this.#version
  }

  /** True if any series of the device moved. */
  apply(reading: Reading, ingestedAt: number): boolean {
    const { at, values, quality } = reading
    const entries = this.#entriesOf(reading.deviceId)
    const version = this.#version + 1
    let hasMoved = false
    for (const metric in values) {
      const value = values[metric] ?? null
      const entry = entries.get(metric)
      if (entry === undefined) {
        entries.set(metric, { at, ingestedAt, value, quality, version })
        hasMoved = true
        continue
      }
      // A source whose clock ran ahead and was set right must not stay locked out until then.
      if (at <= entry.at && entry.at <= ingestedAt) continue
      entry.at = at
      entry.ingestedAt = ingestedAt
      entry.value = value
      entry.quality = quality
      entry.version = version
      hasMoved = true
    }
    if (hasMoved) this.#version = version
    return hasMoved
  }

  /** The device is late: its values stay, but no longer as good ones. Source times stay, so any new sample replaces them. */
  fade(deviceId: string): boolean {
    return this.#mark(deviceId, (entry) => {
      if (entry.value === null || entry.quality === 'stale') return false
      entry.quality = 'stale'
      return true
    })
  }

  /** The device is lost: nothing is known of it any more. */
  fail(deviceId: string): boolean {
    return this.#mark(deviceId, (entry) => {
      if (entry.value === null && entry.quality === 'comm_fail') return false
      entry.value = null
      entry.quality = 'comm_fail'
      return true
    })
  }

  forget(deviceId: string): void {
    this.#devices.delete(deviceId)
  }

  #mark(deviceId: string, mark: (entry: Entry) => boolean): boolean {
    const version = this.#version + 1
    let hasChanged = false
    for (const entry of this.#devices.get(deviceId)?.values() ?? []) {
      if (!mark(entry)) continue
      entry.version = version
      hasChanged = true
    }
    if (hasChanged) this.#version = version
    return hasChanged
  }

  #entriesOf(deviceId: string): Map<string, Entry> {
    const known = this.#devices.get(deviceId)
    if (known !== undefined) return known
    const made = new Map<string, Entry>()
    this.#devices.set(deviceId, made)
    return made
  }
}
