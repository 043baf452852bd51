import type { Stores } from '../../storage/stores/stores.ts'
import { type Actor, requirePermission } from '../access.ts'
import type { Audit } from '../audit/audit.ts'
import type { Device } from '../devices/devices.types.ts'
import type { Inventory } from '../devices/inventory.ts'
import { AppError, notFound, stateConflict } from '../errors.ts'
import type { PointSpec, Quality, WriteOutcome } from '../outside.ts'
import type { LiveView } from '../telemetry/live.types.ts'
import type { Transact } from '../transact.ts'
import type { CommandBus } from './command-bus.ts'
import { isDeEnergising, requireTaken } from './point-value.ts'

/** The lock-out in the way. Both null when the locks cannot be read. */
export interface LockedBy {
  readonly sessionId: string | null
  readonly number: number | null
  /** Still being isolated: what only takes energy away may be written. */
  readonly maySwitchOff: boolean
}

export interface PointState {
  readonly point: PointSpec
  readonly value: number | null
  /** Null, with `at`, where the device does not tell the point's value. */
  readonly quality: Quality | null
  readonly at: number | null
  readonly lockedBy: LockedBy | null
}

export interface WriteAsked {
  readonly point: string
  readonly value: number
  readonly reason: string | null
}

export interface ControlDeps {
  readonly stores: Stores
  readonly transact: Transact
  readonly audit: Audit
  readonly inventory: Inventory
  /** What of a device can be written. */
  readonly pointsOf: (device: Device) => readonly PointSpec[]
  readonly live: LiveView
  readonly commandBus: CommandBus
  /** Told after a write ended, however it did. */
  readonly changed: (tenantId: string) => void
}

/** Writes to what the devices' templates declare: breakers, relays, set points. */
export class Control {
  readonly #deps: ControlDeps
  readonly #inFlight = new Set<string>()

  constructor(deps: ControlDeps) {
    this.#deps = deps
  }

  /** What can be written, with its present value and what stands in the way. */
  async points(actor: Actor, deviceId: string): Promise<readonly PointState[]> {
    requirePermission(actor, 'devices:read')
    const device = this.#own(actor, deviceId)
    const points = this.#deps.pointsOf(device)
    if (points.length === 0) return []
    const lockedBy = await this.#lockedBy(device)
    const live = this.#deps.live.get(deviceId)
    return points.map((point) => {
      const { value = null, quality = null, at = null } = (point.metric === null ? null : live?.get(point.metric)) ?? {}
      return { point, value, quality, at, lockedBy }
    })
  }

  /**
   * Writes and reads back. The intent is audited before anything is sent and the outcome after: an intent without an
   * outcome is a write during which the hub went.
   * @throws AppError RESOURCE_NOT_FOUND, BUSINESS_RULE_VIOLATION (not a value of the point), STATE_CONFLICT (locked out,
   * or another write of the point is under way)
   */
  async write(actor: Actor, deviceId: string, { point: key, value, reason }: WriteAsked): Promise<WriteOutcome> {
    requirePermission(actor, 'devices:control')
    const device = this.#own(actor, deviceId)
    const point = this.#deps.pointsOf(device).find((each) => each.key === key)
    if (!point)
      throw notFound({ tr: `Cihazın yazılabilir “${key}” noktası yok`, en: `The device has no point "${key}"` })
    requireTaken(point, value)
    const place = `${deviceId} ${key}`
    if (this.#inFlight.has(place))
      throw stateConflict({
        tr: 'Bu noktaya bir yazma sürüyor; sonucunu bekleyin',
        en: 'A write to this point is under way; wait for its outcome',
      })
    this.#inFlight.add(place)
    try {
      await this.#note(actor, device, 'write_requested', { point: key, value, reason })
      return await this.#send(actor, device, point, value)
    } finally {
      this.#inFlight.delete(place)
      this.#deps.changed(actor.tenantId)
    }
  }

  async #send(actor: Actor, device: Device, point: PointSpec, value: number): Promise<WriteOutcome> {
    const command = { tenantId: device.tenantId, deviceId: device.id, point: point.key, value }
    const asked = { point: point.key, value }
    try {
      const outcome = await this.#deps.commandBus.write({ ...command, isDeEnergising: isDeEnergising(point, value) })
      await this.#note(actor, device, actionOf(outcome), { ...asked, ...outcome })
      return outcome
    } catch (error) {
      if (error instanceof AppError) {
        await this.#note(actor, device, 'write_refused', { ...asked, ...error.extra })
        throw error
      }
      const cause = error instanceof Error ? error.message : String(error)
      await this.#note(actor, device, 'write_failed', { ...asked, cause })
      return { readBack: null, isConfirmed: false, cause }
    }
  }

  async #lockedBy({ tenantId, id: deviceId }: Device): Promise<LockedBy | null> {
    const refusal = await this.#refusal({ tenantId, deviceId })
    if (!refusal) return null
    const { session_id: sessionId, session_number: number } = refusal.extra
    return {
      sessionId: typeof sessionId === 'string' ? sessionId : null,
      number: typeof number === 'number' ? number : null,
      maySwitchOff: (await this.#refusal({ tenantId, deviceId, isDeEnergising: true })) === null,
    }
  }

  async #refusal(subject: Parameters<CommandBus['requireFree']>[0]): Promise<AppError | null> {
    try {
      await this.#deps.commandBus.requireFree(subject)
      return null
    } catch (error) {
      if (error instanceof AppError) return error
      throw error
    }
  }

  #note(actor: Actor, device: Device, action: string, detail: Record<string, unknown>): Promise<void> {
    return this.#deps.transact((stores) =>
      this.#deps.audit.append(stores, {
        tenantId: actor.tenantId,
        actor,
        action,
        entity: 'device',
        entityId: device.id,
        detail: { name: device.name, ...detail },
      }),
    )
  }

  #own(actor: Actor, deviceId: string): Device {
    const device = this.#deps.inventory.devices.get(deviceId)
    if (device?.tenantId !== actor.tenantId) throw notFound({ tr: 'Cihaz bulunamadı', en: 'Device not found' })
    return device
  }
}

function actionOf({ isConfirmed, readBack, cause }: WriteOutcome): string {
  if (isConfirmed) return 'write_confirmed'
  if (cause !== null) return 'write_failed'
  return readBack === null ? 'write_unread' : 'write_mismatch'
}
