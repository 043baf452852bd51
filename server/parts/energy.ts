import type { Alarms } from '../core/alarms/alarms.ts'
import type { Device } from '../core/devices/devices.types.ts'
import type { Templates } from '../core/devices/templates.ts'
import { Billing } from '../core/energy/billing.ts'
import { Consumption } from '../core/energy/consumption.ts'
import { CounterJournal } from '../core/energy/counter-journal.ts'
import type { Energy } from '../core/energy/energy.ts'
import { EnergyWatch } from '../core/energy/energy-watch.ts'
import { ExchangeBook } from '../core/energy/exchange-book.ts'
import { LoadShape } from '../core/energy/load-shape.ts'
import { MeterExchanges } from '../core/energy/meter-exchanges.ts'
import { Meters } from '../core/energy/meters.ts'
import { Reactive } from '../core/energy/reactive.ts'
import { ReactiveRules } from '../core/energy/reactive-rules.ts'
import { SiteConsumption } from '../core/energy/site-consumption.ts'
import type { LiveView } from '../core/telemetry/live.types.ts'
import type { TelemetryStore } from '../core/telemetry/store.ts'
import { CounterGuard } from '../ingest/counter-guard.ts'
import type { Base } from './base.ts'

export interface EnergyPartsDeps extends Base {
  readonly store: TelemetryStore
  readonly live: LiveView
  readonly templates: Templates
  readonly tenantTimeZone: (tenantId: string) => Promise<string>
  readonly changed: (tenantId: string) => void
  /** Built later than energy, because alarms are judged with it. */
  readonly alarms: () => Pick<Alarms, 'report' | 'resolve'>
}

export interface EnergyParts {
  readonly energy: Energy
  readonly guard: CounterGuard
  readonly journal: CounterJournal
}

/** Energy from counters: what was consumed, what it costs, and how reactive it is. */
export async function energyParts(deps: EnergyPartsDeps): Promise<EnergyParts> {
  const { stores, store, inventory, tenantTimeZone, changed, alarms } = deps
  const timeZoneOf = async (device: Device) =>
    inventory.regionOf(device)?.timeZone ?? (await tenantTimeZone(device.tenantId))
  const exchanges = new ExchangeBook()
  exchanges.load(await stores.energy.everyExchange())
  const meters = new Meters({ ...deps, exchanges })
  const journal = new CounterJournal({
    ...deps,
    exchanges,
    // A counter began anew and nobody has said why.
    alarm: (alarm) => alarms().report({ ...alarm, origin: 'hub', gatewayId: null, severity: 'info' }),
  })
  const guard = new CounterGuard({
    store,
    inventory,
    modulusOf: (device, metric) => meters.modulus(device, metric),
    noted: (event) => journal.note(event),
  })
  const rules = new ReactiveRules({ ...deps, meters })
  const energy: Energy = {
    meters,
    rules,
    consumption: new Consumption({ stores, store, inventory, meters, exchanges, timeZoneOf }),
    site: new SiteConsumption({ inventory, meters, timeZoneOf, tenantTimeZone }),
    shape: new LoadShape({ store, inventory, meters, timeZoneOf }),
    reactive: new Reactive({ ...deps, meters, rules, timeZoneOf }),
    exchanges: new MeterExchanges({
      ...deps,
      exchanges,
      meters,
      changed,
      rebased: (deviceId, metric, at, index) => {
        guard.rebase(deviceId, metric, at, index)
        alarms().resolve({ origin: 'hub', deviceId, gatewayId: null })
      },
    }),
    billing: new Billing({ ...deps, meters, exchanges, timeZoneOf }),
    watch: new EnergyWatch({ ...deps, meters, timeZoneOf }),
  }
  return { energy, guard, journal }
}
