import type { Inventory } from '../core/devices/inventory.ts'
import type { Clock, Log } from '../core/outside.ts'
import type { Stores } from '../storage/stores/stores.ts'

/** Nobody waits longer for hardware that is slow to take over; it goes on in the background. */
const PATIENCE_MS = 500

/**
 * Applies configuration changes to what runs: one at a time, once more for everything that changed meanwhile. Who made a
 * change may wait until it is in force, so that a gateway just made can sign in.
 */
export class Reconfiguration {
  readonly #clock: Clock
  readonly #log: Log
  #apply: (() => Promise<void>) | null = null
  #running: Promise<void> | null = null
  /** The round that will take over what was asked for while another was running. */
  #next: Promise<void> | null = null

  constructor(clock: Clock, log: Log) {
    this.#clock = clock
    this.#log = log
  }

  /** Resolves when what is configured now is in force. */
  start(apply: () => Promise<void>): Promise<void> {
    this.#apply = apply
    return this.ask()
  }

  /** Resolves after the round that is under way. */
  async stop(): Promise<void> {
    this.#apply = null
    await this.#running
  }

  /** Resolves when all that has been changed up to now is in force, or when patience ends. */
  ask(): Promise<void> {
    const round = this.#round()
    const patience = Promise.withResolvers<void>()
    const timer = this.#clock.after(PATIENCE_MS, patience.resolve)
    return Promise.race([round, patience.promise]).finally(() => timer.stop())
  }

  #round(): Promise<void> {
    if (this.#next !== null) return this.#next
    if (this.#running !== null) {
      this.#next = this.#running.then(() => {
        this.#next = null
        return this.#run()
      })
      return this.#next
    }
    return this.#run()
  }

  #run(): Promise<void> {
    const run = async () => {
      try {
        await this.#apply?.()
      } catch (error) {
        this.#log.error({ error: error instanceof Error ? error.message : String(error) }, 'configuration not applied')
      }
    }
    this.#running = run().finally(() => {
      this.#running = null
    })
    return this.#running
  }
}

/** Fills the inventory from the database. */
export async function loadInventory(inventory: Inventory, stores: Stores): Promise<void> {
  for (const region of await stores.sites.everyRegion()) inventory.regions.set(region.id, region)
  for (const subregion of await stores.sites.everySubregion()) inventory.subregions.set(subregion.id, subregion)
  for (const gateway of await stores.devices.everyGateway())
    inventory.gateways.set(gateway.id, { ...gateway, isOnline: false })
  // Nothing is online until it has been heard.
  for (const device of await stores.devices.everyDevice()) inventory.setDevice({ ...device, isOnline: false })
}
