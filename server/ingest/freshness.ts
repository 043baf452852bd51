import type { Device } from '../core/devices/devices.types.ts'
import type { Inventory } from '../core/devices/inventory.ts'
import { DueTimes } from '../core/due-times.ts'
import type { Clock, GatewayLink, Log, Quality, Reading } from '../core/outside.ts'
import type { TelemetryStore } from '../core/telemetry/store.ts'
import type { LiveMap } from './live.ts'
import { Rhythm } from './rhythm.ts'

const TICK_MS = 1000
const STALE_PERIODS = 2.5
const STALE_MIN_MS = 3000
const LOST_PERIODS = 5
const LOST_MIN_MS = 10_000

export interface DeviceLink {
  readonly deviceId: string
  readonly isOnline: boolean
  readonly at: number
  /** Hub time of the last good sample. */
  readonly lastSeen: number | null
}

export interface FreshnessDeps {
  readonly clock: Clock
  readonly log: Log
  readonly inventory: Inventory
  readonly live: LiveMap
  readonly store: Pick<TelemetryStore, 'append'>
  /** Told of every device whose live values changed here. */
  readonly changed: (deviceId: string) => void
  readonly linked: (links: readonly DeviceLink[]) => void
  /** What became doubtful or was lost, as readings of quality stale or comm_fail. For the alarms: the condition is unknown. */
  readonly doubted: (readings: readonly Reading[]) => void
}

interface Tracked {
  readonly deviceId: string
  readonly rhythm: Rhythm
  /** fresh → stale → lost, back to fresh by any good sample; `unheard` never delivered. */
  state: 'fresh' | 'stale' | 'lost' | 'unheard'
  /** As last told. */
  isOnline: boolean
  lastAt: number
  lastSeen: number | null
  dueAt: number
}

const DELIVERS: Readonly<Record<Quality, boolean>> = {
  good: true,
  simulated: true,
  estimated: true,
  stale: false,
  comm_fail: false,
  invalid: false,
}

/**
 * Whether what is shown as live still is. A device that is late by its own rhythm turns stale, then its values are
 * withdrawn: after a fault a value is null, never the last number.
 */
export class Freshness {
  readonly #deps: FreshnessDeps
  readonly #tracked = new Map<string, Tracked>()
  readonly #due = new DueTimes<Tracked>()
  #doubted: Reading[] = []
  #gaps: Reading[] = []
  #links: DeviceLink[] = []
  #timer: { stop(): void } | null = null
  #appending: Promise<void> = Promise.resolve()

  constructor(deps: FreshnessDeps) {
    this.#deps = deps
  }

  /** Expects the live map to be loaded. */
  start(): void {
    if (this.#timer) return
    this.reload()
    this.#timer = this.#deps.clock.every(TICK_MS, () => this.tick())
  }

  async stop(): Promise<void> {
    this.#timer?.stop()
    this.#timer = null
    await this.#appending
  }

  /** Takes over the devices as they are now. */
  reload(): void {
    const { devices } = this.#deps.inventory
    const now = this.#deps.clock.now()
    for (const device of devices.values()) {
      const known = this.#tracked.get(device.id)
      if (known) {
        known.rhythm.configure(configuredMs(device))
        this.#expectSooner(known)
      } else this.#track(device, now)
    }
    for (const id of this.#tracked.keys()) if (!devices.has(id)) this.#tracked.delete(id)
    this.#flush(now)
  }

  lastSeen(deviceId: string): number | null {
    return this.#tracked.get(deviceId)?.lastSeen ?? null
  }

  stateOf(deviceId: string): Tracked['state'] {
    return this.#tracked.get(deviceId)?.state ?? 'unheard'
  }

  onReadings(readings: readonly Reading[], now: number): void {
    for (const reading of readings) {
      const tracked = this.#tracked.get(reading.deviceId)
      if (tracked === undefined) continue
      if (DELIVERS[reading.quality] && hasValue(reading)) this.#heard(tracked, now)
      // The driver gave the device up and has said so in the store itself.
      else if (reading.quality === 'comm_fail' && !hasValue(reading)) this.#lose(tracked, now, false)
    }
    if (this.#links.length > 0) this.#flush(now)
  }

  /** Behind a gateway that is down there is nothing live. */
  onLinks(links: readonly GatewayLink[]): void {
    const now = this.#deps.clock.now()
    for (const link of links) {
      for (const device of this.#deps.inventory.devicesOfGateway(link.gatewayId)) {
        const tracked = this.#tracked.get(device.id)
        if (tracked === undefined) continue
        tracked.rhythm.interrupted()
        if (!link.isOnline) this.#lose(tracked, now, true)
      }
    }
    this.#flush(now)
  }

  tick(): void {
    const now = this.#deps.clock.now()
    this.#due.take(now, (tracked) => this.#fallDue(tracked, now))
    this.#flush(now)
  }

  #track(device: Device, now: number): void {
    const lastSample = newestSample(this.#deps.live, device.id)
    const known = lastSample === null ? null : Math.min(lastSample.at, now)
    const tracked: Tracked = {
      deviceId: device.id,
      rhythm: new Rhythm(configuredMs(device)),
      state: lastSample === null ? 'unheard' : lastSample.isLost ? 'lost' : 'fresh',
      isOnline: device.isOnline,
      lastAt: known ?? now,
      lastSeen: known ?? device.lastSeen,
      dueAt: 0,
    }
    this.#tracked.set(device.id, tracked)
    if (tracked.state === 'fresh') {
      // A hub that was down has heard nothing: old values are doubtful at once, but lost only after a fair wait.
      const staleMs = staleAfterMs(tracked)
      if (now - tracked.lastAt >= staleMs) tracked.lastAt = now - staleMs
      this.#schedule(tracked, tracked.lastAt + staleMs)
      this.#fallDue(tracked, now)
    } else this.#link(tracked, false, now)
  }

  #heard(tracked: Tracked, now: number): void {
    tracked.lastAt = now
    tracked.lastSeen = now
    if (tracked.rhythm.arrived(now)) this.#expectSooner(tracked)
    if (!tracked.isOnline) this.#link(tracked, true, now)
    if (tracked.state === 'fresh') return
    tracked.state = 'fresh'
    this.#schedule(tracked, now + staleAfterMs(tracked))
  }

  /** A deadline that moved later is found out when the old one falls due; one that moved nearer is not. */
  #expectSooner(tracked: Tracked): void {
    const dueAt = tracked.lastAt + staleAfterMs(tracked)
    if (tracked.state === 'fresh' && dueAt < tracked.dueAt) this.#schedule(tracked, dueAt)
  }

  #fallDue(tracked: Tracked, now: number): void {
    if (now < tracked.dueAt || this.#tracked.get(tracked.deviceId) !== tracked) return
    if (tracked.state === 'fresh') {
      if (now - tracked.lastAt < staleAfterMs(tracked)) this.#schedule(tracked, tracked.lastAt + staleAfterMs(tracked))
      else this.#fade(tracked, now)
    } else if (tracked.state === 'stale') {
      if (now - tracked.lastAt < lostAfterMs(tracked)) this.#schedule(tracked, tracked.lastAt + lostAfterMs(tracked))
      else this.#lose(tracked, now, true)
    }
  }

  #fade(tracked: Tracked, now: number): void {
    tracked.state = 'stale'
    this.#schedule(tracked, tracked.lastAt + lostAfterMs(tracked))
    if (!this.#deps.live.fade(tracked.deviceId)) return
    this.#deps.changed(tracked.deviceId)
    this.#doubted.push(this.#reading(tracked.deviceId, now, 'stale'))
  }

  /** `isGap`: nobody has stored yet that from here on there is nothing. */
  #lose(tracked: Tracked, now: number, isGap: boolean): void {
    if (tracked.state === 'lost' || tracked.state === 'unheard') return
    tracked.state = 'lost'
    if (this.#deps.live.fail(tracked.deviceId)) {
      this.#deps.changed(tracked.deviceId)
      const reading = this.#reading(tracked.deviceId, now, 'comm_fail')
      this.#doubted.push(reading)
      if (isGap) this.#gaps.push(reading)
    }
    this.#link(tracked, false, now)
  }

  #reading(deviceId: string, at: number, quality: Quality): Reading {
    const values: Record<string, number | null> = {}
    for (const [metric, { value }] of this.#deps.live.get(deviceId) ?? []) values[metric] = value
    return { deviceId, at, values, quality }
  }

  #link(tracked: Tracked, isOnline: boolean, at: number): void {
    if (tracked.isOnline === isOnline) return
    tracked.isOnline = isOnline
    this.#links.push({ deviceId: tracked.deviceId, isOnline, at, lastSeen: tracked.lastSeen })
  }

  #schedule(tracked: Tracked, at: number): void {
    tracked.dueAt = at
    this.#due.add(tracked, at)
  }

  #flush(now: number): void {
    const [doubted, gaps, links] = [this.#doubted, this.#gaps, this.#links]
    this.#doubted = []
    this.#gaps = []
    this.#links = []
    if (doubted.length > 0) this.#deps.doubted(doubted)
    if (links.length > 0) this.#deps.linked(links)
    if (gaps.length === 0) return
    this.#appending = this.#appending
      .then(() => this.#deps.store.append(gaps, now))
      .catch((error: unknown) =>
        this.#deps.log.error({ error: String(error) }, 'the gaps of lost devices were not stored'),
      )
  }
}

const configuredMs = (device: Device): number | null =>
  device.pollIntervalS === null ? null : device.pollIntervalS * 1000

const staleAfterMs = ({ rhythm }: Tracked): number => Math.max(STALE_MIN_MS, STALE_PERIODS * rhythm.periodMs)
const lostAfterMs = ({ rhythm }: Tracked): number => Math.max(LOST_MIN_MS, LOST_PERIODS * rhythm.periodMs)

function hasValue(reading: Reading): boolean {
  for (const metric in reading.values) if (reading.values[metric] !== null) return true
  return false
}

function newestSample(live: LiveMap, deviceId: string): { at: number; isLost: boolean } | null {
  let newest: { at: number; isLost: boolean } | null = null
  for (const { at, value, quality } of live.get(deviceId)?.values() ?? []) {
    const isLost = value === null && quality === 'comm_fail'
    if (newest === null) newest = { at, isLost }
    else newest = { at: Math.max(newest.at, at), isLost: newest.isLost && isLost }
  }
  return newest
}
