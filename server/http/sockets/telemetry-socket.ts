import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Inventory } from '../../core/devices/inventory.ts'
import type { Identity } from '../../core/identity/identity.ts'
import type { Clock } from '../../core/outside.ts'
import type { SocketStats } from '../../core/system/system.ts'
import type { LiveView } from '../../core/telemetry/live.types.ts'
import { iso } from '../fields.ts'
import { type Client, Clients } from './clients.ts'

const FLUSH_MS = 100
/** Beyond this the client is slow: nothing more is queued, and later it gets only the newest values. */
const MAX_BUFFERED_BYTES = 1_000_000
const RATE_WINDOW_MS = 10_000

interface Subscription {
  /** Null = every device of the tenant. */
  readonly devices: ReadonlySet<string> | null
  readonly dirty: Set<string>
  /** Changes that this client could have been told of; a jump in it that the items do not fill is what was merged. */
  seq: number
  sentVersion: number
}

export interface TelemetrySocketDeps {
  readonly identity: Identity
  readonly clock: Clock
  readonly inventory: Inventory
  readonly live: LiveView
}

/**
 * /ws/telemetry: the snapshot, then changes. What is sent is read from the live map at the time of sending, so a slow
 * client costs no memory: it is simply told less often, of the newest value per series.
 */
export class TelemetrySocket {
  readonly #deps: TelemetrySocketDeps
  readonly #clients: Clients
  readonly #subscriptions = new Map<Client, Subscription>()
  #timer: { stop(): void } | null = null
  #merged = 0
  #window = { startedAt: 0, messages: 0, readings: 0, messagesPerS: 0, readingsPerS: 0 }

  constructor(deps: TelemetrySocketDeps) {
    this.#deps = deps
    this.#clients = new Clients({
      identity: deps.identity,
      clock: deps.clock,
      opened: (client) => this.#open(client),
      closed: (client) => void this.#subscriptions.delete(client),
    })
  }

  start(): void {
    this.#window.startedAt = this.#deps.clock.now()
    this.#timer = this.#deps.clock.every(FLUSH_MS, () => this.#flushAll())
  }

  stop(): void {
    this.#timer?.stop()
    this.#clients.stop()
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, query: URLSearchParams): void {
    this.#clients.upgrade(request, socket, head, query)
  }

  /** Told of every device whose live values changed. Called for each reading: it only marks. */
  changed(deviceId: string): void {
    this.#window.readings++
    if (this.#subscriptions.size === 0) return
    const tenantId = this.#deps.inventory.devices.get(deviceId)?.tenantId
    for (const [client, subscription] of this.#subscriptions) {
      if (client.actor.tenantId !== tenantId) continue
      if (subscription.devices && !subscription.devices.has(deviceId)) continue
      subscription.seq++
      if (subscription.dirty.has(deviceId)) this.#merged++
      else subscription.dirty.add(deviceId)
    }
  }

  stats(): SocketStats {
    let queuedDevices = 0
    let bufferedBytes = 0
    for (const [client, { dirty }] of this.#subscriptions) {
      queuedDevices += dirty.size
      bufferedBytes += client.socket.bufferedAmount
    }
    const { messagesPerS, readingsPerS } = this.#window
    return {
      clients: this.#clients.all.size,
      subscriptions: this.#subscriptions.size,
      queuedDevices,
      bufferedBytes,
      messagesPerS,
      readingsPerS,
      mergedReadings: this.#merged,
    }
  }

  #open(client: Client): void {
    const asked = (client.query.get('devices') ?? '').split(',').filter((id) => id !== '')
    const isOwn = (id: string) => this.#deps.inventory.devices.get(id)?.tenantId === client.actor.tenantId
    const devices = asked.length === 0 ? null : new Set(asked.filter(isOwn))
    for (const id of asked.filter((candidate) => !isOwn(candidate))) {
      client.socket.send(
        JSON.stringify({
          type: 'error',
          error_code: 'RESOURCE_NOT_FOUND',
          detail: `Cihaz bulunamadı: ${id.slice(0, 100)}`,
        }),
      )
    }
    const seen =
      devices ??
      [...this.#deps.inventory.devices.values()]
        .filter((device) => device.tenantId === client.actor.tenantId)
        .map((device) => device.id)
    const subscription: Subscription = { devices, dirty: new Set(), seq: 0, sentVersion: 0 }
    this.#send(client, subscription, 'snapshot', seen)
    this.#subscriptions.set(client, subscription)
  }

  #flushAll(): void {
    for (const [client, subscription] of this.#subscriptions) {
      if (subscription.dirty.size === 0 || client.socket.bufferedAmount > MAX_BUFFERED_BYTES) continue
      const changed = [...subscription.dirty]
      subscription.dirty.clear()
      this.#send(client, subscription, 'update', changed)
    }
    const elapsedMs = this.#deps.clock.now() - this.#window.startedAt
    if (elapsedMs < RATE_WINDOW_MS) return
    const perS = (count: number) => Math.round((count * 10_000) / elapsedMs) / 10
    this.#window = {
      startedAt: this.#deps.clock.now(),
      messages: 0,
      readings: 0,
      messagesPerS: perS(this.#window.messages),
      readingsPerS: perS(this.#window.readings),
    }
  }

  #send(client: Client, subscription: Subscription, type: 'snapshot' | 'update', deviceIds: Iterable<string>): void {
    const items = []
    let newest = subscription.sentVersion
    for (const deviceId of deviceIds) {
      const values: Record<string, { value: number | null; quality: string }> = {}
      let at = 0
      for (const [metric, entry] of this.#deps.live.get(deviceId) ?? []) {
        if (entry.version <= subscription.sentVersion) continue
        values[metric] = { value: entry.value, quality: entry.quality }
        if (entry.at > at) at = entry.at
        if (entry.version > newest) newest = entry.version
      }
      if (at > 0) items.push({ device_id: deviceId, timestamp: iso(at), values })
    }
    subscription.sentVersion = newest
    if (type === 'update' && items.length === 0) return
    this.#window.messages++
    client.socket.send(JSON.stringify({ type, seq: subscription.seq, items }))
  }
}
