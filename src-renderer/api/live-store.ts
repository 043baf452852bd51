import type { Quality, TelemetryItem } from './types.ts'

export interface LiveValue {
  readonly value: number | null
  readonly quality: Quality
  /** Source time, epoch milliseconds. */
  readonly atMs: number
}

export type LiveDevice = ReadonlyMap<string, LiveValue>
type Schedule = (flush: () => void) => void
type BatchListener = (changed: ReadonlySet<string>) => void

const NOTHING: LiveDevice = new Map()
const keyOf = (deviceId: string, metric: string) => `${deviceId}\n${metric}`

/**
 * The newest value of every series, outside React. A subscriber hears only of its own series,
 * and at most once per frame, whatever the rate of the feed.
 */
export class LiveStore {
  readonly #devices = new Map<string, Map<string, LiveValue>>()
  readonly #snapshots = new Map<string, LiveDevice>()
  readonly #watchers = new Map<string, Set<() => void>>()
  readonly #batchListeners = new Set<BatchListener>()
  readonly #schedule: Schedule
  readonly #changedDevices = new Set<string>()
  #changedKeys = new Set<string>()
  #isFlushPlanned = false

  constructor(schedule: Schedule) {
    this.#schedule = schedule
  }

  value(deviceId: string, metric: string): LiveValue | undefined {
    return this.#devices.get(deviceId)?.get(metric)
  }

  /** The live map of a device: the same object as it changes, so read it, do not compare it. */
  device(deviceId: string): LiveDevice {
    return this.#devices.get(deviceId) ?? NOTHING
  }

  /** A copy that stays the same object until the next frame in which the device changed. */
  snapshot(deviceId: string): LiveDevice {
    const known = this.#snapshots.get(deviceId)
    if (known) return known
    const copy: LiveDevice = new Map(this.device(deviceId))
    this.#snapshots.set(deviceId, copy)
    return copy
  }

  deviceIds(): IterableIterator<string> {
    return this.#devices.keys()
  }

  apply(items: readonly TelemetryItem[]): void {
    for (const item of items) this.#applyItem(item)
    this.#planFlush()
  }

  /** A snapshot replaces everything: what it does not name is no longer known. */
  replace(items: readonly TelemetryItem[]): void {
    const before = [...this.#devices.entries()]
    this.#devices.clear()
    for (const [deviceId, metrics] of before) {
      for (const metric of metrics.keys()) this.#touch(deviceId, metric)
    }
    this.apply(items)
  }

  /** The feed stopped: what was live is now only the last known. */
  markStale(): void {
    for (const [deviceId, metrics] of this.#devices) {
      for (const [metric, known] of metrics) {
        if (known.quality === 'stale' || known.value === null) continue
        metrics.set(metric, { ...known, quality: 'stale' })
        this.#touch(deviceId, metric)
      }
    }
    this.#planFlush()
  }

  clear(): void {
    this.replace([])
  }

  watch(deviceId: string, metric: string, listener: () => void): () => void {
    return this.#watchKey(keyOf(deviceId, metric), listener)
  }

  watchDevice(deviceId: string, listener: () => void): () => void {
    return this.#watchKey(deviceId, listener)
  }

  /** For canvases and maps: one call per frame with the devices that changed. */
  onBatch(listener: BatchListener): () => void {
    this.#batchListeners.add(listener)
    return () => this.#batchListeners.delete(listener)
  }

  #watchKey(key: string, listener: () => void): () => void {
    const watchers = this.#watchers.get(key) ?? new Set()
    watchers.add(listener)
    this.#watchers.set(key, watchers)
    return () => {
      watchers.delete(listener)
      if (watchers.size === 0 && this.#watchers.get(key) === watchers) this.#watchers.delete(key)
    }
  }

  /** What comes last counts, whatever its source time: the hub sends each series in order, a late sample never. */
  #applyItem(item: TelemetryItem): void {
    const atMs = Date.parse(item.timestamp)
    let metrics = this.#devices.get(item.device_id)
    if (!metrics) {
      metrics = new Map()
      this.#devices.set(item.device_id, metrics)
    }
    for (const [metric, sample] of Object.entries(item.values)) {
      metrics.set(metric, { value: sample.value, quality: sample.quality, atMs })
      this.#touch(item.device_id, metric)
    }
  }

  #touch(deviceId: string, metric: string): void {
    this.#changedDevices.add(deviceId)
    this.#changedKeys.add(keyOf(deviceId, metric))
  }

  #planFlush(): void {
    if (this.#isFlushPlanned || this.#changedDevices.size === 0) return
    this.#isFlushPlanned = true
    this.#schedule(() => this.#flush())
  }

  #flush(): void {
    this.#isFlushPlanned = false
    const keys = this.#changedKeys
    const devices = new Set(this.#changedDevices)
    this.#changedKeys = new Set()
    this.#changedDevices.clear()
    for (const deviceId of devices) this.#snapshots.delete(deviceId)
    for (const key of keys) this.#tell(key)
    for (const deviceId of devices) this.#tell(deviceId)
    for (const listener of this.#batchListeners) listener(devices)
  }

  #tell(key: string): void {
    for (const listener of this.#watchers.get(key) ?? []) listener()
  }
}
