import type { Consumption } from './consumption.ts'
import type { EnergyWatch } from './energy-watch.ts'
import type { SiteConsumption } from './site-consumption.ts'

/** Everything about energy that a route may ask for. */
export interface Energy {
  readonly consumption: Consumption
  readonly site: SiteConsumption
  readonly watch: EnergyWatch
}
