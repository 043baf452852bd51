import type { Inventory } from '../core/devices/inventory.ts'
import type { Clock, GatewayLink, Log } from '../core/outside.ts'
import type { Stores } from '../storage/stores/stores.ts'
import type { DeviceLink } from './freshness.ts'

export interface LinksDeps {
  readonly inventory: Inventory
  readonly stores: Stores
  readonly clock: Clock
  readonly log: Log
  readonly tell: (tenantId: string, message: object) => void
}

interface LinkRow {
  readonly id: string
  readonly isOnline: boolean
  readonly lastSeen: number | null
}

/** Who is online and when they were last seen: in the inventory at once, on disk on change and every minute. */
export class Links {
  readonly #deps: LinksDeps
  #saving: Promise<void> = Promise.resolve()

  constructor(deps: LinksDeps) {
    this.#deps = deps
  }

  gateways(links: readonly GatewayLink[]): void {
    const { inventory, stores } = this.#deps
    const changed: LinkRow[] = []
    for (const { gatewayId, isOnline, since } of links) {
      const gateway = inventory.gateways.get(gatewayId)
      if (!gateway) continue
      const lastSeen = isOnline ? this.#deps.clock.now() : gateway.isOnline ? since : gateway.lastSeen
      inventory.gateways.set(gatewayId, { ...gateway, isOnline, lastSeen })
      changed.push({ id: gatewayId, isOnline, lastSeen })
      if (gateway.isOnline !== isOnline)
        this.#deps.tell(gateway.tenantId, { type: 'link', gateway_id: gatewayId, is_online: isOnline })
    }
    this.#write(() => stores.devices.saveLinks('gateway', changed))
  }

  devices(links: readonly DeviceLink[]): void {
    const { inventory, stores } = this.#deps
    const changed: LinkRow[] = []
    for (const { deviceId, isOnline, lastSeen } of links) {
      const device = inventory.devices.get(deviceId)
      if (!device) continue
      inventory.devices.set(deviceId, { ...device, isOnline, lastSeen })
      changed.push({ id: deviceId, isOnline, lastSeen })
      if (device.isOnline !== isOnline)
        this.#deps.tell(device.tenantId, { type: 'link', device_id: deviceId, is_online: isOnline })
    }
    this.#write(() => stores.devices.saveLinks('device', changed))
  }

  /** Writes when the devices that are online were last heard: their link did not change, so nothing else does. */
  async save(lastSeenOf: (deviceId: string) => number | null): Promise<void> {
    const { inventory, stores } = this.#deps
    const changed: LinkRow[] = []
    for (const device of inventory.devices.values()) {
      const lastSeen = lastSeenOf(device.id)
      if (!device.isOnline || lastSeen === device.lastSeen) continue
      inventory.devices.set(device.id, { ...device, lastSeen })
      changed.push({ id: device.id, isOnline: true, lastSeen })
    }
    this.#write(() => stores.devices.saveLinks('device', changed))
    await this.#saving
  }

  #write(run: () => Promise<void>): void {
    this.#saving = this.#saving
      .then(run)
      .catch((error: unknown) => this.#deps.log.error({ error: String(error) }, 'link states not saved'))
  }
}
