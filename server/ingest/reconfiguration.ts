import type { Inventory } from '../core/devices/inventory.ts'
import type { Clock, Log } from '../core/outside.ts'
import type { Stores } from '../storage/stores/stores.ts'

/** Many changes in a row (an import, a script) become one reconfiguration. */
const SETTLE_MS = 50

/** Applies configuration changes to what runs: one at a time, again when something changed meanwhile. */
export class Reconfiguration {
  readonly #clock: Clock
  readonly #log: Log
  #apply: (() => Promise<void>) | null = null
  #isAsked = false
  #isRunning = false
  #isStopped = false

  constructor(clock: Clock, log: Log) {
    this.#clock = clock
    this.#log = log
  }

  start(apply: () => Promise<void>): void {
    this.#apply = apply
    this.ask()
  }

  stop(): void {
    this.#isStopped = true
  }

  ask(): void {
    if (this.#isAsked || this.#isStopped) return
    this.#isAsked = true
    if (!this.#isRunning) this.#clock.after(SETTLE_MS, () => void this.#run())
  }

  async #run(): Promise<void> {
    if (!this.#apply || this.#isStopped) return
    this.#isAsked = false
    this.#isRunning = true
    try {
      await this.#apply()
    } catch (error) {
      this.#log.error({ error: error instanceof Error ? error.message : String(error) }, 'configuration not applied')
    }
    this.#isRunning = false
    if (this.#isAsked) this.#clock.after(SETTLE_MS, () => void this.#run())
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
