import type { Stores } from '../../storage/stores/stores.ts'
import type { ControlSubject, Interlock } from '../control/interlock.ts'
import type { Device } from '../devices/devices.types.ts'
import type { Inventory } from '../devices/inventory.ts'
import { AppError, type Words } from '../errors.ts'
import type { Log } from '../outside.ts'
import { pointsOver } from './lockouts.ts'
import type { LockedPoint } from './loto.types.ts'
import { displayNumber } from './session.words.ts'

export interface InterlockDeps {
  readonly stores: Pick<Stores, 'lotoPoints'>
  readonly inventory: Inventory
  readonly log: Log
}

const CANNOT_TELL: Words = {
  tr: 'Kilitleme kayıtları okunamıyor; kilitli olup olmadığı bilinmediği için komut gönderilmedi',
  en: 'The lock-out records cannot be read: the command was not sent, because it cannot tell whether this is locked out',
}

/** Reads the store each time it is asked: what it keeps in memory could be what somebody has locked since. */
export class LotoInterlock implements Interlock {
  readonly #deps: InterlockDeps

  constructor(deps: InterlockDeps) {
    this.#deps = deps
  }

  async requireFree(subject: ControlSubject): Promise<void> {
    const locked = await this.#read(subject.tenantId)
    const over = 'deviceId' in subject ? this.#overDevice(subject, locked) : this.#overGateway(subject, locked)
    const isOff = 'deviceId' in subject && subject.isDeEnergising === true
    // Cutting the energy is what isolating is; once it is done, nothing moves.
    const inTheWay = isOff ? over.filter(({ state }) => state !== 'isolating') : over
    const [point] = inTheWay
    if (point) throw refused(lockedWords(point), point)
  }

  async #read(tenantId: string): Promise<readonly LockedPoint[]> {
    try {
      return await this.#deps.stores.lotoPoints.locked(tenantId)
    } catch (error) {
      this.#deps.log.error({ tenantId, error: String(error) }, 'lock-outs cannot be read: control is refused')
      throw refused(CANNOT_TELL, null)
    }
  }

  #overDevice(
    { tenantId, deviceId }: { tenantId: string; deviceId: string },
    locked: readonly LockedPoint[],
  ): readonly LockedPoint[] {
    const device = this.#deps.inventory.devices.get(deviceId)
    // Where it hangs is unknown, and so is what stands above it.
    if (device?.tenantId !== tenantId) throw refused(CANNOT_TELL, null)
    return pointsOver(this.#deps.inventory, device, locked)
  }

  /** A gateway is everything behind it, and stands in a place itself. */
  #overGateway(
    { tenantId, gatewayId }: { tenantId: string; gatewayId: string },
    locked: readonly LockedPoint[],
  ): readonly LockedPoint[] {
    const { inventory } = this.#deps
    const gateway = inventory.gateways.get(gatewayId)
    if (gateway?.tenantId !== tenantId) throw refused(CANNOT_TELL, null)
    const behind = inventory
      .devicesOfGateway(gatewayId)
      .flatMap((device: Device) => pointsOver(inventory, device, locked))
    const around = locked.filter(
      ({ deviceId, subregionId }) => deviceId === null && subregionId !== null && subregionId === gateway.subregionId,
    )
    return [...behind, ...around]
  }
}

const lockedWords = ({ pointName, sessionNumber }: LockedPoint): Words => ({
  tr: `Kilitli: ${pointName}, ${displayNumber(sessionNumber)}. Kilitleme sürerken komut gönderilmez, yeri değiştirilmez`,
  en: `Locked out: ${pointName}, ${displayNumber(sessionNumber)}. While the lock-out stands nothing is sent to it and it is not moved`,
})

const refused = (words: Words, point: LockedPoint | null): AppError =>
  new AppError('STATE_CONFLICT', words, {
    extra: {
      reason: 'LOTO_ACTIVE',
      session_id: point?.sessionId ?? null,
      session_number: point?.sessionNumber ?? null,
    },
  })
