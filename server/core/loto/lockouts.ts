import type { Device } from '../devices/devices.types.ts'
import type { Inventory } from '../devices/inventory.ts'
import type { LockedPoint } from './loto.types.ts'
import { isIsolated } from './session.states.ts'

/**
 * The locked points that a device stands under: its own, those of everything above it, and those that name no device but
 * the place of one of these.
 */
export function pointsOver<Point extends Pick<LockedPoint, 'deviceId' | 'subregionId'>>(
  inventory: Inventory,
  device: Device,
  points: readonly Point[],
): readonly Point[] {
  if (points.length === 0) return []
  const chain = new Map<string, Device>()
  for (let at: Device | undefined = device; at && !chain.has(at.id); ) {
    chain.set(at.id, at)
    at = at.parentId === null ? undefined : inventory.devices.get(at.parentId)
  }
  const places = new Set([...chain.values()].flatMap((each) => inventory.subregionOf(each)?.id ?? []))
  return points.filter(({ deviceId, subregionId }) =>
    deviceId === null ? subregionId !== null && places.has(subregionId) : chain.has(deviceId),
  )
}

interface LockoutsDeps {
  readonly inventory: Inventory
  readonly read: () => Promise<readonly LockedPoint[]>
}

/**
 * What is locked out, as it was last read: for pictures and for silencing alarms, which must answer at once. Never asked
 * whether a write may go through: that is the interlock, which reads the store itself.
 */
export class Lockouts {
  readonly #deps: LockoutsDeps
  #points: readonly LockedPoint[] = []

  constructor(deps: LockoutsDeps) {
    this.#deps = deps
  }

  /** To be called at the start and after every change of a session. */
  async refresh(): Promise<void> {
    this.#points = await this.#deps.read()
  }

  /** Locked, tagged and verified dead: the device or something above it. */
  isLockedOut(deviceId: string): boolean {
    return this.#over(deviceId).some(({ state }) => isIsolated(state))
  }

  /** Points that hold a device, from the first equipment lock on. */
  #over(deviceId: string): readonly LockedPoint[] {
    const device = this.#deps.inventory.devices.get(deviceId)
    if (!device || this.#points.length === 0) return []
    const own = this.#points.filter(({ tenantId }) => tenantId === device.tenantId)
    return pointsOver(this.#deps.inventory, device, own)
  }

  isHeld(deviceId: string): boolean {
    return this.#over(deviceId).length > 0
  }

  /** Every device that is held, with what lies below. */
  heldDevices(tenantId: string): readonly string[] {
    return this.#devices((device) => device.tenantId === tenantId && this.isHeld(device.id)).map(({ id }) => id)
  }

  /** Devices under an applied lock-out, with the points that isolate them. */
  isolatedDevices(): readonly { readonly device: Device; readonly points: readonly LockedPoint[] }[] {
    const isolated = this.#points.filter(({ state }) => isIsolated(state))
    if (isolated.length === 0) return []
    return this.#devices(() => true).flatMap((device) => {
      const points = this.#over(device.id).filter(({ state }) => isIsolated(state))
      return points.length === 0 ? [] : [{ device, points }]
    })
  }

  #devices(which: (device: Device) => boolean): readonly Device[] {
    return this.#points.length === 0 ? [] : [...this.#deps.inventory.devices.values()].filter(which)
  }
}
