import { AppError } from '../errors.ts'
import type { FieldBus, GatewayMessage, WriteOutcome, WriteRequest } from '../outside.ts'
import type { ControlSubject, Interlock } from './interlock.ts'

export interface CommandBusDeps {
  /** Resolves once the hardware runtime is connected. */
  readonly fieldBus: Promise<Pick<FieldBus, 'write' | 'publish'>>
  readonly interlock: Interlock
}

export interface DeviceCommand extends WriteRequest {
  readonly tenantId: string
  /** Only opens or switches off (interlock.ts). */
  readonly isDeEnergising?: boolean
}

export interface GatewayCommand extends GatewayMessage {
  readonly tenantId: string
  /** The one device that the message moves; without it the message counts as moving every device of the gateway. */
  readonly deviceId?: string
  readonly isDeEnergising?: boolean
}

const UNREADABLE = {
  tr: 'Kilit durumu okunamadı; güvenlik için komut gönderilmedi',
  en: 'The lock-out state could not be read; for safety the command was not sent',
}

/** The one way from the hub to anything that moves. Nobody else holds the field bus's write and publish. */
export class CommandBus {
  readonly #deps: CommandBusDeps
  readonly #underWay = new Set<Promise<unknown>>()

  constructor(deps: CommandBusDeps) {
    this.#deps = deps
  }

  /** @throws AppError STATE_CONFLICT (LOTO_ACTIVE); the caller has checked the permission and the value */
  write({ tenantId, deviceId, point, value, isDeEnergising = false }: DeviceCommand): Promise<WriteOutcome> {
    return this.#track(async () => {
      await this.requireFree({ tenantId, deviceId, isDeEnergising })
      return (await this.#deps.fieldBus).write({ deviceId, point, value })
    })
  }

  /** `isConnected` false: not sent, unless it is retained. @throws AppError STATE_CONFLICT (LOTO_ACTIVE) */
  publish(command: GatewayCommand): Promise<{ readonly isConnected: boolean }> {
    const { tenantId, deviceId, isDeEnergising = false, gatewayId, topic, payload, isRetained } = command
    return this.#track(async () => {
      await this.requireFree(deviceId === undefined ? { tenantId, gatewayId } : { tenantId, deviceId, isDeEnergising })
      return (await this.#deps.fieldBus).publish({ gatewayId, topic, payload, isRetained })
    })
  }

  /**
   * Resolves when every command that was let through before now has ended. Who hangs a lock waits for it: a command that
   * passed the interlock a moment earlier must not reach the hardware after somebody was told that it is locked.
   */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#underWay)
  }

  /** Under way before the interlock is asked, so that between the two there is no moment at which nobody knows of it. */
  async #track<T>(command: () => Promise<T>): Promise<T> {
    const running = command()
    this.#underWay.add(running)
    try {
      return await running
    } finally {
      this.#underWay.delete(running)
    }
  }

  /** For who must know before it promises something. `write` and `publish` ask again. */
  async requireFree(subject: ControlSubject): Promise<void> {
    try {
      await this.#deps.interlock.requireFree(subject)
    } catch (error) {
      if (error instanceof AppError) throw error
      throw new AppError('STATE_CONFLICT', UNREADABLE, { extra: { reason: 'LOTO_ACTIVE', session_id: null } })
    }
  }
}
