import type { Region, Subregion } from '../sites/sites.types.ts'
import type { Device, Gateway } from './devices.types.ts'

/** Everything that stands in the marina, in memory: what ingestion, alarms, sockets and maps look up all the time. */
export class Inventory {
  readonly devices = new Map<string, Device>()
  readonly gateways = new Map<string, Gateway>()
  readonly regions = new Map<string, Region>()
  readonly subregions = new Map<string, Subregion>()
  readonly #devicesOfGateway = new Map<string, Set<string>>()
  readonly #children = new Map<string, Set<string>>()

  setDevice(device: Device): void {
    this.dropDevice(device.id)
    this.devices.set(device.id, device)
    link(this.#devicesOfGateway, device.gatewayId, device.id)
    if (device.parentId) link(this.#children, device.parentId, device.id)
  }

  dropDevice(id: string): void {
    const device = this.devices.get(id)
    if (!device) return
    this.devices.delete(id)
    this.#devicesOfGateway.get(device.gatewayId)?.delete(id)
    if (device.parentId) this.#children.get(device.parentId)?.delete(id)
  }

  devicesOfGateway(gatewayId: string): readonly Device[] {
    return this.#pick(this.#devicesOfGateway.get(gatewayId))
  }

  childrenOf(deviceId: string): readonly Device[] {
    return this.#pick(this.#children.get(deviceId))
  }

  /** The device's own subregion, or its gateway's. */
  subregionOf(device: Device): Subregion | null {
    const id = device.subregionId ?? this.gateways.get(device.gatewayId)?.subregionId
    return (id ? this.subregions.get(id) : undefined) ?? null
  }

  regionOf(device: Device): Region | null {
    const subregion = this.subregionOf(device)
    return (subregion ? this.regions.get(subregion.regionId) : undefined) ?? null
  }

  #pick(ids: ReadonlySet<string> | undefined): Device[] {
    const found: Device[] = []
    for (const id of ids ?? []) {
      const device = this.devices.get(id)
      if (device) found.push(device)
    }
    return found
  }
}

function link(map: Map<string, Set<string>>, from: string, to: string): void {
  const set = map.get(from)
  if (set) set.add(to)
  else map.set(from, new Set([to]))
}
