import type { Words } from '../errors.ts'
import type { Clock, Log } from '../outside.ts'
import type { BridgeInfo } from './zigbee.types.ts'

/** The longest that Zigbee knows. */
export const MAX_JOIN_S = 254
/** What a bridge is given to close by itself, and again after it was told to. */
const GRACE_MS = 15_000
const TRIES = 2

export interface JoinWatchDeps {
  readonly clock: Clock
  readonly log: Log
  readonly close: (gatewayId: string) => Promise<void>
  /** A network that stays open lets strangers in. */
  readonly alarm: (gatewayId: string, message: Words) => Promise<void>
  readonly calm: (gatewayId: string) => Promise<void>
}

interface Watch {
  timer: { stop(): void }
  tries: number
  isAlarmed: boolean
}

/**
 * Sees to it that a join window that was opened, by whomever, is closed again: closing can fail and leave the network
 * open without anybody noticing.
 */
export class JoinWatch {
  readonly #deps: JoinWatchDeps
  readonly #watches = new Map<string, Watch>()

  constructor(deps: JoinWatchDeps) {
    this.#deps = deps
  }

  informed(gatewayId: string, info: BridgeInfo): void {
    const watch = this.#watches.get(gatewayId)
    if (!info.isJoinOpen) {
      watch?.timer.stop()
      this.#watches.delete(gatewayId)
      if (watch?.isAlarmed) this.#log(this.#deps.calm(gatewayId))
      return
    }
    if (watch && watch.tries > 0) return
    watch?.timer.stop()
    const now = this.#deps.clock.now()
    const closesAt = info.joinEndsAt ?? now + MAX_JOIN_S * 1000
    const timer = this.#deps.clock.after(Math.max(0, closesAt - now) + GRACE_MS, () => this.#overdue(gatewayId))
    this.#watches.set(gatewayId, { timer, tries: 0, isAlarmed: false })
  }

  stop(): void {
    for (const { timer } of this.#watches.values()) timer.stop()
    this.#watches.clear()
  }

  #overdue(gatewayId: string): void {
    const watch = this.#watches.get(gatewayId)
    if (!watch) return
    watch.tries += 1
    if (watch.tries > TRIES && !watch.isAlarmed) {
      watch.isAlarmed = true
      this.#log(
        this.#deps.alarm(gatewayId, {
          tr: 'Zigbee ağı katılıma açık kaldı: köprü kapatma isteğine uymuyor',
          en: 'The Zigbee network stays open for joining: the bridge does not close it',
        }),
      )
    }
    this.#log(this.#deps.close(gatewayId))
    watch.timer = this.#deps.clock.after(GRACE_MS * Math.min(watch.tries, 20), () => this.#overdue(gatewayId))
  }

  #log(act: Promise<void>): void {
    act.catch((error: unknown) => this.#deps.log.warn({ error: String(error) }, 'zigbee join window'))
  }
}
