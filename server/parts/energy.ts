import type { Device } from '../core/devices/devices.types.ts'
import type { Inventory } from '../core/devices/inventory.ts'
import type { Templates } from '../core/devices/templates.ts'
import { Consumption } from '../core/energy/consumption.ts'
import type { Energy } from '../core/energy/energy.ts'
import { EnergyWatch } from '../core/energy/energy-watch.ts'
import { ExchangeBook } from '../core/energy/exchange-book.ts'
import { Meters } from '../core/energy/meters.ts'
import { SiteConsumption } from '../core/energy/site-consumption.ts'
import type { Clock } from '../core/outside.ts'
import type { LiveView } from '../core/telemetry/live.types.ts'
import type { TelemetryStore } from '../core/telemetry/store.ts'
import type { Stores } from '../storage/stores/stores.ts'

export interface EnergyPartsDeps {
  readonly stores: Stores
  readonly store: TelemetryStore
  readonly live: LiveView
  readonly inventory: Inventory
  readonly templates: Templates
  readonly clock: Clock
  readonly tenantTimeZone: (tenantId: string) => Promise<string>
}

/** Energy from counters: what was consumed, what it costs, and how reactive it is. */
export async function energyParts(deps: EnergyPartsDeps): Promise<Energy> {
  const { stores, store, inventory, clock, tenantTimeZone } = deps
  const timeZoneOf = async (device: Device) =>
    inventory.regionOf(device)?.timeZone ?? (await tenantTimeZone(device.tenantId))
  const exchanges = new ExchangeBook()
  exchanges.load(await stores.energy.everyExchange())
  const meters = new Meters({ ...deps, exchanges })
  return {
    consumption: new Consumption({ stores, store, inventory, meters, exchanges, timeZoneOf }),
    site: new SiteConsumption({ inventory, meters, timeZoneOf, tenantTimeZone }),
    watch: new EnergyWatch({ meters, inventory, clock, timeZoneOf }),
  }
}
