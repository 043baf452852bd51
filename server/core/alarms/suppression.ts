import type { Inventory } from '../devices/inventory.ts'
import type { Incident } from './alarm.types.ts'
import { isSafety, type Silencing } from './annunciation.ts'
import { isCleared } from './incident.states.ts'

/** A hierarchy deeper than this is a mistake in the data; it must not hang the hub. */
const MAX_DEPTH = 20

export interface SuppressionDeps {
  readonly inventory: Inventory
  /** Answers at once, from memory. */
  readonly isLockedOut: (deviceId: string) => boolean
  readonly maintenanceOf: (subject: { deviceId: string | null; gatewayId: string | null }) => { reason: string } | null
  /** Whether the incident says that nothing is heard of its subject. */
  readonly isSilence: (incident: Incident) => boolean
  readonly open: {
    ofDevice(deviceId: string): readonly Incident[]
    ofGateway(gatewayId: string): readonly Incident[]
  }
}

/**
 * What is silenced by design. Only the silence of a device is explained by a dead parent, and only while that parent's
 * own incident stands: an overload that was seen before the line went dead still calls, and somebody is always told.
 */
export class Suppression {
  readonly #deps: SuppressionDeps

  constructor(deps: SuppressionDeps) {
    this.#deps = deps
  }

  of(incident: Incident): Silencing | null {
    if (isSafety(incident)) return null
    const { isLockedOut, maintenanceOf } = this.#deps
    if (incident.deviceId !== null && isLockedOut(incident.deviceId)) return { by: 'lockout', reason: null }
    const maintenance = maintenanceOf(incident)
    if (maintenance) return { by: 'maintenance', reason: maintenance.reason }
    return this.#deadParentOf(incident)
  }

  #deadParentOf(incident: Incident): Silencing | null {
    const { inventory, isSilence, open } = this.#deps
    if (incident.deviceId === null || !isSilence(incident)) return null
    const isDead = (above: readonly Incident[]) => above.some((one) => isSilence(one) && !isCleared(one))
    let device = inventory.devices.get(incident.deviceId)
    if (device && isDead(open.ofGateway(device.gatewayId)))
      return { by: 'parent', reason: inventory.gateways.get(device.gatewayId)?.name ?? null }
    for (let depth = 0; device?.parentId && depth < MAX_DEPTH; depth++) {
      device = inventory.devices.get(device.parentId)
      if (device && isDead(open.ofDevice(device.id))) return { by: 'parent', reason: device.name }
    }
    return null
  }
}
