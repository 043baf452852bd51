import type { Stores } from '../../storage/stores/stores.ts'
import type { Audit } from '../audit/audit.ts'
import type { Interlock } from '../control/interlock.ts'
import type { Inventory } from '../devices/inventory.ts'
import type { Passwords } from '../identity/identity.ts'
import type { Clock, Log } from '../outside.ts'
import type { LiveView } from '../telemetry/live.types.ts'
import type { Transact } from '../transact.ts'
import { Board } from './board.ts'
import { type EnergisedAlarm, EnergisedWatch } from './energised-watch.ts'
import { LotoInterlock } from './interlock.ts'
import { Lockouts } from './lockouts.ts'
import { Locks } from './locks.ts'
import { Pins } from './pins.ts'
import { Points } from './points.ts'
import { SessionDesk } from './session-desk.ts'
import { Sessions } from './sessions.ts'

export interface LotoDeps {
  readonly stores: Stores
  readonly transact: Transact
  readonly audit: Audit
  readonly clock: Clock
  readonly log: Log
  readonly inventory: Inventory
  readonly live: LiveView
  readonly passwords: Passwords
  readonly alarm: EnergisedAlarm
  /** Resolves when every command that the interlock let through before has ended. */
  readonly commandsSettled: () => Promise<void>
  /** Told after every edge, and when energy shows up under a lock. */
  readonly changed: (tenantId: string) => void
}

/**
 * Lock-out/tag-out: it supports the physical locks and never replaces them. Each part is a feature of its own; they share
 * the desk that writes sessions and the snapshot of what is locked.
 */
export class Loto {
  readonly points: Points
  readonly sessions: Sessions
  readonly locks: Locks
  readonly pins: Pins
  readonly board: Board
  readonly interlock: Interlock
  readonly lockouts: Lockouts
  readonly watch: EnergisedWatch

  constructor(deps: LotoDeps) {
    const { stores, inventory, log, clock } = deps
    this.lockouts = new Lockouts({ inventory, read: () => stores.lotoPoints.locked(null) })
    this.interlock = new LotoInterlock({ stores, inventory, log })
    const changed = async (tenantId: string): Promise<void> => {
      // The edge is on disk already: a picture that lags behind must not make it look refused.
      await this.lockouts
        .refresh()
        .catch((error: unknown) => log.error({ error: String(error) }, 'the picture of the lock-outs is out of date'))
      deps.changed(tenantId)
    }
    const desk = new SessionDesk({ ...deps, changed })
    this.pins = new Pins(deps)
    this.points = new Points({ ...deps, changed })
    this.sessions = new Sessions({ stores, desk })
    this.locks = new Locks({ stores, desk, pins: this.pins, commandsSettled: deps.commandsSettled })
    this.watch = new EnergisedWatch({ ...deps, lockouts: this.lockouts })
    this.board = new Board({ stores, clock, lockouts: this.lockouts, energised: () => this.watch.found })
  }

  async start(): Promise<void> {
    await this.lockouts.refresh()
    await this.watch.start()
  }

  stop(): void {
    this.watch.stop()
  }

  /** For silencing alarms and for pictures, at once and from memory; never for the interlock. */
  isLockedOut(deviceId: string): boolean {
    return this.lockouts.isLockedOut(deviceId)
  }
}
