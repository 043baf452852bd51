import type { Billing } from './billing.ts'
import type { Consumption } from './consumption.ts'
import type { EnergyWatch } from './energy-watch.ts'
import type { LoadShape } from './load-shape.ts'
import type { MeterExchanges } from './meter-exchanges.ts'
import type { Meters } from './meters.ts'
import type { Reactive } from './reactive.ts'
import type { ReactiveRules } from './reactive-rules.ts'
import type { SiteConsumption } from './site-consumption.ts'

/** Everything about energy that a route or another feature may ask for. */
export interface Energy {
  readonly consumption: Consumption
  readonly site: SiteConsumption
  readonly shape: LoadShape
  readonly reactive: Reactive
  readonly rules: ReactiveRules
  readonly exchanges: MeterExchanges
  readonly billing: Billing
  readonly meters: Meters
  readonly watch: EnergyWatch
}
